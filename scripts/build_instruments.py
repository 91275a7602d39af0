"""Writes `domain/data/instruments.tsv.gz` and `common_words.txt` from public listings and the hand-kept files.

Usage: `python scripts/build_instruments.py FOLDER`, FOLDER holding `sec/`, `financedatabase/` and `sp500/` (SEC company
tickers, FinanceDatabase equities under MIT, S&P 500 constituents in the public domain).
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from domain.listings import KNOWN_RANK, SEC_MICS, company_name

DATA = Path(__file__).resolve().parents[1] / "domain" / "data"
COLUMNS = ("symbol", "name", "mic", "currency", "kind", "big", "cik")
SYMBOL = re.compile(r"[A-Z0-9]+([.-][A-Z0-9]+)*")
WORD = re.compile(r"[A-Za-z]+")

Row = tuple[str, str, str, str, str, str, str]


def hand_rows() -> Iterator[Row]:
    """The instruments listed in extras.csv, whose names stand in names.csv."""
    with (DATA / "extras.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            for symbol in line["symbols"].split():
                yield (symbol, "", line["mic"], line["currency"], line["kind"], "1", "")


def sec_rows(folder: Path) -> Iterator[Row]:
    """Every ticker the SEC lists, with its exchange."""
    listing = json.loads((folder / "sec" / "company_tickers_exchange.json").read_text(encoding="utf-8"))
    for rank, (cik, name, ticker, exchange) in enumerate(listing["data"]):
        yield (
            ticker.upper(),
            company_name(name),
            SEC_MICS.get(exchange or "", "OTCM"),
            "USD",
            "stock",
            "1" if rank < KNOWN_RANK else "",
            str(cik),
        )


def database_rows(folder: Path) -> Iterator[Row]:
    """FinanceDatabase's equities of Hong Kong, Shanghai, Shenzhen and the smaller US boards."""
    for path in sorted((folder / "financedatabase").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if line["name"] and line["mic"] and SYMBOL.fullmatch(line["symbol"].upper()):
                    yield (line["symbol"].upper(), line["name"], line["mic"], line["currency"] or "USD", "stock", "", "")


def sp500_rows(folder: Path) -> Iterator[tuple[str, str]]:
    """Symbol and everyday name of the S&P 500's members."""
    with (folder / "sp500" / "constituents.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["Symbol"].replace(".", "-"), line["Security"]


def merged(folder: Path) -> dict[str, Row]:
    """One row a symbol: the hand-kept row's facts first, the longest-known official name filled in."""
    rows: dict[str, Row] = {}
    for row in (*hand_rows(), *sec_rows(folder), *database_rows(folder)):
        old = rows.get(row[0])
        rows[row[0]] = row if old is None else (old[0], old[1] or row[1], *old[2:5], old[5] or row[5], old[6] or row[6])
    for symbol, name in sp500_rows(folder):
        old = rows.get(symbol)
        rows[symbol] = (symbol, name, *(old[2:5] if old else ("XNYS", "USD", "stock")), "2", old[6] if old else "")
    return rows


def common_words(folder: Path, rows: dict[str, Row]) -> list[str]:
    """Words of ordinary lower-case English prose (company summaries) that a symbol or a name's word could be mistaken for."""
    counts: Counter[str] = Counter()
    for path in (folder / "financedatabase").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                counts.update(word for word in WORD.findall(line["summary"]) if word.islower())
    wanted = {symbol.lower() for symbol in rows} | {w.lower() for row in rows.values() for w in WORD.findall(row[1])}
    return sorted(word for word, n in counts.items() if n >= 2 and word in wanted)


def main() -> None:
    """Writes both files."""
    folder = Path(sys.argv[1])
    rows = merged(folder)
    with (DATA / "instruments.tsv.gz").open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        lines = ["\t".join(COLUMNS), *("\t".join(part.replace("\t", " ") for part in rows[key]) for key in sorted(rows))]
        packed.write("\n".join(lines).encode())
    (DATA / "common_words.txt").write_text("\n".join(common_words(folder, rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
