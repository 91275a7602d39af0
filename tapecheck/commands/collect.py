"""`tapecheck crawl` and `tapecheck import`: posts into the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from tapecheck.context import Faults, now, sessions_of, settings_of


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(crawl)
    app.command("import")(import_files)


def crawl(context: typer.Context, source: Annotated[list[str] | None, typer.Argument(help="Names of sources; all if none")] = None) -> None:
    """Collect new posts and comments from the configured sources."""
    from tapecheck.jobs.crawl import crawl_sources

    settings = settings_of(context)
    outcome = crawl_sources(sessions_of(settings), settings, names=source or [], now=now)
    typer.echo(outcome.sentence)
    if outcome.faults:
        raise typer.Exit(1)


def import_files(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(help="JSON lines (.gz too), saved Tiger pages or a folder of them, or a copied thread (.txt)")
    ],
    posted_at: Annotated[
        str | None, typer.Option(help="When the post was written, where the file does not say (ISO 8601, may be a day)")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year of dates shown as MM-DD")] = None,
    source: Annotated[str | None, typer.Option(help="What to call the source, where the file does not say")] = None,
) -> None:
    """Store posts from files; what cannot be read is named, the rest is kept."""
    from tapecheck.jobs.imports import import_posts

    settings, faults = settings_of(context), Faults()
    outcome = import_posts(
        sessions_of(settings), settings, paths=paths, posted_at=posted_at, year=year, source=source, now=now, fault=faults
    )
    typer.echo(outcome.sentence)
    faults.exit()
