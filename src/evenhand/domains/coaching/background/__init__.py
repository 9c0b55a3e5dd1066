"""What coaching makes in the background."""

from evenhand.domains.coaching.background import reviews
from evenhand.kit.background import Followers

followers = Followers(all=[*reviews.followers.all])
