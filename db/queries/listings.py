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
    open_tickers = {alias.name: alias for alias in session.scalars(select(Alias).where(*_OPEN_TICKER))}
    for symbol in [*changes.ended, *(row.symbol for row in changes.passed)]:
        open_tickers[symbol].until = day
    for old, row in changes.renamed:
        alias = open_tickers[old]
        alias.until = day
        session.execute(update(Instrument).where(Instrument.id == alias.instrument_id).values(symbol=row.symbol, mic=row.mic))
        session.add(
            Alias(
                instrument_id=alias.instrument_id,
                name=row.symbol,
                kind="ticker",
                source=SEC,
                since=day,
                until=None,
                absent=before,
                seen=day,
            )
        )
    session.flush()
    _insert(session, [*changes.added, *changes.passed], since=day, absent=before, seen=day)
    session.execute(update(Alias).where(*_OPEN_TICKER, Alias.seen != day).values(seen=day))
    return _store_names(session, rows, day)


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
        dated: dict[str, Any] = {"kind": "ticker", "source": SEC, "since": since, "until": None, "absent": absent, "seen": seen}
        session.connection().execute(
            insert(Alias), [{"instrument_id": key, "name": row.symbol, **dated} for key, row in zip(made, batch, strict=True)]
        )


def _store_names(session: Session, rows: Iterable[Listed], day: date) -> list[tuple[str, str, str]]:
    """Companies' names as the list has them: the first one undated, a later one from `day` on."""
    holders = dict(session.execute(select(Alias.name, Alias.instrument_id).where(*_OPEN_TICKER)).all())
    query = select(Alias).where(Alias.source == SEC, Alias.kind == "name", Alias.until.is_(None))
    names = {alias.instrument_id: alias for alias in session.scalars(query)}
    fresh: list[dict[str, Any]] = []
    changed = []
    for row in rows:
        key = holders[row.symbol]
        old = names.get(key)
        if old is not None and old.name == row.name:
            continue
        since = None
        if old is not None:
            old.until, since = day, day
            changed.append((row.symbol, old.name, row.name))
        fresh.append(
            {
                "instrument_id": key,
                "name": row.name,
                "kind": "name",
                "source": SEC,
                "since": since,
                "until": None,
                "absent": None,
                "seen": None,
            }
        )
    session.flush()
    for batch in batches(fresh):
        session.connection().execute(insert(Alias), batch)
    return changed
