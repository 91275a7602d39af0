"""A market folder (DESIGN §4): plain files that anyone can write, as CSV, gzipped CSV or Parquet, checked row by row."""

import csv
import gzip
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from domain.errors import ConfigurationError, DataError
from domain.observations import Bar, Fact, FxRate, Rename, Split
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.ecb_files import ECB_FILE, load_ecb
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, ProviderOut, Surroundings, Want, within

Made = TypeVar("Made")
Cells = dict[str, Any]
ENDINGS = (".csv", ".csv.gz", ".parquet")


class FolderProvider:
    """A market folder as a provider: what is missing is taken from its files, without a request."""

    name: ClassVar[str] = "folder"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"bars", "facts", "rates"})
    may_be_passed_on: ClassVar[bool] = False
    limits: ClassVar[Limits] = Limits(per_minute=60_000, per_day=10_000_000)

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:  # noqa: ARG003 - the contract's signature
        """The folder at `base_url`; ConfigurationError where none is named."""
        if not settings.base_url:
            raise ConfigurationError("market.providers.folder.base_url is missing; name the folder there, or in market.folders")
        return cls(Path(settings.base_url.removeprefix("file://")))

    def covers(self, kind: Kind, symbol: str) -> bool:  # noqa: ARG002 - the files say
        """Everything may lie in a folder."""
        return kind in self.kinds

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """What the files hold of each want, read once; see `MarketProvider`. Raises ProviderOut for a folder that cannot be read."""
        if not wants:
            return
        try:
            data = load_folder(self._path, fault=fault)
        except DataError as error:
            raise ProviderOut(str(error)) from None
        for want in wants:
            yield Fetched(want=want, data=_wanted(data, want))


def _wanted(data: MarketData, want: Want) -> MarketData:
    if want.kind == "rates":
        return MarketData(rates=tuple(rate for rate in data.rates if within(want, rate.date)))
    if want.kind == "facts":
        return MarketData(facts=tuple(f for f in data.facts if f.symbol == want.symbol and f.known_at.date() <= want.until))
    bars = tuple(bar for bar in data.bars if bar.symbol == want.symbol and within(want, bar.date))
    return MarketData(bars=bars, splits=tuple(split for split in data.splits if split.symbol == want.symbol))


