"""A person's own SELECT, read-only and with limits, on both databases."""

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db.session import unreachable
from domain.errors import ConfigurationError, DataError

Table = tuple[list[str], list[tuple[Any, ...]]]


def run_sql(url: str, sql: str, max_rows: int = 1000, seconds: float = 10.0) -> Table:
    """(column names, at most `max_rows` rows). DataError, one sentence, for SQL that is wrong, writes, or takes too long."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, sql, max_rows, seconds)
    return _postgresql(url, sql, max_rows, seconds)


def _sqlite(url: str, sql: str, max_rows: int, seconds: float) -> Table:
    import sqlite3

    file = Path(make_url(url).database or "").resolve()
    if not file.exists():
        raise ConfigurationError(f"{file}: there is no ledger yet; run `tapecheck db upgrade` to create it")
    deadline = time.monotonic() + seconds
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA query_only=ON")
            # query_only can be switched off by another PRAGMA, and ATTACH reaches other files; the file itself is open read-only
            connection.set_authorizer(_allow)
            connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], cursor.fetchmany(max_rows)
    except (sqlite3.Error, sqlite3.Warning) as error:
        slow = str(error) == "interrupted"
        raise _wrong(f"took longer than {seconds:g} s" if slow else str(error)) from None


def _allow(action: int, *_names: str | None) -> int:
    import sqlite3

    reads = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in reads else sqlite3.SQLITE_DENY


def _postgresql(url: str, sql: str, max_rows: int, seconds: float) -> Table:
    options = f"-c default_transaction_read_only=on -c statement_timeout={int(seconds * 1000)}"
    engine = create_engine(url, poolclass=NullPool, connect_args={"options": options})
    try:
        connection = engine.connect()
    except SQLAlchemyError as error:
        raise unreachable(url, error) from None
    try:
        with connection:
            # as a subquery only one SELECT fits, so that no statement can lift the limits; psycopg sends it as it stands
            body = sql.strip().rstrip(";")
            result = connection.exec_driver_sql(f"SELECT * FROM (\n{body}\n) AS asked LIMIT {int(max_rows)}".replace("%", "%%"), ())
            return list(result.keys()), [tuple(row) for row in result]
    except SQLAlchemyError as error:
        raise _wrong(str(getattr(error, "orig", None) or error).strip().splitlines()[0]) from None
    finally:
        engine.dispose()


def _wrong(problem: str) -> DataError:
    return DataError(problem, place="SQL", remedy="one SELECT over the tables and views of the ledger is due")
