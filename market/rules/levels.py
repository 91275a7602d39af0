"""A 52-week, yearly, daily or all-time high or low from the bars, where no source publishes it. Grade D."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import inf

from domain.readings import Claim
from market.aligned import NEAR, Floats
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.interval import Interval, interval_of, truncated
from market.jumps import unsettled
from market.rules.compare import present, when_made
from market.rules.price import in_own_money, turning
from market.splits import shares_for_one

#: days of a window; 0 is the session itself, -1 the year so far, None all there is
WINDOWS: dict[str, int | None] = {"": 365, "52w": 365, "1y": 365, "year": 365, "day": 0, "1d": 0, "today": 0, "ytd": -1, "this year": -1}
WINDOWS |= {"week": 7, "month": 30, "3m": 91, "6m": 182, "all-time": None, "ath": None, "atl": None, "ever": None}
UNKNOWN = 999
#: The rows of a level after its four readings.
LOWEST, HIGHEST = 4, 5
SLACK = timedelta(days=6)


def made(claim: Claim, symbol: str, days: Sequence[date], *, base: date, evidence: Evidence, floors: Floors) -> Check:
    """The level at the sessions the post can mean, today's range in it or not, by closes or by prints: all of these fit."""
    window = WINDOWS.get((claim.basis or "").lower(), UNKNOWN)
    found = [one for day in days if (one := level(claim, symbol, day, window, base, evidence)) is not None]
    if not found:
        return Check(when_made="not_checkable", why=f"no {claim.basis or '52w'} {claim.metric} of {symbol} known then")
    calendar = evidence.calendar(symbol)
    near = (calendar.after(days[0]), calendar.at_or_before(days[-1] - timedelta(days=1)))
    other = next((one for day in near if day and (one := level(claim, symbol, day, window, base, evidence)) is not None), None)
    written, words = interval_of(claim), f"{symbol} {claim.metric} of {claim.basis or '52w'} to {found[0].day}"
    others, tolerance = [other] if other else [], floors.words(claim.metric)
    check = when_made(written, truncated(claim), floors.of(claim.metric), found, reading=words, tolerance=tolerance, others=others)
    further = written.side(found[0].value) * (1 if claim.metric == "high" else -1) < 0
    if window is None and further and check.when_made == "contradicted":
        return Check(when_made="not_checkable", why=f"the prices known of {symbol} do not reach back to such a {claim.metric}")
    return check


def now(claim: Claim, symbol: str, *, since: date, base: date, evidence: Evidence, floors: Floors) -> Present:
    """Whether the level stands today, since when if not."""
    window, bars, floor = WINDOWS.get((claim.basis or "").lower(), UNKNOWN), evidence.bars(symbol), floors.of(claim.metric)
    start = evidence.first_from(symbol, since)
    if window in (UNKNOWN, 0) or start >= len(bars) or evidence.ended(symbol):
        return NOTHING
    columns = _levels(claim, symbol, start, len(bars) - 1, window, base, evidence)
    if columns is None:
        return NOTHING
    met = _last_met(interval_of(claim).widened(*floor), columns)
    places = turning(met, columns.shape[1], symbol=symbol, evidence=evidence)
    series = [_seen(columns[:, at], symbol, start + at, evidence) for at in places]
    return present(interval_of(claim), floor, series, tolerance=floors.words(claim.metric))


def _last_met(wide: Interval, columns: Floats) -> int:
    low, high = -inf if wide.low is None else float(wide.low), inf if wide.high is None else float(wide.high)
    meets = ((columns[HIGHEST] >= low - abs(low) * NEAR) & (columns[LOWEST] <= high + abs(high) * NEAR)).nonzero()[0]
    return int(meets[-1]) if len(meets) else 0


def level(claim: Claim, symbol: str, day: date, window: int | None, base: date, evidence: Evidence) -> Seen | None:
    """The extreme of the window that ends with a session; None where the bars do not reach back to its start, or have jumped."""
    at = evidence.bar_at(symbol, day)
    columns = None if at is None or window == UNKNOWN else _levels(claim, symbol, at, at, window, base, evidence)
    return None if columns is None or at is None else _seen(columns[:, 0], symbol, at, evidence)


def _levels(claim: Claim, symbol: str, first: int, last: int, window: int | None, base: date, evidence: Evidence) -> Floats | None:
    """The level at each place from first to last, four ways: by prints and by closes, the session itself in it and not; and their range."""
    days = evidence.days(symbol)
    begin = _begin(days[first], window)
    start = evidence.first_from(symbol, begin)
    reaches = window is None or days[start] - begin <= SLACK or evidence.listed_later(symbol, begin)
    if not reaches or unsettled(symbol, start, last, evidence) or not in_own_money(claim, symbol, evidence):
        return None
    turn = float(shares_for_one(evidence.splits(symbol), base, evidence.aligned(symbol).base))
    every = _every(symbol, claim.metric == "high", window, evidence)[:, first : last + 1]
    return every if turn == 1 else every * turn


def _every(symbol: str, up: bool, window: int | None, evidence: Evidence) -> Floats:
    """The level at all of the symbol's sessions, whether or not the bars reach back far enough."""
    import numpy as np

    if (symbol, up, window) not in evidence.levels:
        extremes, ordinals = evidence.extremes(symbol, up=up), evidence.aligned(symbol).ordinals
        ends = np.arange(len(ordinals))
        rolling = window is not None and window >= 0
        begins = ordinals - window if rolling else np.array([_begin(day, window).toordinal() for day in evidence.days(symbol)])
        starts = np.searchsorted(ordinals, begins)
        with_today = extremes.of(starts, ends)
        without = extremes.of(np.minimum(starts, ends - 1).clip(0), (ends - 1).clip(0))
        alone = starts == ends
        columns = [*with_today, *(np.where(alone, today, before) for today, before in zip(with_today, without, strict=True))]
        evidence.levels[symbol, up, window] = np.array([*columns, np.minimum.reduce(columns), np.maximum.reduce(columns)])
    return evidence.levels[symbol, up, window]


def _begin(day: date, window: int | None) -> date:
    if window is None:
        return date.min
    return date(day.year, 1, 1) if window == -1 else day - timedelta(days=window)


def _seen(values: Floats, symbol: str, at: int, evidence: Evidence) -> Seen:
    day, source = evidence.days(symbol)[at], evidence.bars(symbol)[at].source
    prints = tuple(Decimal(repr(round(value, 6))) for value in values[:LOWEST].tolist())
    return Seen(low=min(prints), high=max(prints), value=prints[0], at=day.isoformat(), day=day, prints=prints, source=source, grade="D")
