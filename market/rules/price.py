"""A price against the range of the session the post can mean, in the claim's money and share base."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.observations import Bar
from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.interval import interval_of, truncated
from market.rules.compare import present, when_made
from market.splits import rebased

WIDER = Decimal("0.03")
JUMP = Decimal("1.4")


def made(claim: Claim, symbol: str, days: Sequence[date], *, base: date, evidence: Evidence) -> Check:
    """The first axis of a price on the sessions it can mean; `base` is the day whose shares the post speaks of."""
    bars = evidence.bars(symbol)
    index = {bar.date: at for at, bar in enumerate(bars)}
    found = [index[day] for day in days if day in index]
    if not found:
        return _absent(symbol, days, bars, evidence)
    seen = [one for at in found if (one := at_bar(claim, bars, at, base, evidence)) is not None]
    if not seen:
        return Check(when_made="not_checkable", why=f"no exchange rate to {claim.unit}")
    near = [at for at in (found[0] + 1, found[0] - 1) if 0 <= at < len(bars) and at not in found][:1]
    others = [one for at in near if (one := at_bar(claim, bars, at, base, evidence)) is not None]
    words = f"{symbol} on {', '.join(str(bars[at].date) for at in found[:2])}"
    return when_made(
        interval_of(claim), truncated(claim), (Decimal(0), Decimal(0)), seen, reading=words, tolerance="the session's range", others=others
    )


def now(claim: Claim, symbol: str, *, base: date, evidence: Evidence, floors: Floors, since: date) -> Present:
    """The second axis, over the sessions from `since` on."""
    bars = evidence.bars(symbol)
    wide, series = interval_of(claim).widened(*floors.of("price")), []
    inside = 0
    for at in range(len(bars) - 1, -1, -1):
        if bars[at].date < since or inside:
            break
        one = at_bar(claim, bars, at, base, evidence, ranged=False)
        if one is None:
            return NOTHING
        series.append(one)
        inside = not one.held and wide.meets(one.low, one.high)
    return present(interval_of(claim), floors.of("price"), series[::-1], tolerance=floors.words("price"))


def at_bar(claim: Claim, bars: Sequence[Bar], at: int, base: date, evidence: Evidence, *, ranged: bool = True) -> Seen | None:
    """The observation of one bar; a close alone stands for itself and its neighbours, 3 % wider (grade D), where `ranged`."""
    bar = bars[at]
    rate = _scale(claim, bar, evidence)
    if rate is None:
        return None
    own = {
        name: _based(value, bar, base, evidence) * rate
        for name in ("open", "high", "low", "close")
        if (value := getattr(bar, name)) is not None
    }
    close, full = own["close"], "high" in own and "low" in own
    low, high = min(own.values()), max(own.values())
    if not full and ranged:
        near = [
            _based(bars[n].close, bars[n], base, evidence) * rate
            for n in (at - 1, at, at + 1)
            if 0 <= n < len(bars) and abs((bars[n].date - bar.date).days) <= 5
        ]
        low, high = min(near) * (1 - WIDER), max(near) * (1 + WIDER)
    return Seen(
        low=low,
        high=high,
        value=close,
        at=str(bar.date),
        day=bar.date,
        prints=tuple(own.values()),
        source=bar.source,
        grade="C" if full else "D",
        held=jumped(bars, at, evidence),
    )


def jumped(bars: Sequence[Bar], at: int, evidence: Evidence) -> bool:
    """Whether the bar left its neighbour by more than 40 % with neither a split record nor the market cap to explain it."""
    for before, after in ((at - 1, at), (at, at + 1)):
        if before < 0 or after >= len(bars):
            continue
        left, right = bars[before], bars[after]
        ratio = _based(right.close, right, left.date, evidence) / _based(left.close, left, left.date, evidence)
        if max(ratio, 1 / ratio) > JUMP and not _real_move(left, right, ratio, evidence):
            return True
    return False


def _real_move(left: Bar, right: Bar, ratio: Decimal, evidence: Evidence) -> bool:
    calendar = evidence.calendar(left.symbol)
    caps = evidence.facts(left.symbol, "market_cap")
    before = [cap.value for cap in caps if calendar.opened(cap.known_at) == left.date]
    after = [cap.value for cap in caps if calendar.opened(cap.known_at) == right.date]
    if not before or not after or not before[-1]:
        return (right.date - left.date).days > 7
    moved = after[-1] / before[-1] / ratio
    return Decimal("0.85") < moved < Decimal("1.15")


def _based(value: Decimal, bar: Bar, base: date, evidence: Evidence) -> Decimal:
    return rebased(value, evidence.splits(bar.symbol), base=bar.base_date or bar.date, to=base)


def _scale(claim: Claim, bar: Bar, evidence: Evidence) -> Decimal | None:
    unit, currency = claim.unit or evidence.currency(bar), evidence.currency(bar)
    if unit == currency or unit in ("points", "x", "index", "other"):
        return Decimal(1)
    rate = evidence.rate(currency, unit, bar.date)
    return None if rate is None else rate.value


def _absent(symbol: str, days: Sequence[date], bars: Sequence[Bar], evidence: Evidence) -> Check:
    if not bars:
        return Check(when_made="not_checkable", why=f"no prices of {symbol}")
    if days and days[0] > bars[-1].date and (evidence.as_of.date() - days[0]).days <= 5:
        return Check(when_made="pending", why=f"the session of {days[0]} is not in yet")
    return Check(when_made="not_checkable", why=f"no price of {symbol} for {days[0] if days else 'that day'}")
