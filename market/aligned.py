"""A symbol's prices on one share base as arrays, to find the few sessions that a verdict turns on without looking at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.observations import Bar, Split
from market.columns import Columns
from market.splits import shares_for_one

Floats = Any  # a numpy array of float64, which is not loaded at start-up

#: Arrays decide only what is clear of this share of a bound; the rest is looked at exactly.
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Aligned:
    """Close, low and high of each bar, each on the shares of `base`, and its day's ordinal; low and high hold every print."""

    base: date
    ordinals: Any
    close: Floats
    low: Floats
    high: Floats


def aligned(bars: Sequence[Bar], splits: Sequence[Split]) -> Aligned:
    """The arrays of a symbol's bars, which have to be at least one."""
    import numpy as np

    base = bars[-1].date
    if isinstance(bars, Columns):
        prints = [column for column in (bars.close, bars.low, bars.high, bars.open) if column is not None]
        low, high = np.fmin.reduce(prints), np.fmax.reduce(prints)
        close, days, bases = bars.close, bars.days, [bars.base_date] * len(bars)
    else:
        every = [[float(v) for v in (bar.close, bar.low, bar.high, bar.open) if v is not None] for bar in bars]
        close, low, high = (np.array([pick(values) for values in every]) for pick in (_first, min, max))
        days, bases = [bar.date for bar in bars], [bar.base_date for bar in bars]
    ordinals = np.array([day.toordinal() for day in days])
    if not splits:
        return Aligned(base, ordinals, close, low, high)
    known: dict[date, float] = {}
    factors = np.array([_factor(of or day, base, splits, known) for day, of in zip(days, bases, strict=True)])
    return Aligned(base, ordinals, close / factors, low / factors, high / factors)


def _first(values: list[float]) -> float:
    return values[0]


def _factor(day: date, base: date, splits: Sequence[Split], known: dict[date, float]) -> float:
    before = max((split.date for split in splits if split.date <= day), default=date.min)
    if before not in known:
        known[before] = float(shares_for_one(splits, day, base))
    return known[before]
