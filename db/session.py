"""The engine and sessions of the ledger."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from domain.errors import ConfigurationError


def engine_for(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys held, waits 30 s for a lock) or PostgreSQL; ConfigurationError for any other address."""
    try:
        address = make_url(url)
        engine = create_engine(address)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise ConfigurationError(f"ledger.url {url!r}: no such kind of database; use sqlite:///FILE or postgresql+psycopg://…") from None
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise ConfigurationError(f"ledger.url: {engine.dialect.name} is not supported; use sqlite:///FILE or postgresql+psycopg://…")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def open_ledger(url: str) -> sessionmaker[Session]:
    """Sessions on a ledger that is reachable and up to date; ConfigurationError (one sentence) otherwise."""
    from db.upgrade import check

    if not has_ledger(url):
        raise ConfigurationError(
            f"{make_url(url).database}: there is no ledger yet; run `tapecheck db upgrade` (or `tapecheck init`) to create it"
        )
    check(url)
    return sessionmaker(engine_for(url), expire_on_commit=False)


def has_ledger(url: str) -> bool:
    """False where the address names a SQLite file that is not there; anything else shows when it is opened."""
    address = make_url(url) if "://" in url else None
    if address is None or address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return True
    return Path(str(address.database)).exists()


def unreachable(url: str, error: SQLAlchemyError) -> ConfigurationError:
    """The one sentence for a database that cannot be opened; a password in the address is not shown."""
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    shown = make_url(url).render_as_string(hide_password=True)
    return ConfigurationError(f"{shown}: the ledger cannot be opened ({cause}); see ledger.url in tapecheck.toml")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
