"""Digests leave once, by mail or as files, and what went wrong is told."""

import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from db.models import Run
from db.queries.claims import claims_now
from db.queries.tell import digest_of_day, subscribe
from digest.deliver import Failed, Sent, Skipped, deliver
from digest.render import Message, as_email
from domain.settings import MailSettings, Settings
from tapecheck.jobs.digest import send_digests
from tests.digest.conftest import NOON, Judge, Sessions

DAY = timedelta(days=1)
PARTS = Message("1 stale: META", "plain\n", "<p>html</p>")


class Inbox:
    """A mail server on loopback that keeps what it gets; it refuses the addresses in `refused`."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], bytes]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mail(inbox: Inbox) -> Iterator[MailSettings]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield MailSettings(host="127.0.0.1", port=port, sender="tape@example.com")
    controller.stop()


def subscribed(sessions: Sessions, *addresses: str) -> None:
    with sessions.begin() as session:
        for address in addresses:
            subscribe(session, address, [], NOON)


def test_a_digest_arrives_once(sessions: Sessions, judge: Judge, mail: MailSettings, inbox: Inbox) -> None:
    judge("1", "stale", NOON - DAY, symbol="META")
    subscribed(sessions, "a@example.org")
    settings = Settings(mail=mail)
    assert send_digests(sessions, settings, at=NOON).counts == {"sent": 1}
    assert send_digests(sessions, settings, at=NOON + timedelta(hours=2)).counts == {"already_done": 1}
    assert send_digests(sessions, settings, at=NOON + DAY).counts == {"skipped": 1}
    assert [to for to, _ in inbox.got] == [["a@example.org"]]
    assert b"Subject: 1 stale: META" in inbox.got[0][1]
    with sessions() as session:
        assert next((run.stage, run.counts) for run in session.query(Run)) == ("digest", {"sent": 1})


def test_one_failure_is_told_tried_again_and_stops_nobody_else(
    sessions: Sessions, judge: Judge, mail: MailSettings, inbox: Inbox
) -> None:  # fmt: skip
    judge("1", "stale", NOON - DAY, symbol="META")
    subscribed(sessions, "gone@example.org", "b@example.org", "odd\n@example.org")
    inbox.refused = {"gone@example.org"}
    outcome = send_digests(sessions, Settings(mail=mail), at=NOON)
    assert outcome.counts == {"failed": 2, "sent": 1}
    assert "no such mailbox" in outcome.faults[0]
    inbox.refused = set()
    later = send_digests(sessions, Settings(mail=mail), at=NOON + DAY)
    assert [to for to, _ in inbox.got] == [["b@example.org"], ["gone@example.org"]]
    assert later.counts["skipped"] == 1


def test_a_server_that_is_down_is_a_failure_with_a_reason(sessions: Sessions, judge: Judge, mail: MailSettings) -> None:
    judge("1", "stale", NOON - DAY)
    subscribed(sessions, "a@example.org")
    down = Settings(mail=mail.model_copy(update={"port": 1}))
    assert "refused" in send_digests(sessions, down, at=NOON).faults[0].lower()
    assert send_digests(sessions, Settings(mail=mail), at=NOON).counts == {"sent": 1}


def test_without_a_server_digests_become_files(sessions: Sessions, judge: Judge, tmp_path: Path) -> None:
    judge("1", "stale", NOON - DAY, symbol="META")
    subscribed(sessions, "../a b@example.org")
    folder = tmp_path / "out"
    assert send_digests(sessions, Settings(mail=MailSettings(folder=folder)), at=NOON).counts == {"sent": 1}
    assert sorted(path.suffix for path in folder.iterdir()) == [".eml", ".html", ".txt"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file() and path.suffix == ".eml") == []
    assert "META" in next(folder.glob("*.txt")).read_text(encoding="utf-8")


def test_a_dry_run_prints_and_leaves_no_trace(sessions: Sessions, judge: Judge, capsys: pytest.CaptureFixture[str]) -> None:
    judge("1", "stale", NOON - DAY, symbol="META")
    subscribed(sessions, "a@example.org")
    assert send_digests(sessions, Settings(), at=NOON, dry_run=True).counts == {"printed": 1}
    assert "Subject: 1 stale: META" in capsys.readouterr().out
    with sessions() as session:
        assert (digest_of_day(session, 1, NOON.date()), session.query(Run).count(), len(claims_now(session))) == (None, 0, 1)


def test_credentials_need_a_server_that_takes_them_and_nowhere_is_a_skip(mail: MailSettings) -> None:
    letter = as_email(PARTS, sender=mail.sender, address="a@example.org", now=NOON)
    wrong = mail.model_copy(update={"user": "me", "password": "hush"})
    answer = deliver(letter, mail=wrong, folder=None, name="x", parts=PARTS)
    assert isinstance(answer, Failed)
    assert smtplib.SMTPNotSupportedError.__name__ in answer.reason
    assert "hush" not in answer.reason
    assert isinstance(deliver(letter, mail=mail.model_copy(update={"starttls": True}), folder=None, name="x", parts=PARTS), Failed)
    assert isinstance(deliver(letter, mail=MailSettings(), folder=None, name="x", parts=PARTS), Skipped)
    assert isinstance(deliver(letter, mail=mail, folder=None, name="x", parts=PARTS), Sent)
