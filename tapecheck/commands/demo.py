"""`tapecheck demo`: the whole thing on the bundled sample, offline."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command of this file."""
    app.command()(demo)


def demo(directory: Annotated[Path, typer.Option("--dir", help="Where the ledger and the digest go")] = Path("tapecheck-demo")) -> None:
    """Crawl the sample community on loopback, read, check, review, and write the day's digest."""
    from tapecheck.demo import run_demo

    run_demo(directory, say=typer.echo)
