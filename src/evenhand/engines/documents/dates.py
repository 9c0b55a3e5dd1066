"""Whether a piece of text is a date or a span of dates, which decides how cells and columns are read."""

import re

# What may be left of a date when the words of dates are taken out.
DATE_REST = 2

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter"
    r"|янв\w*|фев\w*|март\w*|апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
)
_AROUND = (
    r"present|current|now|today|ongoing|expected|graduation|since|until|from|to|years?|months?|yrs?|mos?"
    r"|по|с|до|настоящее|время|сейчас|лет|года?|мес\w*|гг?|н\.?\s?в"
)
_DATE_WORDS = re.compile(rf"\b(?:{_MONTH}|{_AROUND})\b|\d+|[\W_]+|x{{2,4}}", re.IGNORECASE)
_SAYS_WHEN = re.compile(rf"\b(?:19|20)(?:\d\d|xx)\b|\b\d{{1,2}}[./]\d{{2,4}}\b|\b(?:{_MONTH})\b", re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether `text` says when and next to nothing else, in English or Russian."""
    return bool(_SAYS_WHEN.search(text)) and len(_DATE_WORDS.sub("", text)) <= DATE_REST


def is_open_date(text: str) -> bool:
    """Whether `text` begins a span of dates that must end on another line ("Январь 2010 —")."""
    return text.rstrip().endswith(("-", "–", "—")) and is_date(text)
