"""What was asked of market providers, in and out. Nothing here commits; the caller does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import BarRow, MarketCoverage, MarketPayload, ProviderUse
from db.queries.upsert import upsert


@dataclass(frozen=True, slots=True)
class Covered:
    """A span that a provider has answered for, and when it last did."""

    since: date
    until: date
    asked_at: datetime


def use_of(session: Session, provider: str) -> tuple[date, int, datetime] | None:
    """(day, requests, last request) of a provider, or None."""
    row = session.get(ProviderUse, provider, populate_existing=True)
    return None if row is None else (row.day, row.requests, row.last_at)


def record_use(session: Session, provider: str, before: tuple[date, int, datetime] | None, after: tuple[date, int, datetime]) -> bool:
    """Set a provider's use if it is still as it was read; False where another process was quicker."""
    values = dict(zip(("day", "requests", "last_at"), after, strict=True))
    if before is None:
        values_then: dict[str, Any] = {"provider": provider, "day": after[0], "requests": 0, "last_at": after[2]}
        upsert(session, ProviderUse, [values_then], key=["provider"])
        before = (after[0], 0, after[2])
    day, requests, last_at = before
    statement = update(ProviderUse).where(
        ProviderUse.provider == provider, ProviderUse.day == day, ProviderUse.requests == requests, ProviderUse.last_at == last_at
    )
    return session.connection().execute(statement.values(values).returning(ProviderUse.provider)).first() is not None


def rest_until(session: Session, provider: str, until: datetime) -> None:
    """Keep that a provider asked not to be called before a moment."""
    session.execute(update(ProviderUse).where(ProviderUse.provider == provider).values(last_at=until))


def store_payload(session: Session, *, sha256: str, provider: str, address: str, fetched_at: datetime, size: int) -> None:
    """Keep an answer's hash and origin; the same bytes again change nothing."""
    row = {"sha256": sha256, "provider": provider, "address": address, "fetched_at": fetched_at, "size": size}
    upsert(session, MarketPayload, [row], key=["sha256"])


def coverage(session: Session, provider: str) -> dict[tuple[str, str], Covered]:
    """What a provider has answered for, by (kind, symbol)."""
    rows = session.scalars(select(MarketCoverage).where(MarketCoverage.provider == provider))
    return {(row.kind, row.symbol): Covered(row.since, row.until, row.asked_at) for row in rows}


def store_coverage(session: Session, provider: str, kind: str, symbol: str, covered: Covered) -> None:
    """Keep what a provider has answered for."""
    row: dict[str, Any] = {"provider": provider, "kind": kind, "symbol": symbol}
    row |= {"since": covered.since, "until": covered.until, "asked_at": covered.asked_at}
    upsert(session, MarketCoverage, [row], key=["provider", "symbol", "kind"], update=["since", "until", "asked_at"])


def days_with_bars(session: Session, symbols: Iterable[str]) -> Mapping[str, set[date]]:
    """The sessions that the ledger has a bar for, by symbol, whoever it is from."""
    found: dict[str, set[date]] = defaultdict(set)
    for symbol, day in session.execute(select(BarRow.symbol, BarRow.day).where(BarRow.symbol.in_(list(symbols)))):
        found[symbol].add(day)
    return found
