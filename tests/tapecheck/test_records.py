"""Records, chains, reviews and labels as a person at the command line meets them."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from db.queries.checks import claims_to_check
from db.queries.market import store_market
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Bar
from domain.posts import Post
from domain.readings import Claim, Reading, Stance
from domain.settings import Settings
from market.calendar import calendar_of
from tapecheck.chain import held
from tapecheck.cli import app
from tapecheck.jobs.check import check_claims
from tapecheck.records import ranked

START = datetime(2026, 2, 2, 15, tzinfo=UTC)
AS_OF = datetime(2026, 8, 21, 23, tzinfo=UTC)


def a_claim(post, low, **more):
    fields = {"metric": "price", "kind": "fact", "relation": "="} | more
    return Claim(
        id=f"{post}#0", subject="ACME", about=None, low=Decimal(low), high=Decimal(low), unit="USD", basis=None, quote=f"${low}", start=8,
        end=8 + len(f"${low}"), **fields,
    )  # fmt: skip


def bars(symbol, last):
    """100 until July, then `last`."""
    days = [day for day in calendar_of("XNYS", 2026).days if date(2026, 1, 2) <= day <= AS_OF.date()]
    closes = [(day, Decimal(100 if day < date(2026, 7, 1) else last)) for day in days]
    return [Bar(symbol=symbol, date=day, open=close, high=close + 1, low=close - 1, close=close) for day, close in closes]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a ledger: Ann said 100 of ACME on 20 mornings (right, stale since July), 90 once, and a target of 120; Bob said 80."""
    monkeypatch.chdir(tmp_path)
    url = "sqlite:///ledger.sqlite"
    (tmp_path / "tapecheck.toml").write_text(f'[ledger]\nurl = "{url}"\n[privacy]\npublic_figures = ["town:Bob"]\n', encoding="utf-8")
    upgrade(url)
    sessions = open_ledger(url)
    said = {f"a{n}": ("Ann", a_claim(f"a{n}", f"100.{n:02d}" if n else "100")) for n in range(20)}
    said |= {"a90": ("Ann", a_claim("a90", "90")), "t1": ("Ann", a_claim("t1", "120", metric="price_target", kind="forecast"))}
    said["b1"] = ("Bob", a_claim("b1", "80"))
    with sessions.begin() as session:
        store_market(session, bars=[*bars("ACME", "130"), *bars("^GSPC", "110")])
        for number, (key, (author, claim)) in enumerate(said.items()):
            post = Post(id=key, source="town", author=author, body=f"ACME at {claim.quote}", posted_at=START + timedelta(days=number))
            store_posts(session, [post], seen_at=AS_OF)
        pairs = [
            (todo.revision_id, Reading(id=todo.post.id, claims=(said[todo.post.id][1],), tickers=("ACME",), stances=stance_of(todo.post)))
            for todo in unread_revisions(session, "r1")
        ]
        store_readings(session, pairs, reader_version="r1", model_version="m1", read_at=AS_OF)
    check_claims(sessions, Settings(), as_of=AS_OF, now=lambda: AS_OF)
    yield sessions
    sessions.kw["bind"].dispose()


def stance_of(post):
    return (Stance(symbol="ACME", label="bullish", score=0.9),) if post.id in ("a90", "b1") else ()


def run(*arguments, code=0):
    done = CliRunner().invoke(app, [*arguments], catch_exceptions=False) if not code else CliRunner().invoke(app, [*arguments])
    assert done.exit_code == code, done.output
    return done.output if not code else str(done.exception)


def key_of(sessions, post):
    with sessions() as session:
        return str(next(one.key for one in claims_to_check(session) if one.post == post))


def test_an_authors_record(place):
    ann, bob = sorted(json.loads(run("authors", "--as-of", "2026-08-21", "--json")), key=lambda row: row["author"])
    assert (ann["claims"], ann["waiting"], ann["rank"], bob["rank"]) == (22, 1, 1, None)
    assert (ann["supported"]["hits"], ann["supported"]["of"], bob["supported"]["hits"], bob["supported"]["of"]) == (20, 21, 0, 1)
    assert ann["supported"]["low"] == pytest.approx(0.7733, abs=1e-4)
    # 130 to 149 days from each morning to July 1: after the tenth, half are left
    assert (ann["held"]["claims"], ann["held"]["ended"], ann["held"]["median_days"]) == (20, 20, 139)
    assert [ann["targets"][months]["of"] for months in ("3", "6", "12")] == [1, 0, 0]
    assert ann["targets"]["3"]["hits"] == 0
    assert (ann["stances"]["20"]["of"], ann["stances"]["20"]["hits"], ann["stances"]["20"]["mean"]) == (1, 0, 0)
    assert (ann["stances"]["60"]["with_index"], ann["stances"]["60"]["beyond_index"]) == (1, 0)


def test_a_sources_record_and_what_may_leave(place):
    (town,) = json.loads(run("sources", "--records", "--as-of", "2026-08-21", "--json"))
    assert (town["source"], town["claims"], town["waiting"], town["supported"]["of"]) == ("town", 23, 2, 22)
    (public,) = json.loads(run("sources", "--records", "--public", "--as-of", "2026-08-21", "--json"))
    assert (public["waiting"], public["supported"]["hits"], public["supported"]["of"]) == (2, 20, 20)
    assert [row["author"] for row in json.loads(run("authors", "--public", "--as-of", "2026-08-21", "--json"))] == ["Bob"]
    shown = run("authors", "--as-of", "2026-08-21")
    assert "not financial advice" in shown
    assert "nothing is ranked on fewer than 20" in shown


