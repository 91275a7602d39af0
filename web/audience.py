"""What a reader of the pages may see of a row: everything on loopback, less off it (DESIGN §5, People named in the ledger)."""

import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from domain.privacy import may_be_shown, shown_author, without_value
from domain.settings import PrivacySettings, Settings

Row = dict[str, Any]

#: What tells an observed value, or lets it be worked out.
OBSERVED = ("observed", "observed_at", "now_observed", "now_observed_at", "drift")
#: What names people beside the author.
NAMING = ("author_id", "reviewer", "review_why", "reviews", "fingerprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """`home` is true for a server that only this machine can reach; `key` makes the pseudonyms of all others.

    `passable` are the providers whose terms let anyone pass their values on; every other one's stay at home.
    """

    home: bool
    publish_unreviewed: bool
    public_figures: Collection[str]
    key: str
    passable: Collection[str]

    @classmethod
    def of(cls, settings: Settings, *, passable: Collection[str]) -> "Audience":
        """The readers of a server with these settings; pseudonyms change with every start until a key is set."""
        private = settings.privacy
        # the default key is known to everyone: whoever has a list of names could undo pseudonyms made with it
        public = private.pseudonym_key == PrivacySettings.model_fields["pseudonym_key"].default
        return cls(
            home=is_loopback(settings.web.host),
            publish_unreviewed=private.publish_unreviewed,
            public_figures=frozenset(private.public_figures),
            key=secrets.token_hex(32) if public else private.pseudonym_key,
            passable=passable,
        )


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach; a name other than `localhost` is not trusted to be one."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def seen(row: Row, audience: Audience) -> Row | None:
    """The row as this audience may see it, with `values_withheld`; None where it has to wait for a person's review."""
    if _waits(row, audience):
        return None
    author = shown_author(row["source"], row["author"], named=audience.home, public_figures=audience.public_figures, key=audience.key)
    shown = row | {"author": author, "link": safe_link(row["link"]), "values_withheld": False}
    if "history" in row:
        shown["history"] = [check | {"unit": row["unit"], "values_withheld": False} for check in row["history"]]
    if audience.home:
        return shown
    if author != row["author"] and _tells(shown["link"], row["author"]):
        shown["link"] = None
    if "history" in row:
        shown["history"] = [
            _public(check, audience) for check in shown["history"] if audience.publish_unreviewed or not _unconfirmed(check, row)
        ]
    return {name: value for name, value in _public(shown, audience).items() if name not in NAMING}


def safe_link(link: str | None) -> str | None:
    """The link if it leads to a web page; None for `javascript:` and everything else that a post's source could hold."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def _waits(row: Row, audience: Audience) -> bool:
    return bool(row["waits"]) and not audience.home and not audience.publish_unreviewed


def _unconfirmed(check: Row, row: Row) -> bool:
    unconfirmed: bool = check["status"] == "contradicted" and row["review"] != "confirm"
    return unconfirmed


def _public(row: Row, audience: Audience) -> Row:
    withheld = not may_be_shown(row["provider"], audience.passable)
    row = {name: value for name, value in row.items() if name not in NAMING} | {"values_withheld": withheld}
    if not withheld:
        return row
    return row | {name: None for name in OBSERVED if name in row} | {"reason": without_value(row["reason"])}


def _tells(link: str | None, author: str | None) -> bool:
    return bool(link and author and author.casefold() in unquote(link).casefold())
