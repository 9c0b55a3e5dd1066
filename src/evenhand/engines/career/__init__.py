"""What a resume could lead to, computed from openings that are really there, with the counts it rests on.

Pure and deterministic. Known of the person: skills with the words that name them, months of work, country and
certificates.
"""

from .computing import VERSION, inputs_of, outlook
from .facts import Candidate, Opening, Salary, Seen, Words
from .outlook import ENOUGH, CertificateNamed, Market, Month, Outlook, Pay, Role, Step, Wanted

__all__ = [
    "ENOUGH",
    "VERSION",
    "Candidate",
    "CertificateNamed",
    "Market",
    "Month",
    "Opening",
    "Outlook",
    "Pay",
    "Role",
    "Salary",
    "Seen",
    "Step",
    "Wanted",
    "Words",
    "inputs_of",
    "outlook",
]
