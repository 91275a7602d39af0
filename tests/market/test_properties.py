"""What holds for every verdict: shares, the future, order and batches change nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.jsonl import claim_row
from domain.metrics import PER_SHARE
from domain.observations import Bar, Fact, Split
from domain.readings import Claim
from market.checking import check_rows
from market.data import MarketData
from market.evidence import Evidence
from market.judge import judge
from tests.market.markets import claim

FIRST = date(2024, 1, 2)
METRICS = (
    "price",
    "price_target",
    "price_change_pct",
    "pe",
    "eps",
    "market_cap",
    "high",
    "low",
    "dividend",
    "shares_outstanding",
    "dividend_yield_pct",
)


def made_up(seed: int, sessions: int = 90) -> MarketData:
    """A market of one symbol that walks at random, with reports every month and a vendor's market cap."""
    random, bars, facts, close = Random(seed), [], [], Decimal(100)
    for n in range(sessions):
        day = FIRST + timedelta(days=n)
        if day.weekday() > 4:
            continue
        close = max(Decimal(5), round(close * Decimal(1 + random.uniform(-0.05, 0.05)), 2))
        low, high = round(close * Decimal("0.98"), 2), round(close * Decimal("1.02"), 2)
        bars.append(Bar(symbol="KO", date=day, close=close, low=low, high=high, currency="USD"))
        known = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
        facts.append(Fact(symbol="KO", metric="market_cap", value=close * 10**9, unit="USD", known_at=known))
        if n % 30 == 0:
            for metric, value in (
                ("eps", Decimal(random.randint(-1, 9))),
                ("dividend", Decimal(2)),
                ("shares_outstanding", Decimal(10**9)),
            ):
                unit = "shares" if metric == "shares_outstanding" else "USD"
                period = None if metric == "shares_outstanding" else "ttm"
                facts.append(Fact(symbol="KO", metric=metric, value=value, unit=unit, known_at=known, period=period))
    return MarketData(bars=tuple(bars), facts=tuple(facts))


def claims() -> st.SearchStrategy[Claim]:
    def build(metric: str, number: int, hedged: bool, relation: str) -> Claim:
        value = {
            "market_cap": number * 10**9,
            "shares_outstanding": 10**9 + number,
            "pe": number // 5 + 1,
            "eps": number // 20,
            "dividend": number // 50,
        }.get(metric, number)
        unit = {"pe": "x", "price_change_pct": "%", "dividend_yield_pct": "%", "shares_outstanding": "shares"}.get(metric, "USD")
        kind, basis = (
            ("forecast" if metric == "price_target" else "fact"),
            {"high": "52w", "low": "52w", "price_change_pct": "week", "eps": "ttm"}.get(metric),
        )
        low, high = (None if relation == "<" else str(value)), (None if relation == ">" else str(value))
        return claim("KO", metric, low, high, unit=unit, kind=kind, basis=basis, hedged=hedged, relation=relation, step=Decimal(1))

    return st.builds(build, st.sampled_from(METRICS), st.integers(50, 180), st.booleans(), st.sampled_from(["=", "=", "~", ">", "<"]))


moments = st.builds(
    lambda days, hour: datetime(2024, 1, 3, tzinfo=UTC) + timedelta(days=days, hours=hour), st.integers(0, 80), st.integers(0, 23)
)
as_ofs = st.builds(lambda days: datetime(2024, 1, 10, 23, 59, 59, tzinfo=UTC) + timedelta(days=days), st.integers(0, 80))


def rescaled(data: MarketData, factor: int) -> MarketData:
    """The same market in shares of which `factor` make one."""

    def per_share(row: Bar) -> Bar:
        return replace(row, close=row.close / factor, low=row.low and row.low / factor, high=row.high and row.high / factor)

    def in_shares(fact: Fact) -> Fact:
        value = (
            fact.value / factor if fact.metric in PER_SHARE else fact.value * factor if fact.metric == "shares_outstanding" else fact.value
        )
        return replace(fact, value=value)

    return MarketData(bars=tuple(map(per_share, data.bars)), facts=tuple(map(in_shares, data.facts)))


def smaller(said: Claim, factor: int) -> Claim:
    if said.metric in PER_SHARE:
        turn = Decimal(1) / factor
    elif said.metric == "shares_outstanding":
        turn = Decimal(factor)
    else:
        return said
    return replace(said, low=said.low and said.low * turn, high=said.high and said.high * turn, step=said.step and said.step * turn)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 50), said=claims(), posted=moments, as_of=as_ofs, factor=st.sampled_from([2, 4, 5, 10, 20]))
