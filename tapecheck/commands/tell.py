"""`tapecheck subscribe`, `unsubscribe` and `serve`: who is told, and a page to look at."""

from typing import Annotated

import typer

from domain.errors import ConfigurationError
from tapecheck.context import now, sessions_of, settings_of


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (subscribe, unsubscribe, serve):
        app.command()(command)


def subscribe(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Mail address")],
    watch: Annotated[str, typer.Option(help="Symbols, separated by commas; everything if empty")] = "",
) -> None:
    """Send a daily digest to an address, or set its watch list anew."""
    from db.queries.tell import subscribe as add

    if "@" not in address:
        raise ConfigurationError(f"{address}: not a mail address")
    symbols = [word.strip().upper() for word in watch.split(",") if word.strip()]
    with sessions_of(settings_of(context)).begin() as session:
        add(session, address, symbols, now())
    typer.echo(f"{address} gets a daily digest on {', '.join(symbols) or 'everything'}")


def unsubscribe(context: typer.Context, address: str) -> None:
    """End a subscription."""
    from db.queries.tell import unsubscribe as end

    with sessions_of(settings_of(context)).begin() as session:
        if not end(session, address, now()):
            raise ConfigurationError(f"{address}: no such subscription")
    typer.echo(f"{address} gets no more digests")


def serve(context: typer.Context) -> None:
    """Show the claims in a browser (read-only; on this machine unless web.host says otherwise)."""
    import uvicorn

    from market.providers.installed import passable
    from web.app import create_app

    settings = settings_of(context)
    app = create_app(sessions_of(settings), settings=settings, passable=passable())
    typer.echo(f"http://{settings.web.host}:{settings.web.port}/ (Ctrl-C stops it)")
    uvicorn.run(app, host=settings.web.host, port=settings.web.port, log_level="warning")
