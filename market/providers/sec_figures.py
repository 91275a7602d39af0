"""Figures as people speak of them, from what a company reported: fiscal years and quarters, and the last twelve months' EPS.

Each counts from the filing that first had its value; a restated value is a figure of its own from the later filing on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.observations import Fact
from market.providers.sec_reported import FOREIGN, QUARTERLY, Reported
from market.providers.sec_trailing import trailing

YEAR, QUARTER = range(350, 381), range(80, 101)
SEASON = timedelta(days=91)
PER_SHARE, GROWTH = "eps", "revenue"
ShareRatio = Callable[[str, date], Decimal | None]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The newest period of a filing, and its place among the fiscal quarters (4 x year + quarter - 1)."""

    end: date
    place: int


def figures(symbol: str, rows: Sequence[Reported], *, ratio: ShareRatio) -> Iterator[Fact]:
    """Facts of a listing: `eps` (ttm, FY2024, 2024Q3), `revenue`, `net_income`, `revenue_growth_pct` and `shares_outstanding`.

    `ratio` says how many shares of a foreign company one listed share stands for; where it is not known, nothing is given per
    share, since a wrong one would make every claim look false.
    """
    filings: dict[str, list[Reported]] = defaultdict(list)
    for row in rows:
        filings[row.filing].append(row)
    in_order = sorted(filings.values(), key=lambda own: (own[0].known_at, not own[0].amended, own[0].filing))
    anchors = _anchors(in_order)
    found = _first_values(_labelled(in_order, anchors))
    for metric, value, row, period in (*found, *_growth(in_order, anchors), *_trailing(in_order)):
        scaled = _scaled(symbol, metric, value, row, ratio)
        if scaled is not None:
            unit = "%" if metric.endswith("_pct") else row.unit
            yield Fact(symbol=symbol, metric=metric, value=scaled, unit=unit, known_at=row.known_at, period=period, source="sec")


_Figure = tuple[str, Decimal, Reported, str | None]
_Anchors = Mapping[str, _Anchor]


def _labelled(filings: Iterable[Sequence[Reported]], anchors: _Anchors) -> Iterator[_Figure]:
    for filing in filings:
        anchor = anchors.get(filing[0].filing)
        for row in filing:
            if row.metric == "shares_outstanding":
                yield row.metric, row.value, row, None
            elif row.metric != "diluted_shares" and anchor is not None and (label := _label(row, anchor)):
                yield row.metric, row.value, row, label


def _first_values(found: Iterable[_Figure]) -> Iterator[_Figure]:
    """Each value from the filing that had it first; of several of one filing for one label the latest."""
    last: dict[tuple[str, str | None], Decimal] = {}
    pending: dict[tuple[str, str, str | None], _Figure] = {}
    for figure in found:
        metric, _, row, label = figure
        pending[row.filing, metric, label] = figure
    for (_, metric, label), figure in pending.items():
        if last.get((metric, label)) != figure[1]:
            last[metric, label] = figure[1]
            yield figure


def _anchors(filings: Iterable[Sequence[Reported]]) -> _Anchors:
    """The newest year or quarter of each filing. `fy` and `fp` of a row describe its filing, and companies fill them in unevenly.

    So the year that a fiscal year is called by is taken from how most of the company's annual filings call theirs.
    """
    newest = {filing[0].filing: end for filing in filings if (end := _newest(filing)) is not None}
    named = {filing[0].filing: _named(filing) for filing in filings}
    called = Counter(
        year - _year(newest[filing[0].filing])
        for filing in filings
        if filing[0].form not in QUARTERLY and filing[0].filing in newest and (year := named[filing[0].filing][0]) is not None
    )
    ahead = called.most_common(1)[0][0] if called else 0
    found = {}
    for filing in filings:
        name = filing[0].filing
        quarter = 4 if filing[0].form not in QUARTERLY else named[name][1]
        if name in newest and quarter:
            year = _year(newest[name] + (4 - quarter) * SEASON) + ahead
            found[name] = _Anchor(newest[name], 4 * year + quarter - 1)
    return found


def _newest(filing: Sequence[Reported]) -> date | None:
    spans = QUARTER if filing[0].form in QUARTERLY else YEAR
    return max((row.end for row in filing if row.days in spans), default=None)


def _named(filing: Sequence[Reported]) -> tuple[int | None, int | None]:
    """(fiscal year, quarter) that a filing says of itself."""
    row = next((row for row in filing if row.fiscal_year is not None), None)
    period = row.fiscal_period if row is not None else None
    return (row.fiscal_year if row is not None else None), int(period[1]) if period in ("Q1", "Q2", "Q3") else None


def _year(end: date) -> int:
    """The calendar year of a fiscal year's end; one of 52 or 53 weeks may run some days into January."""
    return (end - timedelta(days=15)).year


def _label(row: Reported, anchor: _Anchor) -> str | None:
    back = round((anchor.end - row.end).days / 91.3125)
    year, quarter = divmod(anchor.place - back, 4)
    if row.days in YEAR:
        return f"FY{year}" if quarter == 3 else None
    return f"{year}Q{quarter + 1}" if row.days in QUARTER else None


def _growth(filings: Iterable[Sequence[Reported]], anchors: _Anchors) -> Iterator[_Figure]:
    """Revenue against the same period a year before, both as one filing has them."""
    for filing in filings:
        anchor = anchors.get(filing[0].filing)
        rows = [row for row in filing if row.metric == GROWTH and anchor is not None and row.end == anchor.end]
        for row in rows:
            before = year_before(row, filing)
            label = _label(row, anchor) if anchor is not None else None
            if before is not None and before.value > 0 and label:
                yield "revenue_growth_pct", round((row.value / before.value - 1) * 100, 4), row, label


def year_before(row: Reported, filing: Iterable[Reported]) -> Reported | None:
    """The same period one year earlier in a filing."""
    for other in filing:
        same = other.metric == row.metric and abs(other.days - row.days) <= 10
        if same and abs((row.end - other.end) - timedelta(days=365)) <= timedelta(days=10):
            return other
    return None


def _trailing(filings: Sequence[Sequence[Reported]]) -> Iterator[_Figure]:
    """EPS of the last twelve months at each filing of a company that files by the quarter; others would lag by up to a year."""
    if not any(filing[0].form in QUARTERLY for filing in filings):
        return
    for row, value in trailing(filings, year_before=year_before):
        yield PER_SHARE, value, row, "ttm"


def _scaled(symbol: str, metric: str, value: Decimal, row: Reported, ratio: ShareRatio) -> Decimal | None:
    """The value for one listed share: an ADR's stands for several of the company's, or for a part of one."""
    if metric not in (PER_SHARE, "shares_outstanding"):
        return value
    shares = ratio(symbol, row.known_at.date())
    if shares is None:
        return None if row.form in FOREIGN else value
    return value * shares if metric == PER_SHARE else value / shares
