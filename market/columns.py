"""A symbol's bars as columns, for markets too large for an object a bar; a bar is made when it is looked at.

Numbers are held as float64. A price as it is written has at most 15 digits, and so comes back exactly.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import isnan
from typing import TYPE_CHECKING, Any, overload

from domain.observations import Bar

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]


class Columns(Sequence[Bar]):
    """The bars of one symbol by date, one a date, of one source; NaN where a number is not known."""

    def __init__(
        self,
        symbol: str,
        days: list[date],
        *,
        close: "Floats",
        low: "Floats",
        high: "Floats",
        open: "Floats | None" = None,
        currency: str | None = None,
        base_date: date | None = None,
        source: str = "folder",
    ) -> None:
        self.symbol, self.days, self.close, self.low, self.high, self.open = symbol, days, close, low, high, open
        self.currency, self.base_date, self.source = currency, base_date, source
        self._made: dict[int, Bar] = {}

    def until(self, count: int) -> "Columns":
        """The first bars."""
        if count == len(self.days):
            return self
        opened = None if self.open is None else self.open[:count]
        return Columns(
            self.symbol, self.days[:count], close=self.close[:count], low=self.low[:count], high=self.high[:count], open=opened,
            currency=self.currency, base_date=self.base_date, source=self.source,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.days)

    @overload
    def __getitem__(self, at: int) -> Bar: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Bar]: ...
    def __getitem__(self, at: int | slice) -> Bar | Sequence[Bar]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        at = at + len(self) if at < 0 else at
        if at not in self._made:
            self._made[at] = self._bar(at)
        return self._made[at]

    def __iter__(self) -> Iterator[Bar]:
        return (self[at] for at in range(len(self)))

    def _bar(self, at: int) -> Bar:
        return Bar(
            symbol=self.symbol, date=self.days[at], close=Decimal(repr(float(self.close[at]))), low=_exact(self.low[at]),
            high=_exact(self.high[at]), open=None if self.open is None else _exact(self.open[at]), currency=self.currency,
            base_date=self.base_date, source=self.source,
        )  # fmt: skip


def _exact(value: float) -> Decimal | None:
    return None if isnan(value) else Decimal(repr(float(value)))
