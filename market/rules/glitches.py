"""A vendor's figure that jumped for a day: half of a split applied, or a wrong cell."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from domain.observations import Fact
from market.evidence import Evidence
from market.jumps import JUMP
from market.splits import shares_for_one

#: Figures further apart than this are reports of their own, no feed that can slip for a day.
APART = timedelta(days=10)
SAME = (Decimal("0.8"), Decimal("1.25"))


def glitch(rows: Sequence[tuple[Fact, Decimal]], at: int, evidence: Evidence) -> bool:
    """A jump of more than 40 % that the price does not match and that the next figure of the source does not confirm."""
    if at == 0 or rows[at][0].source != rows[at - 1][0].source or rows[at][0].known_at - rows[at - 1][0].known_at > APART:
        return False
    before, value = rows[at - 1][1], rows[at][1]
    if before <= 0 or value <= 0:
        return False
    ratio = value / before
    if max(ratio, 1 / ratio) <= JUMP:
        return False
    if at + 1 < len(rows) and SAME[0] < rows[at + 1][1] / value < SAME[1]:
        return False
    return not _priced(rows[at - 1][0], rows[at][0], ratio, evidence)


def _priced(previous: Fact, fact: Fact, ratio: Decimal, evidence: Evidence) -> bool:
    """Whether the price moved as the figure did."""
    calendar, bars, symbol = evidence.calendar(fact.symbol), evidence.bars(fact.symbol), fact.symbol
    days = calendar.opened(previous.known_at), calendar.opened(fact.known_at)
    left, right = (None if day is None else evidence.bar_at(symbol, day) for day in days)
    if left is None or right is None:
        return False
    shares = shares_for_one(evidence.splits(symbol), bars[left].date, bars[right].date)
    return SAME[0] < ratio / (bars[right].close * shares / bars[left].close) < SAME[1]
