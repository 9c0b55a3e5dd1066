"""A person's own resumes: uploading, watching, and the profile beside the text it was read from, to be corrected."""

from evenhand.domains.resumes.pages import correcting, links, profile
from evenhand.domains.resumes.pages.resumes import MEDIA_TYPES, routes

__all__ = ["MEDIA_TYPES", "correcting", "links", "profile", "routes"]
