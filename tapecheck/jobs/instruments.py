"""The instrument table of a ledger: refreshed from the SEC's list and from a file of one's own names, read by the next extract."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ConfigurationError, DataError, SourceError
from domain.instruments import SEC_LIST_DAY, Instrument, InstrumentTable
from domain.settings import Settings
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from domain.listings import Listed
    from domain.names_file import OwnName

Change = dict[str, str | date | None]  # change, symbol, before, name, day
STAGE = "instruments"


def table_of(session: "Session") -> InstrumentTable:
    """The shipped table with what the ledger knows beyond it."""
    from db.queries.additions import additions
    from domain.additions import extended
    from nlp.encoder import frequent_words

    return extended(InstrumentTable.load(), additions(session), words=frequent_words())


def update_from_sec(sessions: "sessionmaker[Session]", settings: Settings, *, now: Callable[[], datetime]) -> tuple[Outcome, list[Change]]:
    """Fetch the SEC's list and store what it changes, all of it or nothing; gives the run and the changes.

    Raises ConfigurationError without a contact, SourceError for an answer that is not the whole list: then the old one stays.
    """
    from market.providers.sec_list import fetch_list

    if not settings.crawl.contact:
        raise ConfigurationError("the SEC asks for a contact: set crawl.contact in tapecheck.toml, or add --no-sec")
    with recorded(sessions, STAGE, settings, now=now) as outcome:
        rows = fetch_list(settings.instruments.sec_url, settings.crawl.contact)
        with sessions.begin() as session:
            changes = merge_list(session, rows, now().date())
        outcome.add(listed=len(rows), **_counted(changes))
    return outcome, changes


def merge_list(session: "Session", rows: "tuple[Listed, ...]", day: date) -> list[Change]:
    """What a list seen on `day` changes, stored. The first list is compared with the one that the shipped table was built from."""
    from db.queries.listings import listed, start_listing, store_changes
    from domain.listings import compare, is_whole

    known = listed(session)
    if not known:
        start_listing(session, shipped_list(), SEC_LIST_DAY)
        known = listed(session)
    if not is_whole(rows, known):
        kept = sum(row.symbol in known for row in rows)
        raise SourceError(
            f"the SEC's list has {len(rows)} rows and only {kept} of the {len(known)} symbols known so far; "
            "the old list is kept, try again later"
        )
    changes = compare(known, rows)
    titles = store_changes(session, changes, rows, day)
    return [
        *(_change("added", row.symbol, None, row.name, day) for row in changes.added),
        *(_change("renamed", row.symbol, old, row.name, day) for old, row in changes.renamed),
        *(_change("ended", symbol, None, None, day) for symbol in changes.ended),
        *(_change("taken over", row.symbol, None, row.name, day) for row in changes.passed),
        *(_change("company renamed", symbol, old, name, day) for symbol, old, name in titles),
    ]


def shipped_list() -> "tuple[Listed, ...]":
    """The SEC's list inside the shipped table."""
    from domain.listings import Listed

    items = InstrumentTable.load().instruments.values()
    return tuple(Listed(symbol=i.symbol, cik=i.cik, name=i.name, mic=i.mic, known=i.known) for i in items if i.cik is not None)


def update_from_file(
    sessions: "sessionmaker[Session]", settings: Settings, path: Path, *, now: Callable[[], datetime], fault: Callable[[DataError], None]
) -> tuple[Outcome, list[Change]]:
    """Store the names of a file; a row that is none goes to `fault`, and then no name that the file lacks is ended."""
    from db.queries.own_names import store_own_names
    from domain.names_file import read_names

    bad: list[DataError] = []
    with recorded(sessions, STAGE, settings, now=now) as outcome:
        rows = read_names(path, fault=bad.append, is_symbol=has_exchange)
        day = now().date()
        with sessions.begin() as session:
            table = table_of(session)
            rows = tuple(row for row in rows if not _taken(row, table, path, bad))
            changed = store_own_names(session, [(row, listing_of(row, table)) for row in rows], day, whole=not bad)
        changes = [_change(what, symbol, None, name, day) for what, symbol, name in changed]
        outcome.add(names=len(rows), **_counted(changes))
        outcome.faults += [str(error) for error in bad]
    for error in bad:
        fault(error)
    return outcome, changes


def _taken(row: "OwnName", table: InstrumentTable, path: Path, bad: list[DataError]) -> bool:
    """Whether a row gives another meaning to a symbol that is listed itself; it then goes to `bad`."""
    if row.kind != "code" or row.name not in table.instruments:
        return False
    bad.append(DataError(f"{row.name} is itself a listed symbol and cannot stand for {row.symbol}", place=f"{path}:{row.line}"))
    return True


def has_exchange(symbol: str) -> bool:
    """Whether it is known where a symbol trades: New York, a known suffix, an index, a future, a currency or a coin."""
    from market.listing import SUFFIXES

    return "." not in symbol or symbol in InstrumentTable.load().instruments or symbol.rpartition(".")[2] in SUFFIXES


def listing_of(row: "OwnName", table: InstrumentTable) -> Instrument:
    """The listing that a row names; one that the table lacks takes the row's name, and market and money from its suffix."""
    from market.listing import currency_of, exchange_of

    kinds = {"^": "index", "=F": "future", "=X": "fx", "-USD": "crypto"}
    kind = next((kind for mark, kind in kinds.items() if row.symbol.startswith(mark) or row.symbol.endswith(mark)), "stock")
    return table.get(row.symbol) or Instrument(
        symbol=row.symbol, name="", issuer=row.name, mic=exchange_of(row.symbol), currency=currency_of(row.symbol), kind=kind, known=True
    )


def everyday_names(session: "Session") -> list[str]:
    """The names of one's own that are everyday words, and so count only where the text around them speaks of the company."""
    return [name.surface for name in table_of(session).own_names if name.ambiguous and name.until is None]


def _change(what: str, symbol: str, before: str | None, name: str | None, day: date) -> Change:
    return {"change": what, "symbol": symbol, "before": before, "name": name, "day": day}


def _counted(changes: list[Change]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for change in changes:
        what = str(change["change"]).replace("name ", "names ").replace(" ", "_")
        counts[what] = counts.get(what, 0) + 1
    return counts
