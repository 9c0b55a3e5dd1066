"""What goes in and out about jobs."""

from evenhand.domains.jobs.schemas.job import Company, JobIn, JobOut, JobPatch, JobSummary, OwnJob
from evenhand.domains.jobs.schemas.posting import job_posting
from evenhand.domains.jobs.schemas.search import JobQuery, JobSearch
from evenhand.domains.jobs.schemas.skills import AdvertIn, AdvertSkills

__all__ = [
    "AdvertIn",
    "AdvertSkills",
    "Company",
    "JobIn",
    "JobOut",
    "JobPatch",
    "JobQuery",
    "JobSearch",
    "JobSummary",
    "OwnJob",
    "job_posting",
]
