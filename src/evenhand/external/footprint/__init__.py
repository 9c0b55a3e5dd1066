"""What somebody's account on a public site shows of their work, as the site's public API says it.

Read only: nothing is sent but the name of the account, and the operator's own token where there is one.
"""

from collections.abc import Mapping
from typing import Protocol

from evenhand.external.footprint.shapes import (
    Account,
    Away,
    Contribution,
    Found,
    GithubFound,
    Language,
    Limited,
    Looked,
    NotThere,
    Parts,
    Repository,
    StackExchangeFound,
    Tag,
    Trouble,
    Unusable,
)

__all__ = [
    "Account",
    "Away",
    "Contribution",
    "Found",
    "GithubFound",
    "Language",
    "Limited",
    "Looked",
    "NotThere",
    "Parts",
    "PublicSite",
    "PublicSites",
    "Repository",
    "StackExchangeFound",
    "Tag",
    "Trouble",
    "Unusable",
]


class PublicSite(Protocol):
    """One site that can be asked."""

    async def look(self, account: Account, *, parts: Parts, code: str) -> Looked:
        """What the account shows now. `parts` are those of an earlier look: what has not changed is not sent again.

        `code` is looked for in what the account says about itself; empty where nobody waits for it.
        Raises NotThere, Limited, Away, Unusable.
        """


PublicSites = Mapping[str, PublicSite]
"""The sites that may be asked, by source; empty where the operator switched this off."""
