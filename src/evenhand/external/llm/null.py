"""No language model: the product is whole without one, and says so where one would help."""

from collections.abc import AsyncGenerator, Sequence

from evenhand.external.llm import Answer, Brief, Filled, NotThere, Place, Shape, Tally

WORDS = "No language model is configured (EVENHAND_LLM_ENDPOINTS)."


class NoLanguageModels:
    """Says that it is not there."""

    def places(self) -> Sequence[Place]:
        """None."""
        return ()

    async def complete(self, brief: Brief) -> Answer:
        """Raises NotThere."""
        del brief
        raise NotThere(WORDS)

    async def fill(self, brief: Brief, shape: type[Shape]) -> Filled[Shape]:
        """Raises NotThere."""
        del brief, shape
        raise NotThere(WORDS)

    async def stream(self, brief: Brief, tally: Tally) -> AsyncGenerator[str, None]:
        """Raises NotThere."""
        del brief
        for piece in tally.pieces[:0]:  # it never yields, and is a generator all the same
            yield piece
        raise NotThere(WORDS)
