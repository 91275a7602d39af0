"""A person's word on claims, and the queue of contradicted ones that wait for it. The caller commits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Check, ClaimRow, Review
from db.queries.claims import claims_now, edited_away
from db.queries.readings import claim_of
from domain.errors import DataError
from domain.metrics import METRICS
from domain.readings import Claim
from domain.statuses import Kind

ACTIONS = ("confirm", "amend", "hold", "withdraw")
RELATIONS = ("=", "~", "<", "<=", ">", ">=", "range")
#: the fields of a claim that an amendment may change, and those that None takes out
FIELDS = ("subject", "about", "metric", "relation", "low", "high", "unit", "kind", "basis", "when")
CLEARABLE = ("subject", "about", "basis")

Fields = Mapping[str, str | Decimal | None]


def queue(session: Session) -> list[dict[str, Any]]:
    """Contradicted claims that no person has confirmed, as rows of `claims_now`; those that an edit or their author took away come last."""
    return [row for row in [*claims_now(session, status="contradicted"), *edited_away(session)] if row["waits"]]


def reviewed_between(session: Session, since: datetime, until: datetime) -> set[str]:
    """Fingerprints of the claims on which a person spoke in (since, until]."""
    return set(session.scalars(select(Review.fingerprint).where(Review.at > since, Review.at <= until)))


def last_words(session: Session, *, action: str | None = None) -> dict[str, Review]:
    """The newest review of each claim by its fingerprint, or the newest with one action."""
    newest = select(func.max(Review.id)).group_by(Review.fingerprint)
    if action is not None:
        newest = newest.where(Review.action == action)
    return {word.fingerprint: word for word in session.scalars(select(Review).where(Review.id.in_(newest)))}


def as_amended(claim: Claim, amendment: Review | None) -> Claim:
    """The claim with the reading of an amendment in the place of its own; words, place and conversion stay."""
    if amendment is None:
        return claim
    fields: dict[str, Any] = {name: getattr(amendment, name) for name in (*FIELDS[:-1], "step")}
    return replace(claim, **fields, hedged=bool(amendment.hedged), when=amendment.when_meant or "now")


def add_review(session: Session, claim_key: int, action: str, *, who: str, why: str, at: datetime, amended: Fields | None = None) -> int:
    """Append a review; an amendment's `amended` holds what changes of `FIELDS`, and the rest of the reading is kept with it.

    Raises DataError for an unknown claim, action or field, and for a reading that is none.
    """
    place = f"claim {claim_key}"
    row = session.get(ClaimRow, claim_key)
    if row is None:
        raise DataError("no such claim", place=place)
    if action not in ACTIONS:
        raise DataError(f"no such action {action!r}", place=place, remedy="use " + ", ".join(ACTIONS))
    if set(amended or ()) - set(FIELDS) or bool(amended) != (action == "amend"):
        raise DataError(f"only amend takes fields, and needs one of {', '.join(FIELDS)}", place=place)
    seen = session.scalar(select(func.max(Check.id)).where(Check.fingerprint == row.fingerprint))
    word = Review(fingerprint=row.fingerprint, action=action, who=who, why=why, at=at, check_id=seen)
    if amended:
        before = last_words(session, action="amend").get(row.fingerprint)
        _keep(word, amend(as_amended(claim_of(row), before), amended, place=place))
    session.add(word)
    session.flush()
    return word.id


def amend(claim: Claim, changes: Fields, *, place: str) -> Claim:
    """The claim with the changes, made whole: one number stands at both ends, over and under are open, a new number has a new step."""
    fields: dict[str, Any] = dict(changes)
    relation = fields.get("relation", claim.relation)
    if ("low" in fields) != ("high" in fields) and claim.low == claim.high and relation != "range":
        fields["low"] = fields["high"] = fields.get("low", fields.get("high"))
    if "relation" in fields:
        low, high = fields.get("low", claim.low), fields.get("high", claim.high)
        low, high = (high if low is None else low), (low if high is None else high)
        fields |= {"low": None if relation in ("<", "<=") else low, "high": None if relation in (">", ">=") else high}
        fields["hedged"] = relation == "~"
    made = replace(claim, **fields)
    if {made.low, made.high} - {None} != {claim.low, claim.high} - {None}:
        made = replace(made, step=None)
    _check(made, changes, place)
    return made


def _check(claim: Claim, changes: Fields, place: str) -> None:
    empty = sorted(name for name, value in changes.items() if value is None and name not in CLEARABLE)
    if empty:
        raise DataError(f"{empty[0]} cannot be empty", place=place, remedy=f"only {', '.join(CLEARABLE)} can")
    allowed = {"metric": METRICS, "relation": RELATIONS, "kind": tuple(Kind)}
    for name, words in allowed.items():
        if name in changes and changes[name] not in words:
            raise DataError(f"{changes[name]}: no such {name}", place=place, remedy=f"use one of {', '.join(sorted(words))}")
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        raise DataError(f"low {claim.low} is above high {claim.high}", place=place, remedy="give both --low and --high")


def _keep(word: Review, claim: Claim) -> None:
    for name in (*FIELDS[:-1], "step", "hedged"):
        setattr(word, name, getattr(claim, name))
    word.kind, word.when_meant = str(claim.kind), claim.when
