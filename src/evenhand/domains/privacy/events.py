"""Facts about exports and erasures."""

from uuid import UUID

from evenhand.kit.background import Fact


class ExportAsked(Fact):
    """Somebody wants to take everything away that is held about them."""

    export_id: UUID
    person_id: UUID


class ExportRanOut(Fact):
    """The time in which an export could be downloaded is over."""

    export_id: UUID
    person_id: UUID


class ErasureAsked(Fact):
    """Something is to be erased, once its cool-off is over. It names nobody: the task outlives them."""

    erasure_id: UUID


class BackupRestored(Fact):
    """A backup came back under the present keys: it may hold rows of people who were erased after it was made."""

    restore_id: UUID


class ErasureWaits(Fact):
    """Somebody asked for their account to be erased, and has some days to think about it."""

    erasure_id: UUID
    person_id: UUID
