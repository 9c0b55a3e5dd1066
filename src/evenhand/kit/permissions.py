"""Who may do what: the permissions every route and live event names, and the table of roles.

`kit` does not know what a permission means to the business; it only compares. The list is one file so that
the whole policy of the product can be read in a minute.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Permission(StrEnum):
    """`resource:action`, alphabetical. ANYONE is said aloud where no sign-in is needed."""

    ANYONE = "anyone"
    ACCOUNT_USE = "account:use"
    APPLICATIONS_MOVE = "applications:move"
    APPLICATIONS_OWN = "applications:own"
    APPLICATIONS_READ = "applications:read"
    APPLICATIONS_REVIEW = "applications:review"
    AUDIT_READ = "audit:read"
    INTERVIEWS_INVITE = "interviews:invite"
    INTERVIEWS_READ = "interviews:read"
    INTERVIEWS_RELEASE = "interviews:release"
    INTERVIEWS_REVIEW = "interviews:review"
    INTERVIEWS_TAKE = "interviews:take"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    KEYS_MANAGE = "keys:manage"
    MEMBERS_MANAGE = "members:manage"
    PLATFORM_READ = "platform:read"
    PRIVACY_MANAGE = "privacy:manage"
    QUESTIONS_GENERATE = "questions:generate"
    QUESTIONS_READ = "questions:read"
    QUESTIONS_REVIEW = "questions:review"
    RESUMES_OWN = "resumes:own"


class Role(StrEnum):
    """What a person is in one organisation; CANDIDATE is what everyone who signed in is, without one.

    PLATFORM looks after the installation and belongs to no organisation. It stands beside the others, not above them:
    whoever holds it reads nothing of candidates, jobs or applications, only ids of them in the audit log.
    """

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    EXPERT = "expert"
    ADMIN = "admin"
    PLATFORM = "platform"


_OWN_ACCOUNT = frozenset({Permission.ANYONE, Permission.ACCOUNT_USE})
_CANDIDATE = _OWN_ACCOUNT | {
    Permission.APPLICATIONS_OWN,
    Permission.APPLICATIONS_READ,
    Permission.INTERVIEWS_READ,
    Permission.INTERVIEWS_TAKE,
    Permission.RESUMES_OWN,
}
_RECRUITER = _OWN_ACCOUNT | {
    Permission.APPLICATIONS_MOVE,
    Permission.APPLICATIONS_READ,
    Permission.APPLICATIONS_REVIEW,
    Permission.INTERVIEWS_INVITE,
    Permission.INTERVIEWS_READ,
    Permission.INTERVIEWS_RELEASE,
    Permission.INTERVIEWS_REVIEW,
    Permission.JOBS_READ,
    Permission.JOBS_WRITE,
    Permission.KEYS_MANAGE,
    Permission.QUESTIONS_GENERATE,
    Permission.QUESTIONS_READ,
}
_EXPERT = _OWN_ACCOUNT | {
    Permission.JOBS_READ,
    Permission.KEYS_MANAGE,
    Permission.QUESTIONS_READ,
    Permission.QUESTIONS_REVIEW,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CANDIDATE: _CANDIDATE,
    Role.RECRUITER: _RECRUITER,
    Role.EXPERT: _EXPERT,
    Role.ADMIN: _RECRUITER | _EXPERT | {Permission.AUDIT_READ, Permission.MEMBERS_MANAGE, Permission.PRIVACY_MANAGE},
    Role.PLATFORM: _OWN_ACCOUNT | {Permission.AUDIT_READ, Permission.PLATFORM_READ},
}

GRANTABLE = frozenset(
    {
        Permission.APPLICATIONS_MOVE,
        Permission.APPLICATIONS_READ,
        Permission.APPLICATIONS_REVIEW,
        Permission.AUDIT_READ,
        Permission.INTERVIEWS_INVITE,
        Permission.INTERVIEWS_READ,
        Permission.INTERVIEWS_RELEASE,
        Permission.INTERVIEWS_REVIEW,
        Permission.JOBS_READ,
        Permission.JOBS_WRITE,
        Permission.QUESTIONS_GENERATE,
        Permission.QUESTIONS_READ,
        Permission.QUESTIONS_REVIEW,
    }
)
"""What a person may let a program do in their name by a key: nothing about accounts, people or other keys."""

ORGANISATION_ROLES = (Role.RECRUITER, Role.EXPERT, Role.ADMIN)
"""What somebody can be in an organisation."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling: a person, the organisation they act for if any, and the language they read ("" if unknown)."""

    person_id: UUID | None = None
    org_id: UUID | None = None
    role: Role | None = None
    language: str = field(default="", compare=False)
    sign_in_id: UUID | None = field(default=None, compare=False)  # by which of their sign-ins they are here
    only: frozenset[Permission] | None = field(default=None, compare=False)  # what of their role a key or token covers
    key_id: UUID | None = field(default=None, compare=False)  # by which of their keys a program is here
    set_up_first: bool = field(default=False, compare=False)  # the organisation asks for a second step they have not

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this caller may do; nobody may do only what is open to anyone."""
        held = ROLE_PERMISSIONS[self.role] if self.role else frozenset({Permission.ANYONE})
        if self.only is not None:
            held &= (self.only & GRANTABLE if self.key_id else self.only) | {Permission.ANYONE}
        return held & _OWN_ACCOUNT if self.set_up_first else held

    def may(self, permission: Permission) -> bool:
        """Whether the role of this caller holds the permission."""
        return permission in self.permissions

    @property
    def person(self) -> UUID:
        """The caller's id, behind a guard that has seen to it that there is one."""
        if self.person_id is None:
            raise LookupError("no person behind a guard that asks for one")
        return self.person_id

    @property
    def organisation(self) -> UUID:
        """The organisation the caller acts for, behind a guard that asks for an organisation's permission."""
        if self.org_id is None:
            raise LookupError("no organisation behind a guard that asks for one")
        return self.org_id


NOBODY = Actor()
