"""What an instrument did after a moment, and its index beside it, in sessions of its exchange."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.observations import Bar
from market.evidence import Evidence
from market.listing import ALWAYS_OPEN, exchange_of
from market.splits import rebased

SESSIONS = (1, 5, 20, 60)

#: The index that stands beside the listings of an exchange, in Yahoo notation.
INDEX_OF = {
    "XNYS": "^GSPC", "XHKG": "^HSI", "XTKS": "^N225", "XLON": "^FTSE", "XETR": "^GDAXI", "XFRA": "^GDAXI", "XPAR": "^FCHI",
    "XSHG": "000001.SS", "XTSE": "^GSPTSE", "XASX": "^AXJO", "XKRX": "^KS11", "XTAI": "^TWII", "XBOM": "^BSESN", "XSWX": "^SSMI",
    "XAMS": "^AEX", "XSES": "^STI",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change from close to close as a share (0.02 is 2 %), and the index's over the same sessions; None: no series for it."""

    own: float
    index: float | None


class Moves:
    """Changes after moments, from what was known; split-adjusted, without dividends."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def base(self, symbol: str, moment: datetime) -> date | None:
        """The session whose close is the first at or after a moment: nobody could have traded on the words before."""
        calendar = self.evidence.calendar(self._name(symbol, moment))
        at = bisect_left(calendar.closes, moment)
        return calendar.days[at] if at < len(calendar.days) else None

    def after(self, symbol: str, moment: datetime, sessions: int) -> Move | None:
        """The change over so many sessions from the first close at or after `moment`.

        None where a close is missing, is not in yet, or where the prices between jump without a reason on record.
        """
        symbol, first = self._name(symbol, moment), self.base(symbol, moment)
        days = self.evidence.calendar(symbol).days
        at = bisect_left(days, first) + sessions if first is not None else len(days)
        if first is None or at >= len(days):
            return None
        own = self._change(symbol, first, days[at])
        index = INDEX_OF.get(exchange_of(symbol)) if exchange_of(symbol) != ALWAYS_OPEN else None
        beside = self._change(index, first, days[at]) if index is not None and index != symbol else None
        return None if own is None else Move(own=own, index=beside)

    def _name(self, symbol: str, moment: datetime) -> str:
        return self.evidence.current_name(symbol, moment.date())

    def _change(self, symbol: str, first: date, last: date) -> float | None:
        bars = self.evidence.bars(symbol)
        start, end = _bar(bars, first), _bar(bars, last)
        if start is None or end is None or any(first <= bars[at].date <= last for at in self.evidence.held(symbol)):
            return None
        splits = self.evidence.splits(symbol)
        before, after = (rebased(bar.close, splits, base=bar.base_date or bar.date, to=first) for bar in (start, end))
        return float(after / before - 1) if before > 0 else None


def _bar(bars: Sequence[Bar], day: date) -> Bar | None:
    at = bisect_left(bars, day, key=lambda bar: bar.date)
    return bars[at] if at < len(bars) and bars[at].date == day else None
