"""A digest as people read it, and as a mail server takes it."""

from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes, policy

import pytest

from db.queries.tell import subscribe, subscriptions
from digest.render import Message, as_email, render
from digest.select import digest_for
from digest.wording import amount, one_line, web_link
from domain.privacy import DISCLAIMER
from domain.settings import Settings
from tests.digest.conftest import NOON, Judge, Sessions

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(2)>\n\n-- \nBcc: all@example.org \u202eevil'


@pytest.fixture
def message(sessions: Sessions, judge: Judge) -> Message:
    judge("1", "stale", symbol="META", quote=HOSTILE)
    judge("2", "stale", symbol="META", quote="trades at about one hundred and fifty-seven dollars a share " * 5)
    judge("3", "hit", symbol="NVDA")
    judge("5", "hit", symbol="NVDA")
    judge("4", "contradicted", symbol="BABA")
    with sessions.begin() as session:
        subscribe(session, "reader@example.org", [], NOON)
        return render(digest_for(session, subscriptions(session)[0], since=NOON - timedelta(days=1), now=NOON, settings=Settings()))


def test_the_subject_says_what_is_inside(message: Message) -> None:
    assert message.subject == "2 stale, 2 targets hit: META, NVDA"


def test_a_hostile_quote_is_words_and_nothing_else(message: Message) -> None:
    assert "<script" not in message.html
    assert "<img" not in message.html
    assert "&lt;script&gt;" in message.html
    assert "\u202e" not in message.html + message.text
    assert not any(line.startswith("Bcc:") for line in message.text.splitlines())


def test_the_text_keeps_to_76_columns_and_ends_with_what_must_be_said(message: Message) -> None:
    assert max(len(line) for line in message.text.splitlines()) <= 76
    flat = " ".join(message.text.split())
    assert DISCLAIMER in flat
    assert "1 contradicted claim waits for a person's review." in flat
    assert "To dispute" in flat
    assert "subject “unsubscribe”" in flat
    assert "BABA" not in flat
    assert DISCLAIMER in " ".join(message.html.split())


def test_styles_are_inline_for_mail_readers(message: Message) -> None:
    assert 'style="' in message.html
    assert "<style" not in message.html


def test_the_mail_has_both_parts_and_the_headers_that_servers_want(message: Message) -> None:
    sent = as_email(message, sender="Tape <tape@example.com>", address="reader@example.org", now=NOON)
    again = as_email(message, sender="Tape <tape@example.com>", address="reader@example.org", now=NOON)
    read = message_from_bytes(sent.as_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert read["Date"].datetime == NOON
    assert read["List-Unsubscribe"] == "<mailto:tape@example.com?subject=unsubscribe>"
    assert read["Message-ID"].endswith("@example.com>")
    assert read["Message-ID"] == again["Message-ID"]
    assert as_email(message, sender="tape@example.com", address="other@example.org", now=NOON)["Message-ID"] != again["Message-ID"]


def test_an_address_cannot_add_headers(message: Message) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_email(message, sender="tape@example.com", address="a@example.org\nBcc: b@example.org", now=NOON)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [("157", "USD", "157 USD"), ("0.00012", "USD", "0.00012 USD"), ("1200000000000", "USD", "1.2T USD"), ("18.456", "x", "18.46x"),
     ("41", "%", "41 %"), ("12000", "", "12,000"), ("100", "USD", "100 USD"), ("-2.50", "USD", "-2.5 USD"), ("0", "%", "0 %")],
)  # fmt: skip
def test_amounts(value: str, unit: str, written: str) -> None:
    assert amount(Decimal(value), unit) == written


def test_only_web_addresses_become_links() -> None:
    assert web_link("https://town.example/1?a=b") == "https://town.example/1?a=b"
    assert [web_link(odd) for odd in ("javascript:alert(1)", "https://", "http://[", "https://a b", None)] == [None] * 5
    assert one_line("a\x00b\u2028c\nd " + "x" * 300, 12) == "ab c d xxxx…"
