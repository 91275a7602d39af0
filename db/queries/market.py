"""Market data in and out. Nothing here commits; the caller does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import BarRow, CorporateAction, FactRow, FxRateRow
from db.queries.upsert import upsert
from domain.observations import Bar, Fact, FxRate, Rename, Split


@dataclass(frozen=True, slots=True)
class MarketRows:
    """Everything the check stage looks up."""

    bars: list[Bar]
    splits: list[Split]
    facts: list[Fact]
    rates: list[FxRate]
    renames: list[Rename]


def store_market(
    session: Session,
    *,
    bars: Iterable[Bar] = (),
    splits: Iterable[Split] = (),
    facts: Iterable[Fact] = (),
    rates: Iterable[FxRate] = (),
    renames: Iterable[Rename] = (),
    source: str | None = None,
    payload: str | None = None,
) -> dict[str, int]:
    """Store market rows, the newest value for each key. Gives the number handed in by table.

    `source` overrides the rows' own; `payload` is the SHA-256 of the answer that they came from.
    """
    origin = {"payload": payload}
    actions = [_split(row, source) | origin for row in splits], [_rename(row, source) | origin for row in renames]
    action = {"key": ["kind", "symbol", "day", "source"], "update": ["new_shares", "old_shares", "new_symbol", "payload"]}
    numbers = ["open", "high", "low", "close", "volume", "currency", "base_date", "payload"]
    rate_key = ["day", "base", "quote", "source"]
    fact_key = ["symbol", "metric", "period", "known_at", "source"]
    return {
        "bars": upsert(session, BarRow, (_bar(b, source) | origin for b in bars), key=["symbol", "day", "source"], update=numbers),
        "splits": upsert(session, CorporateAction, actions[0], **action),
        "facts": upsert(session, FactRow, (_fact(f, source) | origin for f in facts), key=fact_key, update=["value", "unit", "payload"]),
        "rates": upsert(session, FxRateRow, (_rate(r, source) | origin for r in rates), key=rate_key, update=["rate", "payload"]),
        "renames": upsert(session, CorporateAction, actions[1], **action),
    }


def add_fact(session: Session, fact: Fact) -> None:
    """Store one fact; the same again changes nothing."""
    store_market(session, facts=[fact])


def _bar(row: Bar, source: str | None) -> dict[str, Any]:
    names = ("symbol", "open", "high", "low", "close", "volume", "currency", "base_date")
    return {name: getattr(row, name) for name in names} | {"day": row.date, "source": source or row.source}


def _fact(row: Fact, source: str | None) -> dict[str, Any]:
    names = ("symbol", "metric", "value", "unit", "known_at")
    return {name: getattr(row, name) for name in names} | {"period": row.period or "", "source": source or row.source}


def _rate(row: FxRate, source: str | None) -> dict[str, Any]:
    return {"day": row.date, "base": row.base, "quote": row.quote, "rate": row.rate, "source": source or row.source}


def _split(row: Split, source: str | None) -> dict[str, Any]:
    own = {"kind": "split", "symbol": row.symbol, "day": row.date, "source": source or "folder"}
    return own | {"new_shares": row.new, "old_shares": row.old, "new_symbol": None}


def _rename(row: Rename, source: str | None) -> dict[str, Any]:
    own = {"kind": "rename", "symbol": row.old, "day": row.date, "source": source or "folder"}
    return own | {"new_shares": None, "old_shares": None, "new_symbol": row.new}


def load_market(session: Session, symbols: Collection[str] | None = None) -> MarketRows:
    """All market rows, or those of some symbols (renames and rates always whole), in order of time."""
    bar, fact, action, rate = BarRow, FactRow, CorporateAction, FxRateRow
    bars = select(bar.symbol, bar.day, bar.close, bar.open, bar.high, bar.low, bar.volume, bar.currency, bar.base_date, bar.source)
    facts = select(fact.symbol, fact.metric, fact.value, fact.unit, fact.known_at, fact.period, fact.source)
    actions = select(action).order_by(action.day, action.id)
    if symbols is not None:
        own = list(symbols)
        bars, facts = bars.where(bar.symbol.in_(own)), facts.where(fact.symbol.in_(own))
        actions = actions.where(or_(action.kind == "rename", action.symbol.in_(own)))
    moves = session.scalars(actions).all()
    return MarketRows(
        bars=[_bar_of(r) for r in session.execute(bars.order_by(bar.symbol, bar.day, bar.source))],
        splits=list({(m.symbol, m.day): _split_of(m) for m in moves if m.kind == "split"}.values()),
        facts=[_fact_of(r) for r in session.execute(facts.order_by(fact.symbol, fact.known_at, fact.id))],
        rates=[
            FxRate(date=r.day, base=r.base, quote=r.quote, rate=r.rate, source=r.source)
            for r in session.execute(select(rate.day, rate.base, rate.quote, rate.rate, rate.source).order_by(rate.day))
        ],
        renames=[Rename(old=m.symbol, new=m.new_symbol or "", date=m.day) for m in moves if m.kind == "rename"],
    )


def _split_of(row: CorporateAction) -> Split:
    if row.new_shares is None or row.old_shares is None:
        raise ValueError(f"split of {row.symbol} on {row.day} has no ratio")
    return Split(symbol=row.symbol, date=row.day, new=row.new_shares, old=row.old_shares)


def _bar_of(r: Any) -> Bar:
    return Bar(
        symbol=r[0], date=r[1], close=r[2], open=r[3], high=r[4], low=r[5], volume=r[6], currency=r[7], base_date=r[8], source=r[9]
    )  # fmt: skip


def _fact_of(r: Any) -> Fact:
    return Fact(symbol=r[0], metric=r[1], value=r[2], unit=r[3], known_at=r[4], period=r[5] or None, source=r[6])
