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
    """The contradicted claims that nobody has looked at yet."""
    from db.queries.reviews import queue

    with sessions_of(settings_of(context))() as session:
        write_rows(queue(session), form=form, columns=COLUMNS)


@app.command()
def confirm(context: typer.Context, claim: Claim, why: Why) -> None:
    """The verdict is right."""
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
    subject: Annotated[str | None, typer.Option()] = None,
    metric: Annotated[str | None, typer.Option()] = None,
    low: Annotated[str | None, typer.Option()] = None,
    high: Annotated[str | None, typer.Option()] = None,
    unit: Annotated[str | None, typer.Option()] = None,
) -> None:
    """The claim was misread; the next check judges what is given here instead."""
    given: dict[str, str | Decimal | None] = {
        "subject": subject,
        "metric": metric,
        "unit": unit,
        "low": _number(low),
        "high": _number(high),
    }
    _review(context, claim, "amend", why, {key: value for key, value in given.items() if value is not None})


def _number(words: str | None) -> Decimal | None:
    try:
        return None if words is None else Decimal(words)
    except InvalidOperation:
        raise ConfigurationError(f"{words}: not a number; write it in base units") from None


def _review(context: typer.Context, claim: str, action: str, why: str, amended: dict[str, str | Decimal | None] | None = None) -> None:
    from db.queries.claims import show_claim
    from db.queries.reviews import add_review

    with sessions_of(settings_of(context)).begin() as session:
        found = show_claim(session, int(claim) if claim.isdigit() else claim)
        if found is None:
            raise DataError("no such claim", place=claim, remedy="`tapecheck claims` shows their ids")
        add_review(session, found["claim_key"], action, who=getpass.getuser(), why=why, at=now(), amended=amended)
    typer.echo(f"{claim}: {action} noted")
