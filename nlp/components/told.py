"""What a post, and the post it answers, have told so far: whose numbers, which metrics, at what prices."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from nlp.components.numbers import Number
from nlp.thread import Thread

_FAR: Final = (0.05, 0.2, 0.5, 1.0, 2.0)  # steps of the logarithm of one price over another
_GROUPS: Final = {
    **dict.fromkeys("price price_target price_change_pct high low support resistance stop_loss volume".split(), "quote"),
    **dict.fromkeys("entry_price exit_price option_strike".split(), "trade"),
    **dict.fromkeys("deal_value product_price units_sold users".split(), "thing"),
    **dict.fromkeys("rate_pct fx_rate other".split(), "other"),
}
PRICED: Final = frozenset({"quote", "trade"})  # the groups whose numbers, shares of the price apart, are prices


def group_of(metric: str) -> str:
    """What sort of number a metric is: `quote`, `trade`, `thing`, `other`, or `sum` for the figures of a business."""
    return _GROUPS.get(metric, "sum")


@dataclass(slots=True)
class Told:
    """The claims so far: the number and subject of the last one, and by instrument its metrics, their count, its last price.

    `values` are those of the answered post: which instruments it told each of.
    """

    number: Number | None = None
    subject: str | None = None
    metrics: set[tuple[str | None, str]] = field(default_factory=set)
    counts: dict[str | None, int] = field(default_factory=dict)
    prices: dict[str | None, float] = field(default_factory=dict)
    values: dict[float, set[str | None]] = field(default_factory=dict)

    @staticmethod
    def above(thread: Thread | None) -> "Told":
        """What the answered post told: its prices and values, no claim of this post's own."""
        told = Told()
        for claim in thread.claims if thread else ():
            for bound in (claim.low, claim.high):
                if bound is not None:
                    told.values.setdefault(abs(float(bound)), set()).add(claim.subject)
            told._price(claim.subject, claim.metric, claim.unit, claim.low or claim.high)
        return told

    def add(self, number: Number, subject: str | None, metric: str) -> None:
        """One more claim."""
        self.number, self.subject = number, subject
        self.metrics.add((subject, metric))
        self.counts[subject] = self.counts.get(subject, 0) + 1
        self._price(subject, metric, number.unit, number.value)

    def scale(self, subject: str | None, value: float) -> str:
        """How far a price lies from the last one told of an instrument, in steps; `?` where none was."""
        known = self.prices.get(subject)
        return str(bisect_left(_FAR, abs(math.log(value / known)))) if known and value else "?"

    def _price(self, subject: str | None, metric: str, unit: str | None, value: Decimal | None) -> None:
        if value and unit not in ("%", "x") and group_of(metric) in PRICED:
            self.prices[subject] = abs(float(value))
