"""A run of a stage as the ledger sees it: under a lease, with a row that says how it went."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.errors import TapecheckError
from domain.settings import Settings
from tapecheck.outcome import Outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

Clock = Callable[[], datetime]


@contextmanager
def recorded(sessions: "sessionmaker[Session]", stage: str, settings: Settings, *, now: Clock) -> Iterator[Outcome]:
    """An Outcome to fill; its counts and faults become the run's row, also when the stage fails.

    The stage runs under its lease; `outcome.beat()` renews it, and long stages call it with every batch. Raises
    TapecheckError where another run of the same stage holds the lease.
    """
    from db.queries.runs import finish_run, release_lease, renew_lease, start_run

    host, term = socket.gethostname(), timedelta(minutes=settings.schedule.lease_minutes)
    holder = f"{host}:{os.getpid()}"
    _take(sessions, stage, holder, now(), term)

    def beat() -> None:
        with sessions.begin() as session:
            if not renew_lease(session, stage, holder, now() + term):
                raise TapecheckError(f"{stage}: the lease was lost to another run, which goes on; nothing to mend")

    outcome = Outcome(stage, beat=beat)
    with sessions.begin() as session:
        run = start_run(session, stage, host, now())
    try:
        yield outcome
    except Exception as error:
        outcome.faults.append(str(error) or type(error).__name__)
        raise
    finally:
        with sessions.begin() as session:
            finish_run(session, run, outcome.counts, outcome.faults, now())
            release_lease(session, stage, holder)


def _take(sessions: "sessionmaker[Session]", stage: str, holder: str, at: datetime, term: timedelta) -> None:
    """Take the lease, also from a process of this machine that is no more (a kill -9 must not stop work until the lease ends)."""
    from db.models import Lease
    from db.queries.runs import release_lease, take_lease

    with sessions.begin() as session:
        held = session.get(Lease, stage)
        if held is not None and held.holder != holder and _is_dead(held.holder, socket.gethostname()):
            release_lease(session, stage, held.holder)
        if not take_lease(session, stage, holder, at, at + term):
            other = held.holder if held is not None else "another process"
            raise TapecheckError(f"{stage}: {other} is running it; wait for it, or for its lease to end")


def _is_dead(holder: str, host: str) -> bool:
    where, _, number = holder.rpartition(":")
    if where != host or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
