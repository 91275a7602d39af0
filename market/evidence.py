"""What was known at one moment: bars of closed sessions, facts by their known time, splits, and crosses of exchange rates."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from domain.observations import Bar, Fact, FxRate, Split
from market.calendar import Calendar, calendar_of
from market.check import Seen
from market.data import MarketData
from market.listing import currency_of, exchange_of, major

Row = TypeVar("Row", Bar, Fact)
RATE_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of one currency one unit of another costs, and the fixing's day."""

    value: Decimal
    day: date
    source: str


class Evidence:
    """An as-of view of market data: nothing known after `as_of` can be seen, whatever the order of the rows.

    `as_of` is aware UTC. Splits later than it are kept only to undo a bar's `base_date`.
    """

    def __init__(self, data: MarketData, *, as_of: datetime) -> None:
        self.data, self.as_of = data, as_of
        self._bars: dict[str, list[Bar]] = {}
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        self.figures: dict[tuple[str, str, str, str | None, date], list[Seen]] = {}

    @cached_property
    def _bars_by_symbol(self) -> dict[str, list[Bar]]:
        return _grouped(self.data.bars)

    @cached_property
    def _facts_by_symbol(self) -> dict[str, list[Fact]]:
        return _grouped(self.data.facts)

    @cached_property
    def _splits_by_symbol(self) -> dict[str, list[Split]]:
        grouped: dict[str, dict[date, Split]] = defaultdict(dict)
        for split in sorted(self.data.splits, key=lambda s: (s.date, s.new, s.old)):
            grouped[split.symbol].setdefault(split.date, split)
        return {symbol: list(found.values()) for symbol, found in grouped.items()}

    @cached_property
    def _rates(self) -> dict[tuple[str, str], list[FxRate]]:
        grouped: dict[tuple[str, str], list[FxRate]] = defaultdict(list)
        for rate in sorted(self.data.rates, key=lambda r: (r.date, r.source, r.rate)):
            if rate.date <= self.as_of.date():
                grouped[rate.base, rate.quote].append(rate)
        return grouped

    def calendar(self, symbol: str) -> Calendar:
        """The sessions of the exchange a symbol trades on."""
        return calendar_of(exchange_of(symbol), self.as_of.year)

    def bars(self, symbol: str) -> list[Bar]:
        """The symbol's bars whose session has closed, by date; one a date."""
        if symbol not in self._bars:
            calendar = self.calendar(symbol)
            unique = {bar.date: bar for bar in sorted(self._bars_by_symbol.get(symbol, ()), key=lambda b: (b.date, b.close))}
            self._bars[symbol] = [bar for day, bar in unique.items() if calendar.close_of(day) <= self.as_of]
        return self._bars[symbol]

    @cached_property
    def _first_day(self) -> date | None:
        return min((bar.date for bar in self.data.bars), default=None)

    def listed_later(self, symbol: str, day: date) -> bool:
        """Whether the data reach back to a day on which this symbol had no price yet: it was not listed then."""
        bars, first = self.bars(symbol), self._first_day
        return bool(bars) and first is not None and first <= day < bars[0].date

    def facts(self, symbol: str, metric: str) -> list[Fact]:
        """The symbol's facts of one metric that were known, by known time."""
        key = (symbol, metric)
        if key not in self._facts:
            found = [f for f in self._facts_by_symbol.get(symbol, ()) if f.metric == metric and f.known_at <= self.as_of]
            self._facts[key] = sorted(found, key=lambda f: (f.known_at, f.period or "", f.source, f.value))
        return self._facts[key]

    def splits(self, symbol: str) -> Sequence[Split]:
        """The symbol's splits by date."""
        return self._splits_by_symbol.get(symbol, ())

    def currency(self, bar: Bar) -> str:
        """The money of a bar."""
        return bar.currency or currency_of(bar.symbol)

    def current_name(self, symbol: str, day: date) -> str:
        """The name under which the security that was called `symbol` on a day has its bars today."""
        for rename in sorted(self.data.renames, key=lambda r: r.date):
            if rename.old == symbol and day < rename.date:
                symbol = rename.new
        return symbol

    def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Units of `quote` for one of `base` at the last fixing of a day or the week before it; crossed through the euro where need be."""
        (base, of_base), (quote, of_quote) = major(base), major(quote)
        scale = of_quote / of_base
        if base == quote:
            return Rate(scale, day, "scale")
        found = self._fixing(base, quote, day) or self._cross(base, quote, day)
        return None if found is None else Rate(found.value * scale, found.day, found.source)

    def _fixing(self, base: str, quote: str, day: date) -> Rate | None:
        if base == quote:
            return Rate(Decimal(1), day, "scale")
        for pair, turned in (((base, quote), False), ((quote, base), True)):
            rates = self._rates.get(pair, [])
            at = bisect_right(rates, day, key=lambda r: r.date) - 1
            if at >= 0 and day - rates[at].date <= RATE_LASTS:
                rate = rates[at]
                return Rate(1 / rate.rate if turned else rate.rate, rate.date, rate.source)
        return None

    def _cross(self, base: str, quote: str, day: date) -> Rate | None:
        left, right = self._fixing("EUR", base, day), self._fixing("EUR", quote, day)
        if left is None or right is None:
            return None
        return Rate(right.value / left.value, min(left.day, right.day), right.source if base == "EUR" else left.source)


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.symbol].append(row)
    return grouped
