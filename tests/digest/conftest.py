"""A ledger with claims in it, one post each, judged as a test asks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from db.queries.checks import append_checks, claims_to_check
from db.queries.posts import store_posts
from db.queries.readings import store_readings, unread_revisions
from db.session import open_ledger
from db.upgrade import upgrade
from domain.observations import Verdict
from domain.posts import Post
from domain.readings import Claim, Reading

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)
Sessions = sessionmaker[Session]
Judge = Callable[..., int]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    upgrade(url)
    made = open_ledger(url)
    yield made
    made.kw["bind"].dispose()


@pytest.fixture
def judge(sessions: Sessions) -> Judge:
    """`judge(post, status, at, …)` stores a claim of that post, once, and a check of it; gives the claim's key."""

    def do(
        post: str,
        status: str,
        at: datetime = NOON,
        *,
        symbol: str = "ACME",
        quote: str = "trades at $157",
        reader: str = "r1",
        low: int = 157,
        **verdict: object,
    ) -> int:
        with sessions.begin() as session:
            body = f"{symbol} {quote}"
            store_posts(
                session,
                [Post(id=post, source="town", body=body, author="Ann Bold", posted_at=NOON, url=f"https://town.example/{post}")],
                seen_at=NOON,
            )
            claim = Claim(
                id=f"{post}#0", subject=symbol, about=None, metric="price", relation="=", low=Decimal(low), high=Decimal(low), unit="USD",
                kind="fact", basis=None, quote=quote, start=0, end=len(body), step=Decimal(1),
            )  # fmt: skip
            readings = [
                (u.revision_id, Reading(id=u.post.id, tickers=(symbol,), claims=(claim,))) for u in unread_revisions(session, reader)
            ]
            store_readings(session, readings, reader_version=reader, model_version="m1", read_at=at)
            key = next(c.key for c in claims_to_check(session) if c.post == post)
            more = {"observed": Decimal("180.50"), "observed_at": "2026-08-20", "grade": "B", "tolerance": "3 %", "reason": "Out of range."}
            made = Verdict(id=f"{post}#0", status=status, **(more | verdict))  # type: ignore[arg-type]
            append_checks(session, {key: made}, as_of=at, checked_at=at)
            return key

    return do
