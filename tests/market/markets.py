"""Small markets and claims for the tests, written in few words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.jsonl import parse_moment
from domain.observations import Bar, Fact, FxRate, Rename, Split, Verdict
from domain.readings import Claim
from market.data import MarketData
from market.evidence import Evidence
from market.judge import judge


def bars(symbol: str, days: Mapping[str, str], *, currency: str | None = None, **changes: Any) -> tuple[Bar, ...]:
    """Bars of `{"2024-01-02": "close"}` or `"close low high"` or `"close low high open"`."""
    found = []
    for day, words in days.items():
        close, *rest = (Decimal(word) for word in words.split())
        low, high, opened = [*rest, None, None, None][:3]
        bar = Bar(symbol=symbol, date=date.fromisoformat(day), close=close, low=low, high=high, open=opened, currency=currency)
        found.append(replace(bar, **changes))
    return tuple(found)


def flat(symbol: str, first: str, last: str, close: str, **changes: Any) -> tuple[Bar, ...]:
    """A bar a weekday from `first` to `last`, all at one close."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return bars(symbol, {str(day): close for day in days if day.weekday() < 5}, **changes)


def fact(symbol: str, metric: str, value: str, known: str, *, unit: str = "USD", period: str | None = None, source: str = "folder") -> Fact:
    """A fact known at a day (its first moment) or a moment."""
    moment, _ = parse_moment(known)
    assert moment is not None
    return Fact(symbol=symbol, metric=metric, value=Decimal(value), unit=unit, known_at=moment, period=period, source=source)


def split(symbol: str, day: str, new: int, old: int) -> Split:
    """A split by its first session on the new base."""
    return Split(symbol=symbol, date=date.fromisoformat(day), new=Decimal(new), old=Decimal(old))


def rate(day: str, base: str, quote: str, value: str, source: str = "ecb") -> FxRate:
    """A fixing."""
    return FxRate(date=date.fromisoformat(day), base=base, quote=quote, rate=Decimal(value), source=source)


def market(*rows: Iterable[Any] | Any) -> MarketData:
    """Market data of rows of any kind."""
    flat_rows = [row for part in rows for row in (part if isinstance(part, list | tuple) else [part])]
    kinds = {Bar: "bars", Split: "splits", Fact: "facts", FxRate: "rates", Rename: "renames"}
    return MarketData(**{name: tuple(row for row in flat_rows if isinstance(row, kind)) for kind, name in kinds.items()})


def claim(subject: str, metric: str, low: str | None, high: str | None = "same", *, unit: str = "USD", **changes: Any) -> Claim:
    """A claim `=` one number, or another relation or range where given."""
    top = low if high == "same" else high
    ends = [None if end is None else Decimal(end) for end in (low, top)]
    plain = Claim(
        id="c", subject=subject, about=None, metric=metric, relation="=", low=ends[0], high=ends[1], unit=unit, kind="fact", basis=None,
        quote=None,
    )  # fmt: skip
    return replace(plain, **changes)


def judged(said: Claim, data: MarketData, posted: str | None, as_of: str, **more: Any) -> Verdict:
    """The verdict on a claim posted at an ISO time, date or month, as of the end of a day (UTC)."""
    posted_at, precision = parse_moment(posted)
    moment = datetime.combine(date.fromisoformat(as_of), datetime.max.time().replace(microsecond=0), UTC)
    return judge(said, posted_at=posted_at, precision=precision, evidence=Evidence(data, as_of=moment), **more)
