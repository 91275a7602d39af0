"""A change of price in percent over a day, a week, a month, the year so far or a year, from close to close."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from domain.readings import Claim
from market.check import Check, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.interval import interval_of, truncated
from market.rules.compare import when_made
from market.rules.price import jumped
from market.splits import rebased

SPANS = {"1d": 0, "day": 0, "1w": 7, "week": 7, "5d": 7, "1m": 30, "month": 30, "3m": 91, "6m": 182, "1y": 365, "year": 365, "ytd": -1}
NAMES = {"today": "1d", "daily": "1d", "weekly": "1w", "monthly": "1m", "12m": "1y", "yoy": "1y", "52w": "1y"}


def made(claim: Claim, symbol: str, days: Sequence[date], *, evidence: Evidence, floors: Floors) -> Check:
    """The change to the sessions the post can mean; a basis that names no known span is not checkable."""
    basis = (claim.basis or "1d").lower().strip()
    span = SPANS.get(NAMES.get(basis, basis))
    if span is None:
        return Check(when_made="not_checkable", why=f"the span {claim.basis!r} is not known")
    found = [one for day in days if (one := change(symbol, day, span, evidence)) is not None]
    if not found:
        return Check(when_made="not_checkable", why=f"no closes of {symbol} to compare")
    before = evidence.calendar(symbol).at_or_before(days[-1] - timedelta(days=1))
    other = change(symbol, before, span, evidence) if before and span else found[0]
    others = [other] if other else []
    words = f"{symbol} {NAMES.get(basis, basis)} to {found[0].day}"
    return when_made(
        interval_of(claim),
        truncated(claim),
        floors.of(claim.metric),
        found,
        reading=words,
        tolerance=floors.words(claim.metric),
        others=others,
    )


def change(symbol: str, day: date, span: int, evidence: Evidence) -> Seen | None:
    """The change in percent to the close of `day` over `span` days (0: from the session before, -1: from last year's end).

    Its range is that of the session: a post of the same day may have been written at any of its prices.
    """
    bars = evidence.bars(symbol)
    at = bisect_right(bars, day, key=lambda b: b.date) - 1
    if at < 1 or bars[at].date != day:
        return None
    target = date(day.year - 1, 12, 31) if span < 0 else day - timedelta(days=span or 1)
    start = at - 1 if span == 0 else bisect_right(bars, target, key=lambda b: b.date) - 1
    if start < 0 or start >= at or (target - bars[start].date).days > 6:
        return None
    splits = evidence.splits(symbol)
    first = rebased(bars[start].close, splits, base=bars[start].base_date or bars[start].date, to=day)
    prints = (bars[at].close, bars[at].low or bars[at].close, bars[at].high or bars[at].close)
    value, low, high = ((rebased(p, splits, base=bars[at].base_date or day, to=day) / first - 1) * 100 for p in prints)
    held = jumped(bars, at, evidence) or jumped(bars, start, evidence)
    return Seen(low=low, high=high, value=Decimal(round(value, 4)), at=str(day), day=day, source=bars[at].source, grade="D", held=held)
