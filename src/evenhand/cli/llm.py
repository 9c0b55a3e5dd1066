"""Looks at the language models that are configured: where they are, how they did, and on request if they answer."""

from evenhand.cli.operate import with_house
from evenhand.domains.llm import service as llm
from evenhand.domains.llm.rules import STATES
from evenhand.external.llm import Brief, Message, Trouble
from evenhand.external.llm.chain import Chain
from evenhand.kit.clock import utc_now
from evenhand.wiring import House

PROBE = Brief([Message("user", "Answer with the word: ready")], most_tokens=16, outside=True)


def status(*, ask: bool) -> None:
    """Print them. Exits with 1 where one was asked and did not answer."""
    away: list[str] = []

    async def look(house: House) -> None:
        found = house.models.places()
        if not found:
            print("No language model is configured (EVENHAND_LLM_ENDPOINTS): the built-in engines do what they can.")
        for number, one in enumerate(found, start=1):
            whose = "your own" if one.own else "outside: asked only where people agreed"
            key = "with a key" if one.has_api_key else "without a key"
            print(f"{number}. {one.key}: {one.model} at {one.url}, {key}, {whose}")
        for name, budget in (
            ("person", house.asking.person_budget),
            ("organisation", house.asking.organisation_budget),
        ):
            limits = ", ".join(f"{limit} {value}" for limit, value in budget.model_dump().items() if value)
            print(f"Budget of a {name}: {limits or 'without a limit'}")
        async with house.database.transaction() as session:
            for row in await llm.lately(session, now=utc_now()):
                words = f"{row.count} × {STATES[row.state]}, {row.tokens} tokens, cost {row.cost.normalize():f}"
                print(f"Last 24 hours, {row.endpoint or 'no endpoint'}: {words}, last at {row.last:%H:%M} UTC")
        if ask:
            away.extend(await _tried(house))

    with_house(look)
    if away:
        raise SystemExit(1)


async def _tried(house: House) -> list[str]:
    away = []
    for one in house.settings.llm_endpoints:
        try:
            answer = await Chain([one]).complete(PROBE)
        except Trouble as trouble:
            away.append(one.key)
            print(f"MEND  {one.key}: {trouble}")
        else:
            print(
                f"ok    {one.key}: answers as {answer.model}, {answer.usage.tokens_in + answer.usage.tokens_out} tokens"
            )
    return away
