"""The same tests on both databases: PostgreSQL wherever a server answers, in a database of the test's own."""

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from db.session import open_ledger
from db.upgrade import upgrade

ADDRESS = os.environ.get("TAPECHECK_TEST_POSTGRES", "")
SERVER = ADDRESS or "postgresql+psycopg://postgres@127.0.0.1:5432/test"


def server_answers() -> bool:
    """True where a PostgreSQL server listens; a server that was named must be there."""
    if ADDRESS:
        return True
    try:
        with socket.create_connection(("127.0.0.1", 5432), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.sqlite"
        return
    if not server_answers():
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432 and TAPECHECK_TEST_POSTGRES is not set")
    name = f"tapecheck_{uuid.uuid4().hex[:12]}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def url(empty_url: str) -> str:
    """The address of a migrated ledger."""
    upgrade(empty_url)
    return empty_url


@pytest.fixture
def sessions(url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a migrated ledger."""
    made = open_ledger(url)
    yield made
    made.kw["bind"].dispose()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One session on a migrated ledger."""
    with sessions() as one:
        yield one
