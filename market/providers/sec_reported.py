"""What a company reported: the rows of its company facts that we read, each with the moment its filing was accepted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from domain.errors import SourceError
from market.providers.provider import Fault
from market.providers.rows import Number, Row, checked

#: Our name -> (taxonomy, concept), the first of a filing counts. Sources: the US-GAAP and IFRS taxonomies.
CONCEPTS: dict[str, tuple[tuple[str, str], ...]] = {
    "eps": (
        ("us-gaap", "EarningsPerShareDiluted"),
        ("us-gaap", "EarningsPerShareBasicAndDiluted"),
        ("ifrs-full", "DilutedEarningsLossPerShare"),
        ("ifrs-full", "BasicAndDilutedEarningsLossPerShare"),
    ),
    "revenue": (
        ("us-gaap", "Revenues"),
        ("us-gaap", "RevenueFromContractWithCustomerExcludingAssessedTax"),
        ("us-gaap", "SalesRevenueNet"),
        ("ifrs-full", "Revenue"),
    ),
    "net_income": (
        ("us-gaap", "NetIncomeLoss"),
        ("ifrs-full", "ProfitLossAttributableToOwnersOfParent"),
        ("us-gaap", "ProfitLoss"),
        ("ifrs-full", "ProfitLoss"),
    ),
    "shares_outstanding": (("dei", "EntityCommonStockSharesOutstanding"),),
    "diluted_shares": (
        ("us-gaap", "WeightedAverageNumberOfDilutedSharesOutstanding"),
        ("us-gaap", "WeightedAverageNumberOfShareOutstandingBasicAndDiluted"),
        ("ifrs-full", "AdjustedWeightedAverageShares"),
    ),
}
QUARTERLY, FOREIGN = ("10-Q", "10-QT"), ("20-F",)


class Cell(Row):
    """One reported value; `start` is absent for a moment in time."""

    start: date | None = None
    end: date
    val: Number
    accn: str
    fy: int | None = None
    fp: str | None = None
    form: str
    filed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A value for a period, or for its last day where `start` is None, as one filing had it."""

    metric: str
    start: date | None
    end: date
    value: Decimal
    unit: str
    filing: str
    form: str
    amended: bool
    known_at: datetime
    fiscal_year: int | None
    fiscal_period: str | None

    @property
    def days(self) -> int:
        """The length of the period; 0 for a moment."""
        return 0 if self.start is None else (self.end - self.start).days + 1


def reported(answer: Any, *, cik: int, accepted: Mapping[str, datetime], place: str, fault: Fault) -> list[Reported]:
    """The rows of a company's facts by known time, in the currency it reports in; a filing counts by the first concept it has.

    A filing older than `accepted` reaches counts from the end of the day it was filed on, which is never too early.
    Raises SourceError for another shape, or another company.
    """
    facts = answer.get("facts") if isinstance(answer, dict) else None
    if not isinstance(facts, dict) or not str(answer.get("cik", "")).isdigit():
        raise SourceError(f"{place}: no company facts in the answer; it may have changed its shape")
    if int(answer["cik"]) != cik:
        raise SourceError(f"{place}: it answered about company {answer['cik']}, not {cik}")
    cells = list(_cells(facts, place, fault))
    money = _currency(unit for _, _, unit, _ in cells)
    best: dict[tuple[str, str, date | None, date], tuple[int, Reported]] = {}
    for metric, rank, unit, cell in cells:
        if _of_currency(unit, money) and cell.form.removesuffix("/A") in (*QUARTERLY, *FOREIGN, "10-K", "10-KT", "40-F"):
            row = _row(metric, unit, cell, accepted)
            key = (metric, row.filing, row.start, row.end)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, row)
    return sorted((row for _, row in best.values()), key=lambda row: (row.known_at, row.filing, row.metric, row.end, row.days))


def _cells(facts: Mapping[str, Any], place: str, fault: Fault) -> Iterator[tuple[str, int, str, Cell]]:
    for metric, concepts in CONCEPTS.items():
        for rank, (taxonomy, concept) in enumerate(concepts):
            found = (facts.get(taxonomy) or {}).get(concept) or {}
            for unit, rows in (found.get("units") or {}).items():
                for cell in checked(rows, Cell, place=f"{place} {concept} {unit}", fault=fault):
                    yield metric, rank, unit, cell


def _currency(units: Iterator[str]) -> str | None:
    """The currency of most rows: a translation for convenience covers the newest year only."""
    counts = Counter(unit.partition("/")[0] for unit in units)
    money = [(count, unit) for unit, count in counts.items() if len(unit) == 3 and unit.isupper()]
    return max(money)[1] if money else None


def _of_currency(unit: str, money: str | None) -> bool:
    return unit == "shares" or unit.partition("/")[0] == money


def _row(metric: str, unit: str, cell: Cell, accepted: Mapping[str, datetime]) -> Reported:
    return Reported(
        metric=metric,
        start=cell.start,
        end=cell.end,
        value=cell.val,
        unit=unit.partition("/")[0],
        filing=cell.accn,
        form=cell.form.removesuffix("/A"),
        amended=cell.form.endswith("/A"),
        known_at=accepted.get(cell.accn) or datetime.combine(cell.filed, time(23, 59, 59), UTC),
        fiscal_year=cell.fy,
        fiscal_period=cell.fp,
    )
