"""Settings: one frozen object, read once from the environment and handed down by the wiring."""

import hashlib
import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from evenhand.kit.addresses import Network
from evenhand.kit.buckets import Bucket
from evenhand.kit.endpoints import Budget, Endpoint
from evenhand.kit.issuers import Issuer

API_ADDRESS = re.compile(r"https?://[^\s?#@]{1,290}")
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?")


def default_data_dir() -> Path:
    """`/var/lib/evenhand` for root, else the user's data directory."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/evenhand")
    return user_data_path("evenhand", appauthor=False)


class Settings(BaseSettings):
    """Every setting the product reads, as `EVENHAND_<NAME>` (and `DATABASE_URL`). docs/generated lists them."""

    model_config = SettingsConfigDict(env_prefix="EVENHAND_", frozen=True, extra="ignore", env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    base_url: str = Field(
        "", description="The address people use, for links in mails. Default: http://localhost:<port>."
    )
    data_dir: Path = Field(default_factory=default_data_dir, description="Where the database, files and keys live.")
    database_url: SecretStr | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="An own PostgreSQL >= 16 instead of the embedded one.",
    )
    s3: Bucket | None = Field(
        None,
        description="A bucket for files instead of the data folder, as JSON: `bucket`, `region`, `endpoint`, "
        "`access_key`, `secret_key`; see docs/decisions/0020-buckets.md. Files are sealed before they are sent.",
    )
    environment: Literal["development", "production"] = Field(
        "production", description="`development` shows the outbox of mails and the demo sign-ins."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins, separated by commas, whose scripts may call the API."
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Addresses of reverse proxies, separated by commas, such as `10.0.0.0/8`: their X-Forwarded-For "
        "says who calls, and rate limits count by it.",
    )
    reachable_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Networks inside yours, separated by commas, such as `10.1.0.0/16`, that requests to addresses "
        "which people or settings supply may reach. Without it they reach the public internet only.",
    )
    language: str = Field(
        "en", description="Language of pages and mails for people who have not chosen one and whose browser names none."
    )
    session_days: int = Field(14, ge=1, le=365, description="How long a sign-in on the pages lasts unused.")
    access_token_minutes: int = Field(15, ge=1, le=120, description="Life of an API access token.")
    refresh_token_days: int = Field(30, ge=1, le=365, description="Life of an API refresh token.")
    erasure_days: int = Field(
        7, ge=0, le=30, description="Days until an account that is to be erased is erased, in which it can be kept."
    )
    unproved_days: int = Field(
        180,
        ge=0,
        le=3650,
        description="Days after which an account that nobody used and whose address nobody proved is "
        "erased, unless it applied or belongs to an organisation; 0: never.",
    )
    admin_email: str = Field("", description="First administrator, created at start-up when absent.")
    admin_password: SecretStr | None = Field(None, description="Password of the first administrator.")
    founding: bool = Field(True, description="Whether people with an account may found an organisation that hires.")
    platform_email: str = Field(
        "", description="First platform administrator, created at start-up while there is none. Another address."
    )
    platform_password: SecretStr | None = Field(None, description="Password of the first platform administrator.")
    issuers: tuple[Issuer, ...] = Field(
        (),
        description="OpenID Connect issuers, as a JSON list: `key`, `name`, `issuer`; `client_id` and `client_secret` "
        "to sign in by it; `audience` and `permissions` for its bearer tokens; see docs/issuers.md.",
    )
    llm_endpoints: tuple[Endpoint, ...] = Field(
        (),
        description="Language models to ask, in this order, as a JSON list: `key`, `model`, `preset` (openai, "
        "openrouter, deepseek, gemini, ollama) or `url`, `api_key`, `own`, prices; see docs/llm.md. Without it the "
        "built-in engines do what they can.",
    )
    llm_person_budget: Budget = Field(
        Budget(tokens_day=200_000, tokens_month=2_000_000),
        description="How much one person may have asked of language models, as JSON: `tokens_day`, `tokens_month`, "
        "`cost_day`, `cost_month`; 0 is without a limit.",
    )
    llm_organisation_budget: Budget = Field(
        Budget(tokens_day=1_000_000, tokens_month=10_000_000),
        description="The same for one organisation.",
    )
    footprint: bool = Field(
        True,
        description="Whether people may have their public work at GitHub and Stack Exchange looked at. Nothing is "
        "asked before somebody names an account; off for networks without the internet.",
    )
    github_token: SecretStr | None = Field(
        None, description="A token of GitHub without any scope: 5,000 requests an hour instead of 60."
    )
    github_url: str = Field(
        "https://api.github.com", description="Where GitHub's API is asked, such as a proxy of yours."
    )
    stackexchange_key: SecretStr | None = Field(
        None, description="A key of Stack Exchange: 10,000 requests a day instead of 300."
    )
    stackexchange_url: str = Field(
        "https://api.stackexchange.com/2.3", description="Where the API of Stack Exchange is asked."
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="smtp://user:password@host:587 or smtps://… ; without it mails go to the outbox folder.",
    )
    mail_from: str = Field("Evenhand <evenhand@localhost>", description="Sender of mails.")
    demo: bool = Field(False, description="Fill an empty database with the demo at start-up.")
    worker: bool = Field(True, description="Run a background worker beside the web server.")
    log_format: Literal["text", "json"] = Field("text", description="Log lines for people or for machines.")

    @field_validator("cors_origins", "trusted_proxies", "reachable_networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin} is no origin, such as https://app.example.com (no path, no *)")
        return value

    @model_validator(mode="after")
    def _issuers_apart(self) -> Self:
        for name in ("key", "issuer"):
            if len({getattr(one, name) for one in self.issuers}) != len(self.issuers):
                raise ValueError(f"issuers: two have the same {name}")
        plain = [one.key for one in self.issuers if not one.issuer.startswith("https://")]
        if plain and not self.development:
            raise ValueError(f"issuers: {plain[0]} has to be an https address")
        return self

    @field_validator("github_url", "stackexchange_url")
    @classmethod
    def _plain_addresses(cls, value: str) -> str:
        if not API_ADDRESS.fullmatch(value):
            raise ValueError("write an address such as https://api.example.com/v1, without a query")
        return value

    @model_validator(mode="after")
    def _secrets_by_https(self) -> Self:
        sent = {self.github_url: self.github_token, self.stackexchange_url: self.stackexchange_key}
        if any(secret and not url.startswith("https://") for url, secret in sent.items()) and not self.development:
            raise ValueError("github_token, stackexchange_key: are sent to https addresses only")
        return self

    @model_validator(mode="after")
    def _endpoints_apart(self) -> Self:
        if len({one.key for one in self.llm_endpoints}) != len(self.llm_endpoints):
            raise ValueError("llm_endpoints: two have the same key")
        return self

    @property
    def public_url(self) -> str:
        """The base address without a trailing slash."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Cookies are marked Secure exactly where people come by https."""
        return self.public_url.startswith("https://")

    @property
    def development(self) -> bool:
        """Whether conveniences that must not be public are on."""
        return self.environment == "development"

    @property
    def fingerprint(self) -> str:
        """A short name for this data directory, for sockets and locks."""
        return hashlib.sha256(str(self.data_dir.resolve()).encode()).hexdigest()[:12]
