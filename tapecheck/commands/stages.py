"""`tapecheck extract`, `check`, `digest` and `run`: the stages, once or on a schedule."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from tapecheck.context import Faults, now, sessions_of, settings_of


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(extract)
    app.command()(check)
    app.command()(digest)
    app.command()(run)


def extract(
    context: typer.Context,
    jsonl: Annotated[
        str | None, typer.Option(help="Read posts from this JSON-lines file (- is standard input) instead of the ledger")
    ] = None,
    out: Annotated[str, typer.Option(help="Where the readings of --jsonl go (- is standard output)")] = "-",
    again: Annotated[bool, typer.Option("--again", help="Read again what was read with another instrument table than today's")] = False,
) -> None:
    """Read instruments, stances, claims and statements out of the posts that this reader has not read."""
    settings, faults = settings_of(context), Faults()
    if jsonl is not None and again:
        raise ConfigurationError("extract --again: it reads posts of the ledger; leave out --jsonl, which reads its file anew each time")
    if jsonl is not None:
        from nlp.reader import Reader
        from tapecheck.files import extract_file

        extract_file(jsonl, out, reader=Reader(model=settings.reader.model, batch_size=settings.reader.batch_size), fault=faults)
        faults.exit()
        return
    from tapecheck.jobs.extract import extract_posts

    typer.echo(extract_posts(sessions_of(settings), settings, now=now, again=again).sentence)


def check(
    context: typer.Context,
    jsonl: Annotated[str | None, typer.Option(help="Judge the claims or readings of this JSON-lines file instead of the ledger's")] = None,
    market: Annotated[list[Path] | None, typer.Option(help="A market folder; may be given again")] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of the end of this day (YYYY-MM-DD, UTC); today if absent")] = None,
    out: Annotated[str, typer.Option(help="Where the checks of --jsonl go (- is standard output)")] = "-",
) -> None:
    """Check claims against market data: right when posted, still right now?"""
    from tapecheck.files import check_file, end_of_day, load_folders

    settings, faults = settings_of(context), Faults()
    moment = end_of_day(day_of(as_of)) if as_of else now()
    folders = market or settings.market.folders
    if jsonl is not None:
        if not folders:
            raise ConfigurationError("check --jsonl: no market data named; add --market FOLDER")
        check_file(jsonl, out, market=load_folders(folders, fault=faults), as_of=moment, fault=faults)
    else:
        from tapecheck.jobs.check import check_claims

        outcome = check_claims(sessions_of(settings), settings, as_of=moment, folders=folders, now=now, fault=faults)
        typer.echo(outcome.sentence)
        if outcome.faults:
            raise typer.Exit(1)
    faults.exit()


def day_of(words: str) -> date:
    """A day as written on the command line; ConfigurationError for anything else."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ConfigurationError(f"--as-of {words}: not a day; write it as YYYY-MM-DD") from None


def digest(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the digests, send and record nothing")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the digests to this folder instead of sending them")] = None,
    as_of: Annotated[str | None, typer.Option(help="Write the digest of this day")] = None,
) -> None:
    """Write and send each subscriber's digest of what changed."""
    from tapecheck.jobs.digest import send_digests

    settings = settings_of(context)
    moment = datetime.combine(day_of(as_of), datetime.min.time(), UTC).replace(hour=23) if as_of else now()
    outcome = send_digests(sessions_of(settings), settings, at=moment, folder=out, dry_run=dry_run)
    typer.echo(outcome.sentence)
    if outcome.faults:
        raise typer.Exit(1)


def run(
    context: typer.Context, once: Annotated[bool, typer.Option("--once", help="Run all stages once, in order, and stop")] = False
) -> None:
    """Run the schedule in the foreground: crawl, extract, check, digest, each under a lease."""
    from tapecheck.schedule import run_forever, run_once

    settings = settings_of(context)
    sessions = sessions_of(settings)
    if not once:
        run_forever(sessions, settings, now=now)
        return
    if not run_once(sessions, settings, now=now):
        raise typer.Exit(1)
