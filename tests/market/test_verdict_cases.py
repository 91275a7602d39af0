"""Real claims against real data: the acceptable answers come with the cases."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.jsonl import verdict_row
from market.checking import check_rows
from market.data import MarketData
from market.providers.folder import load_folder

SHARED = Path(__file__).parents[2].parent / "shared"
CASES = SHARED / "market" / "verdicts"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES.exists(), reason="no shared data beside the checkout")]


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _check(rows: list[dict], market: MarketData, as_of: datetime) -> dict[str, dict]:
    faults: list = []
    found = {v.id: verdict_row(v) for v in check_rows((("claims:1", row) for row in rows), market, as_of=as_of, fault=faults.append)}
    assert not faults
    return found


@pytest.fixture(scope="module")
def sp500() -> MarketData:
    folder = load_folder(SHARED / "market" / "sp500", fault=lambda _: None)
    return folder.merged(load_folder(SHARED / "market" / "fx_ecb", fault=lambda _: None))


def _unmet(expected: list[dict], got: dict[str, dict]) -> list[str]:
    missed = []
    for row in expected:
        for key, values in row.items():
            if key == "not_status" and got[row["id"]]["status"] in values:
                missed.append(f"{row['id']} {key}")
            elif key not in ("id", "not_status") and got[row["id"]][key] not in values:
                missed.append(f"{row['id']} {key} {got[row['id']][key]}")
    return missed


def test_sp500_cases(sp500):
    got = _check(_lines(CASES / "claims_sp500.jsonl"), sp500, datetime(2026, 8, 21, 23, 59, 59, tzinfo=UTC))
    assert _unmet(_lines(CASES / "expected_sp500.jsonl"), got) == []


def test_stocknet_cases():
    market = load_folder(SHARED / "stocknet" / "market", fault=lambda _: None)
    got = _check(_lines(CASES / "claims_stocknet.jsonl"), market, datetime(2016, 4, 1, 23, 59, 59, tzinfo=UTC))
    assert _unmet(_lines(CASES / "expected_stocknet.jsonl"), got) == []


def test_seed_thread(sp500):
    post = _lines(SHARED / "gold" / "seed_thread.jsonl")[0]
    claims = [dict(claim, id=str(n), posted_at="2025-12-01") for n, claim in enumerate(post["claims"], start=1)]
    claims[1]["converts"] = "1"
    got = _check(claims, sp500, datetime(2026, 8, 21, 23, 59, 59, tzinfo=UTC))
    assert [got[str(n)]["status"] for n in range(1, 10)] == [
        "current",
        "current",
        "unchecked",
        "unchecked",
        "unchecked",
        "stale",
        *["unchecked"] * 3,
    ]
    assert round(got["6"]["observed"], 1) == 20.7
    assert "2025-12-01" in got["2"]["reason"]
