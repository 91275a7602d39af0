"""A published or derived figure under every basis that its words leave open: trailing or forward, a quarter or a year."""

import re
from collections.abc import Callable
from dataclasses import replace

from domain.readings import Claim
from market.case import Case
from market.check import NOTHING, Check, Present
from market.period import canonical, names_past
from market.rules import levels, published
from market.rules.listings import per_other_share

Pair = tuple[Check, Present]

MULTIPLES = frozenset(("pe", "ps", "peg", "ev_ebitda"))
FLOWS = frozenset(("eps", "revenue", "net_income", "free_cash_flow", "revenue_growth_pct", "earnings_growth_pct", "margin_pct"))
TWO = ("forward/ttm", "ttm/forward")
_ADJUSTED = re.compile(r"(?i)\bnon[- ]?gaap\b|\badj(?:usted)?\b")
_OTHER_MARGIN = re.compile(r"(?i)\b(?:gross|operating|ebitda?|ebit)\b")
ORDER = ("supported", "consistent", "ambiguous", "pending", "conflict", "contradicted", "not_meaningful", "not_checkable")
WORST = ("contradicted", "conflict", "not_meaningful", "pending", "not_checkable", "ambiguous", "consistent", "supported")


def best(checks: list[Check]) -> Check:
    """The check that speaks most for the claim: a contradiction only where no reading does better."""
    return min(checks, key=lambda check: ORDER.index(check.when_made))


def figures(case: Case, undated: Callable[[Case], Check]) -> Pair:
    """Both axes of a figure, by the reading that fits best; `undated` says why there is no moment to look up."""
    claim = case.claim
    if claim.basis in TWO and claim.low is not None and claim.high is not None:
        return _two_bases(case, undated)
    why = _other_basis(claim)
    if why:
        return Check(when_made="not_checkable", why=why), NOTHING
    found = [_figure(case, period, undated) for period in periods(claim)]
    check = best([made for made, _ in found])
    if check.when_made == "contradicted" and claim.metric in FLOWS and any(made.when_made == "not_checkable" for made, _ in found):
        return replace(check, when_made="ambiguous", why="it names no period, and may be of one that is not known here"), NOTHING
    if check.when_made == "contradicted" and claim.metric in ("eps", "dividend", "book_value"):
        check = per_other_share(check, claim, case.symbol, case.base)
    chosen = next((now for made, now in found if made is check), NOTHING)
    return check, chosen if chosen.now else next((now for made, now in found if now.now and check.when_made == "not_checkable"), chosen)


def periods(claim: Claim) -> list[str | None]:
    """The periods that a claim's basis can mean, as facts name them."""
    period = canonical(claim.basis)
    if claim.metric in ("high", "low"):
        return ["52w" if claim.basis in (None, "", "52w", "1y") else claim.basis]
    if claim.metric == "dividend":
        return [period] if period else ["ttm", "FY", "quarter"]
    if period is not None and (period != "FY" or claim.metric in FLOWS):
        return [period]
    if claim.metric in FLOWS:
        return ["ttm", "forward", "quarter", "FY"]
    return ["ttm", "forward"] if claim.metric in MULTIPLES else [None]


def _other_basis(claim: Claim) -> str | None:
    words = claim.basis or ""
    if _ADJUSTED.search(words):
        return f"it is on another basis ({claim.basis}) than the reported figures"
    if claim.metric == "margin_pct" and _OTHER_MARGIN.search(words):
        return f"there is no source for this margin ({claim.basis})"
    return None


def _figure(case: Case, period: str | None, undated: Callable[[Case], Check]) -> Pair:
    claim, dated = case.claim, bool(case.moments) and _dated(case)
    shared = {"base": case.base, "evidence": case.evidence, "floors": case.floors}
    check = published.made(claim, case.symbol, case.moments, period, **shared) if dated else undated(case)  # type: ignore[arg-type]
    if not case.speaks_of_now or check.when_made == "not_meaningful":
        now = NOTHING
    else:
        now = published.now(claim, case.symbol, case.moments[0] if case.moments else None, period, **shared)  # type: ignore[arg-type]
    if claim.metric in ("high", "low") and check.when_made == "not_checkable" and case.days:
        check = levels.made(claim, case.symbol, case.days, **shared)  # type: ignore[arg-type]
        now = levels.now(claim, case.symbol, since=case.days[0], **shared) if case.speaks_of_now and not now.now else now  # type: ignore[arg-type]
    return check, now


def _dated(case: Case) -> bool:
    return case.claim.when == "now" or bool(case.days) or names_past(case.claim.basis) or canonical(case.claim.basis) is not None


def _two_bases(case: Case, undated: Callable[[Case], Check]) -> Pair:
    """Two metrics in one range ("10x to 17x, forward and TTM"): each end against its own basis; both have to fit."""
    claim = case.claim
    ends = zip((claim.basis or "").split("/"), (claim.low, claim.high), strict=True)
    each = [
        figures(replace(case, claim=replace(claim, basis=basis, low=value, high=value, relation="~")), undated) for basis, value in ends
    ]
    return min(each, key=lambda pair: WORST.index(pair[0].when_made))
