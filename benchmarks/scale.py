"""`python -m benchmarks.scale [--claims N]`: many claims checked against ten years of many symbols' bars, in one ledger.

Prints, of one run on one machine: DuckDB's bare as-of join of the claims to the bars; finding the same bars for the rules; the
whole check (claims read from the ledger, evidence found, verdicts with their reasons, rows written); a bare batched insert of the
same rows into a copy of the same database; peak memory of the check; and what a check of the next day touches that has new bars for
a tenth of the symbols. All data are made up (`benchmarks.scale_data`). Needs duckdb, of the dev group.
"""

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from benchmarks.scale_data import LAST, names, sessions, write_ledger, write_market

AS_OF = datetime(LAST.year, LAST.month, LAST.day, 23, 59, 59, tzinfo=UTC)
ROWS = 5000
BARS = ("close", "low", "high")


def asof_join(folder: Path, _claims: int) -> dict[str, float]:
    """Seconds of DuckDB's as-of join, both tables in its memory before."""
    import duckdb
    import numpy as np
    import pyarrow as pa

    from market.calendar import calendar_of

    days, calendar = sessions(), calendar_of("XNYS", LAST.year)
    opens = np.array([int(calendar.opens[calendar.days.index(day)].timestamp()) for day in days])
    columns = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in BARS}
    symbols = len(columns["close"])
    asked = list(claims_of(folder / "ledger.sqlite"))
    bars = pa.table(
        {"symbol": np.repeat(np.arange(symbols, dtype=np.int32), len(days)), "at": np.tile(opens, symbols)}
        | {name: column.ravel() for name, column in columns.items()}
    )
    claims = pa.table(
        {
            "key": np.array([one.key for one in asked]),
            "symbol": np.array([int(one.claim.subject[1:]) for one in asked], dtype=np.int32),
            "at": np.array([int(one.posted_at.timestamp()) for one in asked]),
        }
    )
    connection = duckdb.connect()
    connection.register("bars_given", bars)
    connection.register("claims_given", claims)
    connection.execute("create table bars as from bars_given; create table claims as from claims_given")
    begun = time.perf_counter()
    connection.execute(
        "create table found as select key, b.at, close, low, high from claims c asof join bars b on c.symbol = b.symbol and c.at >= b.at"
    )
    return {"join": time.perf_counter() - begun, "found": connection.execute("select count(*) from found").fetchall()[0][0]}


def claims_of(ledger: Path) -> Iterator[Any]:
    """Every claim of the ledger as it is asked about, symbol by symbol."""
    from sqlalchemy import select

    from db.models import ClaimRow, PostRow
    from db.queries.readings import claim_of
    from db.session import engine_for
    from market.streaming import Asked

    engine = engine_for(f"sqlite:///{ledger}")
    query = select(*ClaimRow.__table__.c, PostRow.posted_at, PostRow.posted_precision).join(PostRow, PostRow.id == ClaimRow.post_id)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=ROWS).execute(query.order_by(ClaimRow.subject, ClaimRow.id)):
            yield Asked(row.id, claim_of(row), row.posted_at, row.posted_precision)
    engine.dispose()


def evidence_of(folder: Path, as_of: datetime = AS_OF, newest: date = LAST) -> Callable[[str], Any]:
    """The evidence of one symbol, from the market's arrays."""
    import numpy as np

    from market.columns import Columns
    from market.data import MarketData
    from market.evidence import Evidence

    days, columns = sessions(), {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in BARS}

    def one(symbol: str) -> Any:
        mine = {name: np.array(column[int(symbol[1:])]) for name, column in columns.items()}
        return Evidence(MarketData(), as_of=as_of, columns={symbol: Columns(symbol, days, currency="USD", **mine)}, newest=newest)

    return one


def finding(folder: Path, _claims: int) -> dict[str, float]:
    """Seconds to find close, low and high of the sessions that each claim can mean, the way the rules find them."""
    asked, found, evidences = list(claims_of(folder / "ledger.sqlite")), 0, evidence_of(folder)
    begun = time.perf_counter()
    for symbol, group in groupby(asked, key=lambda one: one.claim.subject):
        evidence = evidences(symbol)
        calendar, bars = evidence.calendar(symbol), evidence.bars(symbol)
        for one in group:
            places = [at for day in calendar.meant(one.posted_at) if (at := evidence.bar_at(symbol, day)) is not None]
            found += bool([(bars.close[at], bars.low[at], bars.high[at]) for at in places])
    return {"finding": time.perf_counter() - begun, "found": found}


