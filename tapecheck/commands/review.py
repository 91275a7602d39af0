"""`tapecheck review`: a person's word on a claim or verdict; it overrides the machine and survives re-reading."""

import getpass
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from domain.errors import ConfigurationError, DataError
from tapecheck.context import now, sessions_of, settings_of
from tapecheck.tables import Format, write_rows

app = typer.Typer(no_args_is_help=True)

Claim = Annotated[str, typer.Argument(help="A claim's id or key, as `claims` shows it")]
Why = Annotated[str, typer.Option(help="The reason, kept with the review")]
COLUMNS = ("claim_key", "subject", "metric", "words", "observed", "reason")


@app.command("list")
def waiting(context: typer.Context, form: Annotated[Format, typer.Option("--format")] = Format.TABLE) -> None:
    """The contradicted claims that nobody has confirmed yet."""
    from db.queries.reviews import queue

    with sessions_of(settings_of(context))() as session:
        write_rows(queue(session), form=form, columns=COLUMNS)


@app.command()
def confirm(context: typer.Context, claim: Claim, why: Why) -> None:
    """The verdict that stands is right; another one that comes later waits again."""
    _review(context, claim, "confirm", why)


@app.command()
def hold(context: typer.Context, claim: Claim, why: Why) -> None:
    """Nobody should rely on the verdict yet; it shows as unchecked."""
    _review(context, claim, "hold", why)


@app.command()
def withdraw(context: typer.Context, claim: Claim, why: Why) -> None:
    """It is no such claim; it is left out everywhere."""
    _review(context, claim, "withdraw", why)


@app.command()
def amend(
    context: typer.Context,
    claim: Claim,
    why: Why,
    subject: Annotated[str | None, typer.Option(help="The symbol it is about")] = None,
    about: Annotated[str | None, typer.Option(help="The product or thing, where the number is not the instrument's own")] = None,
    metric: Annotated[str | None, typer.Option(help="price, pe, market_cap, …")] = None,
    relation: Annotated[str | None, typer.Option(help="=, ~, <, <=, >, >= or range")] = None,
    low: Annotated[str | None, typer.Option(help="In base units; alone, it stands for a single number")] = None,
    high: Annotated[str | None, typer.Option(help="In base units")] = None,
    unit: Annotated[str | None, typer.Option(help="A currency code, %, x, shares, count or points")] = None,
    kind: Annotated[str | None, typer.Option(help="fact, forecast, position or hypothetical")] = None,
    basis: Annotated[str | None, typer.Option(help="ttm, FY2025, 52w, a date, …")] = None,
    when: Annotated[str | None, typer.Option(help="now, past, or an ISO date or interval")] = None,
    clear: Annotated[list[str] | None, typer.Option(help="Take out subject, about or basis; may be given again")] = None,
) -> None:
    """The claim was misread; what is given here replaces the machine's reading, and the next check judges it."""
    given: dict[str, str | Decimal | None] = {
        "subject": subject.upper() if subject else None, "about": about, "metric": metric, "relation": relation, "low": _number(low),
        "high": _number(high), "unit": unit, "kind": kind, "basis": basis, "when": when,
    }  # fmt: skip
    _review(context, claim, "amend", why, {key: value for key, value in given.items() if value is not None} | dict.fromkeys(clear or ()))


@app.command()
def export(
    context: typer.Context,
    out: Annotated[str, typer.Option(help="Where the rows go (- is standard output; .gz is compressed)")] = "-",
    complete: Annotated[bool, typer.Option("--complete", help="Only posts of which every claim was reviewed")] = False,
) -> None:
    """Reviewed posts as labelled rows, one JSON object a line; authors are pseudonyms unless they are public figures."""
    from db.queries.labels import labelled_rows
    from domain.privacy import shown_author
    from market.providers.installed import passable
    from tapecheck.files import write_jsonl
    from web.audience import Audience

    settings = settings_of(context)
    away = Audience.of(settings, passable=passable())

    def shown(source: str, author: str | None) -> str | None:
        return shown_author(source, author, named=False, public_figures=away.public_figures, key=away.key)

    with sessions_of(settings)() as session:
        rows = labelled_rows(session, shown=shown, complete=complete)
    count = write_jsonl(iter(rows), out)
    if out != "-":
        typer.echo(f"wrote {count} posts to {out}")


def _number(words: str | None) -> Decimal | None:
    try:
        return None if words is None else Decimal(words)
    except InvalidOperation:
        raise ConfigurationError(f"{words}: not a number; write it in base units") from None


def _review(context: typer.Context, claim: str, action: str, why: str, amended: dict[str, str | Decimal | None] | None = None) -> None:
    from db.queries.claims import show_claim
    from db.queries.reviews import add_review

    with sessions_of(settings_of(context)).begin() as session:
        found = show_claim(session, int(claim) if claim.isdigit() else claim, edited=True)
        if found is None:
            raise DataError("no such claim", place=claim, remedy="`tapecheck claims` shows their ids")
        add_review(session, found["claim_key"], action, who=getpass.getuser(), why=why, at=now(), amended=amended)
    typer.echo(f"{claim}: {action} noted")
