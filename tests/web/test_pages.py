"""What a reader of the pages sees, at home and off loopback; posts are hostile."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from db.queries.checks import append_checks, claims_to_check
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.reviews import add_review
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Verdict
from domain.posts import Post
from domain.privacy import DISCLAIMER, pseudonym
from domain.readings import Claim, Reading
from domain.settings import Settings
from web import claims as lists
from web.app import create_app

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)
KEY = "a key of the tests"
SCRIPT = "<script>alert('x')</script>"
Open = Callable[..., TestClient]


def a_post(number: int, *, author: str, url: str | None, quote: str) -> Post:
    body = f"Look: {quote} & more"
    return Post(id=str(number), source="town", body=body, author=author, posted_at=NOON + timedelta(hours=number), url=url)


POSTS = [
    a_post(1, author="Ann", url="https://town.example/posts/1", quote="ACME at $157"),
    a_post(2, author="Bob", url="javascript:alert(1)", quote=f"ZORK at {SCRIPT} $20"),
    a_post(3, author="Ann", url="https://town.example/Ann/3", quote="ACME at $1,500"),
]
QUOTES = {"1": "$157", "2": f"{SCRIPT} $20", "3": "$1,500"}


def a_claim(post: Post) -> Claim:
    quote = QUOTES[post.id]
    start = post.text.index(quote)
    amount = Decimal({"1": "157", "2": "20", "3": "1500"}[post.id])
    return Claim(
        id=f"{post.id}#0", subject="ZORK" if post.id == "2" else "ACME", about=None, metric="price", relation="=", low=amount,
        high=amount, unit="USD", kind="fact", basis=None, quote=quote, start=start, end=start + len(quote),
    )  # fmt: skip


def a_verdict(claim: Claim, status: str) -> Verdict:
    return Verdict(
        id=claim.id, status=status, when_made="contradicted" if status == "contradicted" else "supported", observed=Decimal("158.25"),
        observed_at="2026-08-21", grade="B", tolerance="3 %", provider="folder",
        reason="Claimed price: it was in the range. Observed 158.25 USD at 2026-08-21, source folder.",
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """Three posts with a claim each: current, stale, contradicted; the first one was contradicted before."""
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    upgrade(url)
    made = open_ledger(url)
    with made.begin() as session:
        store_posts(session, POSTS, seen_at=NOON)
        unread = unread_revisions(session, "r1")
        pairs = [(u.revision_id, Reading(id=u.post.id, claims=(a_claim(u.post),))) for u in unread]
        store_readings(session, pairs, reader_version="r1", model_version="m1", read_at=NOON)
        for hour, words in enumerate([{"1": "contradicted"}, {"1": "current", "2": "stale", "3": "contradicted"}]):
            verdicts = {c.key: a_verdict(c.claim, words[c.post]) for c in claims_to_check(session) if c.post in words}
            moment = NOON + timedelta(hours=hour)
            append_checks(session, verdicts, as_of=moment, checked_at=moment)
    yield made
    made.kw["bind"].dispose()


@pytest.fixture
def visit(ledger: sessionmaker[Session]) -> Iterator[Open]:
    """Opens the pages of a server on loopback, or on another `host` with other privacy settings."""
    opened: list[TestClient] = []

    def start(host: str = "127.0.0.1", passable: Collection[str] = (), **privacy: object) -> TestClient:
        settings = Settings.model_validate({"web": {"host": host}, "privacy": {"pseudonym_key": KEY} | privacy})
        app = create_app(ledger, settings=settings, passable=passable)
        opened.append(TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False))
        return opened[-1]

    yield start
    for client in opened:
        client.close()


def key_of(ledger: sessionmaker[Session], post: str) -> int:
    with ledger() as session:
        return next(c.key for c in claims_to_check(session) if c.post == post)


def test_the_list_shows_each_status_with_its_evidence(visit: Open) -> None:
    text = visit().get("/").text
    assert [text.count(f'class="status {word}"') for word in ("current", "stale", "contradicted")] == [1, 1, 1]
    assert text.count("158.25 USD (2026-08-21, source folder)") == 3
    assert text.count("price = 1,500 USD") == 1
    assert text.count("<dd>3 %</dd>") == 3
    assert text.index("1,500") < text.index("ZORK") < text.index("price = 157 USD")
    assert "<bdi>Ann</bdi>" in text
    assert "<script" not in text.lower()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"symbol": "$zork"}, ["2#0"]),
        ({"status": "current"}, ["1#0"]),
        ({"author": "Ann"}, ["3#0", "1#0"]),
        ({"author": "Ann", "status": "stale"}, []),
        ({"source": "village"}, []),
        ({"symbol": "", "status": "", "author": "", "source": ""}, ["3#0", "2#0", "1#0"]),
        ({"metric": "pe"}, []),
        ({"author": "' OR 1=1 --\x00"}, []),
    ],
)
def test_filters(visit: Open, query: dict[str, str], found: list[str]) -> None:
    answer = visit().get("/api/claims", params=query).json()
    assert ([row["claim"] for row in answer["rows"]], answer["ok"], answer["next"]) == (found, True, None)
    if "metric" not in query:
        assert visit().get("/claims", params=query).text.count("<article>") == len(found)


def test_one_claim_in_its_context_with_its_history(visit: Open, ledger: sessionmaker[Session]) -> None:
    text = visit().get(f"/claims/{key_of(ledger, '1')}").text
    assert "Look: ACME at <mark>$157</mark> &amp; more" in text
    assert 'href="https://town.example/posts/1"' in text
    assert text.index("<h2>Checks</h2>") < text.index("contradicted</span> 2026-08-21 12:00 UTC") < text.index("2026-08-21 13:00 UTC</h3>")
    assert "grade B, checked 2026-08-21 13:00 UTC" in text
    row = visit().get("/api/claims/1%230").json()["rows"][0]
    assert (row["low"], row["observed"], row["posted_at"]) == (157, 158.25, "2026-08-21T13:00:00+00:00")
    assert [check["status"] for check in row["history"]] == ["contradicted", "current"]


def test_a_hostile_post_is_shown_as_words(visit: Open, ledger: sessionmaker[Session]) -> None:
    text = visit().get(f"/claims/{key_of(ledger, '2')}").text
    assert "<mark>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; $20</mark>" in text
    assert "javascript:" not in text
    page = visit().get("/claims", params={"author": '"><script>'}).text
    assert 'value="&#34;&gt;&lt;script&gt;"' in page
    assert visit().get("/api/claims/2%230").json()["rows"][0]["link"] is None


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("/claims/99999", 404, "There is no such claim here"),
        ("/claims/" + "9" * 40, 404, "There is no such claim here"),
        ("/claims/a/b%00c", 404, "There is no such claim here"),
        ("/nowhere", 404, "There is no such page."),
        ("/claims?status=wrong", 400, "There is no status “wrong”"),
        ("/claims?skip=many", 400, "skip: "),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(visit: Open, address: str, code: int, sentence: str) -> None:
    page, answer = visit().get(address), visit().get("/api" + address)
    assert (page.status_code, answer.status_code) == (code, code)
    assert sentence in page.text
    assert answer.json()["ok"] is False
    assert sentence in answer.json()["error"]


def test_every_answer_carries_the_disclaimer_and_the_headers(visit: Open) -> None:
    for address in ("/claims", "/claims/1%230", "/nowhere", "/api/claims", "/api/claims/1%230", "/api/nowhere", "/api/openapi.json"):
        answer = visit().get(address)
        assert DISCLAIMER in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert visit().get("/static/style.css").headers["content-type"].startswith("text/css")


def test_nothing_can_be_changed(visit: Open) -> None:
    assert [visit().request(verb, "/claims").status_code for verb in ("POST", "PUT", "DELETE", "PATCH")] == [405] * 4


def test_off_loopback_nobody_is_named_and_what_nobody_reviewed_waits(visit: Open, ledger: sessionmaker[Session]) -> None:
    away, held = visit("0.0.0.0"), key_of(ledger, "3")
    mark = pseudonym("town", "Ann", key=KEY)
    everything = (
        away.get("/claims").text + away.get("/api/claims").text + away.get("/claims/1%230").text + away.get("/api/claims/1%230").text
    )
    assert mark in everything
    assert not [word for word in ("Ann", "Bob", "1,500", "158.25", 'class="status contradicted"', "author_id") if word in everything]
    assert "has not said that its values may be passed on" in everything
    assert [away.get(f"{start}/claims/{held}").status_code for start in ("", "/api")] == [404, 404]
    assert away.get("/api/claims", params={"author": "Ann"}).json()["rows"] == []
    assert [row["claim"] for row in away.get("/api/claims", params={"author": mark}).json()["rows"]] == ["1#0"]
    with ledger.begin() as session:
        add_review(session, held, "confirm", who="op", why="seen", at=NOON)
    row = away.get(f"/api/claims/{held}").json()["rows"][0]
    assert (row["status"], row["link"], row["author"]) == ("contradicted", None, mark)
    assert not {"reviewer", "review_why", "author_id"} & set(row)


def test_off_loopback_a_value_is_shown_where_its_provider_lets_anyone_pass_it_on(visit: Open) -> None:
    (shown,) = [row for row in visit("0.0.0.0", passable={"folder"}).get("/api/claims").json()["rows"] if row["claim"] == "1#0"]
    assert (shown["observed"], shown["values_withheld"]) == (158.25, False)


def test_a_claim_review_is_the_same_for_everyone_and_leaves_nothing_out_of_turn(visit: Open, ledger: sessionmaker[Session]) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        answer = visit(host).get("/api/claims/1%230/claimreview")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
        found = answer.json()
        assert (found["@type"], found["reviewRating"]["alternateName"]) == ("ClaimReview", "In keeping with market data")
        assert found["itemReviewed"]["author"]["name"] == pseudonym("town", "Ann", key=KEY)
        assert "158.25" not in answer.text
        assert visit(host).get(f"/api/claims/{key_of(ledger, '3')}/claimreview").status_code == 404
    assert f'href="/api/claims/{key_of(ledger, "1")}/claimreview"' in visit().get("/claims/1%230").text


def test_the_history_says_what_the_market_did_and_what_we_did(visit: Open, ledger: sessionmaker[Session]) -> None:
    assert visit().get("/claims/1%230").text.count("the market moved") == 1
    with ledger.begin() as session:
        add_review(session, key_of(ledger, "1"), "amend", who="op", why="misread", at=NOON, amended={"low": Decimal(158)})
        verdicts = {c.key: a_verdict(c.claim, "current") for c in claims_to_check(session) if c.post == "1"}
        append_checks(session, verdicts, as_of=NOON, checked_at=NOON + timedelta(hours=2))
    text = visit().get("/claims/1%230").text
    assert "correction: a person&#39;s review" in text
    assert "price = 158 USD" in text


def test_off_loopback_the_operator_may_name_and_publish(visit: Open) -> None:
    rows = visit("town.example", publish_unreviewed=True, public_figures=["town:Ann"]).get("/api/claims").json()["rows"]
    assert [(row["claim"], row["author"] == "Ann") for row in rows] == [("3#0", True), ("2#0", False), ("1#0", True)]


def test_the_key_that_everyone_knows_makes_no_pseudonym(visit: Open) -> None:
    shown = visit("0.0.0.0", pseudonym_key="tapecheck").get("/api/claims").json()["rows"][-1]["author"]
    assert shown.startswith("author-")
    assert shown != pseudonym("town", "Ann", key="tapecheck")


def test_a_server_at_home_answers_to_no_other_name(visit: Open) -> None:
    answer = visit().get("/claims", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "ACME" not in answer.text
    assert visit().get("/claims", headers={"Host": "[::1]:8377"}).status_code == 200


def test_pages_follow_each_other(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    for host, wanted in (("127.0.0.1", ["3#0", "2#0", "1#0"]), ("0.0.0.0", ["2#0", "1#0"])):
        client, address, found = visit(host), "/api/claims?source=town", []
        while address:
            answer = client.get(address).json()
            found += [row["claim"] for row in answer["rows"]]
            address = answer["next"]
        assert found == wanted
    assert 'href="/claims?source=town&amp;skip=1"' in visit().get("/claims?source=town").text


def test_a_deleted_post_keeps_its_numbers_only(visit: Open, ledger: sessionmaker[Session]) -> None:
    with ledger.begin() as session:
        store_posts(session, [Post(id="1", source="town", body="", gone=True)], seen_at=NOON + timedelta(days=1))
    text = visit().get(f"/claims/{key_of(ledger, '1')}").text
    assert "words are no longer kept" in text
    assert "price = 157 USD" in text
    assert "Look" not in text


def test_a_ledger_that_cannot_be_read_is_told(ledger: sessionmaker[Session]) -> None:
    def broken() -> Session:
        raise OperationalError("SELECT 1", {}, ValueError("locked"))

    with TestClient(create_app(broken, settings=Settings()), base_url="http://localhost") as client:  # type: ignore[arg-type]
        answer = client.get("/api/claims")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert "try again" in answer.json()["error"]
