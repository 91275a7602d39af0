"""A price against the range of the session the post can mean, in the claim's money and share base."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import inf

from domain.observations import Bar
from domain.readings import Claim
from market.aligned import NEAR
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.grades import grade_of
from market.interval import Interval, interval_of, truncated
from market.jumps import held, unsettled
from market.rules.compare import Floor, present, when_made
from market.rules.sources import with_rivals
from market.splits import rebased, shares_for_one

WIDER = Decimal("0.03")
#: How many observations beside the turning one are looked at, so that held ones among them do no harm.
AFTER = 4
NEIGHBOUR = 5
SESSION = (Decimal(0), Decimal(0))
#: How long after a split its old prices are still quoted by mistake.
REMEMBERED = 45
NO_MONEY = ("points", "x", "index", "other")


def made(claim: Claim, symbol: str, days: Sequence[date], *, base: date, evidence: Evidence, floors: Floors) -> Check:
    """The first axis of a price on the sessions it can mean; `base` is the day whose shares the post speaks of."""
    bars = evidence.bars(symbol)
    found = [at for day in days if (at := evidence.bar_at(symbol, day)) is not None]
    if not found:
        return _absent(symbol, days, bars, evidence)
    seen = [one for at in found if (one := at_bar(claim, bars, at, base, evidence)) is not None]
    if not seen:
        return Check(when_made="not_checkable", why=f"no exchange rate to {claim.unit}")
    written, words = interval_of(claim), f"{symbol} on {', '.join(str(bars[at].date) for at in found[:2])}"
    near = [at for at in (found[0] + 1, found[0] - 1) if 0 <= at < len(bars) and at not in found][:1]
    others = [one for at in near if (one := at_bar(claim, bars, at, base, evidence)) is not None]
    check = when_made(written, truncated(claim), SESSION, seen, reading=words, tolerance="the session's range", others=others)
    check = with_rivals(check, written.widened(*floors.of("price")), _rivals(claim, symbol, found, base, evidence))
    if check.when_made != "contradicted":
        return check
    split = old_base(written, symbol, found[0], evidence, seen[0])
    return check if split is None else replace(check, old_base=split)


def now(claim: Claim, symbol: str, *, base: date, evidence: Evidence, floors: Floors, since: date) -> Present:
    """The second axis, over the sessions from `since` on."""
    bars, floor, written = evidence.bars(symbol), floors.of("price"), interval_of(claim)
    if not bars or bars[-1].date < since:
        return NOTHING
    if evidence.ended(symbol):
        return Present(now=None, why=f"there is no price of {symbol} after {bars[-1].date}")
    start = evidence.first_from(symbol, since)
    if unsettled(symbol, max(start - 1, 0) if bars[start].date > since else start, len(bars) - 1, evidence):
        return Present(now=None, why="the price has jumped since with no split record to match, so today's is on unknown shares")
    series = _run(claim, bars, start, base, evidence, written.widened(*floor))
    if not series:
        return NOTHING
    verdict = present(written, floor, series, tolerance=floors.words("price"))
    return replace(verdict, cause=_cause(claim, bars, base, verdict, series, evidence, floor)) if verdict.now == "stale" else verdict


def _run(claim: Claim, bars: Sequence[Bar], start: int, base: date, evidence: Evidence, wide: Interval) -> list[Seen]:
    """The observations that tell how the claim stands: the last one that met it, the first and the last one after that."""
    met = last_met(claim, bars, start, base, evidence, wide)
    first = start if met is None else met
    series: list[Seen] = []
    for at in turning(first, len(bars), symbol=bars[0].symbol, evidence=evidence):
        one = at_bar(claim, bars, at, base, evidence, ranged=False)
        if one is None:
            return []
        series.append(one)
    return series


def turning(met: int, count: int, *, symbol: str, evidence: Evidence) -> list[int]:
    """The places that tell how a claim turned that was last met at one: that and the next, and the last two; more where some are held."""
    some = AFTER if evidence.jumps(symbol) else 2
    return [*range(met, min(met + some, count)), *range(max(met + some, count - some), count)]


def last_met(claim: Claim, bars: Sequence[Bar], start: int, base: date, evidence: Evidence, wide: Interval) -> int | None:
    """Where the last bar from `start` on stands that meets an interval and is not held; None where none does."""
    symbol = bars[0].symbol
    clear = len(bars)
    candidates: list[int] = []
    if in_own_money(claim, symbol, evidence):
        prices = evidence.aligned(symbol)
        turn = float(shares_for_one(evidence.splits(symbol), prices.base, base))
        low = -inf if wide.low is None else float(wide.low) * turn
        high = inf if wide.high is None else float(wide.high) * turn
        meets = (prices.high[start:] >= low - abs(low) * NEAR) & (prices.low[start:] <= high + abs(high) * NEAR)
        candidates = [start + int(at) for at in meets.nonzero()[0][::-1][:AFTER]]
        clear = candidates[-1] if candidates else start
    looked_at: list[int] = [*candidates, *range(clear - 1, start - 1, -1)]
    for at in looked_at:
        one = at_bar(claim, bars, at, base, evidence, ranged=False)
        if one is None:
            return None
        if not one.held and wide.meets(one.low, one.high):
            return at
    return None


def at_bar(claim: Claim, bars: Sequence[Bar], at: int, base: date, evidence: Evidence, *, ranged: bool = True) -> Seen | None:
    """The observation of one bar; a close alone stands for itself and its neighbours, 3 % wider (grade D), where `ranged`."""
    symbol = bars[0].symbol
    key = (symbol, at, evidence.share_base(symbol, base), claim.unit)
    if key not in evidence.seen:
        one = _observed(claim, bars[at], base, evidence)
        evidence.seen[key] = replace(one, held=True) if one is not None and held(symbol, at, evidence) else one
    one = evidence.seen[key]
    return one if one is None or not ranged or _ranged(bars[at]) else _around(one, claim, bars, at, base, evidence)


def _around(one: Seen, claim: Claim, bars: Sequence[Bar], at: int, base: date, evidence: Evidence) -> Seen:
    near = [n for n in (at - 1, at, at + 1) if 0 <= n < len(bars) and abs((bars[n].date - bars[at].date).days) <= NEIGHBOUR]
    closes = [seen.value for n in near if (seen := _observed(claim, bars[n], base, evidence)) is not None]
    return replace(one, low=min(closes) * (1 - WIDER), high=max(closes) * (1 + WIDER))


def old_base(written: Interval, symbol: str, at: int, evidence: Evidence, seen: Seen) -> date | None:
    """The split before which the price would have been right: the old shares' price, quoted soon after it."""
    day = evidence.days(symbol)[at]
    for split in evidence.splits(symbol):
        factor = split.new / split.old
        if 0 <= (day - split.date).days <= REMEMBERED and written.meets(seen.low * factor * (1 - WIDER), seen.high * factor * (1 + WIDER)):
            return split.date
    return None


