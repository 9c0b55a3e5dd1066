"""What coaching makes, as files to take away: PDF and DOCX, in the reader's language."""

import asyncio
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from evenhand.domains.coaching.rules.report_paper import report_paper
from evenhand.domains.coaching.rules.review_paper import review_paper
from evenhand.domains.coaching.service import reports, reviews
from evenhand.engines.typesetting import Kind, MadeFile, Paper, paper_file
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say, tell


async def made(paper: Paper, *, title: str, kind: Kind) -> MadeFile:
    """A paper as a file; typesetting computes for some tenths of a second, so it does that in a thread."""
    return await asyncio.to_thread(paper_file, paper, title=title, kind=kind)


async def review(
    session: Session, *, actor: Actor, resume_id: UUID, kind: Kind, vault: Vault, now: datetime
) -> MadeFile:
    """The newest review of one's own resume. Raises ResumeNotFound, ResumeNotReady, and NoReview before the first."""
    shown = await reviews.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    if shown.review is None:
        raise reviews.NoReview
    paper = review_paper(shown.review, name=shown.resume_name, made_at=shown.made_at, by=shown.refined)
    title = tell(say("Review of %(name)s", name=PurePath(shown.resume_name).stem))
    return await made(paper, title=title, kind=kind)


async def report(
    session: Session, *, actor: Actor, resume_id: UUID, kind: Kind, vault: Vault, now: datetime
) -> MadeFile:
    """The newest career report. Raises ResumeNotFound, ResumeNotReady, and NoReport before the first."""
    shown = await reports.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    if shown.outlook is None:
        raise reports.NoReport
    title = tell(say("Career report on %(name)s", name=PurePath(shown.resume_name).stem))
    return await made(report_paper(shown.outlook, shown), title=title, kind=kind)
