"""Reading dates and periods: "Jan 2020 – Present", "03.2022 – по настоящее время", "Summer 2018", "2019–21", "20XX"."""

from calendar import monthrange
from dataclasses import dataclass, replace

from .date_words import (
    BEFORE,
    BETWEEN,
    DURATION,
    EXPECTED,
    ISO_BETWEEN,
    LONGEST_LEAD,
    OPEN_END,
    POINT,
    SINCE,
    WIDEST_GAP,
    month_number,
    season_name,
)
from .draft import GUESS, LIKELY, SURE, Leaf
from .span import Span

_SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
}  # winter falls in two years: the year alone is honest
_CENTURY_TURN = 50  # '49 is 2049, '50 is 1950
_LONGEST_SHORT_RANGE = 30  # years "2005–12" may span
_LONGEST_WORDS = 40  # a row without a digit and longer than this is not "to the present day"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment as written at `start`:`end`: ISO dates of where it begins and ends (they differ for a season).

    Both are None where it names no moment: a placeholder such as "20XX", or "present".
    """

    first: str | None
    last: str | None
    start: int
    end: int
    present: bool = False
    confidence: float = SURE
    whole_range: bool = False  # "2005–12" is one token and two moments


@dataclass(frozen=True, slots=True)
class Period:
    """What one date expression at `start`:`end` says.

    A single moment has `begin == finish` and `single`. A period that goes on, or has no written end, has no `finish`.
    """

    begin: Point | None
    finish: Point | None
    start: int
    end: int
    single: bool = False
    open: bool = False

    @property
    def dangling(self) -> bool:
        """Whether it stops at a dash, so that the end may stand in the next row."""
        return self.open and self.finish is None

    def start_leaf(self) -> Leaf | None:
        return _leaf(self.begin, "first")

    def end_leaf(self) -> Leaf | None:
        return _leaf(self.finish, "last")


def _leaf(point: Point | None, edge: str) -> Leaf | None:
    if point is None:
        return None
    value = point.first if edge == "first" else point.last
    return Leaf(value, point.start, point.end, point.confidence) if value else None


def find_periods(span: Span) -> list[Period]:
    """Every date or period written in `span`, in order, with offsets in the document."""
    points = _points(span)
    periods: list[Period] = []
    at = 0
    while at < len(points):
        period, used = _period(span, points, at)
        if period is not None:
            periods.append(_shift(_with_lead(span.text, period), span.start))
        at += used
    return periods


def without_dates(span: Span, periods: list[Period]) -> list[Span]:
    """What `span` says besides its dates and durations ("3 yrs 2 mos")."""
    holes = [(period.start - span.start, period.end - span.start) for period in periods]
    out: list[Span] = []
    for part in span.without(hole for hole in holes if hole[1] > 0 and hole[0] < len(span.text)):
        out.extend(part.without((match.start(), match.end()) for match in DURATION.finditer(part.text)))
    return out


def complete(period: Period, tail: Period) -> Period | None:
    """A period left open at the end of a row, closed by the date that begins the next one."""
    if period.dangling and (tail.single or (tail.open and tail.begin is None)):
        return replace(period, finish=tail.finish, open=tail.finish is None, end=tail.end, single=False)
    return None


def _period(span: Span, points: list[Point], at: int) -> tuple[Period | None, int]:
    """The period that begins with `points[at]` and how many points it takes."""
    here = points[at]
    following = points[at + 1] if at + 1 < len(points) else None
    if here.present:
        # "по настоящее время" alone in a row closes a range that began in the row above
        return (Period(None, None, here.start, here.end, open=True) if _alone(span, here) else None), 1
    if here.first is not None and here.last is not None and here.last < here.first[: len(here.last)]:
        return None, 1
    since = SINCE.search(span.text, max(0, here.start - LONGEST_LEAD), here.start)
    if following is not None and (joined := _joined(span.text, here, following)) is not None:
        return replace(joined, start=since.start()) if since else joined, 2
    if here.whole_range:
        return Period(_part(here, "first"), _part(here, "last"), here.start, here.end), 1
    dash = OPEN_END.match(span.text, here.end)
    if since or dash:
        start = since.start() if since else here.start
        return Period(here, None, start, dash.end() if dash else here.end, open=True), 1
    if _is_within_words(span.text, here):
        return None, 1
    return Period(here, here, here.start, here.end, single=True), 1


def _is_within_words(text: str, point: Point) -> bool:
    """Whether a bare year stands between words that it belongs to: "Expo 2020 Dubai", but not "Graduated 1995 with"."""
    before, after = text[: point.start].rstrip(), text[point.end :].lstrip()
    bare = point.end - point.start == 4 and not BEFORE.search(text, max(0, point.start - LONGEST_LEAD), point.start)
    return bare and before[-1:].isalpha() and after[:1].isalpha()


def _part(point: Point, edge: str) -> Point:
    value = point.first if edge == "first" else point.last
    return replace(point, first=value, last=value, whole_range=False)


def _alone(span: Span, point: Point) -> bool:
    rest = span.text[: point.start] + span.text[point.end :]
    return not any(char.isalnum() for char in BETWEEN.sub(" ", rest))


def _joined(text: str, here: Point, following: Point) -> Period | None:
    """A range from `here` to `following`, when what stands between says so."""
    between = text[here.end : following.start]
    if len(between) > WIDEST_GAP:
        return None
    written = BETWEEN.fullmatch(between) or EXPECTED.fullmatch(between) or (following.present and not between.strip())
    if not written and ISO_BETWEEN.fullmatch(between):
        written = _is_iso(text, here) and (following.present or _is_iso(text, following))
    if not written and (between.strip() or not _both_months(here, following)):
        return None  # two months with nothing between: a dash that was lost on the way out of the PDF
    begin = here
    if here.first is None and here.last is not None and following.first:  # "Jan – Mar 2020"
        iso = f"{following.first[:4]}-{here.last}"
        begin = replace(here, first=iso, last=iso)
    if not written:
        begin, following = replace(begin, confidence=LIKELY), replace(following, confidence=LIKELY)
    if following.present:
        return Period(begin, None, here.start, following.end, open=True)
    if begin.first and following.last and following.last < begin.first[: len(following.last)]:
        return None  # it would end before it began
    return Period(begin, following, here.start, following.end)


def _is_iso(text: str, point: Point) -> bool:
    return point.first is not None and len(point.first) >= 7 and text[point.start : point.end] == point.first


def _both_months(here: Point, following: Point) -> bool:
    return all(point.first is not None and len(point.first) >= 7 for point in (here, following))


def _with_lead(text: str, period: Period) -> Period:
    """The period with the words before it that only say what it is ("Expected graduation:")."""
    lead = BEFORE.search(text, max(0, period.start - LONGEST_LEAD), period.start)
    return replace(period, start=lead.start()) if lead else period


def _shift(period: Period, by: int) -> Period:
    def moved(point: Point | None) -> Point | None:
        return replace(point, start=point.start + by, end=point.end + by) if point else None

    return replace(
        period,
        begin=moved(period.begin),
        finish=moved(period.finish),
        start=period.start + by,
        end=period.end + by,
    )


def _points(span: Span) -> list[Point]:
    if len(span.text) > _LONGEST_WORDS and not any(char.isdigit() for char in span.text):
        return []
    points: list[Point] = []
    for match in POINT.finditer(span.text):
        first, last, confidence = _value(match.groupdict())
        end = match.end()
        whole = bool((match["short"] or match["slash_month"]) and first != last)
        points.append(Point(first, last, match.start(), end, match["present"] is not None, confidence, whole))
    return points


def _value(found: dict[str, str | None]) -> tuple[str | None, str | None, float]:
    """Where a matched point begins and ends, as ISO dates. A month without its year stands in the second: "03"."""
    if found["present"] or found["masked"] or found["named_masked"]:
        return None, None, SURE
    if found["bare_month"]:
        return None, f"{month_number(found['bare_month']):02}", SURE
    if found["short"]:
        return _short_range(found["short"], found["short_end"] or found["short_far"] or "")
    if found["slash_month"] and found["slash_year"]:
        until = f"{_century(found['until_year'] or '')}-{found['until_month']}"
        return f"{_century(found['slash_year'])}-{found['slash_month']}", until, GUESS
    if found["season"] and found["season_year"]:
        return _season(found["season"], found["season_year"])
    if found["quarter_year"]:
        quarter, year = int(found["quarter"] or found["quarter_ru"] or 1), found["quarter_year"]
        return f"{year}-{3 * quarter - 2:02}", f"{year}-{3 * quarter:02}", LIKELY
    iso, how_sure = _plain(found)
    return iso, iso, how_sure


def _plain(found: dict[str, str | None]) -> tuple[str, float]:
    """A day, a month or a year as an ISO date."""
    if found["slash_month_now"]:
        return f"{_century(found['slash_year_now'] or '')}-{found['slash_month_now']}", GUESS
    if found["iso_year"] and found["iso_month"]:
        return _iso(found["iso_year"], int(found["iso_month"]), found["iso_day"]), SURE
    if found["full_year"] and found["a"] and found["b"]:
        return _numeric(int(found["a"]), int(found["b"]), found["full_year"], european=found["sep"] == ".")
    if found["month_year"] and found["month"]:
        return f"{found['month_year']}-{int(found['month']):02}", SURE
    if found["named"]:
        year = found["named_year"] or _century(found["named_short"] or "00")
        return _iso(year, month_number(found["named"]), found["day"] or found["named_day"]), SURE
    if found["year_first"] and found["month_after"]:
        return f"{found['year_first']}-{month_number(found['month_after']):02}", SURE
    return found["year"] or "", SURE


def _iso(year: str, month: int, day: str | None) -> str:
    """A partial ISO date; a day that the month does not have is left out."""
    last = monthrange(int(year), month)[1]
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day and int(day) <= last else "")


def _numeric(a: int, b: int, year: str, *, european: bool) -> tuple[str, float]:
    """ "13.05.2020" or "05/13/2020"; where both orders are possible and differ, the year is all that is known."""
    if 1 <= b <= 12 and 1 <= a <= 31 and (european or a > 12 or a == b):
        return _iso(year, b, str(a)), SURE
    if 1 <= a <= 12 and 12 < b <= 31 and not european:
        return _iso(year, a, str(b)), SURE
    return year, GUESS


def _short_range(year: str, end: str) -> tuple[str | None, str | None, float]:
    last = int(year[:2] + end)
    if 0 < last - int(year) <= _LONGEST_SHORT_RANGE:
        return year, str(last), LIKELY
    return year, year, GUESS


def _season(word: str, year: str) -> tuple[str | None, str | None, float]:
    months = _SEASONS.get(season_name(word))
    if months is None:
        return year, year, LIKELY
    return f"{year}-{months[0]:02}", f"{year}-{months[1]:02}", GUESS


def _century(short: str) -> str:
    return f"{'20' if int(short) < _CENTURY_TURN else '19'}{short}"
