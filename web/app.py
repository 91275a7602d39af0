"""The server: pages and API over one ledger, read-only."""

import logging
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException

from domain.claimreview import Publisher
from domain.privacy import DISCLAIMER, DISPUTE
from domain.settings import Settings
from web import api, pages
from web.audience import Audience, is_loopback
from web.claims import UnknownFilter

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
SENTENCES = {404: "There is no such page.", 405: "This server only answers questions; it changes nothing."}
ELSEWHERE = "This server speaks to its own machine only; open it as localhost, or set web.host to serve others."


def create_app(sessions: sessionmaker[Session], *, settings: Settings, passable: Collection[str] = ()) -> FastAPI:
    """The application over a ledger.

    Off loopback (`settings.web.host`) authors are pseudonyms, and what waits for a review is withheld, as are values that
    their providers do not let anyone pass on (all but those of `passable`). On loopback only requests for this machine by its own
    name are answered.
    """
    # the interactive manuals that FastAPI offers load scripts from elsewhere
    app = FastAPI(title="tapecheck", description=f"{DISCLAIMER} {DISPUTE}", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.sessions = sessions
    app.state.audience = Audience.of(settings, passable=passable)
    app.state.publisher = Publisher.of(settings)
    app.middleware("http")(_guarded)
    for kind in (HTTPException, RequestValidationError, UnknownFilter, SQLAlchemyError):
        app.add_exception_handler(kind, _failed)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app


async def _guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    # a page elsewhere, or a proxy before a loopback server, comes under another name: no names of people for those
    stranger = request.app.state.audience.home and not is_loopback(request.url.hostname or "")
    response = _sorry(request, ELSEWHERE, 400) if stranger else await call_next(request)
    response.headers.update(HEADERS)
    return response


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _sorry(request, SENTENCES.get(error.status_code, f"{error.detail}."), error.status_code)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return _sorry(request, f"{first['loc'][-1]}: {first['msg'].lower()}.", 400)
    if isinstance(error, UnknownFilter):
        return _sorry(request, str(error), 400)
    log.error("the ledger cannot be read: %s", error)
    return _sorry(request, "The ledger cannot be read just now; try again in a minute.", 503)


def _sorry(request: Request, sentence: str, code: int) -> Response:
    return api.sorry(sentence, code) if request.url.path.startswith("/api/") else pages.sorry(sentence, code)
