"""The dated history of listings and names: added and ended, never deleted, the same on both databases."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Alias
from db.queries.additions import additions
from db.queries.listings import listed, start_listing, store_changes
from db.queries.own_names import store_own_names
from domain.instruments import Instrument
from domain.listings import Listed, compare
from domain.names_file import OwnName

START, ONE, TWO = date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2)


def row(symbol: str, cik: int, name: str = "Some Corp") -> Listed:
    return Listed(symbol=symbol, cik=cik, name=name, mic="XNYS", known=True)


def see(session: Session, rows: list[Listed], day: date) -> list[tuple[str, str, str]]:
    return store_changes(session, compare(listed(session), rows), rows, day)


def tickers(session: Session) -> list[tuple[str, date | None, date | None]]:
    query = select(Alias.name, Alias.since, Alias.until).where(Alias.kind == "ticker").order_by(Alias.id)
    return [(name, since, until) for name, since, until in session.execute(query)]


def test_a_list_that_says_the_same_adds_nothing(session: Session) -> None:
    rows = [row("AAA", 1), row("BBB", 2)]
    start_listing(session, rows, START)
    see(session, rows, ONE)
    before = session.scalars(select(Alias.id)).all()
    see(session, rows, ONE)
    assert session.scalars(select(Alias.id)).all() == before
    assert additions(session).renames == ()
    assert additions(session).listings == ()


def test_rename_end_and_addition_are_dated_by_the_day_they_were_seen(session: Session) -> None:
    start_listing(session, [row("FBX", 1), row("OLD", 2)], START)
    see(session, [row("META2", 1), row("NEW", 3)], ONE)
    assert tickers(session) == [("FBX", None, ONE), ("OLD", None, ONE), ("META2", ONE, None), ("NEW", ONE, None)]
    found = additions(session)
    assert {(r.old, r.new, r.date, r.earliest) for r in found.renames} == {("FBX", "META2", ONE, START), ("OLD", None, ONE, START)}
    since = {item.symbol: item.since for item in found.listings}
    assert since == {"META2": None, "NEW": date(2026, 1, 6)}


def test_a_second_rename_keeps_the_first(session: Session) -> None:
    start_listing(session, [row("A1", 1)], START)
    see(session, [row("A2", 1)], ONE)
    see(session, [row("A3", 1)], TWO)
    assert [(r.old, r.new, r.date) for r in additions(session).renames] == [("A1", "A2", ONE), ("A2", "A3", TWO)]


def test_a_symbol_that_comes_back_is_no_end(session: Session) -> None:
    start_listing(session, [row("AAA", 1), row("BBB", 2)], START)
    see(session, [row("BBB", 2)], ONE)
    assert [(r.old, r.new) for r in additions(session).renames] == [("AAA", None)]
    see(session, [row("AAA", 1), row("BBB", 2)], TWO)
    assert additions(session).renames == ()
    assert tickers(session) == [("AAA", None, ONE), ("BBB", None, None), ("AAA", TWO, None)]


def test_a_symbol_that_another_company_takes_stands_with_both(session: Session) -> None:
    start_listing(session, [row("GOLDX", 1), row("AMRKX", 2)], START)
    see(session, [row("BX", 1), row("GOLDX", 2)], ONE)
    assert {(r.old, r.new) for r in additions(session).renames} == {("GOLDX", "BX"), ("AMRKX", "GOLDX")}
    assert listed(session) == {"BX": 1, "GOLDX": 2}
    see(session, [row("BX", 7, "Third Corp"), row("GOLDX", 2)], TWO)
    assert listed(session) == {"BX": 7, "GOLDX": 2}
    assert [s for s, _, until in tickers(session) if until is None] == ["GOLDX", "BX"]


def test_a_company_that_takes_another_name_keeps_the_old_one_with_its_days(session: Session) -> None:
    start_listing(session, [row("AAA", 1)], START)
    assert see(session, [row("AAA", 1, "First Name Corp")], ONE) == []
    assert see(session, [row("AAA", 1, "Second Name Corp")], TWO) == [("AAA", "First Name Corp", "Second Name Corp")]
    names = session.execute(select(Alias.name, Alias.since, Alias.until).where(Alias.kind == "name").order_by(Alias.id)).all()
    assert [tuple(name) for name in names] == [("First Name Corp", None, TWO), ("Second Name Corp", TWO, None)]
    assert [(t.symbol, t.name, t.since) for t in additions(session).titles] == [("AAA", "Second Name Corp", TWO)]


def own(name: str, kind: str = "name", since: date | None = None, until: date | None = None) -> tuple[OwnName, Instrument]:
    listing = Instrument(symbol="RBI.VI", name="", issuer="x", mic="XWBO", currency="EUR", kind="stock", known=True)
    return OwnName(symbol="RBI.VI", name=name, kind=kind, since=since, until=until, line=2), listing


def test_own_names_follow_their_file_and_end_when_they_leave_it(session: Session) -> None:
    assert store_own_names(session, [own("Raiffa"), own("Die Bank"), own("RAIF", "code")], START, whole=True) == [
        ("name added", "RBI.VI", "Raiffa"),
        ("name added", "RBI.VI", "Die Bank"),
        ("name added", "RBI.VI", "RAIF"),
    ]
    assert store_own_names(session, [own("Raiffa"), own("Die Bank"), own("RAIF", "code")], START, whole=True) == []
    assert store_own_names(session, [own("Raiffa", since=START)], ONE, whole=False) == [("name dated", "RBI.VI", "Raiffa")]
    assert {what for what, *_ in store_own_names(session, [own("Raiffa", since=START)], ONE, whole=True)} == {"name ended"}
    found = additions(session)
    assert [(n.surface, n.since, n.until) for n in found.names] == [("Raiffa", START, None), ("Die Bank", None, ONE)]
    assert found.codes == ()
    assert [(i.symbol, i.mic, i.currency) for i in found.listings] == [("RBI.VI", "XWBO", "EUR")]
