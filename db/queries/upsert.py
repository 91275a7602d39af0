"""Insert or update with explicit columns on both databases (never INSERT OR REPLACE, which gives a row a new id)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base

BATCH = 5000
T = TypeVar("T")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def upsert(session: Session, model: type[Base], rows: Iterable[dict[str, Any]], *, key: Sequence[str], update: Sequence[str] = ()) -> int:
    """Insert rows; where `key` is taken, set the `update` columns (none: leave the row alone). Gives how many were handed in."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement: Any = make(model)
    if update:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_={name: statement.excluded[name] for name in update})
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    count = 0
    connection = session.connection()
    for batch in batches(rows):
        connection.execute(statement, batch)
        count += len(batch)
    return count
