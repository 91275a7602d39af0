"""`tapecheck authors` and `sources`: records of claims, by author and by source."""

from typing import Annotated

import typer

from domain.privacy import DISCLAIMER
from tapecheck.commands.ask import Form, Json, day_start
from tapecheck.context import now, sessions_of, settings_of
from tapecheck.tables import Format, write_rows

AsOf = Annotated[str | None, typer.Option(help="Market data up to the end of this day (YYYY-MM-DD, UTC); today if absent")]
Public = Annotated[bool, typer.Option("--public", help="Only what may leave this machine: public figures, reviewed contradictions")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(authors)
    app.command()(sources)


def authors(context: typer.Context, as_of: AsOf = None, public: Public = False, form: Form = Format.TABLE, as_json: Json = False) -> None:
    """Each author's record. A status speaks of a claim, never of its author."""
    _show(context, by_author=True, as_of=as_of, public=public, form=Format.JSON if as_json else form)


def sources(
    context: typer.Context,
    records: Annotated[bool, typer.Option("--records", help="The record of each source in the ledger instead")] = False,
    as_of: AsOf = None,
    public: Public = False,
    form: Form = Format.TABLE,
    as_json: Json = False,
) -> None:
    """The configured sources; with --records, what became of the claims that were posted there."""
    form = Format.JSON if as_json else form
    if records:
        _show(context, by_author=False, as_of=as_of, public=public, form=form)
        return
    rows = [source.model_dump() for source in settings_of(context).sources]
    write_rows(rows, form=form, columns=("name", "spider", "query", "urls", "enabled", "terms"))


def _show(context: typer.Context, *, by_author: bool, as_of: str | None, public: bool, form: Format) -> None:
    from tapecheck.records import NOTE, as_columns, records

    settings = settings_of(context)
    moment = day_start(as_of).replace(hour=23, minute=59, second=59) if as_of else now()
    with sessions_of(settings)() as session:
        rows = records(session, settings, as_of=moment, by_author=by_author, public=public)
    write_rows(rows if form in (Format.JSON, Format.JSONL) else [as_columns(row) for row in rows], form=form)
    if form is Format.TABLE:
        typer.echo(f"{NOTE}\n{DISCLAIMER}")
