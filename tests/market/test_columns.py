"""A market in columns gives the verdicts of the same market in bars, claim by claim."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.observations import Split
from domain.readings import Claim
from market.columns import Columns
from market.data import MarketData
from market.evidence import Evidence
from market.floors import Floors
from market.judge import judge
from market.streaming import Asked, judged_by_symbol
from tests.market.test_properties import as_ofs, claims, made_up, moments


def in_columns(data: MarketData) -> dict[str, Columns]:
    bars = sorted(data.bars, key=lambda bar: bar.date)
    numbers = {name: np.array([float(getattr(bar, name)) for bar in bars]) for name in ("close", "low", "high")}
    return {"KO": Columns("KO", [bar.date for bar in bars], currency="USD", **numbers)}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 50), said=claims(), posted=moments, as_of=as_ofs, split=st.booleans())
def test_columns_and_bars_give_the_same_verdict(seed: int, said: Claim, posted: datetime, as_of: datetime, split: bool) -> None:
    data = made_up(seed)
    if split:  # a record that the prices do not follow: a jump, and sessions that are held
        data = replace(data, splits=(Split(symbol="KO", date=data.bars[30].date, new=Decimal(3), old=Decimal(1)),))
    columns = Evidence(replace(data, bars=()), as_of=as_of, columns=in_columns(data), newest=as_of.date())
    in_bars = Evidence(data, as_of=as_of)
    assert judge(said, posted_at=posted, precision="second", evidence=columns) == judge(
        said, posted_at=posted, precision="second", evidence=in_bars
    )


def test_claims_are_judged_symbol_by_symbol_with_one_evidence_each() -> None:
    data, as_of = made_up(1), datetime(2024, 3, 1, 23, 59, 59, tzinfo=UTC)
    close = data.bars[9].close
    said = Claim(
        id="a",
        subject="KO",
        about=None,
        metric="price",
        relation="=",
        low=close,
        high=close,
        unit="USD",
        kind="fact",
        basis=None,
        quote=None,
    )
    asked_for: list[str] = []

    def evidence_of(symbol: str) -> Evidence:
        asked_for.append(symbol)
        return Evidence(data, as_of=as_of)

    posted = datetime.combine(data.bars[9].date, datetime.min.time(), UTC).replace(hour=21)
    groups = [
        ("KO", [Asked(1, said, posted, "second"), Asked(2, said, posted, "second")]),
        ("PEP", [Asked(3, replace(said, subject="PEP"), posted, "second")]),
    ]
    found = dict(judged_by_symbol(groups, evidence_of, floors=Floors({})))
    assert asked_for == ["KO", "PEP"]
    assert [found[key].when_made for key in (1, 2, 3)] == ["consistent", "consistent", "not_checkable"]
