"""Figures of our own: a session's price over or times the facts known at its close, split-aligned. Grade D.

P/E = price / earnings per share; P/B = price / book value per share; market cap = price x shares; P/S = market cap / revenue;
enterprise value = market cap + debt - cash; dividend yield = dividends per share / price. The textbook definitions.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.metrics import IN_SHARES, PER_SHARE
from domain.observations import Bar, Fact
from domain.readings import Claim
from market.check import Check, Seen
from market.evidence import Evidence
from market.interval import Interval
from market.jumps import held
from market.period import canonical, covers
from market.rules.glitches import glitch
from market.rules.trailing import trailing
from market.splits import rebased, shares_for_one

LASTS = timedelta(days=400)
#: A vendor's figure speaks for the sessions within this many days after it, while newer ones follow.
COVERED = 3

Formula = Callable[[Decimal, Mapping[str, Decimal]], Decimal | None]

#: metric -> (the facts it needs, the formula of price and facts)
DERIVED: dict[str, tuple[tuple[str, ...], Formula]] = {
    "pe": (("eps",), lambda price, of: _over(price, of["eps"])),
    "pb": (("book_value",), lambda price, of: _over(price, of["book_value"])),
    "ps": (("shares_outstanding", "revenue"), lambda price, of: _over(price * of["shares_outstanding"], of["revenue"])),
    "market_cap": (("shares_outstanding",), lambda price, of: price * of["shares_outstanding"]),
    "enterprise_value": (
        ("shares_outstanding", "debt", "cash"),
        lambda price, of: price * of["shares_outstanding"] + of["debt"] - of["cash"],
    ),
    "dividend_yield_pct": (("dividend",), lambda price, of: 100 * of["dividend"] / price),
}  # fmt: skip
#: The facts that speak of a period, of which the claim's is asked.
PERIODIC = frozenset({"eps", "revenue", "dividend"})


def _over(above: Decimal, below: Decimal) -> Decimal | None:
    return above / below if below > 0 else None


def derived(claim: Claim, symbol: str, period: str | None, covered: set[date], *, evidence: Evidence) -> list[Seen]:
    """The figure at each session that no vendor's covers, in the claim's money."""
    needs = DERIVED[claim.metric][0]
    if not all(evidence.facts(symbol, name) for name in needs):
        return []
    last = max(covered, default=date.min)
    near = {near for day in covered for n in range(COVERED + 1) if (near := day + timedelta(days=n)) <= last}
    bars = evidence.bars(symbol)
    found = (at_session(claim.metric, claim.unit, symbol, at, period, evidence) for at in range(len(bars)) if bars[at].date not in near)
    return [one for one in found if one is not None]


def at_session(metric: str, unit: str, symbol: str, at: int, period: str | None, evidence: Evidence) -> Seen | None:
    """The figure over one session's range; None where a fact is not known, too old, or makes no figure (a loss)."""
    bar, (needs, formula) = evidence.bars(symbol)[at], DERIVED[metric]
    moment = evidence.calendar(symbol).close_of(bar.date)
    facts = {name: fact for name in needs if (fact := _known(symbol, name, period, moment, evidence)) is not None}
    of = {name: value for name, fact in facts.items() if (value := _aligned(fact, bar, evidence)) is not None}
    if len(of) < len(needs):
        return None
    scale = evidence.rate(evidence.currency(bar), unit, bar.date) if len(unit) == 3 and unit != evidence.currency(bar) else None
    values = [
        value * (scale.value if scale else 1)
        for price in (bar.close, bar.low, bar.high)
        if price and (value := formula(price, of)) is not None
    ]
    if not values:
        return None
    source = " and ".join(dict.fromkeys([f"{bar.source} price", *(f"{fact.source} {name}" for name, fact in facts.items())]))
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Seen(
        low=min(values), high=max(values), value=round(values[0], 6), at=stamp, day=bar.date, source=source, grade="D",
        held=held(symbol, at, evidence),
    )  # fmt: skip


def second_opinion(check: Check, symbol: str, period: str | None, wide: Interval, evidence: Evidence) -> Check:
    """A vendor's P/E against ours of the same session: where ours puts the claim inside, the sources disagree."""
    at = evidence.bar_at(symbol, check.seen.day) if check.seen else None
    own = at_session("pe", "x", symbol, at, period, evidence) if at is not None and check.seen and check.seen.grade != "D" else None
    if own is None or own.held or not wide.meets(own.low, own.high):
        return check
    return replace(check, when_made="conflict", why=f"the vendor's figure disagrees with price over earnings, {own.value:.2f}")


def _known(symbol: str, metric: str, period: str | None, moment: datetime, evidence: Evidence) -> Fact | None:
    """The fact last known at a moment that is no one-day glitch; of a flow, that of the period."""
    if metric not in PERIODIC:
        facts = evidence.facts(symbol, metric)
    elif period in (None, "ttm"):
        facts = trailing(symbol, metric, evidence)
    else:
        facts = [fact for fact in evidence.facts(symbol, metric) if covers(canonical(fact.period), period)]
    rows = [(fact, fact.value) for fact in facts]
    for at in range(bisect_right(facts, moment, key=lambda fact: fact.known_at) - 1, -1, -1):
        if moment - facts[at].known_at > LASTS:
            return None
        if metric != "eps" or not glitch(rows, at, evidence):
            return facts[at]
    return None


def _aligned(fact: Fact, bar: Bar, evidence: Evidence) -> Decimal | None:
    """A fact's value in the shares and the money of a bar."""
    known_on, base = evidence.calendar(fact.symbol).opened(fact.known_at) or fact.known_at.date(), bar.base_date or bar.date
    splits, value = evidence.splits(fact.symbol), fact.value
    if fact.metric in PER_SHARE:
        value = rebased(value, splits, base=known_on, to=base)
    elif fact.metric in IN_SHARES:
        value = value * shares_for_one(splits, known_on, base)
    if len(fact.unit) != 3 or fact.unit == evidence.currency(bar):
        return value
    rate = evidence.rate(fact.unit, evidence.currency(bar), bar.date)
    return None if rate is None else value * rate.value
