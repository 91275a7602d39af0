"""`tapecheck show`: the whole chain of one claim, for people, for programs, or as a schema.org ClaimReview; or how it was read."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import DataError
from domain.posts import Post
from domain.privacy import DISCLAIMER
from domain.settings import Settings
from tapecheck.context import now, sessions_of, settings_of
from tapecheck.tables import Format, claimed, write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from nlp.trace import Trace


class Shape(StrEnum):
    """How a claim is shown."""

    TEXT = "text"
    JSON = "json"
    CLAIMREVIEW = "claimreview"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(show)


def show(
    context: typer.Context,
    claim: Annotated[str | None, typer.Argument(help="A claim's key or id")] = None,
    form: Annotated[
        Shape, typer.Option("--format", help="text, json, or claimreview (schema.org, as it may leave this machine)")
    ] = Shape.TEXT,
    trace: Annotated[bool, typer.Option("--trace", help="How it was read: what each component said, and where to mend it")] = False,
    words: Annotated[str | None, typer.Option("--text", help="Trace every number of this text instead, with no ledger")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json")] = False,
) -> None:
    """One claim with its whole chain: words, interval, reading, observed, rule, status, and its history; or how it was read."""
    if (claim is None) == (words is None):
        raise typer.BadParameter("name a claim, or give a text to trace: show CLAIM, or show --trace --text TEXT")
    traced = trace or words is not None
    if traced and form is Shape.CLAIMREVIEW:
        raise typer.BadParameter("a trace is no review: leave out --format claimreview")
    as_json = as_json or form is Shape.JSON
    if traced:
        _write_traces(_traces_of_text(words) if words is not None else _traces_of_claim(context, str(claim)), as_json=as_json)
        return
    _show(context, str(claim), review=form is Shape.CLAIMREVIEW and not as_json, as_json=as_json)


def _show(context: typer.Context, claim: str, *, review: bool, as_json: bool) -> None:
    from db.queries.runs import last_done

    settings = settings_of(context)
    with sessions_of(settings)() as session:
        found = _claim(session, claim)
        if review:
            typer.echo(json.dumps(review_of(found, settings, judged_at=last_done(session, "check")), ensure_ascii=False, indent=1))
            return
        found["chain"] = links_of(session, found)
    if as_json:
        write_rows([found], form=Format.JSON)
        return
    typer.echo(in_words(found))


def _claim(session: "Session", claim: str) -> dict[str, Any]:
    """The claim by its key or id, edited away or not; DataError where it is unknown or its author took it back."""
    from db.queries.claims import show_claim, superseded_by

    key = int(claim) if claim.isdigit() else claim
    found = show_claim(session, key)
    if found is None and (later := superseded_by(session, key)) is not None:
        raise DataError("its author took this claim back", place=claim, remedy=f"`tapecheck show {later}` shows what stands in its place")
    found = found or show_claim(session, key, edited=True)
    if found is None:
        raise DataError("no such claim", place=claim, remedy="`tapecheck claims` shows their keys")
    return found


def _traces_of_text(words: str) -> "list[Trace]":
    from nlp.tracer import traces

    return list(traces(Post(id="text", source="text", body=words)))


def _traces_of_claim(context: typer.Context, claim: str) -> "list[Trace]":
    from tapecheck.jobs.extract import traces_of

    with sessions_of(settings_of(context))() as session:
        return traces_of(session, _claim(session, claim))


def _write_traces(traces: "Sequence[Trace]", *, as_json: bool) -> None:
    if as_json:
        write_rows([asdict(trace) for trace in traces], form=Format.JSON)
        return
    if not traces:
        typer.echo("no number in it")
        return
    from tapecheck.trace import write_traces

    write_traces(traces, out=sys.stdout)


def links_of(session: "Session", row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chain of a claim; the market data are read for targets only."""
    from market.evidence import Evidence
    from tapecheck.chain import chain
    from tapecheck.jobs.check import known_market

    target = row["kind"] == "forecast" and row["subject"]
    return chain(row, evidence=Evidence(known_market(session, {row["subject"]}), as_of=now()) if target else None)


def review_of(row: Mapping[str, Any], settings: Settings, *, judged_at: datetime | None) -> dict[str, Any]:
    """The ClaimReview of a claim as it may leave the machine; DataError where nothing was judged or a person has to look first."""
    from domain.claimreview import Publisher, claim_review
    from market.providers.installed import passable
    from web.audience import Audience, seen

    shown = seen(dict(row), replace(Audience.of(settings, passable=passable()), home=False))
    place = f"claim {row['claim_key']}"
    if shown is None:
        raise DataError("it waits for a review", place=place, remedy=f"`tapecheck review confirm {row['claim_key']} --why …` lets it out")
    found = claim_review(shown, Publisher.of(settings), claimed=f"{row['metric'].replace('_', ' ')} {claimed(row)}", judged_at=judged_at)
    if found is None:
        raise DataError("it is unchecked, so there is no review of it", place=place, remedy=f"the reason: {row['reason']}")
    return found


def in_words(row: Mapping[str, Any]) -> str:
    """A claim with its chain and its history, as lines of text."""
    lines = [
        f"{row['claim']}  {str(row['status']).upper()}",
        f"  {row['subject'] or row['about']} {row['metric']} {claimed(row)} ({row['kind']})",
        f"  {row['link'] or ''}",
        "",
        f"  … {context_of(row)} …",
        "",
        *(f"  {link['link']:<9} {_told(link)}" for link in row["chain"]),
        "",
        f"  reason: {row['reason']}",
        *_history(row),
        *(f"  {word['at']:%Y-%m-%d %H:%M} review: {word['action']} by {word['who']}: {word['why']}" for word in row["reviews"]),
    ]
    return "\n".join([*lines, "", DISCLAIMER])


def _told(link: Mapping[str, Any]) -> str:
    time = link["time"]
    when = f"{time:%Y-%m-%d %H:%M} UTC" if isinstance(time, datetime) else time
    return " · ".join(part for part in (link["what"], link["source"], when) if part)


def _history(row: Mapping[str, Any]) -> list[str]:
    from tapecheck.chain import held

    turns = [
        f"  {check['checked_at']:%Y-%m-%d %H:%M} {check['turn']}: {check['status']} as of {check['as_of']:%Y-%m-%d} ({check['reason']})"
        for check in row["history"]
        if check["turn"]
    ]
    spans = [f"  held from {start or 'an unknown day'} " + (f"until {out} ({cause})" if out else "on") for start, out, cause in
             held(row["history"], row["posted_at"])]  # fmt: skip
    return [*turns, *spans]


def context_of(row: Mapping[str, Any], *, around: int = 120) -> str:
    """The claim's words in [[brackets]] with the text around them, on one line."""
    text = "\n".join(part for part in (row["title"], row["body"]) if part)
    start, end = row["span_start"], row["span_end"]
    if start is None or not text:
        return str(row["words"] or "(the text was removed at its source)")
    shown = f"{text[max(0, start - around) : start]}[[{text[start:end]}]]{text[end : end + around]}"
    return " ".join(shown.split())
