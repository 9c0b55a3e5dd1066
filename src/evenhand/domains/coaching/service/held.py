"""What coaching holds about a person, as they take it away."""

from uuid import UUID

from evenhand.domains.coaching.queries import reports as report_queries
from evenhand.domains.coaching.queries import reviews as queries
from evenhand.domains.coaching.service import plans, tailoring
from evenhand.domains.coaching.service.chat import held as talks
from evenhand.domains.coaching.service.reports import open_report, wording
from evenhand.domains.coaching.service.reviews import open_refined, open_review
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Everything coaching made for a person."""
    reviews = []
    for row in await queries.reviews(session, person_id=person_id):
        made = await open_review(row, vault=vault)
        values = {"resume_id": row.resume_id, "state": row.state, "asked_at": row.asked_at, "made_at": row.made_at}
        reviews.append(
            Item(
                title=say("Review of a resume"),
                at=row.made_at or row.asked_at,
                href=f"/resumes/{row.resume_id}/review",
                source=say("Our rules made it of your resume"),
                values={
                    **values,
                    "review": made.to_dict() if made else None,
                    "wordings": (await open_refined(row, vault=vault)).to_json(),
                },
            )
        )
    reports = []
    for report in await report_queries.reports(session, person_id=person_id):
        outlook = await open_report(report, vault=vault)
        times = {"asked_at": report.asked_at, "made_at": report.made_at}
        worded = await report_queries.wording(session, person_id=person_id, resume_id=report.resume_id)
        reports.append(
            Item(
                title=say("Career report"),
                at=report.made_at or report.asked_at,
                href=f"/resumes/{report.resume_id}/report",
                source=say("Our rules made it of your resume and of open jobs"),
                values={
                    "resume_id": report.resume_id,
                    "state": report.state,
                    **times,
                    "report": outlook.to_dict() if outlook else None,
                    "wordings": (await wording.opened(worded, vault=vault)).to_json() if worded else None,
                },
            )
        )
    planned = await plans.holding(session, person_id=person_id, vault=vault)
    tailored = await tailoring.holding(session, person_id=person_id, vault=vault)
    talked = await talks(session, person_id=person_id, vault=vault)
    return [
        Holding("reviews", "coaching", reviews),
        Holding("career_reports", "coaching", reports),
        talked,
        tailored,
        planned,
    ]
