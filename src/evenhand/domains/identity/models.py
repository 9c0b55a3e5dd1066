"""People, organisations, who belongs where, and the credentials of the moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class Person(Base):
    """Anyone with an account. Name and e-mail are sealed under the person's own key; `email_index` finds them.

    `platform_admin` is set by the operator alone, from the command line or the environment.
    """

    __tablename__ = "person"

    id: Mapped[Id]
    email_index: Mapped[bytes] = personal("identifier", unique=True)
    contact_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")
    password_hash: Mapped[str] = personal("credential", String(200))
    locale: Mapped[str] = personal("activity", String(8), server_default="en")
    reminders: Mapped[bool] = personal("activity", server_default="true")
    notice_version: Mapped[str] = personal("activity", String(20))
    platform_admin: Mapped[bool] = personal("activity", server_default="false")
    created_at: Mapped[datetime] = personal("activity")
    verified_at: Mapped[datetime | None] = personal("activity")  # when a link in a mail proved the address
    leaving_at: Mapped[datetime | None] = personal("activity")  # when the account is to be erased


class Organisation(Base):
    """A company that hires."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    name: Mapped[str] = plain(String(120))
    slug: Mapped[str] = plain(String(120), unique=True)
    about: Mapped[str] = plain(String(2000), server_default="")
    blind: Mapped[bool] = plain(server_default="false")  # who an applicant is stays hidden until a decision
    rate_first: Mapped[bool] = plain(server_default="false")  # for every job: people rate before the figures
    release: Mapped[str] = plain(String(8), server_default="hand")  # of scorecards: hand, scored, decided
    second_step: Mapped[bool] = plain(server_default="false")  # whether its members have to have one
    created_at: Mapped[datetime] = plain()


class Membership(Base):
    """What a person is in an organisation. One role each."""

    __tablename__ = "membership"

    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = personal(
        "identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = personal("activity", String(20))
    created_at: Mapped[datetime] = personal("activity")

    __table_args__ = (CheckConstraint("role IN ('recruiter', 'expert', 'admin')", name="role"),)


class ExternalIdentity(Base):
    """Whom an issuer means by one of its subjects. The subject itself is not kept, only its keyed hash."""

    __tablename__ = "external_identity"

    subject_index: Mapped[bytes] = personal("identifier", primary_key=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = personal("activity", String(300))
    created_at: Mapped[datetime] = personal("activity")


class Invitation(Base):
    """An address that was invited to an organisation and has not accepted yet; accepted or withdrawn, the row goes.

    The address is sealed under a key of the invitation at the organisation. The link's token is made from `ask_id`.
    """

    __tablename__ = "invitation"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    ask_id: Mapped[UUID] = plain()
    email_index: Mapped[bytes] = personal("identifier", index=True)
    email_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")
    role: Mapped[str] = personal("activity", String(20))
    token_hash: Mapped[bytes] = personal("credential", unique=True)
    invited_by: Mapped[UUID | None] = personal("identifier", ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = personal("activity")
    sent_at: Mapped[datetime | None] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        UniqueConstraint("org_id", "email_index"),
        CheckConstraint("role IN ('recruiter', 'expert', 'admin')", name="role"),
    )


class WebSession(Base):
    """A sign-in on the pages. The cookie holds the token, the row only its hash; `id` names it where it is listed.

    Of the browser only its name and its system's are kept. `seen_at` is written once an hour at most.
    """

    __tablename__ = "web_session"

    token_hash: Mapped[bytes] = personal("credential", primary_key=True)
    id: Mapped[UUID] = personal("identifier", unique=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    org_id: Mapped[UUID | None] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    browser: Mapped[str] = personal("activity", String(20), server_default="")
    system: Mapped[str] = personal("activity", String(20), server_default="")
    created_at: Mapped[datetime] = personal("activity")
    seen_at: Mapped[datetime] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")


class RefreshToken(Base):
    """One link of a chain of refresh tokens; using a link twice ends its whole family."""

    __tablename__ = "refresh_token"

    id: Mapped[Id]
    family_id: Mapped[UUID] = plain()
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    org_id: Mapped[UUID | None] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = personal("credential", unique=True)
    created_at: Mapped[datetime] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")
    used_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (Index("ix_refresh_token_family", "family_id"),)


class PasswordReset(Base):
    """A link in a mail by which a password is set anew. One a person: the next one takes its place."""

    __tablename__ = "password_reset"

    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    ask_id: Mapped[UUID] = plain()
    token_hash: Mapped[bytes] = personal("credential", unique=True)
    expires_at: Mapped[datetime] = personal("activity")


class EmailLink(Base):
    """A link in a mail that proves an address: the present one, or the next. One a person; a new one takes its place.

    `token_hash` is empty until the mail is written.
    """

    __tablename__ = "email_link"

    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    ask_id: Mapped[UUID] = plain()
    email_index: Mapped[bytes] = personal("identifier")
    email_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")
    token_hash: Mapped[bytes | None] = personal("credential", unique=True)
    expires_at: Mapped[datetime] = personal("activity")


class SecondStep(Base):
    """What somebody has to show after their password: codes of an app, by a secret that both know (RFC 6238).

    `confirmed_at` is empty until a code has shown that the app has the secret; before that nothing is asked for.
    `last_step` is the latest step of time whose code was taken, so that none is taken twice.
    """

    __tablename__ = "second_step"

    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    secret_sealed: Mapped[bytes] = personal("credential", erase="destroy_key")
    recovery_hashes: Mapped[list[bytes]] = personal("credential", ARRAY(LargeBinary))
    last_step: Mapped[int] = personal("activity", BigInteger(), server_default="0")
    created_at: Mapped[datetime] = personal("activity")
    confirmed_at: Mapped[datetime | None] = personal("activity")


class ApiKey(Base):
    """A key by which a program acts for a member of an organisation. Only its hash is kept; `prefix` names it.

    `scopes` are permissions; what the member's role does not hold today is not held by the key either. `last_used_at`
    is written once an hour at most.
    """

    __tablename__ = "api_key"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = personal("activity", String(80))
    prefix: Mapped[str] = personal("credential", String(12))
    key_hash: Mapped[bytes] = personal("credential", unique=True)
    scopes: Mapped[list[str]] = personal("activity", ARRAY(String(40)))
    created_at: Mapped[datetime] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")
    last_used_at: Mapped[datetime | None] = personal("activity")
    revoked_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (Index("ix_api_key_org", "org_id", "id"),)
