"""Who else may vouch for people: OpenID Connect issuers, as the operator configures them."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from evenhand.kit.permissions import Permission

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Never a shared secret, and never none."""


class Issuer(BaseModel):
    """One issuer. `key` stands in addresses, `name` on the button.

    With a `client_id` people sign in by it on the pages. With an `audience` the API takes its bearer tokens, which may
    do what `permissions` says each of their scopes or permissions means here, and never more than the person's role.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$", max_length=300)]
    client_id: Annotated[str, Field(max_length=200)] = ""
    client_secret: SecretStr | None = None
    audience: Annotated[str, Field(max_length=300)] = ""
    scope: Annotated[str, Field(max_length=300)] = "openid email profile"
    algorithms: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = ("RS256",)
    permissions: dict[str, Permission] = Field(default_factory=dict)
    link_verified_email: bool = False

    @field_validator("scope")
    @classmethod
    def _openid(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("scope: openid is one of them")
        return value

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if not self.client_id and not self.audience:
            raise ValueError(f"{self.key}: give a client_id for the pages, an audience for the API, or both")
        if self.client_id and self.client_id == self.audience:
            raise ValueError(f"{self.key}: audience and client_id differ, or what signs people in would open the API")
        return self

    @property
    def discovery(self) -> str:
        """Where the issuer describes itself."""
        return self.issuer.rstrip("/") + "/.well-known/openid-configuration"
