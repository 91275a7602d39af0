"""The last day that the words of a forecast give it: "by end of July", "EOY", "in 3 months", "next week", "by 2025".

Where words leave a choice the later day counts, so that nobody's target is called missed too early; vague words
("soon", "a few months", "this summer") give none, and the target stays open.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from market.period import span_of

_NUMBERS = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"a": 1, "an": 1, "eighteen": 18, "一": 1, "两": 2, "三": 3, "六": 6}  # fmt: skip
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_WEEKDAYS = {name: at for at, name in enumerate("mon tue wed thu fri sat sun".split())}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>20\d\d|['’]\d\d)"
_COUNT = r"(?:\d{1,3} ?(?:-|–|to) ?)?(?P<count>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mos?|m|quarters?|years?|yrs?|y)"

Reader = Callable[[re.Match[str], date], date | None]


@lru_cache(maxsize=8192)
def horizon(words: str | None, posted_on: date) -> date | None:
    """The last day the words name, counted from the day of the post; None where they name none, or one already past."""
    text = (words or "").lower().strip(" .,;:!")
    if text in ("", "now", "past"):
        return None
    span = span_of(text)
    if span is not None:
        return span[1] if span[1] >= posted_on else None
    for pattern, read in _READERS:
        match = pattern.search(text)
        day = read(match, posted_on) if match else None
        if day is not None and day >= posted_on:
            return day
    return None


def quoted_horizon(quote: str | None, posted_on: date) -> date | None:
    """The horizon in a claim's own words, which hold more than the horizon: only behind by, before, within, in the next, or as EOY."""
    cue = _CUE.search(quote or "")
    return horizon(cue[0], posted_on) if cue else None


_CUE = re.compile(
    r"(?i)\b(?:by|before|within|(?:in|over) the next|in (?=\d|a\b|an\b|one|two|three|six|twelve))\b[^.;!?]{2,30}"
    r"|\beo[ymqw]\b|\byear[- ]end\b|年底|月底"
)


def _year_of(match: re.Match[str]) -> int | None:
    written = match.groupdict().get("year")
    return None if not written else int(written[-2:]) + 2000


def _month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _quarter_end(day: date) -> date:
    return _month_end(day.year, (day.month + 2) // 3 * 3)


def _later(day: date, months: int) -> date:
    """The same day of the month some months on, or the month's last."""
    end = _month_end(day.year, day.month + months)
    return end.replace(day=min(day.day, end.day))


def _count(match: re.Match[str]) -> int:
    return int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]


def _after(match: re.Match[str], day: date) -> date | None:
    count, unit = _count(match), match["unit"]
    if unit.startswith("d"):
        return day + timedelta(days=count)
    if unit.startswith("w"):
        return day + timedelta(weeks=count)
    return _later(day, count * (3 if unit.startswith("q") else 12 if unit.startswith("y") else 1))


def _named_day(match: re.Match[str], day: date) -> date | None:
    return _next_date(day, _MONTHS[match["month"][:3]], int(match["day"]), _year_of(match))


def _slashed(match: re.Match[str], day: date) -> date | None:
    return _next_date(day, int(match["month"]), int(match["day"]), _year_of(match))


def _next_date(day: date, month: int, of_month: int, year: int | None) -> date | None:
    try:
        found = date(year or day.year, month, of_month)
        return found if year or found >= day else found.replace(year=found.year + 1)
    except ValueError:
        return None


def _named_month(match: re.Match[str], day: date) -> date | None:
    month, year = _MONTHS[match["month"][:3]], _year_of(match)
    return _month_end(year or day.year + (month < day.month), month - bool(match["before"]))


def _quarter(match: re.Match[str], day: date) -> date | None:
    month, year = int(match["quarter"]) * 3, _year_of(match)
    return _month_end(year or day.year + (month < day.month), month)


def _weekday(match: re.Match[str], day: date) -> date | None:
    ahead = (_WEEKDAYS[match["weekday"][:3]] - day.weekday()) % 7 or 7
    return day + timedelta(days=ahead + (7 if match["next"] and ahead + day.weekday() < 7 else 0))


def _week_end(day: date, weeks: int) -> date:
    return day + timedelta(days=6 - day.weekday() + 7 * weeks)


def _span_end(match: re.Match[str], day: date) -> date | None:
    following, unit = int(bool(match["following"])), match["span"]
    if unit == "week":
        return _week_end(day, following)
    if unit == "month":
        return _month_end(day.year, day.month + following)
    if unit == "quarter":
        return _month_end(day.year, _quarter_end(day).month + 3 * following)
    return date(day.year + following, 12, 31)


def _year_end(match: re.Match[str], day: date) -> date | None:
    return date(_year_of(match) or day.year, 12, 31)


def _year_before(match: re.Match[str], _day: date) -> date | None:
    year = _year_of(match)
    return None if year is None else date(year - 1, 12, 31)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(words), read)
    for words, read in (
        (rf"\b(?:next|in|within|over|for)?\b ?(?:the )?(?:next )?\b{_COUNT}[- ]?{_UNIT}\b", _after),
        (r"(?P<count>\d{1,2}|一|两|三|六)个月", lambda m, d: _later(d, _count(m))),
        (r"(?P<count>\d{1,2}|一|两|三)年内", lambda m, d: _later(d, 12 * _count(m))),
        (rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? {_YEAR}\b)?", _named_day),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?\b", _named_day),
        (r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", _slashed),
        (rf"\bq(?P<quarter>[1-4])(?:,? ?(?:of )?{_YEAR})?\b", _quarter),
        (r"\b(?P<quarter>[1-4])q(?:['’ ]?(?P<year>\d\d))?\b", _quarter),
        (rf"\bbefore {_YEAR}\b", _year_before),
        (rf"(?P<before>before )?\b{_MONTH}(?:,? (?:of )?{_YEAR})?(?: end)?$", _named_month),
        (rf"\b(?:eoy|year[- ]end|end of (?:the |this )?year|end of|by the end of|by|in|during)? ?{_YEAR}(?: year[- ]end)?$", _year_end),
        (r"\b(?:end of )?(?P<following>next) (?P<span>week|month|quarter|year)\b", _span_end),
        (r"\b(?:eoy|year[- ]?end|end of (?:the |this )?year|this year)\b|年底|今年内", lambda _m, d: date(d.year, 12, 31)),
        (r"\b(?:eoq|quarter[- ]end|end of (?:the |this )?quarter|this quarter)\b", lambda _m, d: _quarter_end(d)),
        (r"\b(?:eom|month[- ]end|end of (?:the |this )?month|this month)\b|月底", lambda _m, d: _month_end(d.year, d.month)),
        (r"\b(?:eow|end of (?:the |this )?week|this week)\b|本周", lambda _m, d: _week_end(d, 0)),
        (r"下周", lambda _m, d: _week_end(d, 1)),
        (r"明年", lambda _m, d: date(d.year + 1, 12, 31)),
        (r"\btomorrow\b|明天", lambda _m, d: d + timedelta(days=1)),
        (r"\b(?:today|tonight|eod|end of (?:the )?day)\b|今天", lambda _m, d: d),
        (r"\b(?P<next>next )?(?P<weekday>(?:mon|tues?|wednes|thurs?|fri|satur|sun)day)\b", _weekday),
        (r"\bchristmas\b|\bxmas\b", lambda _m, d: _next_date(d, 12, 25, None)),
    )
)  # fmt: skip
