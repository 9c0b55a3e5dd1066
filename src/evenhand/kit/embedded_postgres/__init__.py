"""PostgreSQL from a wheel, run as our own child: nothing to install, and nothing left running when we are killed."""

from .refusals import EmbeddedPostgresError
from .supervision import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
