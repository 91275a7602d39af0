"""Why a figure no longer holds: the price, what stands under it, a restatement, or the exchange rate."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.period import canonical
from market.splits import shares_for_one

#: The metric under a multiple, and the word for its change.
UNDER = {"pe": "earnings", "peg": "earnings", "ps": "earnings", "pb": "earnings", "ev_ebitda": "earnings", "dividend_yield_pct": "dividend"}
WITH_PRICE = frozenset(("market_cap", "enterprise_value", "high", "low"))
NEXT = timedelta(hours=40)


def cause(claim: Claim, symbol: str, every: Sequence[Seen], start: date, since: datetime | None, evidence: Evidence) -> str:
    """The cause of a figure that is stale since the day `start`, of a claim made at `since`."""
    if claim.metric in WITH_PRICE:
        return "price"
    if claim.metric not in UNDER:
        return "dividend" if claim.metric == "dividend" else _reported(claim, symbol, start, evidence)
    under = UNDER[claim.metric]
    first = next((one for one in every if one.day >= start), None)
    before = [one for one in every if one.day < start and (since is None or datetime.fromisoformat(one.at) <= since + NEXT)]
    ends = [evidence.bar_at(symbol, one.day) for one in (before[-1], first)] if before and first else [None]
    if first is None or any(at is None for at in ends):
        return "price"
    left, right = (evidence.bars(symbol)[at] for at in ends if at is not None)
    shares = shares_for_one(evidence.splits(symbol), left.date, right.date)
    price = abs((right.close * shares / left.close).ln())
    ratio = first.value / before[-1].value if before[-1].value else Decimal(0)
    return under if price < (abs(ratio.ln()) if ratio > 0 else Decimal(0)) / 2 else "price"


def _reported(claim: Claim, symbol: str, start: date, evidence: Evidence) -> str:
    """`restatement` where all that was reported on the day was of periods already reported, else `earnings`."""
    facts, calendar = evidence.facts(symbol, claim.metric), evidence.calendar(symbol)
    days = [calendar.opened(fact.known_at) or fact.known_at.date() for fact in facts]
    first = min((day for day in days if day >= start), default=None)
    known = {canonical(fact.period) for fact, day in zip(facts, days, strict=True) if first and day < first}
    new = {canonical(fact.period) for fact, day in zip(facts, days, strict=True) if day == first} - {None, "ttm", "forward"}
    return "restatement" if new and new <= known else "earnings"
