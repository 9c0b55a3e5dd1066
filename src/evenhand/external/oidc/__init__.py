"""OpenID Connect issuers as the other side sees them: their descriptions, keys and tokens."""

from evenhand.external.oidc.provider import Away, Entered, Provider, Providers
from evenhand.external.oidc.tokens import Refusal, TokenRefused, Unverified, read

__all__ = ["Away", "Entered", "Provider", "Providers", "Refusal", "TokenRefused", "Unverified", "read"]
