"""The pages: a list of claims, and one claim with its words, its evidence and its history."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from domain.privacy import DISCLAIMER, DISPUTE
from domain.statuses import Status
from web import words
from web.claims import DEEPEST, Filters, listed, next_link, one

router = APIRouter(include_in_schema=False)
# every value is escaped, whatever a template is called: posts are hostile
environment = Environment(loader=PackageLoader("web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
environment.globals.update(
    DISCLAIMER=DISCLAIMER,
    DISPUTE=DISPUTE,
    statuses=list(Status),
    claimed=words.claimed,
    observed=words.observed,
    when=words.when,
    turns=words.TURNS,
)

UNKNOWN = "There is no such claim here; it may have been read anew, or it waits for a person's review."


@router.get("/")
def start() -> RedirectResponse:
    """The list is the start page."""
    return RedirectResponse("/claims")


@router.get("/claims")
def claims(
    request: Request,
    *,
    symbol: str | None = None,
    status: str | None = None,
    author: str | None = None,
    source: str | None = None,
    skip: int = 0,
) -> HTMLResponse:
    """Claims, newest posts first, by symbol, status, author and source."""
    wanted = Filters.read(symbol=symbol, status=status, author=author, source=source)
    state = request.app.state
    with state.sessions() as session:
        rows, after = listed(session, state.audience, wanted, skip=max(0, min(skip, DEEPEST)))
    return page("claims.html", rows=rows, wanted=wanted, audience=state.audience, next=next_link("/claims", wanted, after))


@router.get("/claims/{key:path}")
def claim(request: Request, key: str) -> HTMLResponse:
    """One claim by its key, or by its id."""
    state = request.app.state
    with state.sessions() as session:
        row = one(session, state.audience, key)
    if row is None:
        return sorry(UNKNOWN, 404)
    return page("claim.html", row=row, quote=words.in_context(row))


def sorry(sentence: str, code: int) -> HTMLResponse:
    """A page that says in one sentence what is wrong."""
    return page("sorry.html", code=code, sentence=sentence)


def page(template: str, *, code: int = 200, **values: Any) -> HTMLResponse:
    """A rendered template."""
    return HTMLResponse(environment.get_template(template).render(values), status_code=code)
