"""The front door: one claim against what was known at one moment, as one verdict (DESIGN §5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from domain.observations import Verdict
from domain.readings import Claim
from market.case import Case, case_of, days_meant
from market.check import FITS, NOTHING, Check, Present
from market.doubt import with_doubt
from market.evidence import Evidence
from market.figures import Pair, best, figures
from market.floors import Floors
from market.period import span_of
from market.rules import change, forecasts, fx, listings, price, targets
from market.verdicts import target_verdict, unchecked, verdict_of

NO_FLOORS = Floors({})
#: What facts can answer, published or worked out from others.
PUBLISHED = frozenset(
    """pe peg ps pb ev_ebitda market_cap enterprise_value eps revenue net_income dividend_yield_pct dividend high low cash debt
    free_cash_flow book_value shares_outstanding float_shares short_interest_pct revenue_growth_pct earnings_growth_pct margin_pct
    rate_pct volume users units_sold""".split()
)
FOLLOWED = ("price_target", "price", "high", "low", "price_change_pct", "resistance", "support")


def judge(
    claim: Claim,
    *,
    posted_at: datetime | None,
    precision: str,
    evidence: Evidence,
    floors: Floors = NO_FLOORS,
    related: Mapping[str, Claim] | None = None,
) -> Verdict:
    """The verdict on one claim as of the evidence's moment. Pure: the same claim and evidence give the same verdict.

    Args:
        claim: what was said; numbers in base units.
        posted_at: aware UTC, or None where unknown.
        precision: `second`, `minute`, `day`, `month` or `unknown`, as `domain.posts.Post` has it.
        evidence: what was known.
        floors: tolerances, with the settings' changes.
        related: the other side of each conversion by this claim's id.
    """
    precision = "second" if precision == "minute" else precision  # within one session, a minute is a moment
    if posted_at is not None and posted_at > evidence.as_of:
        return unchecked(claim, None, f"it was posted after {evidence.as_of.date()}, the day this was checked as of")
    if claim.kind in ("position", "hypothetical"):
        return unchecked(claim, None, f"a {claim.kind} is kept, never judged")
    other = (related or {}).get(claim.id)
    if other is not None:
        return _conversion(claim, other, posted_at, precision, evidence, floors)
    if claim.low is None and claim.high is None:
        return unchecked(claim, "not_checkable", "it has no number")
    if claim.metric == "fx_rate" and claim.kind == "fact":
        return with_doubt(claim, _rate(claim, posted_at, precision, evidence, floors))
    if claim.about:
        return unchecked(claim, "not_checkable", f"it is about {claim.about}, not the instrument itself")
    if not claim.subject:
        return unchecked(claim, "not_checkable", "it names no instrument")
    if posted_at is not None and evidence.taken(claim.subject, posted_at.date()):
        return unchecked(claim, "not_checkable", f"on {posted_at.date()} {claim.subject} was the symbol of another security")
    return _instrument(case_of(claim, posted_at, precision, evidence, floors))


def _instrument(case: Case) -> Verdict:
    claim = case.claim
    if claim.kind == "forecast":
        return _forecast(case)
    if claim.metric == "price":
        made, now = _price(case)
    elif claim.metric == "price_change_pct":
        shared = {"evidence": case.evidence, "floors": case.floors}
        made = change.made(claim, case.symbol, case.days, **shared) if case.days else _undated(case)  # type: ignore[arg-type]
        now = NOTHING
    elif claim.metric in PUBLISHED:
        made, now = figures(case, _undated)
    else:
        return unchecked(claim, "not_checkable", f"there is no source for {claim.metric}")
    return with_doubt(claim, verdict_of(claim, made, now), old_base=made.old_base)


def _price(case: Case) -> Pair:
    made = _price_made(case)
    symbol = case.symbol
    if made.when_made in ("contradicted", "pending", "not_checkable") and case.days:
        shared = {"base": case.base, "evidence": case.evidence, "floors": case.floors}
        made, symbol = listings.price_elsewhere(made, case.claim, case.symbol, case.days_of, **shared)  # type: ignore[arg-type]
    if made.when_made == "contradicted" and case.extended:
        made = replace(made, when_made="ambiguous", why="it is a price outside the regular session, which the bars do not hold")
    return made, NOTHING if made.when_made == "ambiguous" and not case.coarse else _price_now(case, symbol)


def _price_made(case: Case) -> Check:
    if not case.days:
        return _undated(case)
    if case.coarse:
        return _coarse(case)
    check = _on_base(case, case.base)
    if check.when_made != "contradicted":
        return check
    return best([check, *(_on_base(case, base) for base in case.bases[1:])])


def _on_base(case: Case, base: date) -> Check:
    return price.made(case.claim, case.symbol, case.days, base=base, evidence=case.evidence, floors=case.floors)


def _coarse(case: Case) -> Check:
    each = [_on_base(replace(case, days=(day,)), day) for day in case.days]
    known = [check for check in each if check.when_made not in ("not_checkable", "pending")]
    if not known:
        return each[0]
    fits = [check for check in known if check.when_made in FITS]
    if fits and len(fits) < len(known):
        why = f"the date is coarse: it fits {len(fits)} of the {len(known)} sessions that it can mean"
        return replace(best(fits), when_made="ambiguous", why=why)
    return best(known)


def _price_now(case: Case, symbol: str) -> Present:
    if not case.speaks_of_now or (case.days and case.evidence.listed_later(symbol, case.days[0])):
        return NOTHING
    since = case.days[0] if case.days else date.min
    return price.now(case.claim, symbol, base=case.base, evidence=case.evidence, floors=case.floors, since=since)


def _undated(case: Case) -> Check:
    why = "it names no day of the past that can be looked up" if case.moments else "the post has no date"
    return Check(when_made="not_checkable", why=why)


def _forecast(case: Case) -> Verdict:
    claim, evidence = case.claim, case.evidence
    if not case.moments:
        return unchecked(claim, None, "the post has no date, so there is no price to start from")
    posted_at = case.moments[-1]
    if claim.metric in forecasts.REPORTED:
        return target_verdict(claim, case.symbol, forecasts.reported(claim, case.symbol, posted_at, evidence=evidence, floors=case.floors))
    if claim.metric not in FOLLOWED:
        return unchecked(claim, None, f"a forecast of {claim.metric} cannot be followed")
    started = evidence.calendar(case.symbol).opened(posted_at) or case.base
    last = targets.last_day(claim, posted_at.date())
    return target_verdict(claim, case.symbol, targets.reached(claim, case.symbol, posted_at, started, last=last, evidence=evidence))


def _rate(claim: Claim, posted_at: datetime | None, precision: str, evidence: Evidence, floors: Floors) -> Verdict:
    days = days_meant(evidence, "CNY=X", posted_at, precision, span_of(claim.when), claim.when)
    made = fx.rate_made(claim, days, evidence=evidence, floors=floors)
    now = fx.rate_now(claim, days[0] if days else date.min, evidence=evidence, floors=floors) if claim.when == "now" else NOTHING
    return verdict_of(claim, made, now)


def _conversion(claim: Claim, other: Claim, posted_at: datetime | None, precision: str, evidence: Evidence, floors: Floors) -> Verdict:
    days = days_meant(evidence, "CNY=X", posted_at, precision, span_of(claim.when), claim.when)
    if not days:
        return unchecked(claim, "not_checkable", "the post has no date, so the day's exchange rate is not known")
    made = fx.converted(claim, other, days, evidence=evidence, floors=floors)
    return with_doubt(claim, verdict_of(claim, made, NOTHING, rule="fx/2"))
