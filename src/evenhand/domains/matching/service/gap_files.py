"""A gap report as a file to take away, in the reader's language."""

import asyncio
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from evenhand.domains.matching.rules import gap_report
from evenhand.domains.matching.rules.gap_paper import gap_paper
from evenhand.domains.matching.service.gaps import GapNotFound, GapNotReady, shown
from evenhand.engines.typesetting import Kind, MadeFile, paper_file
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate

FILE_RATE = Rate("gap-file", times=60, seconds=600)
GapFile = Literal["report.md", "report.pdf", "report.docx"]
FILES: tuple[GapFile, ...] = get_args(GapFile)


async def file_of(session: Session, *, actor: Actor, job_id: UUID, name: str, vault: Vault, now: datetime) -> MadeFile:
    """The caller's report for a job they keep. Raises GapNotFound, also for another name, and GapNotReady."""
    wanted = next((one for one in FILES if one == name), None)
    if wanted is None:
        raise GapNotFound
    found = await shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    if found.gap is None:
        raise GapNotReady
    title = f"{found.job.title} – {found.job.company.name}"
    if wanted == "report.md":
        content = gap_report.markdown(found.gap).encode()
        return MadeFile(f"{title}.md", "text/markdown; charset=utf-8", content)
    paper = gap_paper(found.gap, made_at=found.made_at)
    kind: Kind = "pdf" if wanted == "report.pdf" else "docx"
    return await asyncio.to_thread(paper_file, paper, title=title, kind=kind)
