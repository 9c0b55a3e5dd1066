"""Which acts are told, what an entry may hold, and how entries are sealed."""

from evenhand.domains.audit.rules.acts import OBJECTS, WORDS, Act, Object
from evenhand.domains.audit.rules.entries import INSTALLATION, NotForTheLog, checked
from evenhand.domains.audit.rules.sealing import START, canonical, sealed, when

__all__ = [
    "INSTALLATION",
    "OBJECTS",
    "START",
    "WORDS",
    "Act",
    "NotForTheLog",
    "Object",
    "canonical",
    "checked",
    "sealed",
    "when",
]
