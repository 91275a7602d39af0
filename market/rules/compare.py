"""The heart of every rule: an interval against observations, when made and now."""

from collections.abc import Sequence
from decimal import Decimal

from market.check import Check, Present, Seen
from market.interval import Interval

Floor = tuple[Decimal, Decimal]


def when_made(
    written: Interval,
    cut: Interval | None,
    floor: Floor,
    seen: Sequence[Seen],
    *,
    reading: str,
    tolerance: str,
    others: Sequence[Seen] = (),
) -> Check:
    """The first axis, best of the observations a post can mean; `others` only confirm a contradiction.

    A contradiction needs two observations on the same side; one alone, or a held one, is a conflict.
    """
    good = [one for one in seen if not one.held]
    for one in good:
        if any(written.holds(value) for value in one.prints or (one.value,)):
            return Check(when_made="supported", seen=one, reading=reading, tolerance=tolerance)
    for one in good:
        if written.meets(one.low, one.high) or (cut is not None and cut.meets(one.low, one.high)):
            return Check(when_made="consistent", seen=one, reading=reading, tolerance=tolerance)
        if written.widened(*floor).meets(one.low, one.high):
            return Check(when_made="consistent", seen=one, reading=reading, tolerance=tolerance)
    first = (good or list(seen))[0]
    if any(one.held for one in (*seen, *others)):
        why = "the figure jumped for one day with no split or price move to match, so nothing is held against the claim"
        return Check(when_made="conflict", why=why, seen=first, reading=reading, tolerance=tolerance)
    side = 1 if written.high is not None and first.low > written.high else -1
    every = [*good, *others]
    if len(every) < 2:
        return Check(
            when_made="pending",
            why="one observation alone is outside; a second has to agree",
            seen=first,
            reading=reading,
            tolerance=tolerance,
        )
    wide = written.widened(*floor)
    if len({wide.side(one.low if wide.low is None or one.low > wide.low else one.high) for one in good}) > 1:
        why = "it lies between the readings that the post allows"
        return Check(when_made="ambiguous", why=why, seen=first, reading=reading, tolerance=tolerance)
    if sum(wide.side(one.low if side > 0 else one.high) == side for one in every) >= 2:
        return Check(when_made="contradicted", seen=first, reading=reading, tolerance=tolerance)
    return Check(when_made="conflict", why="the neighbouring observation does not agree", seen=first, reading=reading, tolerance=tolerance)


def present(written: Interval, floor: Floor, series: Sequence[Seen], *, tolerance: str) -> Present:
    """The second axis, from observations in time order; stale only by two in a row, since the first of that run."""
    good = [one for one in series if not one.held]
    if not good:
        return Present(now=None)
    last, wide = good[-1], written.widened(*floor)
    if written.meets(last.low, last.high):
        return Present(now="holds", seen=last, tolerance=tolerance)
    run = 0
    while run < len(good) and not wide.meets(good[-1 - run].low, good[-1 - run].high):
        run += 1
    if run == len(good) == 1:
        return Present(now=None, why="one observation alone is outside; a second has to agree")
    if run < 2:
        return Present(now="drifted", seen=last, tolerance=tolerance)
    return Present(now="stale", seen=last, since=good[-run].day, cause="price", tolerance=tolerance)
