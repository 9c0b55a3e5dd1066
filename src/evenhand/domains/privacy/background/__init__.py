"""What follows on a wish about one's data: exports are made, erasures carried out."""

from evenhand.domains.privacy.background import erasures, exports, remains, retention
from evenhand.kit.background import Followers

followers = Followers(
    [*exports.followers.all, *erasures.followers.all, *remains.followers.all],
    [*erasures.followers.routines, *retention.followers.routines],
)

__all__ = ["erasures", "exports", "followers", "remains", "retention"]
