"""THE list: routers, live events, followers, gateways. The only place that knows which parts make up the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Request

from evenhand.domains.applications import api as applications_api
from evenhand.domains.applications import background as applications_background
from evenhand.domains.applications import pages as applications_pages
from evenhand.domains.audit import api as audit_api
from evenhand.domains.audit import background as audit_background
from evenhand.domains.audit import pages as audit_pages
from evenhand.domains.coaching import api as coaching_api
from evenhand.domains.coaching import background as coaching_background
from evenhand.domains.coaching import pages as coaching_pages
from evenhand.domains.coaching.service.chat import PublicWork
from evenhand.domains.consents import api as consents_api
from evenhand.domains.consents import pages as consents_pages
from evenhand.domains.footprint import api as footprint_api
from evenhand.domains.footprint import background as footprint_background
from evenhand.domains.footprint import pages as footprint_pages
from evenhand.domains.footprint import service as footprint
from evenhand.domains.identity import api as identity_api
from evenhand.domains.identity import background as identity_background
from evenhand.domains.identity import live as identity_live
from evenhand.domains.identity import pages as identity_pages
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.background import invitations as identity_invitations
from evenhand.domains.interviews import api as interviews_api
from evenhand.domains.interviews import background as interviews_background
from evenhand.domains.interviews import live as interviews_live
from evenhand.domains.interviews import pages as interviews_pages
from evenhand.domains.jobs import api as jobs_api
from evenhand.domains.jobs import pages as jobs_pages
from evenhand.domains.llm import background as llm_background
from evenhand.domains.llm.service import Asking
from evenhand.domains.matching import api as matching_api
from evenhand.domains.matching import background as matching_background
from evenhand.domains.matching import pages as matching_pages
from evenhand.domains.notifications import background as notifications_background
from evenhand.domains.notifications import pages as notifications_pages
from evenhand.domains.privacy import api as privacy_api
from evenhand.domains.privacy import background as privacy_background
from evenhand.domains.privacy import pages as privacy_pages
from evenhand.domains.resumes import api as resumes_api
from evenhand.domains.resumes import background as resumes_background
from evenhand.domains.resumes import pages as resumes_pages
from evenhand.domains.skills import api as skills_api
from evenhand.domains.skills import pages as skills_pages
from evenhand.external.email import Mailer
from evenhand.external.email.outbox import OutboxMailer
from evenhand.external.email.smtp import SmtpMailer
from evenhand.external.footprint import PublicSites
from evenhand.external.footprint.github import Github
from evenhand.external.footprint.stackexchange import StackExchange
from evenhand.external.http import Web
from evenhand.external.llm import LanguageModels
from evenhand.external.llm.chain import Chain
from evenhand.external.llm.null import NoLanguageModels
from evenhand.external.oidc import Providers
from evenhand.external.storage import Files, open_files
from evenhand.kit.background import Followers, FollowerTable
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import Signer, Vault, open_keys
from evenhand.kit.db import Database, Session, make_engine
from evenhand.kit.languages import Languages, load
from evenhand.kit.live import LiveEvents
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rates, SharedRates
from evenhand.kit.routes import Routes
from evenhand.kit.settings import Settings

DOMAINS = Path(__file__).parent / "domains"
LOCALE = Path(__file__).parent / "locale"
API_PREFIX = "/api/v1"

API_ROUTES: tuple[Routes, ...] = (
    applications_api.routes,
    audit_api.routes,
    coaching_api.applying.routes,
    coaching_api.chat.routes,
    coaching_api.plans.routes,
    coaching_api.reports.routes,
    coaching_api.reviews.routes,
    coaching_api.tailoring.routes,
    consents_api.routes,
    footprint_api.routes,
    identity_api.account.routes,
    identity_api.api_keys.routes,
    identity_api.people.routes,
    identity_api.rules.routes,
    identity_api.platform.routes,
    identity_api.email.routes,
    identity_api.founding.routes,
    identity_api.second_step.routes,
    identity_api.signing.routes,
    interviews_api.applicants.routes,
    interviews_api.interviews.routes,
    interviews_api.practices.routes,
    interviews_api.question_sets.routes,
    jobs_api.routes,
    matching_api.gap.routes,
    matching_api.matches.routes,
    matching_api.saved.routes,
    privacy_api.custody.routes,
    privacy_api.data.routes,
    privacy_api.erasing.routes,
    privacy_api.retention.routes,
    resumes_api.routes,
    skills_api.routes,
)
PAGE_ROUTES: tuple[Routes, ...] = (
    applications_pages.applicant.routes,
    applications_pages.candidate.routes,
    applications_pages.many.routes,
    applications_pages.moves.routes,
    applications_pages.notes.routes,
    applications_pages.pipeline.routes,
    audit_pages.routes,
    coaching_pages.applying.routes,
    coaching_pages.chat.routes,
    coaching_pages.plans.routes,
    coaching_pages.reports.routes,
    coaching_pages.reviews.routes,
    coaching_pages.tailoring.routes,
    consents_pages.routes,
    footprint_pages.routes,
    identity_pages.account.routes,
    identity_pages.api_keys.routes,
    identity_pages.external.routes,
    identity_pages.founding.routes,
    identity_pages.invitations.routes,
    identity_pages.people.routes,
    identity_pages.rules.routes,
    identity_pages.platform.routes,
    identity_pages.email.routes,
    identity_pages.recovery.routes,
    identity_pages.second_step.routes,
    identity_pages.signing.routes,
    interviews_pages.board.routes,
    interviews_pages.candidate.routes,
    interviews_pages.compare.routes,
    interviews_pages.contesting.routes,
    interviews_pages.giving.routes,
    interviews_pages.history.routes,
    interviews_pages.practice.routes,
    interviews_pages.questions.sets.routes,
    interviews_pages.questions.several.routes,
    interviews_pages.questions.editing.routes,
    interviews_pages.rating.routes,
    interviews_pages.room.routes,
    interviews_pages.staff.routes,
    jobs_pages.public.routes,
    jobs_pages.staff.routes,
    matching_pages.gap.routes,
    matching_pages.matches.routes,
    matching_pages.saved.routes,
    notifications_pages.routes,
    privacy_pages.custody.routes,
    privacy_pages.data.routes,
    privacy_pages.erasing.routes,
    privacy_pages.retention.routes,
    resumes_pages.routes,
    skills_pages.routes,
)
LIVE_EVENTS: tuple[LiveEvents, ...] = (interviews_live.events,)
FOLLOWERS: tuple[Followers, ...] = (
    applications_background.followers,
    audit_background.followers,
    coaching_background.followers,
    footprint_background.followers,
    identity_background.followers,
    identity_invitations.followers,
    interviews_background.followers,
    llm_background.followers,
    matching_background.followers,
    notifications_background.followers,
    privacy_background.followers,
    resumes_background.followers,
)

CONNECTIONS_APART = 2
SECONDS_OF_SITES = 15.0
MOST_BYTES_OF_SITES = 2_000_000
"""A hundred repositories are half a megabyte."""

TEMPLATE_FOLDERS = tuple(sorted(DOMAINS.glob("*/templates")))


@dataclass(frozen=True)
class House:
    """Everything one process of the product is made of."""

    settings: Settings
    database: Database
    vault: Vault
    signer: Signer
    passwords: Passwords
    files: Files
    mailer: Mailer
    rates: Rates
    web: Web
    providers: Providers
    models: LanguageModels
    public_sites: PublicSites
    followers: FollowerTable
    languages: Languages

    @classmethod
    def build(cls, settings: Settings, *, database_url: str, passwords: Passwords | None = None) -> "House":
        """Put the parts together. Raises KeyringError, MailSettingsUnusable or LanguageUnknown."""
        keys, keyring = open_keys(settings.data_dir / "keys", production=not settings.development)
        followers = FollowerTable(FOLLOWERS)
        signer = Signer(keyring)
        web = Web(allowed=settings.reachable_networks)
        database = Database(
            make_engine(database_url),
            info={FollowerTable.INFO_KEY: followers},
            apart=make_engine(database_url, pool_size=CONNECTIONS_APART),
        )
        return cls(
            settings=settings,
            database=database,
            vault=Vault(keys, keyring),
            signer=signer,
            passwords=passwords or Passwords(),
            files=open_files(settings.data_dir / "files", settings.s3),
            mailer=_mailer(settings),
            rates=SharedRates(database, key=signer.secret("rates")),
            web=web,
            providers=Providers(settings.issuers, web),
            models=Chain(settings.llm_endpoints) if settings.llm_endpoints else NoLanguageModels(),
            public_sites=_public_sites(settings),
            followers=followers,
            languages=load(LOCALE, fallback=settings.language),
        )

    async def names(self, session: Session, *, org_id: UUID) -> dict[UUID, str]:
        """What the people of an organisation are called, for pages of domains that know ids only."""
        found = await identity.colleagues(session, org_id=org_id, vault=self.vault)
        return {one.id: one.name for one in found}

    async def companies(self, session: Session) -> dict[UUID, str]:
        """What the organisations of the installation are called, by name."""
        return {one.id: one.name for one in (await identity.overview(session)).organisations}

    @property
    def asking(self) -> Asking:
        """What it takes to ask a language model."""
        return Asking(
            database=self.database,
            models=self.models,
            vault=self.vault,
            person_budget=self.settings.llm_person_budget,
            organisation_budget=self.settings.llm_organisation_budget,
            clock=utc_now,
        )

    @property
    def public_work(self) -> PublicWork:
        """What hands public work over to its person's own talks with the coach, and to nothing else."""
        return footprint.texts

    def needs(self) -> Mapping[str, Any]:
        """What a follower or a live event may ask for by the name of a keyword argument."""
        return {
            "database": self.database,
            "vault": self.vault,
            "signer": self.signer,
            "files": self.files,
            "mailer": self.mailer,
            "settings": self.settings,
            "languages": self.languages,
            "asking": self.asking,
            "public_sites": self.public_sites,
            "public_work": self.public_work,
            "clock": utc_now,
        }


