"""Mail without a mail server: each letter becomes an .eml file in a folder the operator can read."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from evenhand.external.email import Letter, MailerUnavailable
from evenhand.external.email.message import as_message


class OutboxMailer:
    """Writes letters to a folder, one file each."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Write the file; the same letter twice is the same file."""
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as error:
            raise MailerUnavailable(f"The outbox folder cannot be written: {error}") from error

    async def forget(self, message_ids: Sequence[str]) -> None:
        """Take letters out of the folder again; one that is not there is fine."""
        await asyncio.to_thread(self._forget, message_ids)

    def _forget(self, message_ids: Sequence[str]) -> None:
        for one in message_ids:
            (self._folder / f"{one}.eml").unlink(missing_ok=True)

    def _write(self, letter: Letter) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._folder / f"{letter.message_id}.eml"
        draft = target.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_bytes(bytes(as_message(letter, sender=self._sender)))
        draft.replace(target)
