"""What a language model added, as the API shows it."""

from pydantic import BaseModel, Field

from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.llm.rules import WHY, Why
from evenhand.kit.words import Sentence


class WordingOut(BaseModel):
    """Another wording of a statement: `after` says nothing that `before` does not."""

    pointer: str
    before: str
    after: str


class RefinedOut(BaseModel):
    """Who worded it, what passed, and how many wordings were refused. Without a model `why_code` says why."""

    model: str = ""
    endpoint: str = ""
    prompt: str = ""
    wordings: list[WordingOut] = Field(default_factory=list)
    refused: int = 0
    why_code: str = ""
    why: Sentence | None = None

    @classmethod
    def of(cls, refined: Refined) -> "RefinedOut":
        """From the kept one."""
        said = refined.provenance
        return cls(
            model=said.get("model", "").rpartition("/")[2],  # local servers name the path of a file
            endpoint=said.get("endpoint", ""),
            prompt=said.get("prompt", ""),
            wordings=[WordingOut(pointer=one.pointer, before=one.before, after=one.after) for one in refined.wordings],
            refused=refined.refused,
            why_code=refined.why,
            why=WHY[Why(refined.why)] if refined.why else None,
        )
