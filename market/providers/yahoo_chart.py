"""Bars and splits in an answer of Yahoo's chart, which holds parallel lists."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from domain.errors import SourceError
from domain.observations import Bar, Split
from market.data import MarketData
from market.providers.provider import Fault, Want, within
from market.providers.rows import Price, Prices, Row, checked, shaped

COLUMNS = ("open", "high", "low", "close", "volume")


class Meta(Row):
    """What the chart is of."""

    symbol: str
    currency: str | None = None
    exchangeTimezoneName: str


class Chart(Row):
    """One result; without a session in the span there is no `timestamp`."""

    meta: Meta
    timestamp: list[int] = Field(default_factory=list)
    events: dict[str, dict[str, Any]] = Field(default_factory=dict)
    indicators: dict[str, list[dict[str, list[Any]]]] = Field(default_factory=dict)


class Session(Prices):
    """One session, with its day at the exchange."""

    day: date


class SplitEvent(Row):
    """A split: `numerator` shares for `denominator`, from the session that opens at `date` (epoch seconds)."""

    date: int
    numerator: Price
    denominator: Price


def chart_data(answer: Any, want: Want, *, fetched_at: datetime, fault: Fault) -> MarketData:
    """The bars of the wanted sessions on the shares of the day of asking, and all splits of the answer; empty for an unknown symbol.

    Raises SourceError for an error in the answer, for another symbol than the wanted one, and for another shape.
    """
    found = _result(answer)
    if found is None:
        return MarketData()
    place = f"yahoo {want.symbol}"
    chart = shaped(found, Chart, place=place)
    if chart.meta.symbol.upper() != want.symbol.upper():
        raise SourceError(f"{place}: it answered about {chart.meta.symbol}")
    zone = _zone(chart.meta.exchangeTimezoneName, place)
    sessions = [
        session for session in checked(_sessions(chart, zone, place), Session, place=place, fault=fault) if within(want, session.day)
    ]
    base = fetched_at.astimezone(zone).date()
    return MarketData(
        bars=tuple(
            Bar(
                symbol=want.symbol, date=session.day, open=session.open, high=session.high, low=session.low, close=session.close,
                volume=session.volume, currency=chart.meta.currency, base_date=base, source="yahoo",
            )
            for session in sessions
        ),
        splits=tuple(_splits(chart, want.symbol, zone, fault)),
    )  # fmt: skip


def _result(answer: Any) -> Any:
    """The one result; None where Yahoo knows no such symbol."""
    body = answer.get("chart") if isinstance(answer, dict) else None
    if not isinstance(body, dict):
        raise SourceError("yahoo: no chart in the answer; it may have changed its shape")
    error, results = body.get("error"), body.get("result")
    if error:
        code = error.get("code") if isinstance(error, dict) else error
        if code == "Not Found":
            return None
        raise SourceError(f"yahoo: an error in place of a chart ({code}: {error.get('description') if isinstance(error, dict) else ''})")
    if not isinstance(results, list) or not results:
        raise SourceError("yahoo: neither a chart nor an error in the answer")
    return results[0]


def _sessions(chart: Chart, zone: ZoneInfo, place: str) -> Iterator[dict[str, Any]]:
    if not chart.timestamp:
        return
    lists = (chart.indicators.get("quote") or [{}])[0]
    columns = {name: lists.get(name) or [] for name in COLUMNS}
    if len(columns["close"]) != len(chart.timestamp):
        raise SourceError(f"{place}: {len(chart.timestamp)} sessions but {len(columns['close'])} closes; it may have changed its shape")
    for at, stamp in enumerate(chart.timestamp):
        cells = {name: column[at] if at < len(column) else None for name, column in columns.items()}
        if cells["close"] is not None:  # no trade that day
            yield cells | {"day": datetime.fromtimestamp(stamp, UTC).astimezone(zone).date()}


def _splits(chart: Chart, symbol: str, zone: ZoneInfo, fault: Fault) -> Iterator[Split]:
    rows = list(chart.events.get("splits", {}).values())
    for event in checked(rows, SplitEvent, place=f"yahoo {symbol} splits", fault=fault):
        day = datetime.fromtimestamp(event.date, UTC).astimezone(zone).date()
        yield Split(symbol=symbol, date=day, new=event.numerator, old=event.denominator)


def _zone(name: str, place: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SourceError(f"{place}: unknown time zone {name!r}") from None
