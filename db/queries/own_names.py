"""Names of one's own, as dated rows: the file is the whole list, and a name that is gone from it ends. Nothing here commits."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Alias, Instrument
from domain.instruments import Instrument as Listing
from domain.names_file import OwnName

OWN = "own"


def store_own_names(session: Session, rows: Iterable[tuple[OwnName, Listing]], day: date, *, whole: bool) -> list[tuple[str, str, str]]:
    """Store names with the listings that they stand for; gives what changed as (change, symbol, name).

    A name that is there takes the row's days. Where the file is `whole`, a name that it lacks ends on `day`.
    """
    query = select(Alias, Instrument).join(Instrument, Instrument.id == Alias.instrument_id).where(Alias.source == OWN)
    before = {(found.symbol, alias.name, alias.kind): alias for alias, found in session.execute(query)}
    changed = []
    for row, listing in rows:
        alias = before.pop((row.symbol, row.name, row.kind), None)
        if alias is None:
            key = _instrument(session, listing)
            session.add(
                Alias(instrument_id=key, name=row.name, kind=row.kind, source=OWN, since=row.since, until=row.until, absent=None, seen=None)
            )
            changed.append(("name added", row.symbol, row.name))
        elif (alias.since, alias.until) != (row.since, row.until):
            alias.since, alias.until = row.since, row.until
            changed.append(("name dated", row.symbol, row.name))
    for (symbol, name, _), alias in before.items() if whole else ():
        if alias.until is None or alias.until > day:
            alias.until = day
            changed.append(("name ended", symbol, name))
    session.flush()
    return changed


def _instrument(session: Session, listing: Listing) -> int:
    """The row of a listing, the newest under its symbol; made where there is none."""
    found = session.scalars(
        select(Instrument.id).where(Instrument.symbol == listing.symbol).order_by(Instrument.id.desc()).limit(1)
    ).first()
    if found is not None:
        return found
    made = Instrument(
        symbol=listing.symbol, issuer_id=None, name=listing.name or None, kind=listing.kind, currency=listing.currency, mic=listing.mic,
        known=listing.known,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id
