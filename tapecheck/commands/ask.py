"""`tapecheck claims`, `show`, `stances`, `statements`, `authors` and `sql`: ask the ledger."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import ConfigurationError, DataError
from domain.posts import Post
from tapecheck.context import sessions_of, settings_of
from tapecheck.tables import Format, claimed, write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from nlp.trace import Trace

CLAIM_COLUMNS = ("claim_key", "status", "subject", "metric", "claimed", "observed", "posted_at", "author", "words")

EVIDENCE = (("grade", "grade"), ("tolerance", "tolerance"), ("source", "provider"), ("rule", "rule"))

Symbols = Annotated[list[str] | None, typer.Argument(help="Symbols in Yahoo notation; all if none")]
Form = Annotated[Format, typer.Option("--format", help="table, csv, json or jsonl")]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json")]
Limit = Annotated[int | None, typer.Option(help="At most so many rows")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (claims, show, stances, statements, authors, sql):
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


def show(
    context: typer.Context,
    claim: Annotated[str | None, typer.Argument(help="A claim's key or id")] = None,
    trace: Annotated[bool, typer.Option("--trace", help="How it was read: what each component said, and where to mend it")] = False,
    words: Annotated[str | None, typer.Option("--text", help="Trace every number of this text instead, with no ledger")] = None,
    as_json: Json = False,
) -> None:
    """One claim: its words in context, its checks, its source; or how it was read."""
    if (claim is None) == (words is None):
        raise typer.BadParameter("name a claim, or give a text to trace: show CLAIM, or show --trace --text TEXT")
    if words is not None:
        from nlp.tracer import traces

        _write_traces(list(traces(Post(id="text", source="text", body=words))), as_json=as_json)
        return
    from db.queries.claims import show_claim

    key = int(claim) if claim and claim.isdigit() else str(claim)
    with sessions_of(settings_of(context))() as session:
        found = show_claim(session, key)
        if found is None:
            raise no_such_claim(session, key)
        if trace:
            from tapecheck.jobs.extract import traces_of

            _write_traces(traces_of(session, found), as_json=as_json)
            return
    if as_json:
        write_rows([found], form=Format.JSON)
        return
    typer.echo(in_words(found))


def no_such_claim(session: "Session", claim: str | int) -> DataError:
    """The sentence for a claim that is not in `claims_now`: unknown, or taken back by its author."""
    from db.queries.claims import superseded_by

    later = superseded_by(session, claim)
    if later is not None:
        return DataError(
            "its author took this claim back", place=str(claim), remedy=f"`tapecheck show {later}` shows what stands in its place"
        )
    return DataError("no such claim", place=str(claim), remedy="`tapecheck claims` shows their keys")


def _write_traces(traces: "Sequence[Trace]", *, as_json: bool) -> None:
    if as_json:
        write_rows([asdict(trace) for trace in traces], form=Format.JSON)
        return
    if not traces:
        typer.echo("no number in it")
        return
    from tapecheck.trace import write_traces

    write_traces(traces, out=sys.stdout)


def in_words(row: Mapping[str, Any]) -> str:
    """A claim with its evidence, as lines of text."""
    when = f"{row['posted_at']:%Y-%m-%d %H:%M} UTC" if row["posted_at"] else "time unknown"
    lines = [
        f"{row['claim']}  {str(row['status']).upper()}",
        f"  {row['subject'] or row['about']} {row['metric']} {claimed(row)} ({row['kind']})",
        f"  {'quoted' if row['attributed_to'] else 'said'} by {row['author'] or 'unknown'} on {row['source']}, {when}",
        f"  {row['link'] or ''}",
        "",
        f"  … {context_of(row)} …",
        "",
        f"  reason: {row['reason']}",
        "  " + " · ".join(f"{name} {row[key] or '-'}" for name, key in EVIDENCE),
    ]
    if row["review"]:
        lines.append(f"  review: {row['review']} by {row['reviewer']}: {row['review_why']}")
    lines += [f"  checked as of {c['as_of']:%Y-%m-%d}: {c['status']} ({c['reason']})" for c in row["history"]]
    return "\n".join([*lines, "", "Information, not financial advice. Read by a machine; it may be wrong."])


def context_of(row: Mapping[str, Any], *, around: int = 120) -> str:
    """The claim's words in [[brackets]] with the text around them, on one line."""
    text = "\n".join(part for part in (row["title"], row["body"]) if part)
    start, end = row["span_start"], row["span_end"]
    if start is None or not text:
        return str(row["words"] or "(the text was removed at its source)")
    shown = f"{text[max(0, start - around) : start]}[[{text[start:end]}]]{text[end : end + around]}"
    return " ".join(shown.split())


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


def authors(context: typer.Context, limit: Limit = None, form: Form = Format.TABLE, as_json: Json = False) -> None:
    """Each author's claims by status. A status speaks of a claim, never of its author."""
    from db.queries.claims import authors as records

    with sessions_of(settings_of(context))() as session:
        write_rows(records(session, limit=limit), form=Format.JSON if as_json else form)


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