class Callers:
    """Recognises callers for the guards of pages, API and sockets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def by_token(self, request: Request, session: Session) -> Actor:
        """An API caller."""
        return await identity_api.signing.caller_by_token(request, session)

    async def by_cookie(self, request: Request, session: Session) -> Actor:
        """A page's caller."""
        return await identity_pages.signing.caller_by_cookie(request, session)

    async def by_handshake(self, environ: Mapping[str, Any], session: Session) -> Actor:
        """A socket's caller."""
        return await identity_live.caller_by_handshake(environ, session, settings=self._settings)


def _public_sites(settings: Settings) -> PublicSites:
    if not settings.footprint:
        return {}
    web = Web(
        allowed=settings.reachable_networks, seconds=SECONDS_OF_SITES, most_bytes=MOST_BYTES_OF_SITES, unpack=True
    )
    return {
        "github": Github(web, url=settings.github_url, token=settings.github_token, clock=utc_now),
        "stackexchange": StackExchange(
            web, url=settings.stackexchange_url, key=settings.stackexchange_key, clock=utc_now
        ),
    }


def _mailer(settings: Settings) -> Mailer:
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url.get_secret_value(), sender=settings.mail_from)
    return OutboxMailer(settings.data_dir / "outbox", sender=settings.mail_from)
