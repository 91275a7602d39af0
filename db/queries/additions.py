"""What the ledger knows of instruments beyond the shipped table, read from its dated rows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Alias, Instrument, Issuer
from db.queries.listings import SEC
from db.queries.own_names import OWN
from domain.additions import Additions
from domain.instruments import Instrument as Listing
from domain.instruments import Name, Rename

SEC_SOURCE = "SEC lists"


def additions(session: Session) -> Additions:
    """The newer listings, renames, ends, company names and names of one's own; empty where nothing was ever updated."""
    told = select(Alias.instrument_id).where((Alias.source == OWN) | Alias.since.is_not(None) | Alias.until.is_not(None))
    query = (
        select(Alias, Instrument, Issuer.cik)
        .where(Instrument.id.in_(told))
        .join(Instrument, Instrument.id == Alias.instrument_id)
        .outerjoin(Issuer, Issuer.id == Instrument.issuer_id)
        .order_by(Instrument.id, Alias.id)
    )
    listings: list[Listing] = []
    renames: list[Rename] = []
    titles: list[Listing] = []
    names: list[Name] = []
    codes: list[tuple[str, str]] = []
    groups = [[*rows] for _, rows in groupby(session.execute(query).all(), key=lambda row: row[1].id)]
    listed = {a.name for rows in groups for a, *_ in rows if a.source == SEC and a.kind == "ticker" and a.until is None}
    for rows in groups:
        item, cik = rows[0][1], rows[0][2]
        tickers = [a for a, *_ in rows if a.source == SEC and a.kind == "ticker"]
        own = [a for a, *_ in rows if a.source == OWN]
        renames += _renames(tickers, listed)
        if not tickers or tickers[0].since or len(tickers) > 1:
            listings.append(_listing(item, cik, tickers))
        titles += [
            _listing(item, cik, tickers, name=a.name, since=a.since) for a, *_ in rows if a.source == SEC and a.kind == "name" and a.since
        ]
        names += [
            Name(surface=a.name, symbol=item.symbol, how=a.kind, ambiguous=False, since=a.since, until=a.until)
            for a in own
            if a.kind != "code"
        ]
        codes += [(a.name, item.symbol) for a in own if a.kind == "code" and a.until is None]
    names.sort(key=lambda name: name.until is not None)  # of an undated text, what is true today
    return Additions(listings=tuple(listings), renames=tuple(renames), titles=tuple(titles), names=tuple(names), codes=tuple(codes))


def _listing(item: Instrument, cik: int | None, tickers: Sequence[Alias], *, name: str | None = None, since: date | None = None) -> Listing:
    """A listing under its symbol of today; one that was added can have been listed from the day after the list that lacked it."""
    first = tickers[0] if tickers else None
    if since is None and first is not None and first.since is not None:
        since = first.absent + timedelta(days=1) if first.absent else first.since
    title = name or item.name or ""
    return Listing(
        symbol=item.symbol, name=title, issuer=title or item.symbol, mic=item.mic or "", currency=item.currency or "",
        kind=item.kind or "stock", known=item.known, cik=cik, since=since,
    )  # fmt: skip


def _renames(tickers: Sequence[Alias], listed: set[str]) -> Iterator[Rename]:
    """One symbol after the other is a rename; a last symbol that ended, and that nothing bears now, is an end."""
    for old, new in pairwise(tickers):
        if old.until is not None and old.until == new.since and old.name != new.name:
            yield Rename(old=old.name, new=new.name, date=old.until, how="rename", earliest=old.seen, source=SEC_SOURCE)
    last = tickers[-1] if tickers else None
    if last is not None and last.until is not None and last.name not in listed:
        yield Rename(old=last.name, new=None, date=last.until, how="end", earliest=last.seen, source=SEC_SOURCE)
