"""A price target: has a session's range reached it since, counted from the price when made."""

from datetime import date
from decimal import Decimal

from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.rules.price import at_bar


def reached(claim: Claim, symbol: str, made_on: date, *, last: date | None, evidence: Evidence) -> tuple[str | None, Seen | None, str]:
    """(state, the observation that set it, why) of a target; `made_on` is the session of the post, `last` the horizon or None.

    State None: there is no price to start from, or a jump nobody explains lies between.
    """
    goal = claim.low if claim.low is not None else claim.high
    bars = evidence.bars(symbol)
    start = next((at for at in range(len(bars) - 1, -1, -1) if bars[at].date <= made_on), None)
    if goal is None or start is None or (made_on - bars[start].date).days > 7:
        return None, None, f"no price of {symbol} when it was made"
    first = at_bar(claim, bars, start, made_on, evidence, ranged=False)
    if first is None:
        return None, None, f"no exchange rate to {claim.unit}"
    up = _upwards(claim, goal, first.value)
    if _beyond(first.value, goal, up):
        return "already_met", first, "the price was there already"
    state, found = _walk(claim, symbol, start, made_on, last, goal, up, evidence)
    if found is None:
        return None, None, "a jump that no split record explains"
    return state, found, ""


def _walk(
    claim: Claim, symbol: str, start: int, base: date, last: date | None, goal: Decimal, up: bool, evidence: Evidence
) -> tuple[str, Seen | None]:
    bars, touched, latest = evidence.bars(symbol), None, None
    for at in range(start, len(bars)):
        one = at_bar(claim, bars, at, base, evidence, ranged=False)
        if one is None or one.held:
            continue
        if at == start:
            latest = one
            continue
        if last is not None and one.day > last:
            return ("touched", touched) if touched else ("missed", latest)
        latest = one
        if _beyond(one.value, goal, up):
            return "closed_beyond", one
        touched = touched or (one if _beyond(one.high if up else one.low, goal, up) else None)
    if touched:
        return "touched", touched
    over = last is not None and evidence.as_of.date() > last
    return ("missed" if over else "open"), latest


def _upwards(claim: Claim, goal: Decimal, price: Decimal) -> bool:
    if claim.relation in (">", ">="):
        return True
    return False if claim.relation in ("<", "<=") else goal >= price


def _beyond(value: Decimal, goal: Decimal, up: bool) -> bool:
    return value >= goal if up else value <= goal
