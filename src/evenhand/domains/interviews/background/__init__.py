"""What follows on an interview: grading its answers, and the mails to the candidate."""

from evenhand.domains.interviews.background import grading, mails
from evenhand.kit.background import Followers

followers = Followers([*grading.followers.all, *mails.followers.all])

__all__ = ["followers"]
