"""A P/E of our own: the session's close over the split-aligned earnings per share known at that close."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from market.check import Seen
from market.evidence import Evidence
from market.rules.price import jumped
from market.splits import rebased

LASTS = timedelta(days=400)


def own_pe(symbol: str, covered: Sequence[date], *, evidence: Evidence) -> list[Seen]:
    """The P/E (TTM) of the sessions after the last one that a vendor's figure covers; of all sessions where there is none. Grade D."""
    facts = [fact for fact in evidence.facts(symbol, "eps") if fact.period in ("ttm", None)]
    calendar, bars, last = evidence.calendar(symbol), evidence.bars(symbol), max(covered, default=date.min)
    found = []
    for at in range(bisect_right(bars, last, key=lambda bar: bar.date), len(bars)):
        bar, moment = bars[at], calendar.close_of(bars[at].date)
        fact = next((f for f in facts[bisect_right(facts, moment, key=lambda f: f.known_at) - 1 :: -1] if f.known_at <= moment), None)
        if fact is None or moment - fact.known_at > LASTS:
            continue
        basis = calendar.opened(fact.known_at) or fact.known_at.date()
        eps = rebased(fact.value, evidence.splits(symbol), base=basis, to=bar.base_date or bar.date)
        if eps > 0:
            value = round(bar.close / eps, 6)
            stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            source = f"{bar.source} price over {fact.source} earnings"
            found.append(
                Seen(
                    low=value,
                    high=value,
                    value=Decimal(value),
                    at=stamp,
                    day=bar.date,
                    source=source,
                    grade="D",
                    held=jumped(bars, at, evidence),
                )
            )
    return found
