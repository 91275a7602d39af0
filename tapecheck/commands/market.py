"""`tapecheck market`: import folders, add a single fact."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from domain.jsonl import parse_moment
from domain.metrics import METRICS
from domain.observations import Fact
from tapecheck.context import Faults, now, sessions_of, settings_of

app = typer.Typer(no_args_is_help=True)


@app.command("import")
def import_market(
    context: typer.Context, folders: Annotated[list[Path], typer.Argument(help="Market folders (docs/market-folder.md)")]
) -> None:
    """Copy market folders into the ledger; a row that cannot be read is named, the rest is kept."""
    from tapecheck.jobs.market import import_folders
    from tapecheck.recorded import recorded

    settings, faults = settings_of(context), Faults()
    sessions = sessions_of(settings)
    with recorded(sessions, "market", settings, now=now) as outcome:
        import_folders(sessions, folders, outcome=outcome, fault=faults)
    typer.echo(outcome.sentence)
    faults.exit()


@app.command()
def add(
    context: typer.Context,
    symbol: Annotated[str, typer.Argument(help="In Yahoo notation, such as BABA or 9988.HK")],
    metric: Annotated[str, typer.Argument(help="price, pe, eps, market_cap, …")],
    value: Annotated[str, typer.Argument(help="In base units: 157, 1.2e12")],
    unit: Annotated[str, typer.Argument(help="A currency code, %, x, shares or points")],
    known_at: Annotated[str, typer.Option(help="When the world could know it (ISO 8601; a day counts from its first moment, UTC)")],
    source: Annotated[str, typer.Option(help="Where you looked it up")],
    period: Annotated[str | None, typer.Option(help="ttm, forward, FY2024, 2024Q3, 52w, …")] = None,
) -> None:
    """Add one figure that you looked up, with its source and the time from which it was known."""
    from tapecheck.jobs.market import add_figure

    if metric not in METRICS:
        raise ConfigurationError(f"{metric}: no such metric; known are {', '.join(sorted(METRICS))}")
    try:
        number, (moment, _) = Decimal(value), parse_moment(known_at)
    except InvalidOperation:
        raise ConfigurationError(f"{value}: not a number; write it in base units, such as 157 or 1.2e12") from None
    except ValueError:
        moment = None
    if moment is None:
        raise ConfigurationError(f"--known-at {known_at}: not a time; write it as 2025-12-01 or 2025-12-01T21:00:00Z")
    fact = Fact(symbol=symbol.upper(), metric=metric, value=number, unit=unit, period=period, known_at=moment, source=source)
    add_figure(sessions_of(settings_of(context)), fact)
    typer.echo(
        f"added {fact.symbol} {metric} {value} {unit}, known since {moment:%Y-%m-%d %H:%M} UTC, source {source}; now `tapecheck check`"
    )
