"""What goes in and out when people sign up and in."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from evenhand.kit.passwords import checkable
from evenhand.kit.permissions import Permission, Role
from evenhand.kit.words import Sentence, say

PASSWORD_MIN, PASSWORD_MAX = 10, 200
ROLES = {
    Role.CANDIDATE: say("Candidate"),
    Role.RECRUITER: say("Recruiter"),
    Role.EXPERT: say("Domain expert"),
    Role.ADMIN: say("Administrator"),
    Role.PLATFORM: say("Platform administrator"),
}


def _address(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(say("Write an e-mail address such as mira@example.org.")) from error


def _printable(value: str) -> str:
    """Names keep every letter and lose control and direction characters, which can disguise a name."""
    return "".join(c for c in unicodedata.normalize("NFC", value) if unicodedata.category(c)[0] != "C").strip()


def _not_blank(value: str) -> str:
    if not value:
        raise ValueError(say("Write the name people should see."))
    return value


Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_address)]
PersonName = Annotated[str, Field(max_length=120), AfterValidator(_printable), AfterValidator(_not_blank)]
OrganisationName = PersonName
NewPassword = Annotated[SecretStr, Field(min_length=PASSWORD_MIN, max_length=PASSWORD_MAX)]


class SignUp(BaseModel):
    """A new account. The notice on the page says what is processed, why and for how long."""

    name: PersonName
    email: Email
    password: NewPassword


def _checkable(value: str) -> str:
    if not checkable(value):
        raise ValueError(say("This is not a hash that can be checked: it has to be argon2, bcrypt or pbkdf2:sha256."))
    return value


class ImportedPerson(BaseModel):
    """An account that another system brings along, with the hash of its password."""

    email: Email
    name: PersonName
    password_hash: Annotated[str, Field(max_length=200), AfterValidator(_checkable)]
    language: Annotated[str, Field(min_length=2, max_length=8)] = "en"


class NewFromIssuer(BaseModel):
    """An account that an issuer vouches for: without a password, its address proved by the issuer."""

    name: PersonName
    email: Email


class SignIn(BaseModel):
    """An address and its password."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_MAX)]


class Refresh(BaseModel):
    """A refresh token to exchange; it is good once."""

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200)]


class PasswordChange(BaseModel):
    """The present password, so that nobody changes it at a screen left open, and the new one."""

    current_password: Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_MAX)]
    new_password: NewPassword


class ForgottenPassword(BaseModel):
    """The address of an account whose password is forgotten."""

    email: Email


class NewPasswordByLink(BaseModel):
    """The token of a link that came by mail, and the new password."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new_password: NewPassword


class EmailChange(BaseModel):
    """The new address of an account, and its present password."""

    email: Email
    current_password: Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_MAX)]


class EmailToken(BaseModel):
    """The token of a link that came by mail."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


CODE_MAX = 40


class Code(BaseModel):
    """A code of the app, or one of the recovery codes."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=CODE_MAX)]


class SignInCode(Code):
    """The second step of a sign-in: the ticket of the first one, and a code."""

    ticket: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class SecondStepChange(Code):
    """A code and the present password: to switch the second step on or off, or to get new recovery codes.

    Somebody who has no password here leaves it out, and has signed in within the last minutes.
    """

    current_password: Annotated[SecretStr, Field(max_length=PASSWORD_MAX)] = SecretStr("")


class SecondStepOut(BaseModel):
    """How it stands with the caller's second step. `required` says that their organisation asks for one."""

    on: bool
    since: datetime | None
    recovery_codes_left: int
    required: bool


class SecondStepSecret(BaseModel):
    """What an app for codes needs to know: typed in, or as an address that a picture of squares holds."""

    secret: str
    uri: str


class RecoveryCodes(BaseModel):
    """Each works once, in place of a code of the app. They are told this once."""

    recovery_codes: list[str]


class SecondStepRule(BaseModel):
    """Whether every member of the organisation has to have a second step."""

    required: bool


class ApiKeyIn(BaseModel):
    """A key for a program: what it is for, what it may do, and for how many days it is good."""

    name: Annotated[PersonName, Field(max_length=80)]
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]
    days: Annotated[int, Field(ge=1, le=365)] = 90


class ApiKeyOut(BaseModel):
    """A key as it is listed: never the key itself. `last_used_at` is known to the hour."""

    id: UUID
    name: str
    prefix: str
    scopes: list[Permission]
    made_by: str
    created_at: datetime
    expires_at: datetime
    expired: bool
    last_used_at: datetime | None


class MadeKey(BaseModel):
    """A new key, told this once: send it as `Authorization: Bearer evh_…`."""

    id: UUID
    key: str
    prefix: str
    expires_at: datetime


class SignInOut(BaseModel):
    """A sign-in of the caller. `last_used` is known to the hour; `current` is the one this request came by."""

    id: UUID
    kind: Literal["pages", "api"]
    device: Sentence
    since: datetime
    last_used: datetime
    current: bool


class Tokens(BaseModel):
    """What an API client keeps. `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the field's standard value (RFC 6749 §5.1)
    expires_in: int


class NewOrganisation(BaseModel):
    """A company that somebody founds here."""

    name: OrganisationName
    about: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class OrganisationOut(BaseModel):
    """A company as its people and the public see it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    slug: str
    about: str


class InvitationIn(BaseModel):
    """Whom to invite, and as what."""

    email: Email
    role: Literal["recruiter", "expert", "admin"]


class RoleChange(BaseModel):
    """What somebody is in the organisation from now on."""

    role: Literal["recruiter", "expert", "admin"]


class HouseRules(BaseModel):
    """How an organisation works with scores. What applies to one job alone is set there."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")

    blind: bool = Field(False, description="Name, contact, photo and school are hidden from everyone until a decision.")
    rate_first: bool = Field(False, description="For every job people rate an interview before they see the figures.")
    release: Literal["hand", "scored", "decided"] = Field(
        "hand", description="When a candidate is shown their scorecard: by hand, once it is scored, once it is decided."
    )


class ActingFor(BaseModel):
    """Whom to act for; nobody means oneself."""

    organisation: UUID | None = None


class InvitationToken(BaseModel):
    """The token of an invitation's link."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class InvitationSignUp(BaseModel):
    """The account of an invited address: the address is the invitation's."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: PersonName
    password: NewPassword


class InvitationOut(BaseModel):
    """An invitation that nobody has accepted yet. `sent_at` is empty while its mail is on its way."""

    id: UUID
    email: str
    role: Role
    asked_at: datetime
    sent_at: datetime | None
    expires_at: datetime
    expired: bool

    @property
    def role_label(self) -> Sentence:
        """The role in words."""
        return ROLES[self.role]


class MemberOut(BaseModel):
    """Somebody who belongs to the organisation. `me` is the caller."""

    id: UUID
    name: str
    email: str
    role: Role
    since: datetime
    me: bool


class OrganisationCounted(BaseModel):
    """An organisation as the platform administrator sees it: who it is and how many work in it."""

    id: UUID
    name: str
    slug: str
    members: int
    since: datetime


class PlatformOut(BaseModel):
    """The installation as its platform administrators see it."""

    version: str
    accounts: int
    organisations: list[OrganisationCounted]


class Me(BaseModel):
    """The caller: who they are, and for which organisation they act."""

    id: UUID
    name: str
    email: str
    email_verified: bool
    role: Role
    organisation: OrganisationOut | None
    permissions: list[str]

    @property
    def initials(self) -> str:
        """Two letters for an avatar."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()

    @property
    def role_label(self) -> Sentence:
        """The role in words."""
        return ROLES[self.role]
