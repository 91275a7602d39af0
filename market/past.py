"""The past day or week that a fact's words name: `Jun-23-2014`, `yesterday`, `last week`."""

import re
from datetime import date, timedelta

from market.period import century, span_of

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_MONTH_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FULL_DATE = re.compile(
    rf"\b{_MONTH_NAME}[ -](?P<day>\d{{1,2}})(?:st|nd|rd|th)?[, -]+['’]?(?P<year>(?:20)?\d{{2}})\b"
    r"|(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:20)?\d{2})(?![\d/])"
)
_WEEKDAY = re.compile(r"^(?:last |on |this )?(mon|tues?|wednes|thurs?|fri)day$")


def past_span(words: str | None, posted_on: date) -> tuple[date, date] | None:
    """First and last day of a past day or week that words name, seen from the day of the post; None for anything else.

    Full dates (`Jun-23-2014`, `05/15/2015`, month first), `yesterday`, a weekday just gone, `last week`, `last month`.
    """
    if not words:
        return None
    text = words.strip().lower()
    if span := span_of(text):
        return span if span[0] <= posted_on else None
    if match := _FULL_DATE.search(text):
        return _written_day(match, posted_on)
    if text == "yesterday":
        return posted_on - timedelta(days=1), posted_on - timedelta(days=1)
    if match := _WEEKDAY.match(text):
        gone = (posted_on.weekday() - _WEEKDAYS.index(match[1][:3])) % 7
        day = posted_on - timedelta(days=gone or (7 if text.startswith("last") else 0))
        return day, day
    if text == "last week":
        monday = posted_on - timedelta(days=posted_on.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if text == "last month":
        end = posted_on.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    return None


def _written_day(match: re.Match[str], posted_on: date) -> tuple[date, date] | None:
    name = match["month"]
    month = (_MONTHS.index(name) + 1) if name else int(match["m"])
    try:
        day = date(century(match["year"] or match["y"]), month, int(match["day"] or match["d"]))
    except ValueError:
        return None
    return (day, day) if day <= posted_on else None