def test_claim_and_prices_in_smaller_shares_give_the_same_verdict(
    seed: int, said: Claim, posted: datetime, as_of: datetime, factor: int
) -> None:
    data = made_up(seed)
    if said.metric in ("eps", "dividend"):
        return  # their floor is an amount of money, not a share of the figure
    old = judge(said, posted_at=posted, precision="second", evidence=Evidence(data, as_of=as_of))
    new = judge(smaller(said, factor), posted_at=posted, precision="second", evidence=Evidence(rescaled(data, factor), as_of=as_of))
    axes = ("status", "when_made", "now", "stale_since", "stale_cause", "target", "observed_at")
    assert [getattr(old, name) for name in axes] == [getattr(new, name) for name in axes]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 50), said=claims(), posted=moments, as_of=as_ofs, later=st.integers(0, 60), factor=st.sampled_from([2, 10]))
def test_a_recorded_split_of_the_later_market_changes_no_verdict(
    seed: int, said: Claim, posted: datetime, as_of: datetime, later: int, factor: int
) -> None:
    data, day = made_up(seed), FIRST + timedelta(days=later)
    if said.metric in ("eps", "dividend"):
        return
    small = rescaled(data, factor)
    after = MarketData(
        bars=tuple(new if new.date >= day else old for old, new in zip(data.bars, small.bars, strict=True)),
        facts=tuple(new if new.known_at.date() >= day else old for old, new in zip(data.facts, small.facts, strict=True)),
        splits=(Split(symbol="KO", date=day, new=Decimal(factor), old=Decimal(1)),),
    )
    posted = min(posted, datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=4))
    old, new = (judge(said, posted_at=posted, precision="second", evidence=Evidence(each, as_of=as_of)) for each in (data, after))
    axes = ("status", "when_made", "now", "target", "stale_since")
    assert [getattr(old, name) for name in axes] == [getattr(new, name) for name in axes]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 50), other=st.integers(51, 99), said=claims(), posted=moments, as_of=as_ofs)
def test_nothing_known_later_changes_a_verdict(seed: int, other: int, said: Claim, posted: datetime, as_of: datetime) -> None:
    now, later = made_up(seed), made_up(other)
    known = MarketData(
        bars=tuple(bar for bar in now.bars if bar.date <= as_of.date()), facts=tuple(fact for fact in now.facts if fact.known_at <= as_of)
    )
    future = MarketData(
        bars=tuple(bar for bar in later.bars if bar.date > as_of.date()),
        facts=tuple(fact for fact in later.facts if fact.known_at > as_of),
        splits=(Split(symbol="KO", date=as_of.date() + timedelta(days=3), new=Decimal(3), old=Decimal(1)),),
    )
    verdicts = [
        judge(said, posted_at=posted, precision="second", evidence=Evidence(data, as_of=as_of)) for data in (known, known.merged(future))
    ]
    assert verdicts[0] == verdicts[1]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50), said=st.lists(claims(), min_size=2, max_size=6), posted=moments, shuffle=st.integers(0, 1000))
def test_order_and_batches_change_nothing(seed: int, said: list[Claim], posted: datetime, shuffle: int) -> None:
    data, as_of = made_up(seed), datetime(2024, 4, 1, 23, 59, 59, tzinfo=UTC)
    rows = [(f"{n}", claim_row(replace(one, id=str(n))) | {"posted_at": posted.isoformat()}) for n, one in enumerate(said)]
    random = Random(shuffle)
    mixed = MarketData(bars=tuple(random.sample(data.bars, len(data.bars))), facts=tuple(random.sample(data.facts, len(data.facts))))
    together = {v.id: v for v in check_rows(rows, data, as_of=as_of, fault=_fail)}
    turned = {v.id: v for v in check_rows(random.sample(rows, len(rows)), mixed, as_of=as_of, fault=_fail)}
    alone = {v.id: v for row in rows for v in check_rows([row], data, as_of=as_of, fault=_fail)}
    again = {v.id: v for v in check_rows(rows, data, as_of=as_of, fault=_fail)}
    assert together == turned == alone == again


def _fail(error: Exception) -> None:
    raise error