def whole_check(folder: Path, _claims: int) -> dict[str, float]:
    """Seconds of the whole check in batches, and its peak memory in bytes."""
    begun = time.perf_counter()
    written = check(folder / "ledger.sqlite", evidence_of(folder), lambda _symbol: True)
    return {"check": time.perf_counter() - begun, "rows": written, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def check(ledger: Path, evidences: Callable[[str], Any], asked_for: Callable[[str], bool]) -> int:
    """Judge the ledger's claims on the symbols asked for and write a row each; gives how many."""
    from sqlalchemy import insert

    from db.models import Check
    from db.queries.checks import STORED, STORED_TOO
    from db.queries.upsert import batches
    from db.session import engine_for
    from market.floors import Floors
    from market.streaming import judged_by_symbol

    groups = groupby(claims_of(ledger), key=lambda one: str(one.claim.subject))
    verdicts = judged_by_symbol(((symbol, group) for symbol, group in groups if asked_for(symbol)), evidences, floors=Floors({}))
    fields, count = attrgetter(*STORED, *STORED_TOO), 0
    engine = engine_for(f"sqlite:///{ledger}")
    with engine.begin() as connection:
        for batch in batches(verdicts, ROWS):
            rows = [
                dict(zip((*STORED, *STORED_TOO), fields(verdict), strict=True))
                | {"fingerprint": f"f{key}", "claim_id": key, "as_of": AS_OF, "checked_at": AS_OF, "review_id": None}
                for key, verdict in batch
            ]
            connection.execute(insert(Check), rows)
            count += len(rows)
    engine.dispose()
    return count


def bare_insert(folder: Path, _claims: int) -> dict[str, float]:
    """Seconds to insert the rows that the check wrote into a copy of the ledger as it was before, in batches of the same size."""
    from sqlalchemy import insert, select

    from db.models import Check
    from db.session import engine_for

    written, empty = (engine_for(f"sqlite:///{folder / name}") for name in ("ledger.sqlite", "before.sqlite"))
    seconds, table = 0.0, Check.__table__
    with written.connect() as source, empty.connect() as target:
        for rows in source.execution_options(yield_per=ROWS).execute(select(*table.c).order_by(table.c.id)).mappings().partitions():
            batch = [{name: value for name, value in row.items() if name != "id"} for row in rows]
            begun = time.perf_counter()
            target.execute(insert(Check), batch)
            seconds += time.perf_counter() - begun
        begun = time.perf_counter()
        target.commit()
        seconds += time.perf_counter() - begun
    return {"insert": seconds}


def next_day(folder: Path, _claims: int) -> dict[str, float]:
    """Seconds and claims touched of a check that has new bars for a tenth of the symbols."""
    fresh = {symbol for symbol in names(_symbols(folder)) if symbol.endswith("0")}
    begun = time.perf_counter()
    touched = check(folder / "before.sqlite", evidence_of(folder), fresh.__contains__)
    return {"next": time.perf_counter() - begun, "touched": touched}


def _symbols(folder: Path) -> int:
    import numpy as np

    return len(np.load(folder / "close.npy", mmap_mode="r"))


def prepare(folder: Path, claims: int, symbols: int) -> dict[str, float]:
    """Write the market and the ledger."""
    begun = time.perf_counter()
    write_market(folder, symbols)
    write_ledger(f"sqlite:///{folder / 'ledger.sqlite'}", folder, claims)
    shutil.copy(folder / "ledger.sqlite", folder / "before.sqlite")
    return {"prepare": time.perf_counter() - begun}


def main() -> None:
    """Run each part in a process of its own, so that none pays for another's memory, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--symbols", type=int, default=5000)
    options = parser.parse_args()
    context, figures = multiprocessing.get_context("spawn"), {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs: list[tuple[Any, tuple[Any, ...]]] = [(prepare, (folder, options.claims, options.symbols))]
        jobs += [(job, (folder, options.claims)) for job in (asof_join, finding, whole_check, bare_insert, next_day)]
        for job, arguments in jobs:
            with context.Pool(1) as pool:
                figures |= pool.apply(job, arguments)
            print({name: round(value, 2) for name, value in figures.items()}, flush=True)
    print(f"{options.claims} claims, {options.symbols} symbols, {len(sessions())} sessions")
    evidence, whole = figures["finding"] / figures["join"], figures["check"] / figures["insert"]
    print(f"evidence: {figures['finding']:.1f} s, DuckDB's as-of join {figures['join']:.1f} s: {evidence:.2f} times")
    print(f"check: {figures['check']:.1f} s, bare insert {figures['insert']:.1f} s: {whole:.2f} times")
    print(f"memory of the check: {figures['memory'] / 1e9:.2f} GB; touched the next day: {figures['touched']:.0f} of {options.claims}")


if __name__ == "__main__":
    main()