def test_ranks_need_twenty():
    def row(hits, of, low):
        return {"supported": {"hits": hits, "of": of, "low": low}}

    found = ranked([row(19, 19, 0.83), row(18, 20, 0.70), row(30, 30, 0.89), row(18, 20, 0.70)])
    assert [(one["supported"]["of"], one["rank"]) for one in found] == [(30, 1), (20, 2), (20, 2), (19, None)]


def test_the_whole_chain(place):
    shown = json.loads(run("show", key_of(place, "a0"), "--json"))[0]
    links = {link["link"]: link for link in shown["chain"]}
    assert list(links) == ["words", "interval", "reading", "observed", "rule", "status"]
    assert (links["words"]["what"], links["words"]["time"]) == ("“$100”", "2026-02-02T15:00:00Z")
    assert links["interval"]["what"] == "99.5 to 100.5 USD"
    assert links["observed"]["what"] == "130 USD"
    assert links["rule"]["what"] == "price/1, tolerance 3 %"
    assert links["status"]["what"] == "stale, when made supported, now stale, stale since 2026-07-01 (price)"
    text = run("show", key_of(place, "a0"))
    assert "held from 2026-02-02 until 2026-07-01 (price)" in text
    target = run("show", key_of(place, "t1"))
    assert "after 3 months missed" in target


def test_the_intervals_in_which_a_claim_held():
    day = START.date()
    checks = [
        {"now": "holds", "now_observed_at": "2026-02-03", "as_of": START},
        {"now": "stale", "stale_since": day + timedelta(days=9), "stale_cause": "price", "as_of": START},
        {"now": "stale", "stale_since": day + timedelta(days=9), "stale_cause": "price", "as_of": START},
        {"now": "drifted", "now_observed_at": "2026-02-20", "as_of": START},
        {"now": "holds", "now_observed_at": "2026-02-21", "as_of": START},
    ]
    assert held(checks, START) == [("2026-02-02", day + timedelta(days=9), "price"), ("2026-02-20", None, None)]
    assert held(checks[1:2], None) == [(None, day + timedelta(days=9), "price")]
    assert held([{"now": None}], START) == []


def test_a_claim_review_waits_for_a_person(place):
    key = key_of(place, "b1")
    assert "waits for a review" in run("show", key, "--format", "claimreview", code=1)
    run("review", "confirm", key, "--why", "seen")
    found = json.loads(run("show", key, "--format", "claimreview"))
    assert (found["@type"], found["itemReviewed"]["author"]["name"]) == ("ClaimReview", "Bob")
    assert "100" not in found["reviewRating"]["ratingExplanation"]  # the folder has not said that its values may be passed on
    run("review", "hold", key, "--why", "odd")
    assert "unchecked" in run("show", key, "--format", "claimreview", code=1)


def test_an_amendment_reaches_claims_records_and_export_and_a_check_keeps_it(place):
    key = key_of(place, "b1")
    run("review", "amend", key, "--why", "it is a target", "--metric", "price_target", "--kind", "forecast", "--relation", "<")
    check_claims(place, Settings(), as_of=AS_OF, now=lambda: AS_OF + timedelta(hours=1))
    (row,) = (row for row in json.loads(run("claims", "--json")) if row["post"] == "b1")
    assert (row["metric"], row["kind"], row["relation"], row["low"], row["high"], row["status"]) == (
        "price_target", "forecast", "<", None, 80, "open",
    )  # fmt: skip
    bob = next(row for row in json.loads(run("authors", "--as-of", "2026-08-21", "--json")) if row["author"] == "Bob")
    assert (bob["claims"], bob["supported"]["of"], bob["waiting"]) == (1, 0, 0)
    (label,) = [json.loads(line) for line in run("review", "export").splitlines()]
    assert (label["id"], label["body"], label["tickers"], label["complete"]) == ("b1", "ACME at $80", ["ACME"], True)
    assert label["claims"] == [
        {"subject": "ACME", "about": None, "metric": "price_target", "relation": "<", "low": None, "high": 80, "unit": "USD",
         "kind": "forecast", "basis": None, "quote": "$80"}
    ]  # fmt: skip


def test_labels_tell_what_was_reviewed_and_name_nobody(place):
    run("review", "withdraw", key_of(place, "a1"), "--why", "sarcasm")
    run("review", "hold", key_of(place, "a2"), "--why", "later")
    run("review", "amend", key_of(place, "a3"), "--why", "another", "--subject", "zork")
    one, three = [json.loads(line) for line in run("review", "export", "--complete").splitlines()]
    assert (one["claims"], one["reviews"][0]["claim"], one["reviews"][0]["why"]) == ([], None, "sarcasm")
    assert (three["tickers"], three["claims"][0]["subject"]) == (["ZORK"], "ZORK")
    assert three["author"].startswith("author-")
    assert "no such kind" in run("review", "amend", key_of(place, "a4"), "--why", "x", "--kind", "rumour", code=1)
