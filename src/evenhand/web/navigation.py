"""The main navigation: which pages a role finds in its bar."""

from dataclasses import dataclass

from evenhand.kit.permissions import Actor, Permission, Role
from evenhand.kit.words import say


@dataclass(frozen=True)
class NavItem:
    """One entry, as the layouts expect it."""

    label: str
    href: str
    icon: str
    current: bool = False
    count: int | None = None


CANDIDATE = (
    (say("Home"), "/home", "home"),
    (say("Resumes"), "/resumes", "file"),
    (say("Jobs"), "/jobs", "case"),
    (say("Practice"), "/practice", "talk"),
    (say("Coach"), "/chat", "quote"),
)
STAFF = (
    (Permission.APPLICATIONS_REVIEW, say("Home"), "/home", "home"),
    (Permission.JOBS_READ, say("Jobs"), "/staff/jobs", "case"),
    (Permission.APPLICATIONS_REVIEW, say("Pipeline"), "/staff/pipeline", "board"),
    (Permission.APPLICATIONS_REVIEW, say("Interviews"), "/staff/interviews", "talk"),
    (Permission.QUESTIONS_READ, say("Questions"), "/staff/questions", "list"),
    (Permission.MEMBERS_MANAGE, say("People"), "/staff/people", "team"),
    (Permission.PRIVACY_MANAGE, say("Retention"), "/staff/retention", "clock"),
    (Permission.AUDIT_READ, say("Audit log"), "/staff/audit", "shield"),
)
PLATFORM = (
    (Permission.PLATFORM_READ, say("Organisations"), "/platform", "building"),
    (Permission.AUDIT_READ, say("Audit log"), "/staff/audit", "shield"),
)
VISITOR = ((say("Open roles"), "/jobs", "case"),)


def navigation(actor: Actor, path: str) -> list[NavItem]:
    """The entries this caller may use, the one that leads to the current page marked."""
    if actor.role is Role.PLATFORM:
        entries = [(label, href, icon) for permission, label, href, icon in PLATFORM if actor.may(permission)]
    elif actor.org_id is not None:
        entries = [(label, href, icon) for permission, label, href, icon in STAFF if actor.may(permission)]
    else:
        entries = list(CANDIDATE if actor.person_id else VISITOR)
    return [NavItem(label, href, icon, current=_leads_to(href, path)) for label, href, icon in entries]


def start_page(actor: Actor) -> str:
    """Where somebody's work waits for them once they have signed in."""
    if actor.role is Role.PLATFORM:
        return "/platform"
    if actor.org_id is None or actor.may(Permission.APPLICATIONS_REVIEW):
        return "/home"
    return "/staff/questions" if actor.may(Permission.QUESTIONS_REVIEW) else "/staff/jobs"


def _leads_to(href: str, path: str) -> bool:
    return path == href or path.startswith(href + "/")
