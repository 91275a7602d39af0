"""Everything a market folder holds, as rows of `domain.observations`."""

from dataclasses import dataclass

from domain.observations import Bar, Fact, FxRate, Rename, Split


@dataclass(frozen=True, slots=True)
class MarketData:
    """Bars, splits, facts, exchange rates and renames; empty by default, order free."""

    bars: tuple[Bar, ...] = ()
    splits: tuple[Split, ...] = ()
    facts: tuple[Fact, ...] = ()
    rates: tuple[FxRate, ...] = ()
    renames: tuple[Rename, ...] = ()

    def merged(self, *others: "MarketData") -> "MarketData":
        """The rows of this one and of the others together."""
        every = (self, *others)
        return MarketData(
            bars=tuple(row for data in every for row in data.bars),
            splits=tuple(row for data in every for row in data.splits),
            facts=tuple(row for data in every for row in data.facts),
            rates=tuple(row for data in every for row in data.rates),
            renames=tuple(row for data in every for row in data.renames),
        )
