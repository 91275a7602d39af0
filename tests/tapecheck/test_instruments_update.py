"""`tapecheck instruments update`: what the SEC's list and one's own names change, and that the next extract reads it."""

import json
from datetime import UTC, date, datetime

import pytest
import stamina
from pytest_httpserver import HTTPServer
from sqlalchemy import func, select
from typer.testing import CliRunner

from db.models import Alias, Extraction, MentionRow
from db.session import open_ledger
from db.upgrade import upgrade
from domain.errors import ConfigurationError, SourceError
from domain.instruments import InstrumentTable
from domain.settings import Settings
from market.providers.sec_list import PATH
from nlp.reader import VERSION, Reader
from tapecheck.cli import app
from tapecheck.jobs.extract import extract_posts, ledger_reader
from tapecheck.jobs.imports import import_posts
from tapecheck.jobs.instruments import shipped_list, table_of, update_from_file, update_from_sec

SEC_NAMES = {"XNAS": "Nasdaq", "XNYS": "NYSE", "OTCM": "OTC", "BATS": "CBOE"}
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def clock():
    return DAY


@pytest.fixture(autouse=True)
def no_waiting():
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def settings(tmp_path, httpserver: HTTPServer):
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    upgrade(url)
    return Settings.model_validate(
        {"ledger": {"url": url}, "crawl": {"contact": "me@example.org"}, "instruments": {"sec_url": httpserver.url_for("/")}}
    )


@pytest.fixture
def sessions(settings):
    made = open_ledger(settings.ledger.url)
    yield made
    made.kw["bind"].dispose()


def serve(server: HTTPServer, *, without=(), rename=None, extra=()):
    """The shipped list with changes, as the SEC writes it."""
    rename = rename or {}
    rows = [[r.cik, r.name, rename.get(r.symbol, r.symbol), SEC_NAMES.get(r.mic, "OTC")] for r in shipped_list() if r.symbol not in without]
    server.clear()
    server.expect_request(PATH).respond_with_json({"fields": ["cik", "name", "ticker", "exchange"], "data": [*extra, *rows]})


def told(changes):
    return {(c["change"], c["symbol"], c["before"]) for c in changes}


def test_the_list_is_merged_with_dates_and_a_second_run_changes_nothing(settings, sessions, httpserver):
    serve(httpserver, without={"ZZZ", "KVUE"}, rename={"KHC": "QZHC"}, extra=[[1999999, "Quartzfig Holdings Inc", "QZFG", "NYSE"]])
    _, changes = update_from_sec(sessions, settings, now=clock)
    assert told(changes) == {("added", "QZFG", None), ("renamed", "QZHC", "KHC"), ("ended", "KVUE", None)}
    with sessions() as session:
        rows = session.scalar(select(func.count()).select_from(Alias))
        table = table_of(session)
    assert table.resolve("QZFG") == "QZFG"
    assert table.as_of("QZHC", date(2020, 1, 2)) == "KHC"
    assert table.resolve("KHC", date(2020, 1, 2)) == "KHC"
    assert {r.how for r in table.renames if r.old == "KVUE"} == {"end"}
    assert table.names["Kraft Heinz"].symbol == "QZHC"
    outcome, again = update_from_sec(sessions, settings, now=clock)
    assert again == []
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Alias)) == rows
        assert table_of(session).fingerprint == table.fingerprint
    assert outcome.sentence.startswith("instruments: ")


def test_the_same_list_leaves_the_shipped_table(settings, sessions, httpserver):
    serve(httpserver)
    assert update_from_sec(sessions, settings, now=clock)[1] == []
    with sessions() as session:
        assert table_of(session) is InstrumentTable.load()
    assert ledger_reader(sessions, settings).version == VERSION


