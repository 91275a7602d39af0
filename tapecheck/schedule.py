"""The schedule: four jobs, each due by what the ledger says and under its own lease, in one foreground process.

APScheduler keeps the jobs in memory only. When a job last ran, and who is running it now, stands in the ledger, so a restart
neither repeats nor forgets, and two machines on one ledger share the work.
"""

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from queue import SimpleQueue
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from domain.errors import TapecheckError
from domain.settings import ScheduleSettings, Settings
from tapecheck.outcome import Outcome

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler
    from sqlalchemy.orm import Session, sessionmaker

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
T = TypeVar("T")
Job = Callable[["sessionmaker[Session]", Settings, Clock], Outcome]

STAGES = ("crawl", "extract", "check", "digest")


def jobs() -> dict[str, Job]:
    """The four stages as functions of (sessions, settings, clock), in their order."""
    from tapecheck.jobs.check import check_claims
    from tapecheck.jobs.crawl import crawl_sources
    from tapecheck.jobs.digest import send_digests
    from tapecheck.jobs.extract import extract_posts

    return {
        "crawl": lambda sessions, settings, now: crawl_sources(sessions, settings, names=[], now=now),
        "extract": lambda sessions, settings, now: extract_posts(sessions, settings, now=now),
        "check": lambda sessions, settings, now: check_claims(sessions, settings, as_of=now(), folders=settings.market.folders, now=now),
        "digest": lambda sessions, settings, now: send_digests(sessions, settings, at=now()),
    }


def run_job(name: str, job: Job, sessions: "sessionmaker[Session]", settings: Settings, now: Clock) -> bool:
    """One job, its outcome logged; False where it failed. A failure stays this job's own (its run row says what it was)."""
    try:
        outcome = job(sessions, settings, now)
    except TapecheckError as error:
        log.error("%s failed: %s", name, error)
        return False
    except Exception:  # a bug in one stage must not stop the others; its run row and the log keep it
        log.exception("%s failed", name)
        return False
    log.info("%s", outcome.sentence)
    return not outcome.faults


def run_once(sessions: "sessionmaker[Session]", settings: Settings, *, now: Clock) -> bool:
    """All stages once, in order; True where none failed. A stage that fails does not keep the next from its work."""
    _log_to_terminal()
    return all(run_in_order({name: partial(run_job, name, job, sessions, settings, now) for name, job in jobs().items()}))


def run_in_order(steps: Mapping[str, Callable[[], T]]) -> list[T]:
    """The results of the steps, each run once as a job of its own scheduler, one after the other.

    A step that raises ends the rest, and its exception is raised here.
    """
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(1)})
    ended: SimpleQueue[Any] = SimpleQueue()
    scheduler.add_listener(ended.put, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    results: list[T] = []
    scheduler.start()
    try:
        for name, step in steps.items():
            scheduler.add_job(step, id=name, misfire_grace_time=None)
            event = ended.get()
            _wait_until_gone(scheduler, name)
            if event.exception is not None:
                raise event.exception
            results.append(event.retval)
    finally:
        scheduler.shutdown()
    return results


def _wait_until_gone(scheduler: "BaseScheduler", name: str) -> None:
    """The scheduler takes a job that ran once out after handing it on; ended before that, it would look for it in vain."""
    while scheduler.get_job(name) is not None:
        sleep(0.001)


def first_due(name: str, last: datetime | None, schedule: ScheduleSettings, at: datetime) -> datetime:
    """When a job is first due: one interval after its last run in the ledger, at once if that is past or it never ran.

    The digest is due at its hour; at once if that hour has passed today without a run.
    """
    if name == "digest":
        hour = at.replace(hour=schedule.digest_hour, minute=0, second=0, microsecond=0)
        done_today = last is not None and last >= hour
        return hour + timedelta(days=1) if done_today else max(hour, at)
    return at if last is None else max(at, last + interval(name, schedule))


def interval(name: str, schedule: ScheduleSettings) -> timedelta:
    """How long after a run's start the next one is due."""
    minutes = {"crawl": schedule.crawl_minutes, "extract": schedule.extract_minutes, "check": schedule.check_minutes}
    return timedelta(minutes=minutes[name]) if name in minutes else timedelta(days=1)


def scheduled(scheduler: "BaseScheduler", sessions: "sessionmaker[Session]", settings: Settings, *, now: Clock) -> None:
    """Add the four jobs to a scheduler, each first due as the ledger says."""
    from apscheduler.triggers.interval import IntervalTrigger

    from db.queries.runs import last_started

    with sessions() as session:
        last = {name: last_started(session, name) for name in STAGES}
    for name, job in jobs().items():
        due = first_due(name, last[name], settings.schedule, now())
        seconds = int(interval(name, settings.schedule).total_seconds())
        scheduler.add_job(
            run_job,
            IntervalTrigger(seconds=seconds, start_date=due, timezone="UTC"),
            args=(name, job, sessions, settings, now),
            id=name,
            next_run_time=due,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )


def run_forever(sessions: "sessionmaker[Session]", settings: Settings, *, now: Clock) -> None:
    """Run the schedule until SIGINT or SIGTERM; a running job is finished first."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    _log_to_terminal()
    scheduler = BlockingScheduler(timezone="UTC")
    scheduled(scheduler, sessions, settings, now=now)
    signal.signal(signal.SIGTERM, lambda *_: scheduler.shutdown(wait=False))
    log.info("running: %s", ", ".join(STAGES))
    try:
        scheduler.start()
    except KeyboardInterrupt:
        log.info("stopped")


def _log_to_terminal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for quiet in ("apscheduler", "alembic", "httpx"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
