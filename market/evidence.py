"""What was known at one moment: bars of closed sessions, facts by their known time, splits, and crosses of exchange rates."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import TypeVar

from domain.instruments import InstrumentTable
from domain.observations import Bar, Fact, FxRate, Rename, Split
from market.aligned import Aligned, Floats, aligned
from market.calendar import Calendar, calendar_of
from market.check import Seen
from market.columns import Columns
from market.data import MarketData
from market.extremes import Extremes
from market.grades import grade_of
from market.jumps import Jump, jumps_of, suspects
from market.listing import currency_of, exchange_of, major

Row = TypeVar("Row", Bar, Fact)
RATE_LASTS = timedelta(days=7)
#: A symbol whose last price is this much older than the newest of the data has ended.
GONE = timedelta(days=14)


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

    def __init__(
        self, data: MarketData, *, as_of: datetime, columns: Mapping[str, Columns] | None = None, newest: date | None = None
    ) -> None:
        """`columns` hold the bars of symbols that `data` has none of; `newest` is the last session of a market given in parts."""
        self.data, self.as_of, self.columns = data, as_of, columns or {}
        self._given = newest
        self._bars: dict[str, Sequence[Bar]] = {}
        self._aligned: dict[str, Aligned] = {}
        self._rivals: dict[str, dict[date, list[Bar]]] = {}
        self._extremes: dict[tuple[str, bool], Extremes] = {}
        self.seen: dict[tuple[str, int, date, str], Seen | None] = {}  # of `price`, one bar's observation
        self._money: dict[str, str | None] = {}
        self._held: dict[str, set[int]] = {}
        self.levels: dict[tuple[str, bool, int | None], Floats] = {}  # of `levels`, every session's
        self._days: dict[str, list[date]] = {}
        self._jumps: dict[str, list[Jump]] = {}
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        self.trailing: dict[tuple[str, str], list[Fact]] = {}
        self.figures: dict[tuple[str, str, str, str | None, date], list[Seen]] = {}  # the rules' own memory, see `published.series`

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
        for rename in self.renames:
            for day, split in grouped.get(rename.old, {}).items():
                if day < rename.date:
                    grouped[rename.new].setdefault(day, split)
        return {symbol: [found[day] for day in sorted(found)] for symbol, found in grouped.items()}

    @cached_property
    def _rates(self) -> dict[tuple[str, str], list[FxRate]]:
        grouped: dict[tuple[str, str], list[FxRate]] = defaultdict(list)
        for rate in sorted(self.data.rates, key=lambda r: (r.date, r.source, r.rate)):
            if rate.date <= self.as_of.date():
                grouped[rate.base, rate.quote].append(rate)
        return grouped

    @cached_property
    def renames(self) -> list[Rename]:
        """The renames that had happened, by date: the data's, and the instrument table's where the data name none of that symbol."""
        own = {rename.old for rename in self.data.renames}
        every = [*self.data.renames, *(rename for rename in _known_renames() if rename.old not in own)]
        return sorted((r for r in every if r.date <= self.as_of.date()), key=lambda r: (r.date, r.old))

    def calendar(self, symbol: str) -> Calendar:
        """The sessions of the exchange a symbol trades on."""
        return calendar_of(exchange_of(symbol), self.as_of.year)

    def bars(self, symbol: str) -> Sequence[Bar]:
        """The symbol's bars whose session has closed, by date; one a date, the best source's; older names' history included."""
        if symbol not in self._bars:
            self._take(symbol)
        return self._bars[symbol]

    def rivals(self, symbol: str, day: date) -> Sequence[Bar]:
        """What else was observed for a session: other sources' bars, or other rows of the same source."""
        if symbol not in self._bars:
            self._take(symbol)
        return self._rivals[symbol].get(day, ())

    def _take(self, symbol: str) -> None:
        calendar, chosen = self.calendar(symbol), list[Bar]()
        if symbol in self.columns:
            known = bisect_right(self.columns[symbol].days, self.as_of, key=calendar.close_of)
            self._bars[symbol], self._rivals[symbol] = self.columns[symbol].until(known), {}
            return
        rivals: dict[date, list[Bar]] = defaultdict(list)
        for bar in sorted(self._history(symbol), key=_rank):
            if calendar.close_of(bar.date) > self.as_of or _halted(bar, chosen):
                continue
            if not chosen or chosen[-1].date != bar.date:
                chosen.append(bar)
            elif (bar.close, bar.low, bar.high) != (chosen[-1].close, chosen[-1].low, chosen[-1].high) or bar.source != chosen[-1].source:
                rivals[bar.date].append(bar)
        self._bars[symbol], self._rivals[symbol] = chosen, rivals

    def _history(self, symbol: str) -> list[Bar]:
        """The rows of a symbol, with those of the names the security had before; a name's older rows were another security's."""
        rows = self._bars_by_symbol.get(symbol, [])
        for old, first, before in self._former(symbol):
            known = [replace(bar, symbol=symbol) for bar in self._bars_by_symbol.get(old, []) if first <= bar.date < before]
            if known:
                rows = known + [bar for bar in rows if bar.date >= before]
        return rows

    def _former(self, symbol: str) -> list[tuple[str, date, date]]:
        """(name, first day, day before which) of each earlier name of a security, the latest first."""
        found, name, before = [], symbol, date.max
        for rename in reversed(self.renames):
            if rename.new == name and rename.date < before:
                found.append((rename.old, rename.date))
                name, before = rename.old, rename.date
        firsts = [*(day for _, day in found[1:]), date.min][: len(found)]
        return [(old, first, day) for (old, day), first in zip(found, firsts, strict=True)]

    def bar_at(self, symbol: str, day: date) -> int | None:
        """Where the bar of a session stands among the symbol's bars."""
        days = self.days(symbol)
        at = bisect_left(days, day)
        return at if at < len(days) and days[at] == day else None

    def first_from(self, symbol: str, day: date) -> int:
        """Where the first bar of a day or later stands."""
        return bisect_left(self.days(symbol), day)

    def days(self, symbol: str) -> list[date]:
        """The dates of the symbol's bars."""
        bars = self.bars(symbol)
        if isinstance(bars, Columns):
            return bars.days
        if symbol not in self._days:
            self._days[symbol] = [bar.date for bar in bars]
        return self._days[symbol]

    def aligned(self, symbol: str) -> Aligned:
        """The symbol's prices on the shares of its last bar, as arrays."""
        if symbol not in self._aligned:
            self._aligned[symbol] = aligned(self.bars(symbol), self.splits(symbol))
        return self._aligned[symbol]

    def extremes(self, symbol: str, *, up: bool) -> Extremes:
        """The highs, or lows, of any stretch of the symbol's sessions; those beside a jump do not count."""
        if (symbol, up) not in self._extremes:
            self._extremes[symbol, up] = Extremes(self.aligned(symbol), up=up, without=self.held(symbol))
        return self._extremes[symbol, up]

    def jumps(self, symbol: str) -> list[Jump]:
        """The jumps in the symbol's price that nothing explains."""
        if symbol not in self._jumps:
            caps = self.facts(symbol, "market_cap")
            bars, splits = self.bars(symbol), self.splits(symbol)
            self._jumps[symbol] = jumps_of(bars, suspects(bars, splits), splits, caps, self.calendar(symbol))
        return self._jumps[symbol]

    def held(self, symbol: str) -> set[int]:
        """Where the bars beside such a jump stand."""
        if symbol not in self._held:
            self._held[symbol] = {at for jump, _ in self.jumps(symbol) for at in (jump - 1, jump)}
        return self._held[symbol]

    def ended(self, symbol: str) -> bool:
        """Whether the symbol's prices stop well before the newest ones known: delisted, renamed, or missing at the source."""
        bars = self.bars(symbol)
        return bool(bars) and self._newest is not None and self._newest - bars[-1].date > GONE

    @cached_property
    def _newest(self) -> date | None:
        return self._given or max((bar.date for bar in self.data.bars if bar.date <= self.as_of.date()), default=None)

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
            for old, first, before in self._former(symbol):
                rows = self._facts_by_symbol.get(old, ())
                found += [replace(f, symbol=symbol) for f in rows if f.metric == metric and first <= f.known_at.date() < before]
            self._facts[key] = sorted(found, key=lambda f: (f.known_at, f.period or "", f.source, f.value))
        return self._facts[key]

    def splits(self, symbol: str) -> Sequence[Split]:
        """The symbol's splits by date."""
        return self._splits_by_symbol.get(symbol, ())

    def share_base(self, symbol: str, day: date) -> date:
        """One day for all days with the same shares: that of the last split up to it."""
        splits = self.splits(symbol)
        return max((split.date for split in splits if split.date <= day), default=date.min) if splits else date.min

    def currency(self, bar: Bar) -> str:
        """The money of a bar."""
        return bar.currency or currency_of(bar.symbol)

    def money(self, symbol: str) -> str | None:
        """The one money that all of the symbol's bars are in; None where there are none, or it changed."""
        if symbol not in self._money:
            bars = self.bars(symbol)
            every = {self.currency(bar) for bar in (bars[:1] if isinstance(bars, Columns) else bars)}
            self._money[symbol] = every.pop() if len(every) == 1 else None
        return self._money[symbol]

    def current_name(self, symbol: str, day: date) -> str:
        """The name under which the security that was called `symbol` on a day has its bars today."""
        for rename in self._by_name[0].get(symbol, ()):
            if day < rename.date:
                return self.current_name(rename.new, rename.date)
        return symbol

    @cached_property
    def _by_name(self) -> tuple[dict[str, list[Rename]], dict[str, list[Rename]]]:
        """The renames by their old and by their new name."""
        old: dict[str, list[Rename]] = defaultdict(list)
        new: dict[str, list[Rename]] = defaultdict(list)
        for rename in self.renames:
            old[rename.old].append(rename)
            new[rename.new].append(rename)
        return old, new

    def taken(self, symbol: str, day: date) -> bool:
        """Whether on a day the symbol was still another security's: today's bearer took it over later."""
        renames = self._by_name[1].get(symbol, ())
        return bool(renames) and all(day < rename.date for rename in renames)

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


def _rank(bar: Bar) -> tuple[object, ...]:
    """By date; within one the best source first, then those with a range, then a fixed order."""
    return (bar.date, grade_of(bar.source), bar.high is None, bar.source, bar.base_date or date.max, bar.close, bar.volume or 0)


@cache
def _known_renames() -> list[Rename]:
    """The instrument table's renames."""
    return [Rename(old=r.old, new=r.new, date=r.date) for r in InstrumentTable.load().renames if r.new and r.how == "rename"]


def _halted(bar: Bar, before: list[Bar]) -> bool:
    """Whether nothing traded: no volume and the price of the last session, which is no new evidence."""
    return bar.volume == 0 and bar.high == bar.low and bool(before) and bar.close == before[-1].close


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.symbol].append(row)
    return grouped
