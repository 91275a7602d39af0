"""The same claims for machines: `{ok, rows, next}`, with the disclaimer in every answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from domain.claimreview import MEDIA_TYPE
from domain.jsonl import plain
from domain.privacy import DISCLAIMER, DISPUTE
from web.claims import DEEPEST, Filters, listed, next_link, one, review
from web.pages import UNKNOWN

router = APIRouter(prefix="/api")
NOTICE = {"disclaimer": DISCLAIMER, "dispute": DISPUTE}


@router.get("/claims")
def claims(
    request: Request,
    *,
    symbol: str | None = None,
    status: str | None = None,
    metric: str | None = None,
    author: str | None = None,
    source: str | None = None,
    skip: int = 0,
) -> JSONResponse:
    """Claims as they stand now, newest posts first; `next` is the address of the next page or null."""
    wanted = Filters.read(symbol=symbol, status=status, metric=metric, author=author, source=source)
    state = request.app.state
    with state.sessions() as session:
        rows, after = listed(session, state.audience, wanted, skip=max(0, min(skip, DEEPEST)))
    return answer(rows, next_link("/api/claims", wanted, after))


@router.get("/claims/{key:path}/claimreview")
def claim_review(request: Request, key: str) -> JSONResponse:
    """One claim's verdict as schema.org's ClaimReview; no such thing for a claim that is unchecked or waits for a review."""
    state = request.app.state
    with state.sessions() as session:
        found = review(session, state.audience, state.publisher, key)
    return sorry(UNKNOWN, 404) if found is None else JSONResponse(found, media_type=MEDIA_TYPE)


@router.get("/claims/{key:path}")
def claim(request: Request, key: str) -> JSONResponse:
    """One claim by its key or its id (`<post>#<n>`), with the post's words and all checks, oldest first."""
    state = request.app.state
    with state.sessions() as session:
        row = one(session, state.audience, key)
    return sorry(UNKNOWN, 404) if row is None else answer([row], None)


def answer(rows: list[dict[str, Any]], following: str | None) -> JSONResponse:
    """The envelope of an answer: times as ISO 8601, numbers as JSON numbers."""
    return JSONResponse({"ok": True, "rows": [_jsonable(row) for row in rows], "next": following} | NOTICE)


def sorry(sentence: str, code: int) -> JSONResponse:
    """The envelope of a failure: one sentence in `error`."""
    return JSONResponse({"ok": False, "error": sentence, "rows": [], "next": None} | NOTICE, status_code=code)


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _jsonable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_jsonable(part) for part in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
