"""Runs and leases: no two runs of a stage overlap, a dead one's lease is free, and every run leaves a row."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from db.models import Lease
from db.queries.runs import runs, take_lease
from db.session import open_ledger
from db.upgrade import upgrade
from domain.errors import TapecheckError
from domain.settings import Settings
from tapecheck.recorded import recorded
from tapecheck.schedule import run_in_order

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


@pytest.fixture
def sessions(tmp_path):
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    upgrade(url)
    return open_ledger(url)


def hold(sessions, holder):
    with sessions.begin() as session:
        assert take_lease(session, "check", holder, NOW, NOW + timedelta(minutes=30))


def test_a_stage_that_runs_elsewhere_is_not_run_again(sessions):
    hold(sessions, "elsewhere:1")
    with pytest.raises(TapecheckError, match="elsewhere"), recorded(sessions, "check", Settings(), now=lambda: NOW):
        pytest.fail("it ran all the same")


def test_the_lease_of_a_killed_process_of_this_machine_is_free(sessions):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    hold(sessions, f"{socket.gethostname()}:{child.pid}")
    with recorded(sessions, "check", Settings(), now=lambda: NOW) as outcome:
        outcome.add(claims=3)
    with sessions() as session:
        assert [(run.stage, run.counts) for run in runs(session)] == [("check", {"claims": 3})]
        assert session.get(Lease, "check") is None


def test_a_run_that_fails_leaves_its_row_and_gives_the_lease_back(sessions):
    with pytest.raises(ValueError, match="broke"), recorded(sessions, "check", Settings(), now=lambda: NOW):
        raise ValueError("it broke")
    with sessions() as session:
        (run,) = runs(session)
        assert run.faults == ["it broke"]
        assert run.finished_at == NOW
        assert session.get(Lease, "check") is None


def test_a_lost_lease_stops_the_run_that_lost_it(sessions):
    with pytest.raises(TapecheckError, match="lease was lost"), recorded(sessions, "check", Settings(), now=lambda: NOW) as outcome:
        with sessions.begin() as session:
            session.get(Lease, "check").holder = f"other:{os.getpid()}"
        outcome.beat()


def test_steps_run_once_each_in_their_order():
    seen = []
    assert run_in_order({"a": lambda: seen.append("a") or 1, "b": lambda: seen.append("b") or 2}) == [1, 2]
    assert seen == ["a", "b"]


def test_a_step_that_breaks_is_raised_and_ends_the_rest():
    seen = []

    def broken():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_in_order({"a": broken, "b": lambda: seen.append("b")})
    assert seen == []
