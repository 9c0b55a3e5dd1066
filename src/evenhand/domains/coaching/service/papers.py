"""What coaching makes, as files to take away: PDF and DOCX, in the reader's language."""

import asyncio
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from uuid import UUID

from evenhand.domains.coaching.rules.review_paper import review_paper
from evenhand.domains.coaching.service import reviews
from evenhand.engines.typesetting import Paper, paper_docx, paper_pdf
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say, tell

Kind = Literal["pdf", "docx"]
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class MadeFile:
    """A file, ready to be sent."""

    name: str
    media_type: str
    content: bytes


async def made(paper: Paper, *, title: str, kind: Kind) -> MadeFile:
    """A paper as a file; typesetting computes for some tenths of a second, so it does that in a thread."""
    content = await asyncio.to_thread(paper_pdf if kind == "pdf" else paper_docx, paper)
    return MadeFile(f"{title}.{kind}", MEDIA_TYPES[kind], content)


async def review(session: Session, *, actor: Actor, resume_id: UUID, kind: Kind, vault: Vault) -> MadeFile:
    """The newest review of one's own resume. Raises ResumeNotFound, ResumeNotReady, and NoReview before the first."""
    shown = await reviews.shown(session, actor=actor, resume_id=resume_id, vault=vault)
    if shown.review is None:
        raise reviews.NoReview
    paper = review_paper(shown.review, name=shown.resume_name, made_at=shown.made_at)
    title = tell(say("Review of %(name)s", name=PurePath(shown.resume_name).stem))
    return await made(paper, title=title, kind=kind)
