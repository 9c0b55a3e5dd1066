"""A person's own resumes over the API."""

from evenhand.domains.resumes.api import profile
from evenhand.domains.resumes.api.resumes import READ_AGAIN_RATE, SEARCH_RATE, UPLOAD_RATE, routes

__all__ = ["READ_AGAIN_RATE", "SEARCH_RATE", "UPLOAD_RATE", "profile", "routes"]
