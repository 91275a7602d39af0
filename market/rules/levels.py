"""A 52-week, yearly, daily or all-time high or low from the bars, where no source publishes it. Grade D."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.interval import interval_of, truncated
from market.jumps import held, unsettled
from market.rules.compare import present, when_made
from market.rules.price import at_bar

#: days of a window; 0 is the session itself, -1 the year so far, None all there is
WINDOWS: dict[str, int | None] = {"": 365, "52w": 365, "1y": 365, "year": 365, "day": 0, "1d": 0, "today": 0, "ytd": -1, "this year": -1}
WINDOWS |= {"week": 7, "month": 30, "3m": 91, "6m": 182, "all-time": None, "ath": None, "atl": None, "ever": None}
SLACK = timedelta(days=6)


def made(claim: Claim, symbol: str, days: Sequence[date], *, base: date, evidence: Evidence, floors: Floors) -> Check:
    """The level at the sessions the post can mean, today's range in it or not, by closes or by prints: all of these fit."""
    window = WINDOWS.get((claim.basis or "").lower(), 999)
    found = [one for day in days if window != 999 and (one := level(claim, symbol, day, window, base, evidence)) is not None]
    if not found:
        return Check(when_made="not_checkable", why=f"no {claim.basis or '52w'} {claim.metric} of {symbol} known then")
    calendar = evidence.calendar(symbol)
    near = (calendar.after(days[0]), calendar.at_or_before(days[-1] - timedelta(days=1)))
    other = next((one for day in near if day and (one := level(claim, symbol, day, window, base, evidence)) is not None), None)
    written, words = interval_of(claim), f"{symbol} {claim.metric} of {_words(claim)} to {found[0].day}"
    others, tolerance = [other] if other else [], floors.words(claim.metric)
    check = when_made(written, truncated(claim), floors.of(claim.metric), found, reading=words, tolerance=tolerance, others=others)
    further = written.side(found[0].value) * (1 if claim.metric == "high" else -1) < 0
    if window is None and further and check.when_made == "contradicted":
        return Check(when_made="not_checkable", why=f"the prices known of {symbol} do not reach back to such a {claim.metric}")
    return check


def now(claim: Claim, symbol: str, *, since: date, base: date, evidence: Evidence, floors: Floors) -> Present:
    """Whether the level stands today; the sessions are looked through from the last one backwards."""
    window, bars, floor = WINDOWS.get((claim.basis or "").lower(), 999), evidence.bars(symbol), floors.of(claim.metric)
    if (
        window in (999, 0)
        or not bars
        or evidence.ended(symbol)
        or unsettled(symbol, evidence.first_from(symbol, since), len(bars) - 1, evidence)
    ):
        return NOTHING
    series: list[Seen] = []
    for bar in reversed(bars):
        one = level(claim, symbol, bar.date, window, base, evidence) if bar.date >= since else None
        if one is None:
            break
        series.append(one)
        if interval_of(claim).widened(*floor).meets(one.low, one.high):
            break
    return present(interval_of(claim), floor, series[::-1], tolerance=floors.words(claim.metric))


def level(claim: Claim, symbol: str, day: date, window: int | None, base: date, evidence: Evidence) -> Seen | None:
    """The extreme of the window that ends with a session; None where the bars do not reach back to its start, or have jumped."""
    bars, at = evidence.bars(symbol), evidence.bar_at(symbol, day)
    if at is None:
        return None
    first = day if window == 0 else date(day.year, 1, 1) if window == -1 else date.min if window is None else day - timedelta(days=window)
    start = evidence.first_from(symbol, first)
    reaches = window is None or bars[start].date - first <= SLACK or evidence.listed_later(symbol, first)
    if not reaches or unsettled(symbol, start, at, evidence):
        return None
    inside = [
        one for n in range(start, at + 1) if not held(symbol, n, evidence) and (one := at_bar(claim, bars, n, base, evidence, ranged=False))
    ]
    return _extreme(inside, claim.metric == "high") if inside else None


def _extreme(inside: list[Seen], up: bool) -> Seen:
    pick, last = (max if up else min), inside[-1]
    prints = [pick(one.high if up else one.low for one in inside), pick(one.value for one in inside)]
    if len(inside) > 1:
        prints += [pick(one.high if up else one.low for one in inside[:-1]), pick(one.value for one in inside[:-1])]
    value = Decimal(prints[0])
    return Seen(
        low=min(prints), high=max(prints), value=value, at=last.at, day=last.day, prints=tuple(prints), source=last.source, grade="D"
    )  # fmt: skip


def _words(claim: Claim) -> str:
    return claim.basis or "52w"
