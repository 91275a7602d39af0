"""A published figure (multiple, market cap, yield, level, earnings) against the facts known then and now."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.metrics import IN_SHARES, PER_SHARE
from domain.observations import Fact
from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.interval import interval_of, truncated
from market.rules.compare import present, when_made
from market.rules.own_pe import own_pe
from market.splits import shares_for_one

MOVES_WITH_PRICE = frozenset(("pe", "peg", "ps", "pb", "ev_ebitda", "market_cap", "enterprise_value", "dividend_yield_pct", "high", "low"))
FRESH, NEXT, REPORTED = timedelta(days=7), timedelta(hours=40), timedelta(days=400)
JUMP = Decimal("1.4")


def series(claim: Claim, symbol: str, period: str | None, *, base: date, evidence: Evidence) -> list[Seen]:
    """The facts of a claim's metric and period by known time, in the claim's money and share base, glitches marked as held."""
    key = (symbol, claim.metric, claim.unit, period, base)
    if key not in evidence.figures:
        evidence.figures[key] = _series(claim, symbol, period, base, evidence)
    return evidence.figures[key]


def _series(claim: Claim, symbol: str, period: str | None, base: date, evidence: Evidence) -> list[Seen]:
    facts = [f for f in evidence.facts(symbol, claim.metric) if _same_period(f.period, period)]
    rows = [(fact, value) for fact in facts if (value := _converted(fact, claim, base, evidence)) is not None]
    found = []
    for at, (fact, value) in enumerate(rows):
        held = _glitch(rows, at, evidence)
        stamp = fact.known_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        day = evidence.calendar(symbol).opened(fact.known_at) or fact.known_at.date()
        found.append(Seen(low=value, high=value, value=value, at=stamp, day=day, source=fact.source, held=held))
    if claim.metric == "pe" and period in ("ttm", None):
        found += own_pe(symbol, [one.day for one in found], evidence=evidence)
    return found


def made(claim: Claim, symbol: str, moment: datetime, period: str | None, *, base: date, evidence: Evidence, floors: Floors) -> Check:
    """The first axis: the figure last known at the moment; for those that move with the price also the next one."""
    found = series(claim, symbol, period, base=base, evidence=evidence)
    at = bisect_right(found, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), key=lambda s: s.at) - 1
    moving = claim.metric in MOVES_WITH_PRICE
    if claim.metric == "pe" and loss(symbol, moment, evidence, period):
        return Check(when_made="not_meaningful", why="earnings per share were not above zero, so there is no P/E")
    near = [n for n in (at, at + 1) if 0 <= n < len(found) and moving and abs(_when(found[n]) - moment) <= (FRESH if n == at else NEXT)]
    if not moving and at >= 0 and moment - _when(found[at]) <= REPORTED:
        near = [at]
    if not near:
        return Check(when_made="not_checkable", why=f"no {claim.metric} ({period or 'as published'}) of {symbol} known then")
    seen = [found[n] for n in near]
    others = [found[n] for n in (near[0] - 1,) if n >= 0]
    words = f"{symbol} {claim.metric} {period or ''}".strip()
    floor = floors.of(claim.metric, period)
    return when_made(
        interval_of(claim), truncated(claim), floor, seen, reading=words, tolerance=floors.words(claim.metric, period), others=others
    )


def now(
    claim: Claim, symbol: str, since: datetime | None, period: str | None, *, base: date, evidence: Evidence, floors: Floors
) -> Present:
    """The second axis over the figures known from `since` on."""
    if claim.metric == "pe" and loss(symbol, evidence.as_of, evidence, period):
        return NOTHING
    every = series(claim, symbol, period, base=base, evidence=evidence)
    later = [one for one in every if since is None or _when(one) >= since - timedelta(hours=24)]
    if not later:
        return NOTHING
    verdict = present(interval_of(claim), floors.of(claim.metric, period), later, tolerance=floors.words(claim.metric, period))
    if verdict.now != "stale" or verdict.since is None:
        return verdict
    cause = _cause(claim, symbol, every, verdict.since, since, evidence)
    return Present(now="stale", seen=verdict.seen, since=verdict.since, cause=cause, tolerance=verdict.tolerance)


def loss(symbol: str, moment: datetime, evidence: Evidence, period: str | None) -> bool:
    """Whether the earnings per share known at a moment were zero or below."""
    facts = [f for f in evidence.facts(symbol, "eps") if _same_period(f.period, period)]
    at = bisect_right(facts, moment, key=lambda f: f.known_at) - 1
    return at >= 0 and facts[at].value <= 0


def _cause(claim: Claim, symbol: str, every: Sequence[Seen], start: date, since: datetime | None, evidence: Evidence) -> str:
    """Price, or what stands under the multiple: whichever moved more from the last figure before to the first stale one."""
    if claim.metric == "eps":
        return "earnings"
    under = {"pe": "earnings", "ps": "earnings", "pb": "earnings", "ev_ebitda": "earnings", "dividend_yield_pct": "dividend"}.get(
        claim.metric
    )
    first = next((one for one in every if one.day >= start), None)
    before = [one for one in every if one.day < start and (since is None or _when(one) <= since + NEXT)]
    closes = {bar.date: bar.close for bar in evidence.bars(symbol)}
    if under is None or first is None or not before or before[-1].day not in closes or first.day not in closes:
        return "price"
    shares = shares_for_one(evidence.splits(symbol), before[-1].day, first.day)
    price = abs((closes[first.day] * shares / closes[before[-1].day]).ln())
    ratio = first.value / before[-1].value if before[-1].value else Decimal(0)
    figure = abs(ratio.ln()) if ratio > 0 else Decimal(0)
    return under if price < figure / 2 else "price"


def _glitch(rows: Sequence[tuple[Fact, Decimal]], at: int, evidence: Evidence) -> bool:
    """A jump of more than 40 % that the price does not match and that the next figure does not confirm."""
    if at == 0 or rows[at][0].metric not in MOVES_WITH_PRICE | {"eps"}:
        return False
    before, value = rows[at - 1][1], rows[at][1]
    if before <= 0 or value <= 0:
        return False
    ratio = value / before
    if max(ratio, 1 / ratio) <= JUMP:
        return False
    if at + 1 < len(rows):
        after = rows[at + 1][1] / value
        return not Decimal("0.8") < after < Decimal("1.25") and not _priced(rows, at, ratio, evidence)
    return not _priced(rows, at, ratio, evidence)


def _priced(rows: Sequence[tuple[Fact, Decimal]], at: int, ratio: Decimal, evidence: Evidence) -> bool:
    fact, previous = rows[at][0], rows[at - 1][0]
    calendar, bars = evidence.calendar(fact.symbol), {bar.date: bar.close for bar in evidence.bars(fact.symbol)}
    left, right = calendar.opened(previous.known_at), calendar.opened(fact.known_at)
    if left is None or right is None or left not in bars or right not in bars:
        return False
    moved = bars[right] * shares_for_one(evidence.splits(fact.symbol), left, right) / bars[left]
    return Decimal("0.8") < ratio / moved < Decimal("1.25")


def _converted(fact: Fact, claim: Claim, base: date, evidence: Evidence) -> Decimal | None:
    value, day = fact.value, evidence.calendar(fact.symbol).opened(fact.known_at) or fact.known_at.date()
    if fact.metric in PER_SHARE | IN_SHARES:
        shares = shares_for_one(evidence.splits(fact.symbol), day, base)
        value = value if shares == 1 else value / shares if fact.metric in PER_SHARE else value * shares
    if fact.unit == claim.unit or not (len(fact.unit) == len(claim.unit) == 3):
        return value
    rate = evidence.rate(fact.unit, claim.unit, day)
    return None if rate is None else value * rate.value


def _same_period(known: str | None, asked: str | None) -> bool:
    if asked is None:
        return known in (None, "ttm", "52w")
    return (known or "").replace(" ", "").lower() == asked.replace(" ", "").lower() or (asked == "ttm" and known is None)


def _when(one: Seen) -> datetime:
    return datetime.fromisoformat(one.at)
