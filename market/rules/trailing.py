"""Trailing twelve months from yearly and quarterly reports: the year, plus the quarters since, less the same quarters before.

Fourth quarters are not reported by themselves, so the sum starts from the year. Per-share figures are put on the shares of
the day on which the last of them was known. Figures published as `ttm` are taken as they are, where there are any.
"""

from decimal import Decimal

from domain.metrics import PER_SHARE
from domain.observations import Fact
from market.evidence import Evidence
from market.period import canonical
from market.splits import rebased


def trailing(symbol: str, metric: str, evidence: Evidence) -> list[Fact]:
    """The facts of a metric over twelve months, by known time."""
    key = (symbol, metric)
    if key not in evidence.trailing:
        facts = evidence.facts(symbol, metric)
        published = [fact for fact in facts if canonical(fact.period) in ("ttm", None)]
        evidence.trailing[key] = published or _summed(facts, evidence)
    return evidence.trailing[key]


def _summed(facts: list[Fact], evidence: Evidence) -> list[Fact]:
    latest: dict[str, Fact] = {}
    found: list[Fact] = []
    for at, fact in enumerate(facts):
        if period := canonical(fact.period):
            latest[period] = fact
        if at + 1 < len(facts) and facts[at + 1].known_at == fact.known_at:
            continue
        value = _sum(latest, fact, evidence)
        if value is not None:
            found.append(
                Fact(
                    symbol=fact.symbol,
                    metric=fact.metric,
                    value=value,
                    unit=fact.unit,
                    known_at=fact.known_at,
                    period="ttm",
                    source=fact.source,
                )
            )
    return found


def _sum(latest: dict[str, Fact], last: Fact, evidence: Evidence) -> Decimal | None:
    years = [int(period[2:]) for period in latest if period.startswith("FY") and period[2:]]
    if not years:
        return None
    year = max(years)
    since = [n for n in (1, 2, 3) if f"{year + 1}Q{n}" in latest]
    parts = [(f"FY{year}", 1), *((f"{year + 1}Q{n}", 1) for n in since), *((f"{year}Q{n}", -1) for n in since)]
    if since != list(range(1, len(since) + 1)) or any(period not in latest or latest[period].unit != last.unit for period, _ in parts):
        return None
    return sum((sign * _on_base(latest[period], last, evidence) for period, sign in parts), Decimal(0))


def _on_base(fact: Fact, last: Fact, evidence: Evidence) -> Decimal:
    if fact.metric not in PER_SHARE:
        return fact.value
    calendar = evidence.calendar(fact.symbol)
    base, to = (calendar.opened(one.known_at) or one.known_at.date() for one in (fact, last))
    return rebased(fact.value, evidence.splits(fact.symbol), base=base, to=to)
