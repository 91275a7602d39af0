"""Earnings per share of the last twelve months from filings: the last year, plus this year so far, less the year before so far.

A split between two filings rewrites the later one's figures only. It shows in the diluted shares of a period that both have, so the
older figure is brought to the newer base; where it cannot be told when the split was, no figure is given for that filing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from market.providers.sec_reported import QUARTERLY, Reported

YEAR = range(350, 381)
NEAR = timedelta(days=10)
#: Below this a restated share count is a correction, beyond it a split.
SPLIT = Decimal("1.2")
YearBefore = Callable[[Reported, Iterable[Reported]], Reported | None]
Filing = Sequence[Reported]


def trailing(filings: Sequence[Filing], *, year_before: YearBefore) -> Iterator[tuple[Reported, Decimal]]:
    """(the row whose filing made it known, EPS of the twelve months to that row's end) for each filing, by known time."""
    told = date.min
    for at, filing in enumerate(filings):
        rows = [row for row in filing if row.metric == "eps"]
        newest = max((row.end for row in rows), default=date.min)
        if not rows or newest < told:  # an amendment of an older report is no news of the last twelve months
            continue
        told = newest
        current = max((row for row in rows if row.end == newest), key=lambda row: row.days)
        if current.days in YEAR:
            yield current, current.value
        elif current.form in QUARTERLY:
            value = _over_year_end(current, filing, filings[:at], year_before)
            if value is not None:
                yield current, value


def _over_year_end(current: Reported, filing: Filing, earlier: Sequence[Filing], year_before: YearBefore) -> Decimal | None:
    before = year_before(current, filing)
    if before is None or current.start is None:
        return None
    annual = _year_ended(current.start, earlier)
    if annual is None:
        return None
    year, annual_filing = annual
    factor = _shares_since(annual_filing, filing, before, earlier)
    if _corrected(before, filing, earlier) != _corrected(year, annual_filing, earlier):
        return None  # one of the two was restated and the other not: they do not add up
    return None if factor is None else round(year.value / factor + current.value - before.value, 4)


def _year_ended(start: date, earlier: Sequence[Filing]) -> tuple[Reported, Filing] | None:
    """The fiscal year that ended just before a day, as last reported."""
    for filing in reversed(earlier):
        for row in filing:
            if row.metric == "eps" and row.days in YEAR and abs(start - row.end) <= NEAR:
                return row, filing
    return None


def _shares_since(annual: Filing, filing: Filing, before: Reported, earlier: Sequence[Filing]) -> Decimal | None:
    """How many shares one of the annual report's is in the filing; 1 without a split, None where it cannot be told."""
    own = _restated(filing, _first_with(before, earlier))
    if own is None:
        return None
    if own == 1:
        return Decimal(1)
    annual_at = next(n for n, one in enumerate(earlier) if one is annual)
    of_annual = _restated(annual, _previous_annual(annual, earlier[:annual_at]))
    if of_annual is None:
        return None
    if of_annual == 1:
        return own
    return Decimal(1) if max(own / of_annual, of_annual / own) < SPLIT else None


def _corrected(row: Reported, filing: Filing, earlier: Sequence[Filing]) -> bool:
    """Whether a filing has another value for a period than was first reported, splits apart."""
    first = _first_with(row, earlier)
    old = next((one for one in first or () if one.metric == row.metric and _same(one, row)), None)
    if first is None or old is None or first is filing:
        return False
    factor = _restated(filing, first) or Decimal(1)
    return abs(old.value / factor - row.value) > max(Decimal("0.02") * abs(row.value), Decimal("0.015"))


def _first_with(before: Reported, earlier: Sequence[Filing]) -> Filing | None:
    """The filing that first reported a period."""
    return next((one for one in earlier if any(_same(row, before) and row.metric == "eps" for row in one)), None)


def _previous_annual(annual: Filing, earlier: Sequence[Filing]) -> Filing | None:
    return next((one for one in reversed(earlier) if one[0].form == annual[0].form), None)


def _restated(later: Filing, first: Filing | None) -> Decimal | None:
    """The factor between the diluted shares of a period that two filings have; 1 where nothing says that there was a split.

    None where only one of them has share counts and the earnings per share of a common period differ much.
    """
    if first is None:
        return Decimal(1)
    for metric, inverse in (("diluted_shares", False), ("eps", True)):
        ratios = [
            new.value / old.value if not inverse else old.value / new.value
            for new in later
            for old in first
            if new.metric == old.metric == metric and _same(new, old) and new.value and old.value and new.value * old.value > 0
        ]
        if ratios:
            ratio = ratios[-1]
            if max(ratio, 1 / ratio) < SPLIT:
                return Decimal(1)
            return ratio if not inverse else None
    return Decimal(1)


def _same(one: Reported, other: Reported) -> bool:
    return one.start == other.start and one.end == other.end
