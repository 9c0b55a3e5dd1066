"""What was made of a resume and for a job, as texts to talk about: the review, the gap report, the tailored version;
and the person's public work, which another domain hands over.

Each line stands by itself, so that it can be quoted: what it is about, and what was found.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol
from uuid import UUID

from evenhand.domains.coaching.models import ChatThread
from evenhand.domains.coaching.queries import reviews as review_queries
from evenhand.domains.coaching.queries import tailoring as tailoring_queries
from evenhand.domains.coaching.rules import tailoring as tailored_rules
from evenhand.domains.coaching.rules.chat import ALSO, Also
from evenhand.domains.coaching.rules.review_words import ADVICE, LABELS, RULES, found
from evenhand.domains.coaching.service import reviews, tailoring
from evenhand.domains.consents import service as consents
from evenhand.domains.matching import queries as matching_queries
from evenhand.domains.matching.rules import gap_report
from evenhand.domains.matching.service import gaps
from evenhand.engines.answering import Source
from evenhand.engines.reviewing import Review
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.words import say, tell


class PublicWork(Protocol):
    """Hands over what a person's own accounts show to everybody, for them alone, while they agree to that. Its domain
    stands above this one, so that nothing that scores can import it."""

    async def __call__(self, session: Session, *, person_id: UUID, vault: Vault) -> Sequence[Source]:
        """Texts in the reader's language; none where there is nothing."""
        ...


async def texts(
    session: Session, thread: ChatThread, *, resume: str, job: str, vault: Vault, public_work: PublicWork
) -> list[Source]:
    """Those that the person chose and that are there, in the reader's language. `resume` and `job` are their names."""
    found = list[Source]()
    if "footprint" in thread.also:
        found += await public_work(session, person_id=thread.person_id, vault=vault)
    if not set(thread.also) - {"footprint"} or not await consents.allows(
        session, person_id=thread.person_id, purpose=consents.Purpose.PROCESSING
    ):
        return found
    made = {
        "review": await _review(session, thread, vault=vault),
        "gap": await _gap(session, thread, vault=vault),
        "tailored": await _tailored(session, thread, vault=vault),
    }
    titles = {"review": resume, "gap": job, "tailored": job}
    return [*(Source(kind, titles[kind], text) for kind, text in made.items() if text), *found]


async def there(session: Session, thread: ChatThread, *, vault: Vault, public_work: PublicWork) -> list[Also]:
    """Which of the chosen ones are there."""
    found = await texts(session, thread, resume="", job="", vault=vault, public_work=public_work)
    kinds = {one.kind for one in found}
    return [one for one in ALSO if one in kinds]


async def _review(session: Session, thread: ChatThread, *, vault: Vault) -> str:
    if "review" not in thread.also or thread.resume_id is None:
        return ""
    row = await review_queries.review(session, person_id=thread.person_id, resume_id=thread.resume_id)
    review = await reviews.open_review(row, vault=vault) if row else None
    return "\n\n".join(_review_lines(review)) if review else ""


def _review_lines(review: Review) -> Iterator[str]:
    if review.score is not None:
        yield tell(say("Score of the review: %(score)s of 100.", score=review.score)) + " " + tell(LABELS[review.label])
    for name in (*review.improvements, *review.strengths):
        rule = review.rule(name)
        good = name in review.strengths
        for one in rule.findings:
            if one.good is good:
                advice = tell(ADVICE[one.code]) if not good and one.code in ADVICE else ""
                yield f"{tell(RULES[name][0])}: {tell(found(one))} {advice}".strip()
    for said in review.rewrites:
        yield tell(say("Instead of “%(before)s” you could say “%(after)s”.", before=said.before, after=said.after))


async def _gap(session: Session, thread: ChatThread, *, vault: Vault) -> str:
    if "gap" not in thread.also or thread.job_id is None:
        return ""
    row = await matching_queries.gap_of_job(session, person_id=thread.person_id, job_id=thread.job_id)
    gap = await gaps.opened(row, vault=vault) if row else None
    if gap is None:
        return ""
    lines = [tell(gap_report.sum_of(gap))]
    for key, title, note in gap_report.PARTS:
        skills = gap_report.part(gap, key)
        if skills:
            names = ", ".join(tell(gap_report.name_of(one)) for one in skills)
            lines.append(f"{tell(title)}: {names}. {tell(note)}")
        if key != "resume_only":
            lines += [f"{tell(title)}: {tell(gap_report.name_of(one))}, {tell(gap_report.told(one))}" for one in skills]
    return "\n\n".join(lines)


async def _tailored(session: Session, thread: ChatThread, *, vault: Vault) -> str:
    if "tailored" not in thread.also or thread.job_id is None:
        return ""
    row = await tailoring_queries.of_job(session, person_id=thread.person_id, job_id=thread.job_id)
    made, edits = await tailoring.opened(row, vault=vault) if row else (None, {})
    if made is None:
        return ""
    return f"{tailored_rules.letter_text(made, edits)}\n\n{tailored_rules.plain(tailored_rules.finished(made, edits))}"
