"""`tapecheck db`: look after the ledger."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from tapecheck.context import settings_of

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context) -> None:
    """Create the ledger, or bring it to the newest revision."""
    from db.upgrade import upgrade as bring_up

    url = settings_of(context).ledger.url
    bring_up(url)
    typer.echo(f"{url.rpartition('@')[2]}: up to date")


@app.command()
def check(context: typer.Context) -> None:
    """Say whether the ledger can be reached and is up to date."""
    from db.upgrade import check as look

    look(settings_of(context).ledger.url)
    typer.echo("the ledger is up to date")


@app.command()
def backup(context: typer.Context, target: Annotated[Path, typer.Argument(help="The file to write; it must not exist")]) -> None:
    """Copy a SQLite ledger to a file while it is in use (for PostgreSQL, use pg_dump)."""
    from sqlalchemy import make_url

    address = make_url(settings_of(context).ledger.url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise ConfigurationError("db backup: copies SQLite ledgers only; use pg_dump for PostgreSQL")
    if target.exists() or not Path(address.database).exists():
        raise ConfigurationError(
            f"{target if target.exists() else address.database}: {'exists already' if target.exists() else 'no such ledger'}"
        )
    with closing(sqlite3.connect(address.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    typer.echo(f"wrote {target}")
