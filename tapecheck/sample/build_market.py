"""The sample's market folder, cut from a larger one: `python -m tapecheck.sample.build_market FOLDER`.

Rows are copied as they stand: chosen by symbol and date, no value touched.
"""

import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent / "market"
SYMBOLS = frozenset(
    {
        "AAPL",
        "ADBE",
        "AMD",
        "AMZN",
        "AVGO",
        "COST",
        "CRM",
        "CRWD",
        "DIS",
        "GOOGL",
        "INTC",
        "JPM",
        "KLAC",
        "KO",
        "MCD",
        "META",
        "MNST",
        "MSFT",
        "MU",
        "NFLX",
        "NKE",
        "NVDA",
        "TSLA",
        "UBER",
        "WMT",
    }
)
FIRST, LAST = "2026-05-14", "2026-08-21"  # the daily part: before it, nothing since February 2025
SOURCE = """An excerpt of a market folder made from the point-in-time S&P 500 snapshots named below: {count} symbols, {first} to {last}.
prices.csv holds each session from 2026-05-14 on (a close only), facts.csv.gz each snapshot from 2026-05-15 on; nothing earlier is here.
Rows are copied as they stand; the vendor's faults (half-adjusted values around splits, one-day glitches) are left in.
The texts below speak of the whole data: of the files that they list, only prices.csv, splits.csv and facts.csv.gz are here, cut.
Made by `python -m tapecheck.sample.build_market FOLDER`. What the folder's own SOURCE.txt says:

{upstream}"""


def rows(path: Path) -> Iterator[list[str]]:
    """Gives the rows of a CSV file, its header first; reads `.gz` too."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as text:
        yield from csv.reader(text)


def excerpt(source: Path, name: str, wanted: Callable[[dict[str, str]], bool]) -> str:
    """Gives the CSV text of the wanted rows of `name` (or `name.gz`) in `source`."""
    found = rows(next(path for path in (source / name, source / f"{name}.gz") if path.exists()))
    header = next(found)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(header)
    write.writerows(row for row in found if wanted(dict(zip(header, row, strict=True))))
    return out.getvalue()


def in_sample(row: dict[str, str]) -> bool:
    """True for a row of the sample's symbols and days; a fact counts by the day on which it became known."""
    day = (row.get("date") or row.get("known_at") or "")[:10]
    return row["symbol"] in SYMBOLS and FIRST <= day <= LAST


def build(source: Path, target: Path = HERE) -> None:
    """Writes prices.csv, splits.csv, facts.csv.gz and SOURCE.txt into `target`; the same input gives the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("prices.csv", "splits.csv"):
        (target / name).write_text(excerpt(source, name, in_sample), encoding="utf-8")
    facts = excerpt(source, "facts.csv", in_sample).encode()
    (target / "facts.csv.gz").write_bytes(gzip.compress(facts, mtime=0))
    upstream = [(source / "SOURCE.txt").read_text(encoding="utf-8")]
    panel = source.parent / "sp500_pit_fundamentals" / "SOURCE.txt"
    if panel.exists():
        upstream.append(panel.read_text(encoding="utf-8"))
    text = SOURCE.format(count=len(SYMBOLS), first=FIRST, last=LAST, upstream="\n".join(upstream))
    (target / "SOURCE.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
