"""Keys for programs, over the API. A key cannot make, list or revoke keys."""

from uuid import UUID

from evenhand.domains.identity.schemas import ApiKeyIn, ApiKeyOut, MadeKey
from evenhand.domains.identity.service import api_keys
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/api-keys", tag="organisation")

MAKE_RATE = Rate("make-key", times=30, seconds=3600)


@routes.get("", permission=Permission.KEYS_MANAGE, response_model=list[ApiKeyOut])
async def listed(actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> list[ApiKeyOut]:
    """The caller's keys; for administrators those of the whole organisation."""
    return await api_keys.listed(session, actor=actor, vault=vault, now=now)


@routes.post("", permission=Permission.KEYS_MANAGE, rate=MAKE_RATE, status_code=201, response_model=MadeKey)
async def make_key(new: ApiKeyIn, actor: CurrentActor, session: Transaction, now: Now) -> MadeKey:
    """Make a key for a part of what one's own role holds. It is answered this once."""
    row, token = await api_keys.make_key(session, new, actor=actor, now=now)
    return MadeKey(id=row.id, key=token, prefix=row.prefix, expires_at=row.expires_at)


@routes.delete("/{key_id}", permission=Permission.KEYS_MANAGE, status_code=204, response_model=None)
async def revoke_key(key_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """End a key, from the next request on."""
    await api_keys.revoke_key(session, actor=actor, key_id=key_id, now=now)
