"""The command line: one sub-command a verb, each a thin wrapper over a plain function.

Exit 0 fine, 1 something failed, 2 wrong usage. Commands import what they need when they run, so that `--help` is instant.
"""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import TapecheckError
from tapecheck.commands import ask, care, collect, demo, instruments, ledger, market, records, review, show, stages, start, tell, train

app = typer.Typer(
    name="tapecheck",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def settings_file(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option("--config", "-c", help="The settings file; tapecheck.toml here if absent")] = None,
) -> None:
    """Marks what people post about stocks to market: was it right when posted, is it still right now?"""
    context.obj = config


for commands in (start, collect, stages, ask, show, records, tell, care, demo):
    commands.add_to(app)
app.add_typer(market.app, name="market", help="Market data: import folders, fetch from providers, add a single fact.")
app.add_typer(instruments.app, name="instruments", help="What a written code means; refresh the table of instruments.")
app.add_typer(review.app, name="review", help="A person's word on a claim or verdict.")
app.add_typer(train.app, name="train", help="Rebuild the learned weights from named data.")
app.add_typer(ledger.app, name="db", help="Look after the ledger.")


def main() -> None:
    """Run the command line; a `TapecheckError` becomes its one sentence on stderr and exit 1."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())  # a try that failed is told once, when the last one has
    try:
        app()
    except TapecheckError as error:
        print(f"tapecheck: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
