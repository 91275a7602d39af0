"""Subscriptions, and digests that go out once. The caller commits."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Delivery, Digest, Subscription
from db.queries.upsert import upsert


def subscribe(session: Session, address: str, symbols: Sequence[str], now: datetime) -> int:
    """Add a subscription or set its watch list anew (empty: everything); gives its id."""
    row = {"address": address, "symbols": list(symbols), "created_at": now, "ended_at": None}
    upsert(session, Subscription, [row], key=["address"], update=["symbols", "ended_at"])
    return session.scalars(select(Subscription.id).where(Subscription.address == address)).one()


def unsubscribe(session: Session, address: str, now: datetime) -> bool:
    """End a subscription; False where there is none."""
    open_ones = select(Subscription.id).where(Subscription.address == address, Subscription.ended_at.is_(None))
    key = session.scalars(open_ones).one_or_none()
    if key is not None:
        session.execute(update(Subscription).where(Subscription.id == key).values(ended_at=now))
    return key is not None


def subscriptions(session: Session) -> list[Subscription]:
    """Those that have not ended."""
    return list(session.scalars(select(Subscription).where(Subscription.ended_at.is_(None)).order_by(Subscription.id)))


def add_digest(
    session: Session, subscription: int, day: date, *, since: datetime | None, until: datetime, subject: str | None, text: str | None,
    html: str | None, now: datetime,
) -> Digest:  # fmt: skip
    """The digest of a subscription and day; where one was written already, that one, unchanged."""
    own = {"subject": subject, "text": text, "html": html, "since": since, "until": until, "created_at": now}
    upsert(session, Digest, [{"subscription_id": subscription, "day": day} | own], key=["subscription_id", "day"])
    return session.scalars(select(Digest).where(Digest.subscription_id == subscription, Digest.day == day)).one()


def digest_of_day(session: Session, subscription: int, day: date) -> Digest | None:
    """The digest that was written for a subscription and day, or None."""
    return session.scalars(select(Digest).where(Digest.subscription_id == subscription, Digest.day == day)).one_or_none()


def last_digest(session: Session, subscription: int, *, before: date | None = None) -> Digest | None:
    """The newest digest of a subscription (of those `before` a day), or None."""
    query = select(Digest).where(Digest.subscription_id == subscription)
    if before is not None:
        query = query.where(Digest.day < before)
    return session.scalars(query.order_by(Digest.day.desc()).limit(1)).first()


def delivery_of(session: Session, digest: int) -> Delivery | None:
    """How a digest left, or None where it has not."""
    return session.scalars(select(Delivery).where(Delivery.digest_id == digest)).one_or_none()


def add_delivery(session: Session, digest: int, state: str, *, why: str | None, at: datetime) -> None:
    """Record `sent`, `skipped` or `failed`; a failed one may be followed by another try, a sent one stays."""
    before = delivery_of(session, digest)
    if before is None:
        session.add(Delivery(digest_id=digest, state=state, why=why, at=at))
    elif before.state == "failed":
        before.state, before.why, before.at = state, why, at
    session.flush()
