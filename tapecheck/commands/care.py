"""`tapecheck status`, `doctor` and `instruments`: look after it."""

from typing import Annotated

import typer

from domain.errors import TapecheckError
from domain.settings import Settings
from tapecheck.context import sessions_of, settings_of
from tapecheck.tables import Format, write_rows


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (status, doctor, instruments):
        app.command()(command)


def status(context: typer.Context, form: Annotated[Format, typer.Option("--format")] = Format.TABLE) -> None:
    """The latest runs of the stages with their counts and faults."""
    from db.queries.runs import runs

    with sessions_of(settings_of(context))() as session:
        rows = [
            {
                "stage": run.stage,
                "started": run.started_at,
                "finished": run.finished_at,
                "host": run.host,
                "counts": ", ".join(f"{name} {count}" for name, count in run.counts.items()),
                "faults": "; ".join(run.faults),
            }
            for run in runs(session, 20)
        ]
    write_rows(rows, form=form)


def doctor(context: typer.Context) -> None:
    """What is missing or broken, one line each; exit 1 if anything is."""
    settings = settings_of(context)
    found = findings(settings)
    for line in found:
        typer.echo(f"- {line}")
    if found:
        raise typer.Exit(1)
    typer.echo("nothing is wrong")


def findings(settings: Settings) -> list[str]:
    """What keeps tapecheck from its work, each with the way out."""
    found = []
    if not settings.sources:
        found.append("no source: add one under [[sources]] in tapecheck.toml, or start with `tapecheck init`")
    if settings.sources and not settings.crawl.contact:
        found.append("no contact: set crawl.contact so that the sites you crawl can reach you")
    found += _model_findings(settings)
    try:
        found += _ledger_findings(settings)
    except TapecheckError as error:
        found.append(str(error))
    return found


def _model_findings(settings: Settings) -> list[str]:
    from nlp.encoder import check_weights, packaged_folder

    if not settings.reader.model.startswith("packaged:"):
        return []
    try:
        check_weights(packaged_folder())
    except TapecheckError as error:
        return [str(error)]
    return []


def _ledger_findings(settings: Settings) -> list[str]:
    from db.models import BarRow, FactRow
    from db.queries.runs import count_of, runs

    found = []
    with sessions_of(settings)() as session:
        if not count_of(session, BarRow) and not count_of(session, FactRow):
            found.append("no price source: `tapecheck market import FOLDER`, or set market.folders in tapecheck.toml")
        seen: set[str] = set()
        for run in runs(session, 50):
            if run.stage not in seen and run.faults:
                found.append(f"the last {run.stage} ({run.started_at:%Y-%m-%d %H:%M}) had {len(run.faults)} fault(s): {run.faults[0]}")
            seen.add(run.stage)
    return found


def instruments(
    code: Annotated[str, typer.Argument(help="A symbol, code or name as people write it")],
    on: Annotated[str | None, typer.Option(help="As of this day (YYYY-MM-DD)")] = None,
) -> None:
    """What a written code means, as of a day."""
    from domain.instruments import InstrumentTable
    from tapecheck.commands.ask import day_start

    table = InstrumentTable.load()
    day = day_start(on).date() if on else None
    name = next((table.names[words] for words in (code, code.lower(), code.title()) if words in table.names), None)
    symbol = table.resolve(code, day) or (name.symbol if name else None)
    found = table.get(symbol) if symbol else None
    if symbol is None:
        raise TapecheckError(f"{code}: no such instrument; write its symbol in Yahoo notation")
    known = [part for part in (found.name, found.mic, found.currency, found.kind) if part] if found else []
    typer.echo(f"{symbol}: {', '.join(known)}" if known else symbol)
