"""What the SEC's lists said, as dated rows: what is listed, and what a newer list changes. Nothing here commits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from db.models import Alias, Instrument, Issuer
from db.queries.upsert import batches, upsert
from domain.listings import Changes, Listed

SEC = "sec"
_IN_BULK = {"synchronize_session": False}  # nothing here reads rows as objects
_OPEN_TICKER = (Alias.source == SEC, Alias.kind == "ticker", Alias.until.is_(None))


def listed(session: Session) -> dict[str, int]:
    """The symbols on the last list, each with its company's number; empty before the first list."""
    query = select(Alias.name, Issuer.cik).join(Instrument, Instrument.id == Alias.instrument_id).join(Issuer).where(*_OPEN_TICKER)
    return {symbol: cik for symbol, cik in session.execute(query) if cik is not None}


def start_listing(session: Session, rows: Sequence[Listed], day: date) -> None:
    """Store a first list, that of `day`; since when its symbols are listed is not known."""
    _insert(session, rows, since=None, absent=None, seen=day)


def store_changes(session: Session, changes: Changes, rows: Sequence[Listed], day: date) -> list[tuple[str, str, str]]:
    """Store what the list `rows`, seen on `day`, changes; gives the companies' new names as (symbol, old name, new name).

    A symbol that is gone ends, a renamed listing ends its old symbol and bears the new one, all as of `day`.
    """
    before = session.scalar(select(func.max(Alias.seen)).where(Alias.source == SEC))
    holders = _holders(session)
    for symbol in [*changes.ended, *(row.symbol for row in changes.passed)]:
        _end(session, holders[symbol], "ticker", day)
    for old, row in changes.renamed:
        key = holders[old]
        _end(session, key, "ticker", day)
        session.execute(update(Instrument).where(Instrument.id == key).values(symbol=row.symbol, mic=row.mic))
        session.execute(insert(Alias), [_alias(key, row.symbol, "ticker", since=day, absent=before, seen=day)])
    _insert(session, [*changes.added, *changes.passed], since=day, absent=before, seen=day)
    session.execute(update(Alias).where(*_OPEN_TICKER, Alias.seen != day).values(seen=day), execution_options=_IN_BULK)
    return _store_names(session, rows, day)


def _holders(session: Session) -> dict[str, int]:
    """The instrument that bears each symbol on the last list."""
    return dict(session.execute(select(Alias.name, Alias.instrument_id).where(*_OPEN_TICKER)).all())


def _end(session: Session, instrument: int, kind: str, day: date) -> None:
    ended = (Alias.instrument_id == instrument, Alias.source == SEC, Alias.kind == kind, Alias.until.is_(None))
    session.execute(update(Alias).where(*ended).values(until=day), execution_options=_IN_BULK)


def _alias(
    instrument: int, name: str, kind: str, *, since: date | None, absent: date | None = None, seen: date | None = None
) -> dict[str, Any]:
    return {
        "instrument_id": instrument, "name": name, "kind": kind, "source": SEC,
        "since": since, "until": None, "absent": absent, "seen": seen,
    }  # fmt: skip


def _insert(session: Session, rows: Sequence[Listed], *, since: date | None, absent: date | None, seen: date) -> None:
    upsert(session, Issuer, ({"cik": row.cik, "name": row.name} for row in {row.cik: row for row in rows}.values()), key=["cik"])
    issuers = dict(session.execute(select(Issuer.cik, Issuer.id)).all())
    for batch in batches(rows):
        made = session.scalars(
            insert(Instrument).returning(Instrument.id, sort_by_parameter_order=True),
            [
                {
                    "symbol": r.symbol,
                    "issuer_id": issuers[r.cik],
                    "name": r.name,
                    "kind": "stock",
                    "currency": "USD",
                    "mic": r.mic,
                    "known": r.known,
                }
                for r in batch
            ],
        ).all()
        tickers = [_alias(key, row.symbol, "ticker", since=since, absent=absent, seen=seen) for key, row in zip(made, batch, strict=True)]
        session.connection().execute(insert(Alias), tickers)


def _store_names(session: Session, rows: Iterable[Listed], day: date) -> list[tuple[str, str, str]]:
    """Companies' names as the list has them: the first one undated, a later one from `day` on."""
    holders = _holders(session)
    query = select(Alias.instrument_id, Alias.name).where(Alias.source == SEC, Alias.kind == "name", Alias.until.is_(None))
    names = dict(session.execute(query).all())
    fresh: list[dict[str, Any]] = []
    changed = []
    for row in rows:
        key = holders[row.symbol]
        old = names.get(key)
        if old == row.name:
            continue
        if old is not None:
            _end(session, key, "name", day)
            changed.append((row.symbol, old, row.name))
        fresh.append(_alias(key, row.name, "name", since=day if old is not None else None))
    for batch in batches(fresh):
        session.connection().execute(insert(Alias), batch)
    return changed
