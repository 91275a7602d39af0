"""What ran, and leases so that no two runs of a job overlap. The caller commits, at once for a lease to hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Lease, Run


def start_run(session: Session, stage: str, host: str, now: datetime) -> int:
    """Record that a stage began; gives the run's id."""
    run = Run(stage=stage, host=host, started_at=now, finished_at=None, counts={}, faults=[])
    session.add(run)
    session.flush()
    return run.id


def finish_run(session: Session, run: int, counts: Mapping[str, Any], faults: Sequence[str], now: datetime) -> None:
    """Record how a run ended."""
    session.execute(update(Run).where(Run.id == run).values(counts=dict(counts), faults=list(faults), finished_at=now))


def last_started(session: Session, stage: str) -> datetime | None:
    """When a stage last began, or None."""
    return session.scalars(select(Run.started_at).where(Run.stage == stage).order_by(Run.started_at.desc()).limit(1)).first()


def last_done(session: Session, stage: str) -> datetime | None:
    """When the newest run of a stage that ended without a fault began, or None."""
    query = select(Run.started_at, Run.faults).where(Run.stage == stage, Run.finished_at.is_not(None)).order_by(Run.id.desc())
    return next((row.started_at for row in session.execute(query.limit(100)) if not row.faults), None)


def runs(session: Session, limit: int = 20) -> list[Run]:
    """The newest runs first."""
    return list(session.scalars(select(Run).order_by(Run.id.desc()).limit(limit)))


def count_of(session: Session, model: Any) -> int:
    """How many rows a table has."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def take_lease(session: Session, job: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take a job that is free or whose lease ran out, in one statement; False where another holds it."""
    make: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(Lease).values(job=job, holder=holder, taken_at=now, until=until)
    statement = statement.on_conflict_do_update(
        index_elements=["job"],
        set_={"holder": holder, "taken_at": now, "until": until},
        where=(Lease.until <= now) | (Lease.holder == holder),
    )
    return _touched(session, statement)


def renew_lease(session: Session, job: str, holder: str, until: datetime) -> bool:
    """Hold a lease longer; False where it was lost."""
    return _touched(session, update(Lease).where(Lease.job == job, Lease.holder == holder).values(until=until))


def release_lease(session: Session, job: str, holder: str) -> bool:
    """Give a lease back; False where it was not ours."""
    return _touched(session, delete(Lease).where(Lease.job == job, Lease.holder == holder))


def _touched(session: Session, statement: Any) -> bool:
    # a row count is not kept for every statement by every driver; a returned row is
    return session.connection().execute(statement.returning(Lease.job)).first() is not None
