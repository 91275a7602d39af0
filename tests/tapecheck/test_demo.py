"""The demo: the whole product on the sample, with every library at its real work; a second run adds nothing."""

import email
import email.policy
from collections import Counter

import pytest
from sqlalchemy import text

from db.session import open_ledger
from domain.statuses import Status
from tapecheck import demo

TABLES = "post post_revision extraction mention stance claim statement claim_check review digest delivery bar fact corporate_action".split()


def row_counts(sessions):
    with sessions() as session:
        return {table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """(folder, sessions, what the first run said, its rows, the calls that reached each library)."""
    folder, said, calls = tmp_path_factory.mktemp("demo"), [], Counter()
    with pytest.MonkeyPatch.context() as patch:
        watch(patch, calls)
        demo.run_demo(folder, say=said.append)
    sessions = open_ledger(demo.prepared(folder).ledger.url)
    return folder, sessions, "\n".join(said), row_counts(sessions), calls


def watch(patch, calls):
    """Count calls that only happen when a library does its real work."""
    import spacy.language
    from apscheduler.schedulers.base import BaseScheduler
    from sentence_transformers import SentenceTransformer
    from sqlalchemy.engine import Connection

    for name, owner, method in (
        ("spacy", spacy.language.Language, "pipe"),
        ("sentence-transformers", SentenceTransformer, "encode"),
        ("apscheduler", BaseScheduler, "add_job"),
        ("sqlalchemy", Connection, "execute"),
    ):
        original = getattr(owner, method)

        def counted(*args, _original=original, _name=name, **kwargs):
            calls[_name] += 1
            return _original(*args, **kwargs)

        patch.setattr(owner, method, counted)


def test_each_library_does_its_real_work(shown):
    _, sessions, said, _, calls = shown
    assert calls["spacy"] > 0
    assert calls["sentence-transformers"] > 0
    assert calls["apscheduler"] == 5  # one job a step
    assert calls["sqlalchemy"] > 0
    with sessions() as session:  # Scrapy works in a child process: its requests stand in the run's row
        counts = session.execute(text("SELECT counts FROM run WHERE stage = 'crawl'")).scalar_one()
    assert '"requests"' in str(counts) or "requests" in counts
    assert "crawl:" in said


def test_every_status_occurs(shown):
    _, sessions, _, _, _ = shown
    with sessions() as session:
        found = set(session.execute(text("SELECT DISTINCT status FROM claims_now")).scalars())
    assert found == {str(status) for status in Status}


def test_two_contradicted_claims_are_reviewed(shown):
    _, sessions, _, _, _ = shown
    with sessions() as session:
        rows = session.execute(text("SELECT review FROM claims_now WHERE status = 'contradicted' AND review IS NOT NULL")).scalars().all()
    assert rows == ["confirm", "confirm"]


def test_the_digest_is_a_mail_with_both_parts(shown):
    folder, _, _, _, _ = shown
    (file,) = (folder / "digests").glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["Subject"]
    assert message["List-Unsubscribe"]
    assert "not financial advice" in message.get_body(("plain",)).get_content()
    assert "<html" in message.get_body(("html",)).get_content()
    assert list((folder / "digests").glob("*.html"))
    assert list((folder / "digests").glob("*.txt"))


def test_every_verdict_has_its_reason(shown):
    _, sessions, _, _, _ = shown
    with sessions() as session:
        bare = session.execute(text("SELECT count(*) FROM claim_check WHERE reason IS NULL OR reason = ''")).scalar_one()
    assert bare == 0


def test_it_says_where_its_clock_stands_and_how_to_look_around(shown):
    _, _, said, _, _ = shown
    assert "2026-08-21" in said
    assert "digests" in said
    assert "show CLAIM_KEY" in said


def test_a_second_run_adds_nothing(shown):
    folder, sessions, _, before, _ = shown
    demo.run_demo(folder, say=lambda _: None)
    assert row_counts(sessions) == before
