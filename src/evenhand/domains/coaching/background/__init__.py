"""What coaching makes in the background."""

from evenhand.domains.coaching.background import chat, reports, reviews, tailoring, wordings
from evenhand.kit.background import Followers

followers = Followers(
    all=[
        *chat.followers.all,
        *reports.followers.all,
        *reviews.followers.all,
        *tailoring.followers.all,
        *wordings.followers.all,
    ]
)
