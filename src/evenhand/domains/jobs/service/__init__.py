"""What can be done with jobs, and who may read them."""

from evenhand.domains.jobs.service.reading import (
    JobIsClosed,
    JobNotFound,
    own_job,
    own_jobs,
    public_job,
    require_open,
    search_jobs,
    similar_jobs,
)
from evenhand.domains.jobs.service.writing import (
    DeadlinePassed,
    JobChanged,
    JobExists,
    JobNotPublished,
    close_job,
    create_job,
    edit_job,
    patch_job,
    publish_job,
    reopen_job,
)

__all__ = [
    "DeadlinePassed",
    "JobChanged",
    "JobExists",
    "JobIsClosed",
    "JobNotFound",
    "JobNotPublished",
    "close_job",
    "create_job",
    "edit_job",
    "own_job",
    "own_jobs",
    "patch_job",
    "public_job",
    "publish_job",
    "reopen_job",
    "require_open",
    "search_jobs",
    "similar_jobs",
]
