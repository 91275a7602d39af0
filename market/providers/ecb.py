"""The European Central Bank's history of euro reference rates (`eurofxref-hist.csv`): foreign units for one euro."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from domain.errors import DataError
from domain.observations import FxRate

ECB_FILE = "eurofxref-hist.csv"
FIRST_YEAR = 2012


def load_ecb(path: Path, *, fault: Callable[[DataError], None], since: int = FIRST_YEAR) -> tuple[FxRate, ...]:
    """EUR rates of a history file from the year `since` on; a day or cell that is none goes to `fault`, `N/A` is no rate."""
    found: list[FxRate] = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        currencies = [name.strip() for name in next(reader, [])][1:]
        for number, cells in enumerate(reader, start=2):
            try:
                day = date.fromisoformat(cells[0].strip())
                if day.year >= since:
                    found += [
                        FxRate(date=day, base="EUR", quote=q, rate=_rate(c), source="ecb")
                        for q, c in zip(currencies, cells[1:], strict=False)
                        if _given(q, c)
                    ]
            except (ValueError, InvalidOperation, IndexError) as error:
                fault(DataError(f"not a row of reference rates ({error})", place=f"{path}:{number}"))
    return tuple(found)


def _given(currency: str, cell: str) -> bool:
    return bool(currency) and cell.strip() not in ("", "N/A")


def _rate(cell: str) -> Decimal:
    rate = Decimal(cell.strip())
    if not rate.is_finite() or rate <= 0:
        raise ValueError(f"{cell.strip()!r} is no rate")
    return rate
