"""A digest's content as subject, plain text and HTML, and those as an e-mail. Pure: the clock comes in."""

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import quote

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from digest.content import DigestContent
from domain.privacy import DISCLAIMER, DISPUTE

WIDTH = 76
SUBJECT_SYMBOLS = 5
PLURAL = {
    "target hit": "targets hit",
    "target missed": "targets missed",
    "correction": "corrections",
    "stance turned": "stances turned",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered digest: one subject line, plain text of about 76 columns, and HTML with its styles inlined."""

    subject: str
    text: str
    html: str


def render(content: DigestContent) -> Message:
    """The digest as people read it. Every word that came from a post is escaped in the HTML."""
    values = {"digest": content, "counts": _counts(content), "symbols": _symbols(content), "disclaimer": DISCLAIMER, "dispute": DISPUTE}
    plain, marked = _environment(html=False), _environment(html=True)
    subject = " ".join(plain.get_template("subject.txt").render(values).split())
    text = plain.get_template("body.txt").render(values).strip() + "\n"
    html = marked.get_template("body.html").render(values | {"subject": subject})
    return Message(subject, text, css_inline.inline(html, load_remote_stylesheets=False))


def as_email(message: Message, *, sender: str, address: str, now: datetime) -> EmailMessage:
    """The digest as a mail with both parts. The same message to the same address at the same time has the same Message-ID.

    So a mail that is sent again after a crash is dropped as a duplicate where it arrives. ValueError for an address
    that is none.
    """
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = address
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = _message_id(message, sender=sender, address=address, now=now)
    mail["List-Unsubscribe"] = f"<{unsubscribe_link(parseaddr(sender)[1])}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def unsubscribe_link(address: str) -> str:
    """The mailto: address that ends a subscription."""
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe"


def _message_id(message: Message, *, sender: str, address: str, now: datetime) -> str:
    mark = hashlib.sha256("\x1f".join((address, now.isoformat(), message.subject, message.text)).encode("utf-8", "replace")).hexdigest()[
        :24
    ]
    return f"<digest-{now:%Y%m%d}-{mark}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"


def _counts(content: DigestContent) -> str:
    """`3 stale, 1 target hit`, in the order of the sections."""
    told = [(section.count, section.short) for section in content.sections]
    if content.turns:
        told.append((len(content.turns), "stance turned"))
    return ", ".join(f"{count} {word if count == 1 else PLURAL.get(word, word)}" for count, word in told)


def _symbols(content: DigestContent) -> str:
    """The symbols that changed, those of the first sections first."""
    found = [line.symbol for section in content.sections for line in section.lines] + [turn.symbol for turn in content.turns]
    unique = list(dict.fromkeys(symbol for symbol in found if symbol))
    more = len(unique) - SUBJECT_SYMBOLS
    return ", ".join(unique[:SUBJECT_SYMBOLS]) + (f" and {more} more" if more > 0 else "")


@cache
def _environment(*, html: bool) -> Environment:
    made = Environment(
        loader=PackageLoader("digest", "templates/daily"), autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"wrapped": wrapped, "unsubscribe_link": unsubscribe_link, "facts": _joined}
    return made


def wrapped(words: str, indent: str = "") -> str:
    """Words in lines of at most 76 columns; an address is never cut."""
    return textwrap.fill(words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _joined(parts: Sequence[str | None]) -> str:
    return " · ".join(part for part in parts if part)
