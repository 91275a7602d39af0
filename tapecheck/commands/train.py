"""`tapecheck train`: the shipped weights rebuilt from named data."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

Texts = Annotated[Path, typer.Argument(help="The folder in which the public texts lie (docs/training.md says which)")]
Out = Annotated[Path | None, typer.Option(help="Where to write; beside the program if absent")]


@app.command()
def claims(texts: Texts, out: Out = None) -> None:
    """Rebuild the weights that find instruments and read claims; takes some minutes."""
    from nlp.train.reader import DATA, train_reader

    train_reader(texts, out or DATA, typer.echo)


@app.command()
def stance(texts: Texts, out: Out = None) -> None:
    """Rebuild the weights that read stances; takes some minutes. Run it after `train claims`, whose mentions it uses."""
    from nlp.train.stance import DATA, train_stance

    train_stance(texts, out or DATA, typer.echo)
