"""What ran, and who holds which job."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Run(Base):
    """One run of a stage; without `finished_at` it is under way or was killed."""

    __tablename__ = "run"
    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(index=True)
    host: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    faults: Mapped[list[Any]] = mapped_column(JSON)


class Lease(Base):
    """The holder of a job until a moment; past it anyone may take it."""

    __tablename__ = "lease"
    job: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    taken_at: Mapped[datetime]
    until: Mapped[datetime]
