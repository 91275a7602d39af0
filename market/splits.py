"""From one share base to another: a price of one day in the shares of another day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.observations import Split


def shares_for_one(splits: Sequence[Split], start: date, end: date) -> Decimal:
    """How many shares one share of day `start` is by the end of day `end`; below 1 after a reverse split."""
    if end < start:
        return 1 / shares_for_one(splits, end, start)
    factor = Decimal(1)
    for split in splits:
        if start < split.date <= end:
            factor = factor * split.new / split.old
    return factor


def rebased(price: Decimal, splits: Sequence[Split], *, base: date, to: date) -> Decimal:
    """A per-share amount quoted on the shares of `base`, in the shares of `to`."""
    factor = shares_for_one(splits, base, to)
    return price if factor == 1 else price / factor


def split_of(symbol: str, day: date, factor: Decimal) -> Split:
    """A split from shares for one: 4 is 4-for-1; 0.3333 is 1-for-3, in whole shares where a rounded factor shows them."""
    inverse = 1 / factor
    if factor < 1 and abs(inverse - round(inverse)) < Decimal("0.001") * inverse:
        return Split(symbol=symbol, date=day, new=Decimal(1), old=Decimal(round(inverse)))
    return Split(symbol=symbol, date=day, new=factor, old=Decimal(1))