def test_a_list_cut_short_is_refused_and_the_old_one_kept(settings, sessions, httpserver):
    serve(httpserver, rename={"KHC": "QZHC"})
    update_from_sec(sessions, settings, now=clock)
    symbols = [r.symbol for r in shipped_list()]
    serve(httpserver, without=set(symbols[: len(symbols) // 2]))
    with pytest.raises(SourceError, match="the old list is kept"):
        update_from_sec(sessions, settings, now=clock)
    with sessions() as session:
        assert table_of(session).as_of("QZHC", date(2020, 1, 2)) == "KHC"
        assert session.scalar(select(func.count()).select_from(Alias).where(Alias.until.is_not(None))) == 1


def test_without_a_contact_nothing_is_asked(settings, sessions, httpserver):
    nobody = settings.model_copy(update={"crawl": settings.crawl.model_copy(update={"contact": None})})
    with pytest.raises(ConfigurationError, match=r"crawl\.contact"):
        update_from_sec(sessions, nobody, now=clock)
    assert httpserver.log == []


def mentions(sessions, post):
    with sessions() as session:
        query = select(MentionRow.symbol).join(Extraction).where(Extraction.current, Extraction.post_id == post)
        return sorted(set(session.scalars(query)))


def test_ones_own_names_are_read_by_the_next_extract_and_by_extract_again(settings, sessions, tmp_path):
    posts = [
        {"id": "1", "source": "t", "body": "Raiffa shares closed at 21.40 EUR today", "posted_at": "2026-10-01T15:00:00Z"},
        {"id": "2", "source": "t", "body": "Raiffa shares closed at 22.10 EUR today", "posted_at": "2026-10-02T15:00:00Z"},
    ]
    reader = Reader(stance=False)
    store(sessions, settings, tmp_path / "one.jsonl", posts[:1])
    extract_posts(sessions, settings, now=clock, reader=reader)
    assert mentions(sessions, 1) == []
    names = tmp_path / "names.csv"
    names.write_text("symbol,name,kind,since,until\nRBI.VI,Raiffa,name,,\n", encoding="utf-8")
    _, changes = update_from_file(sessions, settings, names, now=clock, fault=pytest.fail)
    assert told(changes) == {("name added", "RBI.VI", None)}
    store(sessions, settings, tmp_path / "two.jsonl", posts[1:])
    mine = Reader(table=ledger_reader(sessions, settings).table, stance=False)
    assert mine.version.startswith(f"{VERSION}+")
    assert extract_posts(sessions, settings, now=clock, reader=mine).counts["posts"] == 1
    assert (mentions(sessions, 1), mentions(sessions, 2)) == ([], ["RBI.VI"])
    assert extract_posts(sessions, settings, now=clock, reader=mine, again=True).counts["posts"] == 1
    assert mentions(sessions, 1) == ["RBI.VI"]
    assert extract_posts(sessions, settings, now=clock, reader=mine, again=True).counts == {}


def store(sessions, settings, path, posts):
    path.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    import_posts(sessions, settings, paths=[path], posted_at=None, year=None, source=None, now=clock, fault=pytest.fail)


def test_an_everyday_word_counts_only_where_the_text_speaks_of_the_company(settings, sessions, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("symbol,name\nNVDA,Leather\nNVDA,Leatherqz\n", encoding="utf-8")
    update_from_file(sessions, settings, names, now=clock, fault=pytest.fail)
    reader = Reader(table=ledger_reader(sessions, settings).table, stance=False)

    def symbols(text):
        from domain.posts import Post

        return [m.symbol for reading in reader.read([Post(id="1", source="t", body=text)]) for m in reading.mentions]

    assert symbols("Leather is a fine material for a bag.") == []
    assert symbols("Shares of Leather rose 4% today") == ["NVDA"]
    assert symbols("Leatherqz rose 4% today") == ["NVDA"]


def test_a_bad_row_is_named_and_ends_no_name(settings, sessions, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("symbol,name,kind\nNVDA,Greenteamx,\nTSLA,Wattfolkx,\n", encoding="utf-8")
    update_from_file(sessions, settings, names, now=clock, fault=pytest.fail)
    names.write_text("symbol,name,kind\nNVDA,Greenteamx,\nTSLA ,Wattfolkx,nick\nMSFT,AAPL,code\nX.QQ,Local,\n", encoding="utf-8")
    faults = []
    _, changes = update_from_file(sessions, settings, names, now=clock, fault=lambda error: faults.append(str(error)))
    assert changes == []
    assert [fault.partition(": ")[0] for fault in faults] == [f"{names}:3", f"{names}:5", f"{names}:4"]
    with sessions() as session:
        assert {n.surface: n.until for n in table_of(session).own_names} == {"Greenteamx": None, "Wattfolkx": None}
    names.write_text("symbol,name,kind\nNVDA,Greenteamx,\n", encoding="utf-8")
    assert told(update_from_file(sessions, settings, names, now=clock, fault=pytest.fail)[1]) == {("name ended", "TSLA", None)}


def test_the_command_tells_what_changed_and_exits_1_for_a_bad_row(settings, tmp_path, httpserver, monkeypatch):
    serve(httpserver, rename={"KHC": "QZHC"})
    names = tmp_path / "names.csv"
    names.write_text("symbol,name\nNVDA,Greenteamx\nbad symbol,x\n", encoding="utf-8")
    monkeypatch.setenv("TAPECHECK_LEDGER__URL", settings.ledger.url)
    monkeypatch.setenv("TAPECHECK_CRAWL__CONTACT", "me@example.org")
    monkeypatch.setenv("TAPECHECK_INSTRUMENTS__SEC_URL", settings.instruments.sec_url)
    done = CliRunner().invoke(app, ["instruments", "update", "--names", str(names), "--json"])
    assert done.exit_code == 1
    assert [(c["change"], c["symbol"]) for c in json.loads(done.stdout)] == [("name added", "NVDA"), ("renamed", "QZHC")]
    assert f"{names}:3" in done.stderr
    shown = CliRunner().invoke(app, ["instruments", "greenteamx".title()])
    assert shown.stdout.startswith("NVDA: ")
    assert CliRunner().invoke(app, ["instruments", "QZHC", "--on", "2020-01-02"]).stdout.startswith("KHC")
    assert "nothing to do" in str(CliRunner().invoke(app, ["instruments", "update", "--no-sec"]).exception)
