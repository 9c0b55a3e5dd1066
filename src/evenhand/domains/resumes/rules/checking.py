"""What a person may write into a field of their profile: cleaned, or refused with a sentence."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from evenhand.domains.resumes.rules.sections import FieldSpec, SectionSpec
from evenhand.kit.countries import countries
from evenhand.kit.text import line, passage
from evenhand.kit.words import say

FIRST_YEAR = 1900
YEARS_AHEAD = 15  # a degree may end in years to come
FEWEST_DIGITS, MOST_DIGITS = 5, 20
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PHONE = re.compile(r"[+\d][\d\s().,/x–-]*", re.IGNORECASE)


def checked(section: SectionSpec, values: Mapping[str, str], *, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The values of one entry cleaned, and a sentence for each that is refused, by field. Unknown keys are refused."""
    good: dict[str, str] = {}
    errors: dict[str, str] = {}
    for key, text in values.items():
        field = section.field(key)
        if field is None:
            errors[key] = say("This field is not known here.")
            continue
        try:
            good[key] = check(field, text, today=today)
        except ValueError as refused:
            errors[key] = refused.args[0]
    start, end = good.get("startDate", ""), good.get("endDate", "")
    if start and end and end[: len(start)] < start[: len(end)]:
        errors["endDate"] = say("This is before the beginning.")
    return good, errors


def missing(section: SectionSpec, entry: Mapping[str, str]) -> dict[str, str]:
    """What an entry cannot be without, as errors by field: one of its names."""
    if not section.many or any(entry.get(name) for name in section.names):
        return {}
    return {section.names[0]: say("Fill this in, or remove the entry.")}


def check(field: FieldSpec, text: str, *, today: date) -> str:
    """One value cleaned; empty stays empty. Raises ValueError with a sentence that says what to do."""
    clean = passage(text) if field.kind == "passage" else line(text)
    if not clean:
        return ""
    if len(clean) > field.most:
        raise ValueError(say("Use at most %(most)s characters; these are %(now)s.", most=field.most, now=len(clean)))
    match field.kind:
        case "email":
            return _email(clean)
        case "phone":
            return _phone(clean)
        case "url":
            return _url(clean)
        case "country":
            return _country(clean)
        case "date":
            return _date(clean, today)
    return clean


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as refused:
        raise ValueError(say("Write an e-mail address such as name@example.org.")) from refused


def _phone(text: str) -> str:
    """As E.164 where it is an international number; a local one stays as it was written."""
    digits = sum(c.isdigit() for c in text)
    if not _PHONE.fullmatch(text) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError(say("Write a phone number such as +31 20 123 4567."))
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        raise ValueError(say("This number has too few or too many digits for its country."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _url(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or "." not in host.strip(".") or parts.scheme not in ("http", "https") or " " in text:
        raise ValueError(say("Write an address such as https://example.org/you."))
    return address


def _country(text: str) -> str:
    code = text.upper()
    if code not in countries():
        raise ValueError(say("Choose one of the list."))
    return code


def _date(text: str, today: date) -> str:
    """As ISO 8601, as partial as it is."""
    found = _DATE.fullmatch(text)
    last_year = today.year + YEARS_AHEAD
    if found is None:
        raise ValueError(say("Write a date such as 2021, 2021-09 or 2021-09-30."))
    year, month, day = (int(part) if part else 1 for part in found.groups())
    if not FIRST_YEAR <= year <= last_year:
        raise ValueError(say("Write a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=last_year))
    try:
        date(year, month, day)
    except ValueError as refused:
        raise ValueError(say("There is no such day.")) from refused
    return text
