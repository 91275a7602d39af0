"""Growth and net margin from reported figures: a period against the same one a year before, income over revenue. Grade D."""

from datetime import datetime
from decimal import Decimal

from domain.metrics import PER_SHARE
from domain.observations import Fact
from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.period import canonical, covers, year_before
from market.splits import shares_for_one

GROWTH = {"revenue_growth_pct": ("revenue",), "earnings_growth_pct": ("net_income", "eps")}
REPORTED = frozenset((*GROWTH, "margin_pct"))


def reported(claim: Claim, symbol: str, period: str | None, *, evidence: Evidence) -> list[Seen]:
    """Each figure that two reported ones make, from when the later of both was known; of a period that names one."""
    if claim.metric == "margin_pct":
        return _margins(symbol, period, evidence)
    return [one for metric in GROWTH[claim.metric] for one in _growth(symbol, metric, period, evidence)]


def _growth(symbol: str, metric: str, period: str | None, evidence: Evidence) -> list[Seen]:
    facts, found = evidence.facts(symbol, metric), []
    for fact in facts:
        own = canonical(fact.period)
        if own is None or period is None or not covers(own, period):
            continue
        before = _latest(facts, year_before(own), fact.known_at, fact.unit)
        if before is None or before.value <= 0:
            continue
        value = fact.value
        if metric in PER_SHARE:
            value *= shares_for_one(evidence.splits(symbol), before.known_at.date(), fact.known_at.date())
        found.append(_seen((value / before.value - 1) * 100, fact, f"{metric} {own} over a year before", evidence))
    return found


def _margins(symbol: str, period: str | None, evidence: Evidence) -> list[Seen]:
    incomes, found = evidence.facts(symbol, "net_income"), []
    for income in incomes:
        own = canonical(income.period)
        if own is None or period is None or not covers(own, period):
            continue
        revenue = _latest(evidence.facts(symbol, "revenue"), own, income.known_at, income.unit)
        if revenue is not None and revenue.value > 0:
            found.append(_seen(income.value / revenue.value * 100, income, f"net income over revenue {own}", evidence))
    return found


def _latest(facts: list[Fact], period: str | None, moment: datetime, unit: str) -> Fact | None:
    known = [fact for fact in facts if fact.known_at <= moment and fact.unit == unit and period and canonical(fact.period) == period]
    return known[-1] if known else None


def _seen(value: Decimal, fact: Fact, words: str, evidence: Evidence) -> Seen:
    day = evidence.calendar(fact.symbol).opened(fact.known_at) or fact.known_at.date()
    value = round(value, 4)
    stamp = fact.known_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Seen(low=value, high=value, value=value, at=stamp, day=day, source=f"{fact.source} {words}", grade="D")
