"""Market data into the ledger: whole folders, or one figure that a person looked up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DataError
from domain.observations import Fact
from tapecheck.outcome import Outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def import_folders(
    sessions: "sessionmaker[Session]", folders: Sequence[Path], *, outcome: Outcome, fault: Callable[[DataError], None]
) -> None:
    """Store the rows of market folders, the newest value for each key; a row that cannot be read goes to `fault`."""
    from db.queries.market import store_market
    from market.providers.folder import load_folder

    for folder in folders:
        data = load_folder(folder, fault=fault)
        with sessions.begin() as session:
            counts = store_market(session, bars=data.bars, splits=data.splits, facts=data.facts, rates=data.rates, renames=data.renames)
        outcome.add(**counts)
        outcome.beat()


def add_figure(sessions: "sessionmaker[Session]", fact: Fact) -> None:
    """Store one fact with its source; it counts from its `known_at` on."""
    from db.queries.market import add_fact

    with sessions.begin() as session:
        add_fact(session, fact)