def load_folder(path: Path | str, *, fault: Fault) -> MarketData:
    """The rows of a market folder, or of a folder with the ECB's `eurofxref-hist.csv`.

    A row that cannot be read goes to `fault` with its file and line, the rest is done. Raises DataError where the
    folder is missing, or holds neither prices nor exchange rates, or is Parquet without pyarrow.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise DataError("no such market folder", place=str(folder), remedy="name a folder that holds prices.csv")
    ecb = load_ecb(folder / ECB_FILE, fault=fault) if (folder / ECB_FILE).exists() else ()
    if _file(folder, "prices") is None and not ecb and _file(folder, "fx") is None:
        raise DataError("no prices.csv here", place=str(folder), remedy="a market folder needs prices.csv with symbol,date,close")
    return MarketData(
        bars=tuple(_table(folder, "prices", _bar, fault)),
        splits=tuple(_table(folder, "splits", _split, fault)),
        facts=tuple(_table(folder, "facts", _fact, fault)),
        rates=(*_table(folder, "fx", _rate, fault), *ecb),
        renames=tuple(_table(folder, "renames", _rename, fault)),
    )


def _file(folder: Path, name: str) -> Path | None:
    return next((folder / (name + ending) for ending in ENDINGS if (folder / (name + ending)).exists()), None)


def _table(folder: Path, name: str, build: Callable[[Cells], Made | None], fault: Fault) -> Iterator[Made]:
    file = _file(folder, name)
    if file is None:
        return
    for number, cells in _rows(file):
        try:
            made = build(cells)
        except KeyError as error:
            fault(DataError(f"no column {error.args[0]}", place=f"{file}:{number}"))
        except (ValueError, InvalidOperation, TypeError, AttributeError) as error:
            fault(DataError(f"row not readable ({_why(error)})", place=f"{file}:{number}"))
        else:
            if made is not None:
                yield made


def _why(error: Exception) -> str:
    return "a number was due" if isinstance(error, InvalidOperation) else str(error)


def _rows(file: Path) -> Iterator[tuple[int, Cells]]:
    if file.suffix == ".parquet":
        yield from enumerate(_parquet(file), start=1)
        return
    opened = (
        gzip.open(file, "rt", encoding="utf-8-sig", newline="") if file.suffix == ".gz" else file.open(encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed by the `with` below
    )
    try:
        with opened as stream:
            reader = csv.reader(stream)
            names = [name.strip() for name in next(reader, [])]
            for cells in reader:
                if cells:
                    yield reader.line_num, dict(zip(names, cells, strict=False))
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile, csv.Error) as error:
        raise DataError(f"file not readable ({error})", place=str(file), remedy="write it as UTF-8 CSV") from None


def _parquet(file: Path) -> Iterator[Cells]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise DataError("Parquet needs pyarrow", place=str(file), remedy="install tapecheck[parquet], or write CSV") from None
    for batch in parquet.ParquetFile(file).iter_batches():
        for row in batch.to_pylist():
            yield {name: "" if value is None else str(value) for name, value in row.items()}


def _bar(row: Cells) -> Bar:
    low, high, close = _positive(row.get("low")), _positive(row.get("high")), _positive(row["close"])
    if close is None:
        raise ValueError("no close")
    if low is not None and high is not None and not low <= high:
        raise ValueError(f"low {low} is above high {high}")
    return Bar(
        symbol=_symbol(row["symbol"]),
        date=_day(row["date"]),
        close=close,
        open=_positive(row.get("open")),
        high=high,
        low=low,
        volume=_number(row.get("volume")),
        currency=row.get("currency") or None,
        base_date=_day(row["base_date"]) if row.get("base_date") else None,
    )


def _split(row: Cells) -> Split:
    new, old = _positive(row["new"]), _positive(row["old"])
    if new is None or old is None:
        raise ValueError("a split needs new and old")
    return Split(symbol=_symbol(row["symbol"]), date=_day(row["date"]), new=new, old=old)


def _fact(row: Cells) -> Fact | None:
    """A fact; None for an infinite ratio, which is how a vendor writes a division by zero: no value, and no fault of the file."""
    if row["value"].strip().lstrip("+-").lower() in ("inf", "infinity"):
        return None
    value = _number(row["value"])
    if value is None or not row["metric"]:
        raise ValueError("a fact needs a metric and a value")
    return Fact(
        symbol=_symbol(row["symbol"]),
        metric=row["metric"],
        value=value,
        unit=row.get("unit") or "",
        known_at=_moment(row["known_at"]),
        period=row.get("period") or None,
        source=row.get("source") or "folder",
    )


def _rate(row: Cells) -> FxRate:
    rate = _positive(row["rate"])
    if rate is None:
        raise ValueError("no rate")
    return FxRate(date=_day(row["date"]), base=row["base"].strip(), quote=row["quote"].strip(), rate=rate)


def _rename(row: Cells) -> Rename:
    return Rename(old=_symbol(row["old"]), new=_symbol(row["new"]), date=_day(row["date"]))


def _symbol(cell: str) -> str:
    symbol = cell.strip()
    if not symbol:
        raise ValueError("no symbol")
    return symbol


def _number(cell: str | None) -> Decimal | None:
    if cell is None or not cell.strip():
        return None
    value = Decimal(cell.strip())
    if not value.is_finite():
        raise ValueError(f"{cell!r} is no finite number")
    return value


def _positive(cell: str | None) -> Decimal | None:
    value = _number(cell)
    if value is not None and value <= 0:
        raise ValueError(f"{cell!r} is not above zero")
    return value


@lru_cache(maxsize=20_000)
def _day(cell: str) -> date:
    return date.fromisoformat(cell.strip()[:10])


@lru_cache(maxsize=20_000)
def _moment(cell: str) -> datetime:
    moment = datetime.fromisoformat(cell.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
