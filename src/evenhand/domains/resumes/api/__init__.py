"""A person's own resumes over the API."""

from evenhand.domains.resumes.api import files, profile
from evenhand.domains.resumes.api.files import LINK_RATE, OPEN_RATE, address
from evenhand.domains.resumes.api.resumes import READ_AGAIN_RATE, SEARCH_RATE, UPLOAD_RATE, routes

__all__ = [
    "LINK_RATE",
    "OPEN_RATE",
    "READ_AGAIN_RATE",
    "SEARCH_RATE",
    "UPLOAD_RATE",
    "address",
    "files",
    "profile",
    "routes",
]
