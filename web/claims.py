"""Claims as an audience may see them: a page of a list, and one of them with its history."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from db.queries.claims import claims_now, show_claim
from db.queries.runs import last_done
from domain.claimreview import Publisher, claim_review
from domain.statuses import Status
from web.audience import Audience, Row, seen
from web.words import claimed

PAGE = 50
#: Beyond this a reader wants a filter, or the ledger itself.
DEEPEST = 100_000
LONGEST_KEY = 18


class UnknownFilter(ValueError):
    """A filter that cannot match; its message is the sentence for the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asked for; None is no filter."""

    symbol: str | None = None
    status: str | None = None
    metric: str | None = None
    author: str | None = None
    source: str | None = None

    @classmethod
    def read(cls, **words: str | None) -> "Filters":
        """Filters from a query; empty fields of a form are none. Raises UnknownFilter for a status that there is not."""
        # PostgreSQL refuses NUL in text; nothing in the ledger holds one
        given = {name: (word or "").replace("\x00", "").strip() or None for name, word in words.items()}
        if given.get("status") not in (None, *Status):
            raise UnknownFilter(f"There is no status “{given['status']}”; there are {', '.join(Status)}.")
        if given.get("symbol"):
            given["symbol"] = str(given["symbol"]).lstrip("$").upper()
        return cls(**given)


def listed(session: Session, audience: Audience, wanted: Filters, *, skip: int) -> tuple[list[Row], int | None]:
    """(up to `PAGE` rows, newest posts first, and where the next page starts or None)."""
    until, limit = skip + PAGE, skip + PAGE + 1
    while True:
        # what is withheld is known only after reading, so more is read until the page is full
        found = claims_now(session, limit=limit, **_columns(wanted, audience))
        rows = [row for row in (seen(one, audience) for one in found) if row is not None and _by(row, wanted, audience)]
        if len(rows) > until or len(found) < limit:
            return rows[skip:until], until if until < min(len(rows), DEEPEST) else None
        limit *= 4


def one(session: Session, audience: Audience, key: str) -> Row | None:
    """One claim by its key or its id (`<post>#<n>`) with `title`, `body` and `history`; None if unknown or withheld."""
    key = key.replace("\x00", "")
    number = key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
    found = show_claim(session, int(key) if number else key)
    return None if found is None else seen(found, audience)


def review(session: Session, audience: Audience, publisher: Publisher, key: str) -> Row | None:
    """The ClaimReview of a claim, always as it may leave this machine; None if unknown, withheld or unchecked."""
    row = one(session, replace(audience, home=False), key)
    return None if row is None else claim_review(row, publisher, claimed=claimed(row), judged_at=last_done(session, "check"))


def next_link(path: str, wanted: Filters, skip: int | None) -> str | None:
    """The address of the next page, or None."""
    given = {name: word for name, word in asdict(wanted).items() if word is not None}
    return None if skip is None else f"{path}?{urlencode(given | {'skip': skip})}"


def _columns(wanted: Filters, audience: Audience) -> dict[str, Any]:
    columns: dict[str, Any] = {"status": wanted.status, "metric": wanted.metric, "source": wanted.source}
    columns["symbols"] = [wanted.symbol] if wanted.symbol else []
    # off loopback a name must not be confirmed by what it finds: only the shown name can be asked for
    return columns | ({"author": wanted.author} if audience.home else {})


def _by(row: Row, wanted: Filters, audience: Audience) -> bool:
    return audience.home or wanted.author is None or row["author"] == wanted.author
