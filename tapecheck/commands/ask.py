"""`tapecheck claims`, `stances`, `statements` and `sql`: ask the ledger."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from tapecheck.context import sessions_of, settings_of
from tapecheck.tables import Format, claimed, write_rows

CLAIM_COLUMNS = ("claim_key", "status", "subject", "metric", "claimed", "observed", "posted_at", "author", "words")

Symbols = Annotated[list[str] | None, typer.Argument(help="Symbols in Yahoo notation; all if none")]
Form = Annotated[Format, typer.Option("--format", help="table, csv, json or jsonl")]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json")]
Limit = Annotated[int | None, typer.Option(help="At most so many rows")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (claims, stances, statements, sql):
        app.command()(command)


def claims(
    context: typer.Context,
    symbols: Symbols = None,
    status: Annotated[str | None, typer.Option(help="current, stale, contradicted, open, hit, missed or unchecked")] = None,
    metric: Annotated[str | None, typer.Option(help="price, pe, market_cap, …")] = None,
    author: Annotated[str | None, typer.Option()] = None,
    source: Annotated[str | None, typer.Option()] = None,
    since: Annotated[str | None, typer.Option(help="Posted on this day (YYYY-MM-DD, UTC) or later")] = None,
    as_of: Annotated[str | None, typer.Option(help="As the ledger had it at the end of this day")] = None,
    limit: Limit = None,
    form: Form = Format.TABLE,
    as_json: Json = False,
) -> None:
    """The claims with their statuses, newest first."""
    from db.queries.claims import claims_now

    names = [symbol.upper() for symbol in symbols or []]
    first = day_start(since) if since else None
    last = day_start(as_of).replace(hour=23, minute=59, second=59) if as_of else None
    with sessions_of(settings_of(context))() as session:
        rows = claims_now(
            session, symbols=names, status=status, metric=metric, author=author, source=source, since=first, as_of=last, limit=limit
        )
    shown = [row | {"claimed": claimed(row)} for row in rows]
    columns = (*CLAIM_COLUMNS, "attributed_to") if any(row["attributed_to"] for row in rows) else CLAIM_COLUMNS
    write_rows(shown, form=Format.JSON if as_json else form, columns=columns)


def day_start(words: str) -> datetime:
    """The first moment of a day named on the command line, UTC."""
    try:
        return datetime.combine(date.fromisoformat(words), datetime.min.time(), UTC)
    except ValueError:
        raise ConfigurationError(f"{words}: not a day; write it as YYYY-MM-DD") from None


def stances(context: typer.Context, symbols: Symbols = None, since: Annotated[str | None, typer.Option()] = None, form: Form = Format.TABLE,
            as_json: Json = False) -> None:  # fmt: skip
    """What authors think of each instrument, day by day."""
    from db.queries.claims import stances as stances_daily

    first = day_start(since).date() if since else None
    with sessions_of(settings_of(context))() as session:
        rows = stances_daily(session, symbols=[symbol.upper() for symbol in symbols or []], since=first)
    write_rows(rows, form=Format.JSON if as_json else form)


def statements(
    context: typer.Context, symbols: Symbols = None, limit: Limit = None, form: Form = Format.TABLE, as_json: Json = False
) -> None:
    """Factual assertions without a number; they are kept, never judged."""
    from db.queries.claims import statements as stored

    with sessions_of(settings_of(context))() as session:
        rows = stored(session, symbols=[symbol.upper() for symbol in symbols or []], limit=limit)
    write_rows(rows, form=Format.JSON if as_json else form, columns=("subject", "posted_at", "source", "words"))


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One SELECT over the tables and views of the ledger")],
    limit: Annotated[int, typer.Option(help="At most so many rows")] = 1000,
    seconds: Annotated[float, typer.Option(help="At most so long")] = 10.0,
    form: Form = Format.TABLE,
    as_json: Json = False,
) -> None:
    """Ask in SQL, read-only and with limits."""
    from db.queries.sql import run_sql

    columns, found = run_sql(settings_of(context).ledger.url, query, max_rows=limit, seconds=seconds)
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    write_rows(rows, form=Format.JSON if as_json else form, columns=columns)
