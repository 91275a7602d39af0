"""The highest or lowest of any stretch of a symbol's sessions, by prints and by closes, in constant time (a sparse table)."""

from typing import Any

from market.aligned import Aligned, Floats


class Extremes:
    """Of one symbol, upwards or downwards, on the shares of its last bar; sessions named in `without` do not count."""

    def __init__(self, prices: Aligned, *, up: bool, without: set[int]) -> None:
        import numpy as np

        self.up, sign = up, 1.0 if up else -1.0
        self._tables = []
        for column in (prices.high if up else prices.low, prices.close):
            values = sign * column.copy()
            values[list(without)] = -np.inf
            table, width = [values], 1
            while 2 * width <= len(values):
                table.append(np.maximum(table[-1][:-width], table[-1][width:]))
                width *= 2
            self._tables.append(table)

    def of(self, starts: Any, ends: Any) -> tuple[Floats, Floats]:
        """(by prints, by closes) of each stretch from a start to an end, both in it; the arrays of places are of one length."""
        import numpy as np

        levels = np.frexp(ends - starts + 1)[1] - 1
        sign, found = (1.0 if self.up else -1.0), []
        for table in self._tables:
            values = np.full(len(starts), -np.inf)
            for level in set(levels.tolist()):
                here = levels == level
                values[here] = np.maximum(table[level][starts[here]], table[level][ends[here] - 2**level + 1])
            found.append(sign * values)
        return found[0], found[1]
