"""What follows on an interview: grading its answers, and the mails to the candidate."""

from evenhand.domains.interviews.background import grading, mails, practice, reminders
from evenhand.kit.background import Followers

followers = Followers([*grading.followers.all, *mails.followers.all, *practice.followers.all, *reminders.followers.all])

__all__ = ["followers"]
