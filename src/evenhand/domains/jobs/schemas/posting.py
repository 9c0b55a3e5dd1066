"""A job as schema.org JobPosting, which search engines read from its page."""

from typing import Any

from evenhand.domains.jobs.schemas.job import JobOut

UNITS = {"year": "YEAR", "month": "MONTH", "hour": "HOUR"}


def job_posting(job: JobOut, *, description_html: str, url: str, company_url: str) -> dict[str, Any]:
    """The JSON-LD of an open job. Addresses are absolute; what the job does not state is left out."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": job.company.name, "value": str(job.id)},
        "url": url,
        "title": job.title,
        "description": description_html,
        "datePosted": job.published_at.date().isoformat() if job.published_at else None,
        "validThrough": job.deadline.isoformat() if job.deadline else None,
        "employmentType": job.employment_type,
        "hiringOrganization": {"@type": "Organization", "name": job.company.name, "sameAs": company_url},
        "totalJobOpenings": job.openings,
        "directApply": True,
        "skills": [skill.name for skill in (*job.required_skills, *job.optional_skills)],
        "jobLocation": _place(job),
        "jobLocationType": "TELECOMMUTE" if job.work_mode == "remote" else None,
        "experienceRequirements": _experience(job),
        "baseSalary": _pay(job),
    }
    return {name: value for name, value in posting.items() if value not in (None, [])}


def _place(job: JobOut) -> dict[str, Any] | None:
    address = {"addressLocality": job.city, "addressCountry": job.country_code}
    known = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **known}} if known else None


def _experience(job: JobOut) -> dict[str, Any] | None:
    if not job.experience_min_years:
        return None
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": job.experience_min_years * 12}


def _pay(job: JobOut) -> dict[str, Any] | None:
    ends = {"minValue": job.salary_min, "maxValue": job.salary_max}
    known = {name: float(value) for name, value in ends.items() if value is not None}
    if not known:
        return None
    value = {"@type": "QuantitativeValue", "unitText": UNITS[job.salary_period], **known}
    return {"@type": "MonetaryAmount", "currency": job.salary_currency, "value": value}
