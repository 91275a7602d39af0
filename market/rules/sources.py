"""Two providers' words on one figure: they agree and the grade rises, or they disagree and nothing is held against anybody."""

from collections.abc import Sequence
from dataclasses import replace

from market.check import FITS, Check, Seen
from market.interval import Interval

DISAGREE = "two sources disagree on it"


def with_rivals(check: Check, wide: Interval, rivals: Sequence[Seen]) -> Check:
    """The check by the first source, weighed against other sources' observations of the same sessions.

    `wide` is the claim's interval with its floor: only a rival beyond that disagrees with a claim that fits.
    """
    if not rivals or check.seen is None:
        return check
    outside = [one for one in rivals if not wide.meets(one.low, one.high)]
    if check.when_made in FITS:
        if len(outside) == len(rivals):
            return replace(check, when_made="conflict", why=DISAGREE)
        return replace(check, seen=replace(check.seen, grade="A")) if _other(check.seen, rivals, outside) else check
    if check.when_made not in ("contradicted", "pending"):
        return check
    if len(outside) < len(rivals) or any(wide.side(one.value) != wide.side(check.seen.value) for one in outside):
        return replace(check, when_made="conflict", why=DISAGREE)
    agreed = replace(check.seen, grade="A") if _other(check.seen, rivals, []) else check.seen
    return replace(check, when_made="contradicted", why="", seen=agreed)


def agreed(checks: Sequence[Check], wide: Interval) -> Check:
    """One check of the checks by each source, the likeliest first; those that have nothing to say do not count."""
    telling = [check for check in checks if check.seen is not None and check.when_made != "not_checkable"]
    if len(telling) < 2:
        return telling[0] if telling else checks[0]
    fits = [check for check in telling if check.when_made in FITS]
    against = [check for check in telling if check.when_made in ("contradicted", "pending")]
    if fits and against:
        return replace(fits[0], when_made="conflict", why=DISAGREE)
    if len(fits) > 1 and fits[0].seen is not None:
        return replace(fits[0], seen=replace(fits[0].seen, grade="A"))
    if fits or not against:
        return (fits or telling)[0]
    sides = {wide.side(check.seen.value) for check in against if check.seen is not None}
    if len(against) == 1 or len(sides) > 1:
        return against[0] if len(against) == 1 else replace(against[0], when_made="conflict", why=DISAGREE)
    first = against[0]
    return replace(first, when_made="contradicted", why="", seen=first.seen and replace(first.seen, grade="A"))


def _other(seen: Seen, rivals: Sequence[Seen], outside: Sequence[Seen]) -> bool:
    return any(one.source != seen.source for one in rivals if one not in outside)
