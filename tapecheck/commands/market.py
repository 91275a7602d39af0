"""`tapecheck market`: import folders, fetch from providers, add a single fact."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from time import sleep
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
def fetch(
    context: typer.Context,
    symbols: Annotated[list[str] | None, typer.Argument(help="In Yahoo notation; what the current claims need if none")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts and faults as JSON")] = False,
) -> None:
    """Fetch what is missing in the ledger from the configured providers: one request a symbol, whatever the number of claims."""
    from tapecheck.jobs.fetch import fetch_market
    from tapecheck.recorded import recorded

    settings = settings_of(context)
    if not any(one.enabled for one in settings.market.providers.values()):
        raise ConfigurationError("no market provider is configured; add [market.providers.ecb], say, to tapecheck.toml (docs/providers.md)")
    sessions, wanted = sessions_of(settings), [symbol.lstrip("$").upper() for symbol in symbols or ()]
    with recorded(sessions, "market", settings, now=now) as outcome:
        fetch_market(sessions, settings, symbols=wanted, outcome=outcome, now=now, sleep=sleep, fault=outcome.row_fault)
    shown = {"ok": not outcome.faults, "counts": outcome.counts, "faults": outcome.faults}
    typer.echo(json.dumps(shown, ensure_ascii=False) if as_json else outcome.sentence)
    if outcome.faults:
        raise typer.Exit(1)


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
