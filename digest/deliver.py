"""A digest leaves: by SMTP, or as files. What became of it is an answer, not an exception."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from digest.render import Message
from domain.settings import MailSettings

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Sent:
    """It left; `reason` says where to."""

    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """It was not to be sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It should have left and did not; another try may succeed."""

    reason: str


Delivered = Sent | Skipped | Failed


def deliver(message: EmailMessage, *, mail: MailSettings, folder: Path | None, name: str, parts: Message) -> Delivered:
    """Write NAME.html, NAME.txt and NAME.eml to the folder where one is given, else send by `mail`'s SMTP server.

    Skipped where there is neither; Failed, with the server's or the disk's own words, where it did not go out.
    """
    try:
        if folder is not None:
            return _write(message, folder, name, parts)
        if mail.host is None:
            return Skipped("no SMTP server is set (mail.host) and no folder was given")
        return _send(message, mail, mail.host)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a malformed address is a ValueError
        return Failed(f"{type(error).__name__}: {error}")


def _write(message: EmailMessage, folder: Path, name: str, parts: Message) -> Sent:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(parts.text, encoding="utf-8")
    (folder / f"{name}.html").write_text(parts.html, encoding="utf-8")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    return Sent(f"written to {folder / name}.txt, .html, .eml")


def _send(message: EmailMessage, mail: MailSettings, host: str) -> Sent:
    with smtplib.SMTP(host, mail.port, timeout=TIMEOUT) as server:
        if mail.starttls:
            server.starttls(context=ssl.create_default_context())
        if mail.user is not None:
            server.login(mail.user, mail.password or "")
        server.send_message(message)
    return Sent(f"sent by {host}:{mail.port}")
