"""The European Central Bank's history of euro reference rates (`eurofxref-hist.csv`): foreign units for one euro."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TextIO

from domain.errors import DataError
from domain.observations import FxRate

ECB_FILE = "eurofxref-hist.csv"
FIRST_YEAR = 2012


def load_ecb(path: Path, *, fault: Callable[[DataError], None], since: int = FIRST_YEAR) -> tuple[FxRate, ...]:
    """EUR rates of a history file from the year `since` on; a day or cell that is none goes to `fault`, `N/A` is no rate."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(history_rates(stream, since=date(since, 1, 1), place=str(path), fault=fault))


def history_rates(stream: TextIO, *, since: date, place: str, fault: Callable[[DataError], None]) -> Iterator[FxRate]:
    """EUR rates of the history's CSV from a day on; a day or cell that is none goes to `fault`, `N/A` is no rate."""
    reader = csv.reader(stream)
    currencies = [name.strip() for name in next(reader, [])][1:]
    for number, cells in enumerate(reader, start=2):
        try:
            day = date.fromisoformat(cells[0].strip())
            if day >= since:
                yield from [
                    FxRate(date=day, base="EUR", quote=q, rate=rate_in(c), source="ecb")
                    for q, c in zip(currencies, cells[1:], strict=False)
                    if given(q, c)
                ]
        except (ValueError, InvalidOperation, IndexError) as error:
            fault(DataError(f"not a row of reference rates ({error})", place=f"{place}:{number}"))


def given(currency: str, cell: str) -> bool:
    """Whether a cell holds a rate at all."""
    return bool(currency) and cell.strip() not in ("", "N/A")


def rate_in(cell: str) -> Decimal:
    """The rate in a cell; ValueError or InvalidOperation where it is none."""
    rate = Decimal(cell.strip())
    if not rate.is_finite() or rate <= 0:
        raise ValueError(f"{cell.strip()!r} is no rate")
    return rate
