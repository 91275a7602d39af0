"""When the jobs are due, as the ledger says."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.settings import ScheduleSettings
from tapecheck.schedule import first_due

AT = datetime(2026, 8, 21, 9, 30, tzinfo=UTC)
PLAN = ScheduleSettings(crawl_minutes=60, digest_hour=7)


@pytest.mark.parametrize(
    ("name", "last", "due"),
    [
        ("crawl", None, AT),
        ("crawl", AT - timedelta(minutes=20), AT + timedelta(minutes=40)),
        ("crawl", AT - timedelta(hours=5), AT),
        ("digest", None, AT),
        ("digest", AT - timedelta(days=1), AT),
        ("digest", AT - timedelta(hours=1), AT.replace(day=22, hour=7, minute=0)),
    ],
)
def test_a_job_is_due_an_interval_after_its_last_run(name, last, due):
    assert first_due(name, last, PLAN, AT) == due


def test_the_digest_waits_for_its_hour():
    early = AT.replace(hour=3)
    assert first_due("digest", early - timedelta(hours=20), PLAN, early) == early.replace(hour=7, minute=0)
