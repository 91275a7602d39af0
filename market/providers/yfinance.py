"""Bars and splits through the yfinance package, an extra: its addresses are its own, the terms are Yahoo's."""

import importlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from domain.errors import ConfigurationError, SourceError
from domain.observations import Bar
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, ProviderOut, Surroundings, Want, one_by_one, within
from market.providers.rows import Price, Prices, checked
from market.splits import split_of


class Session(Prices):
    """One session of a history."""

    day: date


class Event(Prices):
    """A session with the shares that each share became."""

    day: date
    factor: Price


class YfinanceProvider:
    """Daily bars with splits of any listing, asked through yfinance; adjusted for splits until the day of asking."""

    name: ClassVar[str] = "yfinance"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"bars"})
    may_be_passed_on: ClassVar[bool] = False
    limits: ClassVar[Limits] = Limits(per_minute=30, per_day=1000)

    def __init__(self, settings: ProviderSettings, surroundings: Surroundings, *, package: Any) -> None:
        self._package, self._surroundings = package, surroundings
        package.config.debug.hide_exceptions = False  # else it logs an error and answers with nothing
        self._limits = Limits(per_minute=settings.per_minute or self.limits.per_minute, per_day=settings.per_day or self.limits.per_day)

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider; ConfigurationError where yfinance is not installed."""
        try:
            package = importlib.import_module("yfinance")
        except ImportError:
            raise ConfigurationError(
                "market.providers.yfinance needs the yfinance package; install tapecheck[yfinance], or use market.providers.yahoo"
            ) from None
        if settings.base_url:
            raise ConfigurationError("market.providers.yfinance.base_url: yfinance cannot be pointed elsewhere; remove the line")
        return cls(settings, surroundings, package=package)

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Bars of every listing, index and coin."""
        return kind == "bars" and bool(symbol) and "=" not in symbol

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """One history a symbol; see `MarketProvider`."""
        return one_by_one(wants, lambda want: self._fetched(want, fault))

    def _fetched(self, want: Want, fault: Fault) -> Fetched:
        self._surroundings.sleep(self._surroundings.allowance.take(self.name, self._limits))
        today = self._surroundings.now()
        history = self._history(want, end=today.date() + timedelta(days=1))
        rows = [_row(stamp, cells) for stamp, cells in history.items() if cells.get("Close") == cells.get("Close")]
        place = f"yfinance {want.symbol}"
        sessions = [one for one in checked(rows, Session, place=place, fault=fault) if within(want, one.day)]
        events = [row for row in rows if row["factor"]]
        bars = tuple(
            Bar(
                symbol=want.symbol, date=one.day, open=one.open, high=one.high, low=one.low, close=one.close, volume=one.volume,
                base_date=today.date(), source=self.name,
            )
            for one in sessions
        )  # fmt: skip
        splits = tuple(split_of(want.symbol, e.day, e.factor) for e in checked(events, Event, place=place, fault=fault))
        return Fetched(want=want, data=MarketData(bars=bars, splits=splits))

    def _history(self, want: Want, *, end: date) -> dict[Any, dict[str, Any]]:
        errors = self._package.exceptions
        try:
            ticker = self._package.Ticker(want.symbol)
            frame = ticker.history(start=str(want.since), end=str(end), interval="1d", auto_adjust=False, actions=True)
        except errors.YFRateLimitError as error:
            raise ProviderOut(f"yfinance: too many requests ({error})") from None
        except errors.YFTickerMissingError:
            return {}
        except Exception as error:  # noqa: BLE001 - the package lets the errors of whatever it stands on through; each is told
            raise SourceError(f"yfinance {want.symbol}: {type(error).__name__}: {error}") from None
        found: dict[Any, dict[str, Any]] = frame.to_dict("index")
        return found


def _row(stamp: Any, cells: dict[str, Any]) -> dict[str, Any]:
    prices = {name: cells.get(name.title()) for name in ("open", "high", "low", "close", "volume")}
    return prices | {"day": stamp.date(), "factor": cells.get("Stock Splits") or None}
