"""Fetching into the ledger: what claims need, once, and what happens where a provider fails."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

import pytest
from sqlalchemy import select

from db.models import BarRow, MarketPayload, PostRow
from db.queries.claims import claims_now
from db.queries.market import load_market
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.runs import count_of
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Bar, Fact, FxRate
from domain.posts import Post
from domain.readings import Claim, Reading
from domain.settings import Settings
from market.data import MarketData
from market.providers.provider import Failed, Fetched, Kind, Limits, Payload, ProviderOut, Want
from tapecheck.allowance import CountedInLedger
from tapecheck.jobs import check as check_job
from tapecheck.jobs.check import check_claims
from tapecheck.jobs.fetch import fetch_from
from tapecheck.outcome import Outcome
from tests.market.providers import shapes

FRIDAY = datetime(2026, 6, 12, 22, 0, tzinfo=UTC)


class Double:
    """A provider that writes down what it is asked, and answers each weekday with a price, or as told."""

    name: ClassVar[str] = "double"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"bars", "facts", "rates"})
    may_be_passed_on: ClassVar[bool] = False
    limits: ClassVar[Limits] = Limits(per_minute=60, per_day=1000)

    def __init__(self, price: int = 100, *, fails: Exception | None = None, knows: Callable[[str], bool] = lambda _: True) -> None:
        self.price, self.fails, self.knows, self.asked = price, fails, knows, []

    def covers(self, kind, symbol):
        return True

    def fetch(self, wants, *, fault):
        self.asked += wants
        for want in wants:
            if isinstance(self.fails, ValueError | ProviderOut):
                raise self.fails
            yield Failed(want=want, why=str(self.fails)) if self.fails else self.answer(want)

    def answer(self, want: Want) -> Fetched:
        days = [want.since + timedelta(days=n) for n in range((want.until - want.since).days + 1)] if want.kind != "facts" else []
        days = [day for day in days if day.weekday() < 5]
        payload = Payload.of(repr(want).encode(), address="double", fetched_at=FRIDAY)
        if not self.knows(want.symbol):
            return Fetched(want=want, data=MarketData(), payload=payload)
        price = Decimal(self.price)
        data = {
            "bars": MarketData(bars=tuple(Bar(symbol=want.symbol, date=d, close=price, high=price + 1, low=price - 1) for d in days)),
            "rates": MarketData(rates=tuple(FxRate(date=d, base="EUR", quote="USD", rate=Decimal("1.1")) for d in days)),
            "facts": MarketData(
                facts=(Fact(symbol=want.symbol, metric="eps", value=Decimal(5), unit="USD", known_at=FRIDAY, period="ttm"),)
            ),
        }[want.kind]
        return Fetched(want=want, data=data, payload=payload)


@pytest.fixture
def ledger(tmp_path):
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    upgrade(url)
    made = open_ledger(url)
    yield made
    made.kw["bind"].dispose()


def told(ledger, *claims: dict, posted_at=FRIDAY - timedelta(days=3)):
    """Posts with one claim each, read."""
    with ledger.begin() as session:
        for more in claims:
            number = str(count_of(session, PostRow))
            store_posts(session, [Post(id=number, source="town", body="words", author="Ann", posted_at=posted_at)], seen_at=posted_at)
            claim = Claim(
                id=f"{number}#0", subject="ACME", about=None, metric="price", relation="=", low=Decimal(100), high=Decimal(100), unit="USD",
                kind="fact", basis=None, quote="words", start=0, end=5, step=Decimal(1),
            )  # fmt: skip
            readings = [(u.revision_id, Reading(id=u.post.id, claims=(replace(claim, **more),))) for u in unread_revisions(session, "r1")]
            store_readings(session, readings, reader_version="r1", model_version="m1", read_at=posted_at)


def fetch(ledger, *providers, at=FRIDAY, symbols=()):
    outcome, faults = Outcome("market"), []
    missed = fetch_from(providers, ledger, symbols=symbols, outcome=outcome, now=lambda: at, fault=faults.append)
    return outcome, missed


def test_one_question_a_symbol_and_the_ledger_first(ledger):
    told(ledger, {}, {"low": Decimal(101)}, {"low": Decimal(102)}, {"subject": "BETA"})
    first, again, later = Double(), Double(), Double()
    fetch(ledger, first)
    assert sorted((want.kind, want.symbol) for want in first.asked) == [("bars", "ACME"), ("bars", "BETA"), ("rates", "")]
    assert {want.until for want in first.asked} == {date(2026, 6, 12)}
    fetch(ledger, again)
    assert again.asked == []
    fetch(ledger, later, at=FRIDAY + timedelta(days=4))
    assert {(want.kind, str(want.since), str(want.until)) for want in later.asked} == {
        ("bars", "2026-06-15", "2026-06-16"),
        ("rates", "2026-06-15", "2026-06-16"),
    }


def test_a_session_counts_when_it_has_settled(ledger):
    told(ledger, {})
    double = Double()
    fetch(ledger, double, at=FRIDAY - timedelta(minutes=1))
    assert {str(want.until) for want in double.asked if want.kind == "bars"} == {"2026-06-11"}


def test_what_is_in_the_ledger_from_elsewhere_is_not_asked_for(ledger):
    from db.queries.market import store_market

    told(ledger, {})
    days = [date(2026, 5, 20) + timedelta(days=n) for n in range(24)]
    with ledger.begin() as session:
        store_market(session, bars=[Bar(symbol="ACME", date=day, close=Decimal(100)) for day in days])
    double = Double()
    fetch(ledger, double)
    assert [want.kind for want in double.asked] == ["rates"]


def test_only_what_can_be_judged_is_asked_for(ledger):
    told(ledger, {"kind": "position", "metric": "entry_price"}, {"metric": "users", "unit": ""}, {"about": "a product", "unit": ""})
    double = Double()
    outcome, _ = fetch(ledger, double)
    assert double.asked == []
    assert outcome.faults == []


def test_a_claim_about_a_past_day_asks_for_its_days_only_and_a_figure_for_its_facts(ledger):
    past = FRIDAY - timedelta(days=365)
    told(ledger, {"when": "2025-06-10"}, {"subject": "BETA", "metric": "pe", "unit": "x"}, posted_at=past)
    double = Double()
    fetch(ledger, double)
    wants = {(want.kind, want.symbol): want for want in double.asked}
    assert wants["bars", "ACME"].until == date(2025, 6, 18)
    assert ("facts", "ACME") not in wants
    assert (wants["bars", "BETA"].until, wants["facts", "BETA"].until) == (date(2026, 6, 12), date(2026, 6, 12))
    # an EPS of last year's report is brought to the day's shares by every split since
    assert wants["bars", "BETA"].since <= date(2024, 6, 1)


def test_an_old_name_is_fetched_as_what_it_is_called_now(ledger):
    told(ledger, {"subject": "FB"}, posted_at=datetime(2021, 6, 1, 15, tzinfo=UTC))
    double = Double()
    fetch(ledger, double)
    assert [want.symbol for want in double.asked if want.kind == "bars"] == ["META"]
    with ledger() as session:
        assert [(row.old, row.new, str(row.date)) for row in load_market(session, []).renames] == [("FB", "META", "2022-06-09")]


def test_the_next_provider_is_asked_for_what_the_first_has_not(ledger):
    told(ledger, {}, {"subject": "0700.HK"})
    first, second = Double(knows=lambda symbol: symbol != "0700.HK"), Double()
    second.__class__ = type("Second", (Double,), {"name": "second", "kinds": frozenset({"bars"})})
    fetch(ledger, first, second)
    assert [want.symbol for want in second.asked] == ["0700.HK"]


def test_rows_keep_the_hash_of_the_answer_they_came_from(ledger):
    told(ledger, {})
    fetch(ledger, Double())
    with ledger() as session:
        (payload,) = set(session.scalars(select(BarRow.payload)))
        assert session.get(MarketPayload, payload).provider == "double"
        assert set(session.scalars(select(BarRow.source))) == {"double"}


@pytest.mark.parametrize("error", [OSError("no way"), ProviderOut("double: shut"), ValueError("a bug of the provider")])
def test_a_provider_that_fails_leaves_verdicts_as_they_were_and_says_since_when(ledger, monkeypatch, error):
    def checked(double, at):
        def instead(sessions, _settings, *, outcome, now, fault, **_):
            return fetch_from([double], sessions, outcome=outcome, now=now, fault=fault)

        monkeypatch.setattr(check_job, "fetch_market", instead)
        settings = Settings.model_validate({"market": {"providers": {"ecb": {}}}})
        return check_claims(ledger, settings, as_of=at, now=lambda: at)

    told(ledger, {})
    assert checked(Double(), FRIDAY).faults == []
    before = statuses(ledger)
    assert [status for status, _ in before] == ["current"]
    with ledger.begin() as session:  # were it judged again, it would come out otherwise
        for row in session.scalars(select(BarRow)):
            row.close = row.high = row.low = Decimal(500)
    told(ledger, {"subject": "BETA"}, posted_at=FRIDAY)
    outcome = checked(Double(fails=error), FRIDAY + timedelta(days=4))
    assert statuses(ledger, "ACME") == before
    assert outcome.counts["left_as_they_were"] == 1
    assert str(error) in outcome.faults[0]
    assert "not checked since 2026-06-12 22:00 UTC" in outcome.faults[0]
    # a claim that nobody has judged yet is judged by what there is
    assert [status for status, _ in statuses(ledger, "BETA")] == ["unchecked"]
    assert checked(Double(), FRIDAY + timedelta(days=4)).faults == []


def statuses(ledger, *symbols):
    with ledger() as session:
        return [(row["status"], row["checked_at"]) for row in claims_now(session, symbols=list(symbols))]


def test_a_check_of_an_earlier_day_fetches_nothing(ledger, monkeypatch):
    told(ledger, {})
    monkeypatch.setattr(check_job, "fetch_market", lambda *_, **__: pytest.fail("fetched"))
    settings = Settings.model_validate({"market": {"providers": {"ecb": {}}}})
    check_claims(ledger, settings, as_of=FRIDAY - timedelta(days=2), now=lambda: FRIDAY)


def test_limits_hold_across_runs_and_processes(ledger):
    limits = Limits(per_minute=30, per_day=3)
    one, other = (CountedInLedger(ledger, lambda: FRIDAY) for _ in "12")
    assert [round(taker.take("double", limits), 6) for taker in (one, other, one)] == [0, 2, 4]
    with pytest.raises(ProviderOut, match="3 requests a day"):
        CountedInLedger(ledger, lambda: FRIDAY).take("double", limits)
    assert CountedInLedger(ledger, lambda: FRIDAY + timedelta(days=1)).take("double", limits) == 0
    one.rest("double", FRIDAY + timedelta(days=2))
    with pytest.raises(ProviderOut, match="not to be called before 2026-06-14 22:00"):
        CountedInLedger(ledger, lambda: FRIDAY + timedelta(days=1)).take("double", limits)


def tapecheck(*arguments, cwd):
    command = [sys.executable, "-m", "tapecheck", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def place(tmp_path):
    """A folder with a ledger; `configure(text)` writes its settings."""
    upgrade(f"sqlite:///{tmp_path}/tapecheck.sqlite")

    def configure(text: str):
        (tmp_path / "tapecheck.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return configure


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no market provider is configured"),
        ("[market.providers.nonsense]\n", "no such provider; known are ecb"),
        ("[market.providers.sec]\n", "crawl.contact"),
        ("[market.providers.tiingo]\n", "TAPECHECK_MARKET__PROVIDERS__TIINGO__KEY"),
        ("[market.providers.ecb]\nper_day = 0\n", "market.providers.ecb.per_day"),
    ],
)
def test_a_provider_that_lacks_what_it_needs_is_named(place, text, said):
    result = tapecheck("market", "fetch", cwd=place(text))
    assert result.returncode == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_command_fetches_named_symbols_and_tells_what_failed(place, httpserver):
    days = [shapes.tiingo_day("2025-12-01"), shapes.tiingo_day("2025-12-02", -5.0)]
    httpserver.expect_request("/tiingo/daily/ACME/prices").respond_with_json(days)
    httpserver.expect_request("/tiingo/daily/GONE/prices").respond_with_json({"detail": "an error"}, status=200)
    folder = place(f'[market.providers.tiingo]\nkey = "test-key"\nper_minute = 600\nbase_url = "{httpserver.url_for("")}"\n')
    result = tapecheck("market", "fetch", "$acme", "gone", "--json", cwd=folder)
    assert result.returncode == 1, result.stderr
    shown = json.loads(result.stdout)
    assert (shown["ok"], shown["counts"]["bars"], shown["counts"]["rows_left_out"], shown["counts"]["not_fetched"]) == (False, 1, 1, 1)
    assert any("tiingo ACME, row 2: close" in fault for fault in shown["faults"])
    assert any("an error" in fault and "GONE: not checked yet" in fault for fault in shown["faults"])
    listed = tapecheck("sql", "SELECT symbol, day, source FROM bar", cwd=folder)
    assert "tiingo" in listed.stdout
    assert len(httpserver.log) == 2
