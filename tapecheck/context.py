"""What every command works with: the settings, the ledger's sessions and the clock."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from domain.settings import Settings, load

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def settings_of(context: typer.Context) -> Settings:
    """The settings named by `--config`, by TAPECHECK_CONFIG, or lying here; the defaults where there are none."""
    path: Path | None = context.find_root().obj
    return load(path)


def sessions_of(settings: Settings) -> "sessionmaker[Session]":
    """Sessions on the ledger; ConfigurationError where it cannot be reached or needs `tapecheck db upgrade`."""
    from db.session import open_ledger

    return open_ledger(settings.ledger.url)


def now() -> datetime:
    """The moment, aware UTC. The only place that asks the clock for the command line."""
    return datetime.now(UTC)


def show_fault(fault: Exception) -> None:
    """A line that was left out, on stderr."""
    typer.echo(f"tapecheck: {fault}", err=True)


class Faults:
    """Counts the inputs that could not be read, and shows each once; `exit()` ends with 1 if there was any."""

    def __init__(self, *, shown: int = 50) -> None:
        self.count = 0
        self._shown = shown

    def __call__(self, fault: Exception) -> None:
        self.count += 1
        if self.count <= self._shown:
            show_fault(fault)

    def exit(self) -> None:
        """Exit 1 where anything was left out, saying how much."""
        if self.count > self._shown:
            typer.echo(f"tapecheck: {self.count - self._shown} more faults not shown", err=True)
        if self.count:
            raise typer.Exit(1)
