"""`tapecheck instruments CODE` and `instruments update`: what a written code means, and the table that says so."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from domain.errors import ConfigurationError, TapecheckError
from domain.instruments import InstrumentTable
from domain.settings import Settings
from tapecheck.context import Faults, now, sessions_of, settings_of
from tapecheck.tables import Format, write_rows

SHOWN = 60  # changes in a table for people; --json gives all
COLUMNS = ("change", "symbol", "before", "name", "day")


class ByCode(TyperGroup):
    """A group whose first word may be a code instead of a verb: `instruments META` is `instruments show META`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, `show` put in front where no verb stands there."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=ByCode, no_args_is_help=True)


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="A symbol, code or name as people write it")],
    on: Annotated[str | None, typer.Option(help="As of this day (YYYY-MM-DD)")] = None,
) -> None:
    """What a written code means, as of a day."""
    from tapecheck.commands.ask import day_start

    table = _table(settings_of(context))
    day = day_start(on).date() if on else None
    said = (code, code.lower(), code.title())
    name = next((name for words in said for name in table.spoken if name.surface == words and name.holds(day)), None)
    symbol = table.resolve(code, day) or (table.as_of(name.symbol, day) if name else None)
    found = table.get(symbol) if symbol else None
    if symbol is None:
        raise TapecheckError(f"{code}: no such instrument; write its symbol in Yahoo notation")
    known = [part for part in (found.name, found.mic, found.currency, found.kind) if part] if found else []
    typer.echo(f"{symbol}: {', '.join(known)}" if known else symbol)


def _table(settings: Settings) -> InstrumentTable:
    """The ledger's table, the shipped one where there is no ledger yet."""
    from db.session import has_ledger
    from tapecheck.jobs.instruments import table_of

    if not has_ledger(settings.ledger.url):
        return InstrumentTable.load()
    with sessions_of(settings)() as session:
        return table_of(session)


@app.command()
def update(
    context: typer.Context,
    names: Annotated[Path | None, typer.Option(help="Your own names: CSV with symbol,name,kind,since,until; the whole list")] = None,
    sec: Annotated[bool, typer.Option("--sec/--no-sec", help="Fetch the SEC's list of tickers")] = True,
    form: Annotated[Format, typer.Option("--format", help="table, csv, json or jsonl")] = Format.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json")] = False,
) -> None:
    """Refresh the table of instruments from the SEC's list and from a file of your own names; the dated history is kept."""
    from tapecheck.jobs.instruments import Change, everyday_names, update_from_file, update_from_sec

    if names is None and not sec:
        raise ConfigurationError("instruments update --no-sec: nothing to do; name a file with --names")
    settings, faults = settings_of(context), Faults()
    sessions = sessions_of(settings)
    form = Format.JSON if as_json else form
    changes: list[Change] = []
    said: list[str] = []
    try:
        if names is not None:
            outcome, changed = update_from_file(sessions, settings, names, now=now, fault=faults)
            changes, said = [*changes, *changed], [*said, outcome.sentence.partition("\n")[0]]
            with sessions() as session:
                for word in everyday_names(session):
                    typer.echo(f"{word!r} is an everyday word: it counts only where the text speaks of the company", err=True)
        if sec:
            outcome, changed = update_from_sec(sessions, settings, now=now)
            changes, said = [*changes, *changed], [*said, outcome.sentence]
    finally:
        _tell(changes, said, form)
    faults.exit()


def _tell(changes: list[Any], said: list[str], form: Format) -> None:
    """The changes as rows; for people a table of the first ones and what to do next."""
    if form is not Format.TABLE:
        write_rows(changes, form=form, columns=COLUMNS)
        return
    if changes:
        write_rows(changes[:SHOWN], form=form, columns=COLUMNS)
        if len(changes) > SHOWN:
            typer.echo(f"and {len(changes) - SHOWN} more; --json shows all")
    for line in said:
        typer.echo(line)
    if changes:
        typer.echo("posts from now on are read with the new table; `tapecheck extract --again` reads those of before with it, too")
