"""The front door: one claim against what was known at one moment, as one verdict (DESIGN §5)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.metrics import STATE, STATE_WITHOUT_PERIOD
from domain.observations import Verdict
from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.doubt import with_doubt
from market.evidence import Evidence
from market.floors import Floors
from market.period import names_past, span_of
from market.rules import change, fx, price, published, targets

NO_FLOORS = Floors({})
PUBLISHED = frozenset(
    [
        "pe",
        "peg",
        "ps",
        "pb",
        "ev_ebitda",
        "market_cap",
        "enterprise_value",
        "eps",
        "revenue",
        "net_income",
        "dividend_yield_pct",
        "dividend",
        "high",
        "low",
        "cash",
        "debt",
        "free_cash_flow",
        "book_value",
        "shares_outstanding",
        "float_shares",
        "short_interest_pct",
        "revenue_growth_pct",
        "earnings_growth_pct",
        "margin_pct",
    ]
)
FITS = ("supported", "consistent")

VERSIONS = {"price_change_pct": 2}  # 2: the session's range, and dividends as a doubt


@dataclass(frozen=True, slots=True)
class _Case:
    claim: Claim
    symbol: str
    moment: datetime | None
    days: tuple[date, ...]
    coarse: bool
    base: date
    evidence: Evidence
    floors: Floors


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
        return _unchecked(claim, None, f"it was posted after {evidence.as_of.date()}, the day this was checked as of")
    if claim.kind in ("position", "hypothetical"):
        return _unchecked(claim, None, f"a {claim.kind} is kept, never judged")
    other = (related or {}).get(claim.id)
    if other is not None:
        return _conversion(claim, other, posted_at, precision, evidence, floors)
    if claim.low is None and claim.high is None:
        return _unchecked(claim, "not_checkable", "it has no number")
    if claim.metric == "fx_rate" and claim.kind == "fact":
        days = _days(evidence, "CNY=X", posted_at, precision, claim.when)
        return _verdict(claim, fx.rate_made(claim, days, evidence=evidence, floors=floors), NOTHING)
    if claim.about:
        return _unchecked(claim, "not_checkable", f"it is about {claim.about}, not the instrument itself")
    if not claim.subject:
        return _unchecked(claim, "not_checkable", "it names no instrument")
    return with_doubt(claim, _instrument(_case(claim, posted_at, precision, evidence, floors)))


def _case(claim: Claim, posted_at: datetime | None, precision: str, evidence: Evidence, floors: Floors) -> _Case:
    posted_day = (posted_at or evidence.as_of).date()
    symbol = evidence.current_name(claim.subject or "", posted_day)
    days = tuple(_days(evidence, symbol, posted_at, precision, claim.when))
    if precision == "second" or posted_at is None:
        base = evidence.calendar(symbol).opened(posted_at or evidence.as_of) or posted_day
    else:
        base = posted_day
    moment = _last_moment(posted_at, precision, evidence)
    span = span_of(claim.when)
    if span is not None:
        moment = min(datetime.combine(span[1] + timedelta(days=1), datetime.min.time(), UTC), moment or evidence.as_of)
    return _Case(claim, symbol, moment, days, precision == "month" and span is None, base, evidence, floors)


def _last_moment(posted_at: datetime | None, precision: str, evidence: Evidence) -> datetime | None:
    if posted_at is None or precision == "second":
        return posted_at
    return min(posted_at + timedelta(days=1 if precision == "day" else 31), evidence.as_of)


def _days(evidence: Evidence, symbol: str, posted_at: datetime | None, precision: str, when: str) -> list[date]:
    calendar, span = evidence.calendar(symbol), span_of(when)
    if span is not None:
        inside = [day for day in calendar.within(*span) if day >= span[0]]
        before = calendar.at_or_before(span[1])
        return (inside or ([before] if before else []))[::-1]
    if posted_at is None or when not in ("now", "past"):  # the past without a day: the last session fits, or nothing is said
        return []
    if precision == "second":
        return calendar.meant(posted_at)
    last = _last_moment(posted_at, precision, evidence) or posted_at
    return calendar.within(posted_at.date(), min((last - timedelta(seconds=1)).date(), evidence.as_of.date()))[::-1]


def _instrument(case: _Case) -> Verdict:
    claim = case.claim
    if claim.kind == "forecast":
        return _forecast(case)
    if claim.metric == "price":
        return _combined(case, _price_made(case), _price_now(case))
    if claim.metric == "price_change_pct":
        return _combined(
            case,
            change.made(claim, case.symbol, case.days, evidence=case.evidence, floors=case.floors) if case.days else _undated(case),
            NOTHING,
        )
    if claim.metric in PUBLISHED:
        return _ranged(case) if _two_bases(claim) else _combined(case, *_figures(case))
    return _unchecked(claim, "not_checkable", f"there is no source for {claim.metric}")


def _price_made(case: _Case) -> Check:
    if not case.days:
        return _undated(case)
    if case.coarse:
        return _coarse(case)
    check = price.made(case.claim, case.symbol, case.days, base=case.base, evidence=case.evidence)
    if check.when_made == "contradicted" and case.claim.when != "now":
        return _best([check, price.made(case.claim, case.symbol, case.days, base=case.days[0], evidence=case.evidence)])
    return check


def _coarse(case: _Case) -> Check:
    each = [price.made(case.claim, case.symbol, [day], base=day, evidence=case.evidence) for day in case.days]
    known = [check for check in each if check.when_made not in ("not_checkable", "pending")]
    if not known:
        return each[0]
    fits = [check for check in known if check.when_made in FITS]
    if fits and len(fits) < len(known):
        return replace(
            _best(fits), when_made="ambiguous", why=f"the date is coarse: it fits {len(fits)} of the {len(known)} sessions that it can mean"
        )
    return _best(known)


def _best(checks: list[Check]) -> Check:
    order = ("supported", "consistent", "ambiguous", "pending", "conflict", "contradicted", "not_meaningful", "not_checkable")
    return min(checks, key=lambda check: order.index(check.when_made))


def _undated(case: _Case) -> Check:
    why = "the post has no date" if case.moment is None else "it names no day of the past that can be looked up"
    return Check(when_made="not_checkable", why=why)


def _speaks_of_now(claim: Claim) -> bool:
    state = claim.metric in STATE or (claim.metric in STATE_WITHOUT_PERIOD and not names_past(claim.basis))
    return claim.kind == "fact" and claim.when == "now" and state


def _price_now(case: _Case) -> Present:
    if not _speaks_of_now(case.claim) or (case.days and case.evidence.listed_later(case.symbol, case.days[0])):
        return NOTHING
    since = case.days[0] if case.days else date.min
    return price.now(case.claim, case.symbol, base=case.base, evidence=case.evidence, floors=case.floors, since=since)


def _periods(claim: Claim) -> list[str | None]:
    basis = (claim.basis or "").strip().lower()
    if claim.metric in ("pe", "ps", "peg", "ev_ebitda", "eps") and not basis:
        return ["ttm", "forward"]
    if claim.metric in ("high", "low"):
        return ["52w"] if basis in ("", "52w", "1y") else [basis]
    return [claim.basis if basis and span_of(basis) is None else None]


def _figures(case: _Case) -> tuple[Check, Present]:
    shared = {"base": case.base, "evidence": case.evidence, "floors": case.floors}
    found = []
    for period in _periods(case.claim):
        check = published.made(case.claim, case.symbol, case.moment, period, **shared) if case.moment and _dated(case) else _undated(case)  # type: ignore[arg-type]
        lasting = _speaks_of_now(case.claim) and check.when_made != "not_meaningful"
        now = published.now(case.claim, case.symbol, case.moment, period, **shared) if lasting else NOTHING  # type: ignore[arg-type]
        found.append((check, now))
    best = _best([check for check, _ in found])
    chosen = next(pair for pair in found if pair[0] is best)
    return (
        chosen if chosen[1].now else (best, next((now for check, now in found if now.now and check.when_made == "not_checkable"), NOTHING))
    )


def _dated(case: _Case) -> bool:
    return case.claim.when == "now" or span_of(case.claim.when) is not None or names_past(case.claim.basis)


def _two_bases(claim: Claim) -> bool:
    return claim.basis in ("forward/ttm", "ttm/forward") and claim.low is not None and claim.high is not None


def _ranged(case: _Case) -> Verdict:
    """Two metrics in one range ("10x to 17x, forward and TTM"): each end against its own basis; both have to fit."""
    claim, ends = case.claim, (case.claim.basis or "").split("/")
    low, high = (
        replace(claim, basis=basis, low=value, high=value, relation="~") for basis, value in zip(ends, (claim.low, claim.high), strict=True)
    )
    checks = [_figures(replace(case, claim=end)) for end in (low, high)]
    order = ("contradicted", "conflict", "not_meaningful", "pending", "not_checkable", "ambiguous", "consistent", "supported")
    made, now = min(checks, key=lambda pair: order.index(pair[0].when_made))
    return _combined(case, made, now)


def _forecast(case: _Case) -> Verdict:
    claim = case.claim
    if claim.metric not in ("price_target", "price", "high", "low"):
        return _unchecked(claim, None, f"a forecast of {claim.metric} cannot be followed yet")
    if not case.days and case.moment is None:
        return _unchecked(claim, None, "the post has no date, so there is no price to start from")
    started = case.evidence.calendar(case.symbol).opened(case.moment or case.evidence.as_of)
    span = span_of(claim.basis or "") or span_of(claim.when)
    last = span[1] if span and case.moment and span[1] > case.moment.date() else None
    state, seen, why = targets.reached(claim, case.symbol, started or case.base, last=last, evidence=case.evidence)
    status = {None: "unchecked", "open": "open", "missed": "missed", "void": "unchecked"}.get(state, "hit")
    reason = _words(claim, seen, "the price since", None, why or f"the target is {state.replace('_', ' ')}" if state else why)
    return replace(_base(claim, status, reason, seen), target=state, rule="targets/1", reading=case.symbol)


def _conversion(claim: Claim, other: Claim, posted_at: datetime | None, precision: str, evidence: Evidence, floors: Floors) -> Verdict:
    days = _days(evidence, "CNY=X", posted_at, precision, claim.when)
    if not days:
        return _unchecked(claim, "not_checkable", "the post has no date, so the day's exchange rate is not known")
    return replace(_verdict(claim, fx.converted(claim, other, days, evidence=evidence, floors=floors), NOTHING), rule="fx/1")


def _combined(case: _Case, made: Check, now: Present) -> Verdict:
    return _verdict(case.claim, made, now)


def _verdict(claim: Claim, made: Check, now: Present) -> Verdict:
    status = _status(made, now)
    by_now = status == "stale" or (status == "current" and made.when_made not in FITS)
    seen, tolerance = (now.seen, now.tolerance) if by_now else (made.seen, made.tolerance)
    reason = _words(claim, seen, made.reading, tolerance, _story(made, now, status))
    verdict = _base(claim, status, reason, seen)
    return replace(
        verdict,
        when_made=made.when_made,
        now=now.now,
        stale_since=now.since,
        stale_cause=now.cause,
        now_observed=now.seen.value if now.seen else None,
        now_observed_at=now.seen.at if now.seen else None,
        tolerance=tolerance,
        reading=made.reading,
        rule=_rule(claim.metric),
    )


def _status(made: Check, now: Present) -> str:
    if made.when_made == "contradicted":
        return "contradicted"
    if made.when_made in ("conflict", "not_meaningful"):
        return "unchecked"
    if now.now == "stale":
        return "stale"
    return "current" if made.when_made in FITS or now.now in ("holds", "drifted") else "unchecked"


def _story(made: Check, now: Present, status: str) -> str:
    when = {
        "supported": "right when posted",
        "consistent": "in keeping with the data when posted",
        "contradicted": "outside when posted",
    }.get(made.when_made)
    first = when or f"could not be checked for when it was posted: {made.why or made.when_made}"
    if status == "unchecked" and not now.now:
        return made.why or first
    today = {
        "holds": "still holds",
        "drifted": "has drifted since, within the tolerance",
        "stale": f"no longer holds since {now.since} ({now.cause})",
    }.get(now.now or "")
    return f"{first}; {today}" if today else first


def _words(claim: Claim, seen: Seen | None, reading: str | None, tolerance: str | None, story: str) -> str:
    amount = " to ".join(f"{value.normalize():f}" for value in dict.fromkeys((claim.low, claim.high)) if value is not None)
    told = f"Claimed {claim.metric} {claim.relation} {amount} {claim.unit}: {story}."
    if seen is None:
        return told
    ranged = "" if seen.low == seen.high else f" (range {_short(seen.low)} to {_short(seen.high)})"
    about = f" Observed {_short(seen.value)} {claim.unit}{ranged} at {seen.at}, source {seen.source}"
    return told + about + (f", read as {reading}" if reading else "") + (f", tolerance {tolerance}." if tolerance else ".")


def _short(value: Decimal) -> str:
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.4g}"


def _rule(metric: str) -> str:
    """The rule's name and version; a version counts up when the rule can judge the same evidence otherwise."""
    return f"{metric}/{VERSIONS.get(metric, 1)}"


def _base(claim: Claim, status: str, reason: str, seen: Seen | None) -> Verdict:
    if seen is None:
        return Verdict(id=claim.id, status=status, reason=reason)
    digest = hashlib.sha256(repr((seen.at, str(seen.low), str(seen.high), str(seen.value), seen.source)).encode()).hexdigest()[:16]
    return Verdict(
        id=claim.id,
        status=status,
        reason=reason,
        observed=seen.value,
        observed_at=seen.at,
        grade=seen.grade,
        provider=seen.source,
        evidence=digest,
    )


def _unchecked(claim: Claim, when_made: str | None, why: str) -> Verdict:
    return Verdict(
        id=claim.id, status="unchecked", when_made=when_made, reason=_words(claim, None, None, None, why), rule=_rule(claim.metric)
    )