def _rivals(claim: Claim, symbol: str, found: Sequence[int], base: date, evidence: Evidence) -> list[Seen]:
    bars = evidence.bars(symbol)
    rows = [bar for at in found for bar in evidence.rivals(symbol, bars[at].date)]
    return [one for bar in rows if (one := _observed(claim, bar, base, evidence)) is not None]


def _observed(claim: Claim, bar: Bar, base: date, evidence: Evidence) -> Seen | None:
    rate = _scale(claim, bar, evidence)
    if rate is None:
        return None
    shares = shares_for_one(evidence.splits(bar.symbol), bar.base_date or bar.date, base)
    factor = rate if shares == 1 else rate / shares
    prints = tuple(value * factor for value in (bar.close, bar.open, bar.high, bar.low) if value is not None)
    grade = grade_of(bar.source) if _ranged(bar) else "D"
    day = bar.date
    return Seen(
        low=min(prints), high=max(prints), value=prints[0], at=day.isoformat(), day=day, prints=prints, source=bar.source, grade=grade
    )  # fmt: skip


def _ranged(bar: Bar) -> bool:
    return bar.high is not None and bar.low is not None


def _cause(
    claim: Claim, bars: Sequence[Bar], base: date, verdict: Present, series: Sequence[Seen], evidence: Evidence, floor: Floor
) -> str:
    """The exchange rate where the price in its own money is still within the floor of where it was, else the price."""
    first = evidence.bar_at(bars[0].symbol, verdict.since) if verdict.since else None
    unit, own = claim.unit, evidence.currency(bars[-1])
    if first is None or first == 0 or unit == own or unit in NO_MONEY or not unit:
        return "price"
    splits, before = evidence.splits(bars[0].symbol), evidence.bar_at(bars[0].symbol, series[0].day) or 0
    prices = [rebased(bars[at].close, splits, base=bars[at].base_date or bars[at].date, to=base) for at in (max(before - 1, 0), first)]
    moved = abs(prices[1] / prices[0] - 1)
    return "fx" if moved <= floor[0] else "price"


def in_own_money(claim: Claim, symbol: str, evidence: Evidence) -> bool:
    """Whether a claim is in the money of the symbol's bars, so that their arrays can be looked through without exchange rates."""
    money = evidence.money(symbol)
    return money is not None and (not claim.unit or claim.unit in NO_MONEY or claim.unit == money)


def _scale(claim: Claim, bar: Bar, evidence: Evidence) -> Decimal | None:
    currency = evidence.currency(bar)
    unit = claim.unit or currency
    if unit == currency or unit in NO_MONEY:
        return Decimal(1)
    rate = evidence.rate(currency, unit, bar.date)
    return None if rate is None else rate.value


def _absent(symbol: str, days: Sequence[date], bars: Sequence[Bar], evidence: Evidence) -> Check:
    if not bars:
        return Check(when_made="not_checkable", why=f"no prices of {symbol}")
    if days and days[0] > bars[-1].date and (evidence.as_of.date() - days[0]).days <= NEIGHBOUR:
        return Check(when_made="pending", why=f"the session of {days[0]} is not in yet")
    return Check(when_made="not_checkable", why=f"no price of {symbol} for {days[0] if days else 'that day'}")
