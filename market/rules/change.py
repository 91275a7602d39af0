"""A change of price in percent over a day, a week, a month, the year so far or a year, from close to close."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from domain.readings import Claim
from market.check import Check, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.grades import grade_of
from market.interval import Interval, interval_of, truncated
from market.jumps import held, unsettled
from market.rules.compare import when_made
from market.splits import rebased

NAMES = {
    **dict.fromkeys(("", "today", "daily", "intraday", "1d", "24h"), "day"),
    **dict.fromkeys(("weekly", "this week", "1w", "5d", "5 days", "wtd"), "week"),
    **dict.fromkeys(("monthly", "this month", "1m", "mtd"), "month"),
    **dict.fromkeys(("1y", "12m", "yoy", "52w", "annual"), "year"),
    **dict.fromkeys(("this year", "year to date", "year-to-date"), "ytd"),
}
_SPAN = re.compile(r"^(?:last |past |in )?(?P<n>\d{1,2}) ?-?(?P<unit>d|days?|w|weeks?|m|months?|y|years?)$")
GAP = 6


def made(claim: Claim, symbol: str, days: Sequence[date], *, evidence: Evidence, floors: Floors) -> Check:
    """The change to the sessions the post can mean; a basis that names no known span is not checkable."""
    name = span_name(claim.basis)
    if name is None:
        return Check(when_made="not_checkable", why=f"the span {claim.basis!r} is not known")
    if name == "yesterday":
        days = [before for day in days[:1] if (before := evidence.calendar(symbol).at_or_before(day - timedelta(days=1)))]
        name = "day"
    found = [one for day in days for start in starts(name, day) if (one := change(symbol, day, start, evidence)) is not None]
    if not found:
        return Check(when_made="not_checkable", why=f"no closes of {symbol} to compare")
    before = evidence.calendar(symbol).at_or_before(days[-1] - timedelta(days=1))
    other = change(symbol, before, starts(name, before)[0], evidence) if before and name != "day" else found[0]
    written, cut = _in_percent(claim, found)
    return when_made(
        written, cut, floors.of(claim.metric), found,
        reading=f"{symbol} {name} to {found[0].day}", tolerance=floors.words(claim.metric), others=[other] if other else [],
    )  # fmt: skip


def span_name(basis: str | None) -> str | None:
    """The name of a span: day, week, month, ytd, year, yesterday or `<n> days|weeks|months|years`; None for other words."""
    words = (basis or "").lower().strip()
    name = NAMES.get(words, words)
    if name in ("day", "week", "month", "ytd", "year", "yesterday"):
        return name
    match = _SPAN.match(words)
    return f"{match['n']} {match['unit'][0]}" if match else None


def starts(name: str, day: date) -> list[date]:
    """The days at whose close a span to `day` may begin: a week is seven days, or since the last Friday."""
    if name == "day":
        return [day - timedelta(days=1)]
    if name == "week":
        return [day - timedelta(days=7), day - timedelta(days=day.weekday() + 1)]
    if name == "month":
        return [day - timedelta(days=30), _months_before(day, 1), day.replace(day=1) - timedelta(days=1)]
    if name == "ytd":
        return [date(day.year - 1, 12, 31)]
    if name == "year":
        return [_months_before(day, 12), day - timedelta(days=365)]
    count, unit = int(name.split()[0]), name.split()[1]
    return (
        [day - timedelta(days=count * {"d": 1, "w": 7}[unit])]
        if unit in "dw"
        else [_months_before(day, count * (12 if unit == "y" else 1))]
    )


def change(symbol: str, day: date, start: date, evidence: Evidence) -> Seen | None:
    """The change in percent from the last close up to `start` to that of `day`.

    Its range is that of the session: a post of the same day may have been written at any of its prices.
    """
    bars, at = evidence.bars(symbol), evidence.bar_at(symbol, day)
    first = evidence.first_from(symbol, start + timedelta(days=1)) - 1
    if at is None or first < 0 or first >= at or (start - bars[first].date).days > GAP:
        return None
    splits = evidence.splits(symbol)
    begun = rebased(bars[first].close, splits, base=bars[first].base_date or bars[first].date, to=day)
    prints = (bars[at].close, bars[at].low or bars[at].close, bars[at].high or bars[at].close)
    value, low, high = ((rebased(p, splits, base=bars[at].base_date or day, to=day) / begun - 1) * 100 for p in prints)
    is_held = held(symbol, at, evidence) or held(symbol, first, evidence) or unsettled(symbol, first, at, evidence)
    grade = grade_of(bars[at].source) if bars[at].high is not None else "D"
    return Seen(low=low, high=high, value=round(value, 4), at=str(day), day=day, source=bars[at].source, grade=grade, held=is_held)


def _in_percent(claim: Claim, found: Sequence[Seen]) -> tuple[Interval, Interval | None]:
    """The claim's interval in percent; "up 5x" may mean five times the price or five times more, whichever is nearer."""
    written = interval_of(claim)
    if claim.unit != "x":
        return written, truncated(claim)
    readings = [Interval(*(None if end is None else (end - less) * 100 for end in (written.low, written.high))) for less in (1, 0)]
    return next((one for one in readings if any(one.meets(seen.low, seen.high) for seen in found)), readings[0]), None


def _months_before(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
