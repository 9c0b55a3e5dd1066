"""How people are called and reached: sealed under their own key, found by a keyed hash of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Person
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict
from evenhand.kit.words import say


class EmailTaken(Conflict):
    """Someone has an account with this address."""

    code, message = "email_taken", say("There is an account with this address already. Sign in instead.")


@dataclass(frozen=True)
class Contact:
    """How a person is called and reached, and in which language."""

    name: str
    email: str
    language: str = "en"


async def open_contact(person_id: UUID, sealed: bytes, *, vault: Vault) -> Contact:
    """A person's name and address."""
    return Contact(**(await vault.key(person_id, person_id)).open_json(sealed, place(Person.contact_sealed, person_id)))


async def seal_contact(person: Person, contact: Contact, *, vault: Vault) -> None:
    """Give a person this name and address, under their own key."""
    key = await vault.key(person.id, person.id, create=True)
    person.contact_sealed = key.seal_json(
        {"name": contact.name, "email": contact.email}, place(Person.contact_sealed, person.id)
    )


async def contacts(session: Session, *, ids: Sequence[UUID], vault: Vault) -> dict[UUID, Contact]:
    """Names and addresses of several people; whoever was erased is left out."""
    rows = await queries.people(session, ids=ids)
    found = {}
    for person_id, person in rows.items():
        keys = await vault.keys([person_id], person_id)
        if person_id in keys:
            opened = keys[person_id].open_json(person.contact_sealed, place(Person.contact_sealed, person.id))
            found[person_id] = Contact(**opened, language=person.locale)
    return found
