"""What a subscriber is told, and what is kept from whom."""

from datetime import timedelta

from sqlalchemy import update

from db.models import ClaimRow
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.queries.reviews import add_review
from db.queries.tell import subscribe, subscriptions
from digest.content import DigestContent
from digest.select import LIMIT, digest_for
from domain.posts import Post
from domain.readings import Reading, Stance
from domain.settings import PrivacySettings, Settings
from tests.digest.conftest import NOON, Judge, Sessions

DAY = timedelta(days=1)


def content(
    sessions: Sessions, address="reader@example.org", symbols=(), *, since=None, now=NOON, settings=None, passable=()
) -> DigestContent:
    with sessions.begin() as session:
        subscribe(session, address, symbols, NOON)
        reader = next(s for s in subscriptions(session) if s.address == address)
        return digest_for(session, reader, since=since, now=now, settings=settings or Settings(), passable=passable)


def told(found: DigestContent) -> dict[str, list[str]]:
    return {section.name: [line.symbol for line in section.lines] for section in found.sections}


def test_changes_are_sorted_into_sections_and_the_watch_list_counts(sessions: Sessions, judge: Judge) -> None:
    judge("1", "stale", symbol="META")
    judge("2", "hit", symbol="NVDA")
    judge("3", "open", symbol="BABA")
    judge("4", "stale", symbol="ACME", stale_cause="rule")
    assert told(content(sessions)) == {"stale": ["META"], "hit": ["NVDA"], "new": ["BABA"], "correction": ["ACME"]}
    assert told(content(sessions, symbols=["NVDA"])) == {"hit": ["NVDA"]}
    assert content(sessions, symbols=["TSLA"]).empty
    assert content(sessions, since=NOON, now=NOON + DAY).empty


def test_what_we_changed_ourselves_is_a_correction(sessions: Sessions, judge: Judge) -> None:
    judge("1", "current", NOON - DAY, rule="price/1")
    judge("2", "current", NOON - DAY, rule="price/1", symbol="META")
    judge("1", "stale", NOON, rule="price/2")
    judge("2", "stale", NOON, rule="price/1", symbol="META")
    assert told(content(sessions, since=NOON - DAY / 2)) == {"stale": ["META"], "correction": ["ACME"]}
    judge("2", "current", NOON + DAY, reader="r2", low=180, symbol="META")
    assert told(content(sessions, since=NOON + DAY / 2, now=NOON + 2 * DAY)) == {"correction": ["META"]}


def test_what_a_post_quotes_is_not_told_as_its_authors_word(sessions: Sessions, judge: Judge) -> None:
    judge("1", "stale")
    with sessions.begin() as session:
        session.execute(update(ClaimRow).values(attributed_to="quote"))
    line = content(sessions).sections[0].lines[0]
    assert str(line.author).startswith("quoted by ")


def test_a_line_stands_with_all_that_it_rests_on(sessions: Sessions, judge: Judge) -> None:
    judge("1", "current", NOON - DAY)
    key = judge("1", "stale", NOON)
    line = content(sessions, since=NOON - DAY / 2).sections[0].lines[0]
    assert (line.key, line.claimed, line.observed, line.tolerance, line.grade) == (key, "price 157 USD", "180.5 USD", "3 %", "B")
    assert (line.status, line.before, line.source, line.posted, line.observed_at) == (
        "stale", "current", "town", "2026-08-21 12:00 UTC", "2026-08-20",
    )  # fmt: skip


def test_an_unreviewed_contradiction_is_counted_and_not_told(sessions: Sessions, judge: Judge) -> None:
    key = judge("1", "contradicted", NOON)
    found = content(sessions)
    assert (told(found), found.waiting) == ({}, 1)
    open_settings = Settings(privacy=PrivacySettings(publish_unreviewed=True))
    assert told(content(sessions, settings=open_settings)) == {"contradicted": ["ACME"]}
    assert told(content(sessions, "me@localhost")) == {"contradicted": ["ACME"]}
    with sessions.begin() as session:
        add_review(session, key, "confirm", who="op", why="seen", at=NOON + 2 * DAY)
    late = content(sessions, since=NOON + DAY, now=NOON + 3 * DAY)
    assert (told(late), late.waiting, late.sections[0].lines[0].reviewed) == ({"contradicted": ["ACME"]}, 0, True)


def test_a_contradiction_that_nobody_saw_is_not_told_afterwards_either(sessions: Sessions, judge: Judge) -> None:
    judge("1", "contradicted", NOON - DAY)
    judge("1", "current", NOON)
    assert content(sessions, since=NOON - DAY / 2).empty
    assert told(content(sessions, "me@localhost", since=NOON - DAY / 2)) == {"other": ["ACME"]}


def test_authors_are_pseudonyms_except_for_the_operator_and_public_figures(sessions: Sessions, judge: Judge) -> None:
    judge("1", "stale")
    author = content(sessions).sections[0].lines[0].author
    assert author is not None
    assert author.startswith("author-")
    assert content(sessions, "tapecheck@localhost").sections[0].lines[0].author == "Ann Bold"
    public = Settings(privacy=PrivacySettings(public_figures=["town:Ann Bold"]))
    assert content(sessions, settings=public).sections[0].lines[0].author == "Ann Bold"
    other_key = Settings(privacy=PrivacySettings(pseudonym_key="mine"))
    assert content(sessions, settings=other_key).sections[0].lines[0].author not in (author, "Ann Bold")


def test_a_value_goes_to_others_only_where_its_provider_lets_anyone_pass_it_on(sessions: Sessions, judge: Judge) -> None:
    judge("1", "stale", provider="yahoo", reason="It moved on. Observed 180.50 USD at 2026-08-20, source yahoo.")

    def line(**more):
        (section,) = content(sessions, **more).sections
        return section.lines[0].observed, section.lines[0].observed_at, section.lines[0].reason

    assert line() == (None, None, "It moved on.")
    assert line(passable={"yahoo"})[:2] == ("180.5 USD", "2026-08-20")
    assert line(address="tapecheck@localhost")[:2] == ("180.5 USD", "2026-08-20")


def test_a_long_section_is_cut_and_the_rest_counted(sessions: Sessions, judge: Judge) -> None:
    for number in range(LIMIT + 2):
        judge(str(number), "stale")
    section = content(sessions).sections[0]
    assert (len(section.lines), section.more, section.count) == (LIMIT, 2, LIMIT + 2)


def test_a_turned_balance_of_stances_is_told_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for number in range(6):
            label, at = ("bullish", NOON - 2 * DAY) if number < 3 else ("bearish", NOON - DAY)
            store_posts(session, [Post(id=str(number), source="town", body=f"ACME {number}", posted_at=at)], seen_at=NOON)
            read = Reading(id=str(number), tickers=("ACME",), stances=(Stance(symbol="ACME", label=label, score=0.9),))
            pairs = [(todo.revision_id, read) for todo in unread_revisions(session, "r1")]
            store_readings(session, pairs, reader_version="r1", model_version="m1", read_at=NOON)
    turn = content(sessions, since=NOON - DAY).turns[0]
    assert (turn.symbol, turn.to, turn.before, turn.after) == ("ACME", "bearish", (3, 0), (0, 3))
    assert content(sessions, symbols=["META"], since=NOON - DAY).turns == ()
    assert content(sessions, since=NOON, now=NOON + DAY).turns == ()
