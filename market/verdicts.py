"""A check on both axes as one verdict for people: its status, and one sentence that names claimed, observed, tolerance, source, time."""

import hashlib
from decimal import Decimal
from typing import Any

from domain.observations import Verdict
from domain.readings import Claim
from market.check import FITS, Check, Present, Seen
from market.rules.targets import Reached

#: A rule's version counts up when it can judge the same evidence otherwise.
VERSION = 2
VERSIONS = {"price_change_pct": 3}
STATES = {None: "unchecked", "open": "open", "missed": "missed", "void": "unchecked"}


def verdict_of(claim: Claim, made: Check, now: Present, *, rule: str | None = None) -> Verdict:
    """The verdict of a fact."""
    status = _status(made, now)
    by_now = status == "stale" or (status == "current" and made.when_made not in FITS)
    seen, tolerance = (now.seen, now.tolerance) if by_now else (made.seen, made.tolerance)
    return Verdict(
        **_base(claim, status, _words(claim, seen, made.reading, tolerance, _story(made, now, status)), seen),
        when_made=made.when_made, now=now.now, stale_since=now.since, stale_cause=now.cause, tolerance=tolerance,
        now_observed=now.seen.value if now.seen else None, now_observed_at=now.seen.at if now.seen else None,
        reading=made.reading, rule=rule or rule_of(claim.metric),
    )  # fmt: skip


def target_verdict(claim: Claim, symbol: str, reached: Reached) -> Verdict:
    """The verdict of a forecast."""
    status = STATES.get(reached.state, "hit")
    reason = _words(claim, reached.seen, symbol, None, reached.why or str(reached.state))
    return Verdict(**_base(claim, status, reason, reached.seen), target=reached.state, rule=f"targets/{VERSION}", reading=symbol)


def unchecked(claim: Claim, when_made: str | None, why: str) -> Verdict:
    """The verdict of a claim that nothing can be said of, with the reason."""
    reason = _words(claim, None, None, None, why)
    return Verdict(id=claim.id, status="unchecked", when_made=when_made, reason=reason, rule=rule_of(claim.metric))


def rule_of(metric: str) -> str:
    """The rule's name and version."""
    return f"{metric}/{VERSIONS.get(metric, VERSION)}"


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
    if when and made.why:
        when = f"{when}: {made.why}"
    first = when or f"could not be checked for when it was posted: {made.why or made.when_made}"
    if status == "unchecked" and not now.now:
        return made.why or first
    today = {
        "holds": "still holds",
        "drifted": "has drifted since, within the tolerance",
        "stale": f"no longer holds since {now.since} ({now.cause})",
    }.get(now.now or "", f"today's state is not known: {now.why}" if now.why else "")
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


def _base(claim: Claim, status: str, reason: str, seen: Seen | None) -> dict[str, Any]:
    """The fields of a verdict that come with its observation."""
    if seen is None:
        return {"id": claim.id, "status": status, "reason": reason}
    low, high, value = (number.normalize() for number in (seen.low, seen.high, seen.value))  # 100.0 is 100
    digest = hashlib.sha256(f"{seen.at}|{low}|{high}|{value}|{seen.source}".encode()).hexdigest()[:16]
    return {
        "id": claim.id, "status": status, "reason": reason, "observed": seen.value, "observed_at": seen.at, "grade": seen.grade,
        "provider": seen.source, "evidence": digest,
    }  # fmt: skip
