"""The purposes, the notices, and what an act for one of them means."""

from evenhand.domains.consents.rules.notices import NOTICES, Notice
from evenhand.domains.consents.rules.purposes import TOPICS, USED, Purpose, Topic, allowed

__all__ = ["NOTICES", "TOPICS", "USED", "Notice", "Purpose", "Topic", "allowed"]
