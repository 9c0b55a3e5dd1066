"""What follows on an interview: grading its answers, and the mails to the candidate."""

from evenhand.domains.interviews.background import contests, grading, mails, practice, releasing, reminders
from evenhand.kit.background import Followers

followers = Followers(
    [one for part in (contests, grading, mails, practice, releasing, reminders) for one in part.followers.all]
)

__all__ = ["followers"]
