"""A kill -9 in the middle of a stage, and a run again: the same rows as one undisturbed run."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

SHARED = Path(__file__).resolve().parents[3] / "shared"
TWEETS, MARKET = SHARED / "stocknet" / "posts.jsonl.gz", SHARED / "stocknet" / "market"
SLICE = 4000
STAGES = (
    ("import", "posts.jsonl"),
    ("market", "import", str(MARKET)),
    ("extract",),
    ("check", "--as-of", "2016-04-01"),
)
#: What the posts say and what was judged, without the moments of our own runs.
ROWS = {
    "posts": "SELECT external_id, posted_at FROM post ORDER BY 1",
    "texts": "SELECT text_hash FROM post_revision ORDER BY 1",
    "bars": "SELECT symbol, day, close FROM bar ORDER BY 1, 2",
    "stances": "SELECT p.external_id, t.symbol, t.label FROM stance t JOIN extraction e ON e.id = t.extraction_id "
    "JOIN post p ON p.id = e.post_id ORDER BY 1, 2",
    "claims": "SELECT external_id, subject, metric, low, high FROM claim ORDER BY 1",
    "checks": "SELECT k.fingerprint, k.status, k.observed, k.reason FROM claim_check k ORDER BY 1",
}
pytestmark = [pytest.mark.e2e, pytest.mark.shared, pytest.mark.skipif(not TWEETS.exists(), reason="the tweets lie beside the project only")]


def prepared(folder):
    folder.mkdir()
    with gzip.open(TWEETS, "rt", encoding="utf-8") as lines:
        (folder / "posts.jsonl").write_text("".join(line for _, line in zip(range(SLICE), lines, strict=False)), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "tapecheck", "db", "upgrade"], cwd=folder, check=True, capture_output=True)
    return folder


def start(folder, stage):
    return subprocess.Popen(
        [sys.executable, "-m", "tapecheck", *stage], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finished(folder, stage):
    begun = time.monotonic()
    process = start(folder, stage)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - begun


def killed(folder, stage, after):
    process = start(folder, stage)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode


def rows_of(folder):
    engine = create_engine(f"sqlite:///{folder / 'tapecheck.sqlite'}")
    with engine.connect() as connection:
        found = {name: [tuple(row) for row in connection.execute(text(sql))] for name, sql in ROWS.items()}
    engine.dispose()
    return found


def test_a_kill_in_every_stage_changes_no_row(tmp_path):
    calm, rough = prepared(tmp_path / "calm"), prepared(tmp_path / "rough")
    took = {stage: finished(calm, stage) for stage in STAGES}
    for stage in STAGES:
        kills = [killed(rough, stage, took[stage] * part) for part in (0.4, 0.7)]
        assert -signal.SIGKILL in kills, f"{stage} was over before it could be killed"
        finished(rough, stage)
    wanted = rows_of(calm)
    assert all(wanted.values())
    assert rows_of(rough) == wanted
    for stage in STAGES:
        finished(rough, stage)
    assert rows_of(rough) == wanted, "running it again added rows"
