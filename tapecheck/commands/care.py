"""`tapecheck status` and `doctor`: look after it."""

from typing import Annotated

import typer

from domain.errors import TapecheckError
from domain.settings import Settings
from tapecheck.context import sessions_of, settings_of
from tapecheck.tables import Format, write_rows


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (status, doctor):
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
            way = "`tapecheck market import FOLDER` or `market fetch`, or set market.folders or market.providers in tapecheck.toml"
            found.append(f"no price source: {way}")
        seen: set[str] = set()
        for run in runs(session, 50):
            if run.stage not in seen and run.faults:
                found.append(f"the last {run.stage} ({run.started_at:%Y-%m-%d %H:%M}) had {len(run.faults)} fault(s): {run.faults[0]}")
            seen.add(run.stage)
    return found
