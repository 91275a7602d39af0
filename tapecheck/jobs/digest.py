"""The last stage: what changed in the ledger → each subscriber's digest → mail or files. Nothing is sent twice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from db.models import Digest, Subscription
from db.queries.tell import add_delivery, add_digest, delivery_of, digest_of_day, last_digest, subscriptions
from digest.deliver import Delivered, Failed, Skipped, deliver
from digest.render import Message, as_email, render
from digest.select import digest_for
from domain.settings import Settings
from market.providers.installed import passable
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

Sessions = sessionmaker[Session]


def send_digests(
    sessions: Sessions, settings: Settings, *, at: datetime, folder: Path | None = None, dry_run: bool = False
) -> Outcome:  # fmt: skip
    """Write and send the digest of `at`'s day to every subscriber who has none yet; one failure does not stop the others.

    Each tells what changed since the one before. What failed keeps its words and is tried again on the same day; the
    next day's then reaches back to where the failed one began. Without an SMTP server, or with `folder`, digests become
    files. `dry_run` prints them and records nothing.
    """
    with _outcome(sessions, settings, at, dry_run=dry_run) as outcome:
        with sessions() as session:
            readers = subscriptions(session)
        for reader in readers:
            if dry_run:
                _show(sessions, reader, settings, at)
                outcome.add(printed=1)
            else:
                _serve(sessions, reader, settings, at, folder, outcome)
                outcome.beat()
    return outcome


@contextmanager
def _outcome(sessions: Sessions, settings: Settings, at: datetime, *, dry_run: bool) -> Iterator[Outcome]:
    if dry_run:
        yield Outcome("digest")
        return
    with recorded(sessions, "digest", settings, now=lambda: at) as outcome:
        yield outcome


def _show(sessions: Sessions, reader: Subscription, settings: Settings, at: datetime) -> None:
    with sessions() as session:
        content = digest_for(session, reader, since=_since(session, reader, at), now=at, settings=settings, passable=passable())
    message = render(content)
    print(f"To: {reader.address}\nSubject: {message.subject}\n\n{message.text}")


def _serve(sessions: Sessions, reader: Subscription, settings: Settings, at: datetime, folder: Path | None, outcome: Outcome) -> None:
    with sessions.begin() as session:
        written = digest_of_day(session, reader.id, at.date())
        before = None if written is None else delivery_of(session, written.id)
        if before is not None and before.state != "failed":
            outcome.add(already_done=1)
            return
        written = written or _write(session, reader, settings, at)
    result = _deliver(written, reader, settings, folder)
    state = type(result).__name__.lower()
    with sessions.begin() as session:
        add_delivery(session, written.id, state, why=result.reason, at=at)
    outcome.add(**{state: 1})
    if isinstance(result, Failed):
        outcome.faults.append(f"{reader.address}: {result.reason}; the next run tries again")


def _since(session: Session, reader: Subscription, at: datetime) -> datetime | None:
    last = last_digest(session, reader.id, before=at.date())
    if last is None:
        return None
    how = delivery_of(session, last.id)
    return last.since if how is None or how.state == "failed" else last.until


def _write(session: Session, reader: Subscription, settings: Settings, at: datetime) -> Digest:
    content = digest_for(session, reader, since=_since(session, reader, at), now=at, settings=settings, passable=passable())
    parts = None if content.empty else render(content)
    subject, text, html = (None, None, None) if parts is None else (parts.subject, parts.text, parts.html)
    return add_digest(
        session, reader.id, at.date(), since=content.since, until=content.until, subject=subject, text=text, html=html, now=at
    )


def _deliver(written: Digest, reader: Subscription, settings: Settings, folder: Path | None) -> Delivered:
    if written.text is None:
        return Skipped("nothing changed")
    parts = Message(written.subject or "", written.text, written.html or "")
    try:
        mail = as_email(parts, sender=settings.mail.sender, address=reader.address, now=written.created_at)
    except ValueError as error:
        return Failed(f"not an address that mail can go to: {error}")
    place = folder or (settings.mail.folder if settings.mail.host is None else None)
    return deliver(mail, mail=settings.mail, folder=place, name=file_name(written, reader), parts=parts)


def file_name(written: Digest, reader: Subscription) -> str:
    """What a digest's files are called: its day and the address, with nothing in it that a file system minds."""
    return f"{written.day}-{re.sub(r'[^A-Za-z0-9@._-]+', '-', reader.address).strip('.-')}"
