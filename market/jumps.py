"""Jumps in a price that nobody explains: more than 40 % between sessions with neither a split record nor the market cap to match.

A vendor that has applied half a split, or none, shows one. Sessions beside a jump are held, and so is everything that
would have to be counted across one that has not gone back.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.observations import Bar, Fact, Split
from market.calendar import Calendar
from market.columns import Columns
from market.splits import rebased

if TYPE_CHECKING:
    from market.evidence import Evidence

JUMP = Decimal("1.4")
#: An opening this near to the last close: no split fell between, whatever the session did then.
GAP = Decimal("1.15")
#: Bars further apart than this tell nothing about a single jump.
APART = 7

FAR = 0.72  # just short of 1 / JUMP
Jump = tuple[int, Decimal]


def suspects(bars: Sequence[Bar], splits: Sequence[Split]) -> Iterable[int]:
    """The bars at which there can be a jump: with one base, those whose close left the one before, and those at a split."""
    if not isinstance(bars, Columns):
        return range(1, len(bars))
    ratios = bars.close[1:] / bars.close[:-1]
    far = {int(at) + 1 for at in ((ratios > 1 / FAR) | (ratios < FAR)).nonzero()[0]}
    at_splits = {bisect_left(bars.days, split.date) for split in splits}
    return sorted(at for at in far | at_splits if 0 < at < len(bars))


def jumps_of(bars: Sequence[Bar], at_most: Iterable[int], splits: Sequence[Split], caps: Sequence[Fact], calendar: Calendar) -> list[Jump]:
    """(index of the bar after it, unexplained ratio) of each jump among the bars named, in order."""
    found = []
    for at in at_most:
        left, right = bars[at - 1], bars[at]
        if not (splits or left.base_date or right.base_date) and FAR < right.close / left.close < 1 / FAR:
            continue
        ratio = _per_share(right, right.close, left, splits) / _per_share(left, left.close, left, splits)
        if max(ratio, 1 / ratio) > JUMP and not _explained(left, right, ratio, splits, caps, calendar):
            found.append((at, ratio))
    return found


def held(symbol: str, at: int, evidence: "Evidence") -> bool:
    """Whether a bar stands right before or after a jump."""
    return at in evidence.held(symbol)


def unsettled(symbol: str, start: int, end: int, evidence: "Evidence") -> bool:
    """Whether the level moved by jumps between two bars, so that one cannot be counted in the shares of the other."""
    moved = Decimal(1)
    if not evidence.jumps(symbol):
        return False
    for at, ratio in evidence.jumps(symbol):
        if start < at <= end:
            moved *= ratio
    return max(moved, 1 / moved) > JUMP


def _per_share(bar: Bar, value: Decimal, of: Bar, splits: Sequence[Split]) -> Decimal:
    return rebased(value, splits, base=bar.base_date or bar.date, to=of.date)


def _explained(left: Bar, right: Bar, ratio: Decimal, splits: Sequence[Split], caps: Sequence[Fact], calendar: Calendar) -> bool:
    """A real move: the session itself led from the old level to the new one, or the market cap went with it."""
    apart = (right.date - left.date).days > APART
    if right.open and not apart:
        opened = _per_share(right, right.open, left, splits) / _per_share(left, left.close, left, splits)
        if max(opened, 1 / opened) <= GAP:
            return True
    old = [cap.value for cap in caps if calendar.opened(cap.known_at) == left.date]
    new = [cap.value for cap in caps if calendar.opened(cap.known_at) == right.date]
    if not old or not new or not old[-1]:
        return apart
    slack = Decimal("1.4") if apart else Decimal("1.15")  # share counts change in a year, not overnight
    return 1 / slack < new[-1] / old[-1] / ratio < slack
