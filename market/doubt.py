"""When a verdict against somebody's words is withheld: the reading may be at fault rather than the claim.

`contradicted` stands next to a person's name. On 47,296 real tweets, nearly all of a sample of the verdicts against price claims
came from a number that meant something else (an estimate, a profit, a premium). Three marks told most of them apart; each leaves
the claim `ambiguous`, which people see as `unchecked` with this reason. A verdict in a claim's favour needs no such caution: that
the number fits the market is itself evidence for the reading.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.metrics import PER_SHARE
from domain.observations import Verdict
from domain.readings import Claim

#: The least confidence of a reading at which a verdict may speak against it.
SURE = 0.8
#: A price further off than this factor is more often another number than a wrong price.
FAR = Decimal(2)
#: Spans that end on the day of the post, so that "down 3 % today" is no vague past.
PINNED = frozenset({"day", "week", "month"})
#: Spans in which dividends fall, and by how many points at most a change that counts them may exceed one that does not.
LONG = frozenset({"ytd", "1y", "year", "12m", "yoy"})
DIVIDENDS = Decimal(5)


def with_doubt(claim: Claim, verdict: Verdict, *, old_base: date | None = None) -> Verdict:
    """The verdict, or `ambiguous` with the reason where it speaks against a reading that is not sure enough.

    `old_base` is the split before which a price would have been right: then the number is a price beyond doubt, of the old shares.
    """
    why = doubt(claim, verdict, old_base=old_base)
    if why is None:
        split = f" It is the price of the shares before the split of {old_base}." if old_base and verdict.when_made else ""
        return replace(verdict, reason=verdict.reason + split) if split else verdict
    reason = f"{verdict.reason} This is not held against the claim: {why}."
    return replace(verdict, status="unchecked", when_made="ambiguous", now=None, stale_since=None, stale_cause=None, reason=reason)


def doubt(claim: Claim, verdict: Verdict, *, old_base: date | None = None) -> str | None:
    """Why a contradicted reading may be the reader's fault; None where nothing tells against it."""
    if verdict.when_made != "contradicted":
        return None
    if claim.confidence < SURE:
        return f"the reading is not sure enough (confidence {claim.confidence:.2f})"
    if claim.when == "past" and claim.basis not in PINNED:
        return "it tells of the past without a day, and may mean an earlier one"
    if claim.metric == "price_change_pct" and not claim.basis:
        return "it names no span, and may mean another than the day"
    if claim.metric == "price_change_pct" and claim.basis in LONG and _with_dividends(claim, verdict):
        return "it may count dividends, which are not known here"
    if claim.metric in PER_SHARE and old_base is None and verdict.observed and _far(claim, verdict.observed):
        return "it is so far from the market that it probably means another number"
    return None


def _with_dividends(claim: Claim, verdict: Verdict) -> bool:
    said = claim.low if claim.low is not None else claim.high
    return said is not None and verdict.observed is not None and 0 < said - verdict.observed <= DIVIDENDS


def _far(claim: Claim, observed: Decimal) -> bool:
    bounds = [bound for bound in (claim.low, claim.high) if bound]
    ratios = [max(bound / observed, observed / bound) for bound in bounds if bound * observed > 0]
    return not ratios or min(ratios) > FAR
