"""A forecast of a reported figure ("Q3 revenue of 12bn"): met or missed once the figure of its period is known."""

from datetime import datetime

from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.floors import Floors
from market.horizon import horizon
from market.interval import interval_of
from market.period import canonical
from market.rules.published import series
from market.rules.targets import Reached

REPORTED = frozenset(("eps", "revenue", "net_income", "free_cash_flow", "dividend"))
#: Companies and analysts forecast these on an adjusted basis, so that a reported figure can only confirm them.
ADJUSTED = frozenset(("eps", "net_income", "free_cash_flow"))


def reported(claim: Claim, symbol: str, posted_at: datetime, *, evidence: Evidence, floors: Floors) -> Reached:
    """How the forecast stands; None where it names no period, or the figure may be on another basis."""
    period = _period(claim, posted_at)
    if period is None:
        return Reached(None, why=f"it names no period whose {claim.metric} will be reported")
    day = evidence.calendar(symbol).opened(posted_at) or posted_at.date()
    found: list[Seen] = [
        one for one in series(claim, symbol, period, base=day, evidence=evidence) if datetime.fromisoformat(one.at) > posted_at
    ]
    if not found:
        return Reached("open", None, f"{claim.metric} of {period} is not reported yet")
    if interval_of(claim).widened(*floors.of(claim.metric)).meets(found[0].low, found[0].high):
        return Reached("met_at_horizon", found[0], f"reported for {period}")
    if claim.metric in ADJUSTED:
        return Reached(None, found[0], f"the reported {claim.metric} of {period} may be on another basis than the forecast")
    return Reached("missed", found[0], f"reported for {period}")


def _period(claim: Claim, posted_at: datetime) -> str | None:
    """The forecast's period with its year: a quarter without one is the next that ends."""
    period = canonical(claim.basis)
    if period is None or period in ("ttm", "forward", "52w", "quarter", "FY"):
        return None
    if period[:1] in "QH" and len(period) == 2:
        end = horizon(period.lower(), posted_at.date())
        return f"{end.year}{period}" if end and period[0] == "Q" else None
    return period
