"""Tiingo's end-of-day prices (with a key): bars as traded, and the splits of their days."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from domain.errors import ConfigurationError, SourceError
from domain.observations import Bar, Split
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.http import Http
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, Surroundings, Want, one_by_one, traded_in_us, within
from market.providers.rows import Price, Prices, checked
from market.splits import split_of

BASE_URL = "https://api.tiingo.com"


class Day(Prices):
    """One row of an answer. `date` is midnight UTC and means the exchange's day."""

    date: datetime
    splitFactor: Price = Decimal(1)


class TiingoProvider:
    """Daily bars of US listings with the splits beside them; raw prices, so `base_date` stays empty."""

    name: ClassVar[str] = "tiingo"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"bars"})
    may_be_passed_on: ClassVar[bool] = False
    limits: ClassVar[Limits] = Limits(per_minute=20, per_day=500)

    def __init__(self, http: Http, base_url: str) -> None:
        self._http, self._base_url = http, base_url.rstrip("/")

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider; ConfigurationError without a key."""
        if not settings.key:
            raise ConfigurationError("market.providers.tiingo.key is missing; set it, or TAPECHECK_MARKET__PROVIDERS__TIINGO__KEY")
        headers = {"Authorization": f"Token {settings.key}", "User-Agent": "tapecheck"}
        return cls(Http(cls.name, settings, surroundings, limits=cls.limits, headers=headers), settings.base_url or BASE_URL)

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Bars of US listings."""
        return kind == "bars" and traded_in_us(symbol)

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """One request a symbol; see `MarketProvider`."""
        return one_by_one(wants, lambda want: self._fetched(want, fault))

    def _fetched(self, want: Want, fault: Fault) -> Fetched:
        address = f"{self._base_url}/tiingo/daily/{want.symbol}/prices"
        span = {"startDate": str(want.since), "endDate": str(want.until), "resampleFreq": "daily"}
        answer = self._http.get(address, params=span, also=frozenset({404}))
        if answer.status == 404:
            return Fetched(want=want, data=MarketData(), payload=answer.payload)
        days = [
            day for day in checked(_rows(answer.json()), Day, place=f"tiingo {want.symbol}", fault=fault) if within(want, day.date.date())
        ]
        return Fetched(want=want, data=MarketData(bars=_bars(want.symbol, days), splits=_splits(want.symbol, days)), payload=answer.payload)


def _rows(answer: Any) -> list[Any]:
    if isinstance(answer, list):
        return answer
    said = answer.get("detail") or answer.get("message") or answer.get("error") if isinstance(answer, dict) else None
    raise SourceError(f"tiingo: an error in place of prices ({said or 'no list of rows'})")


def _bars(symbol: str, days: Sequence[Day]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            symbol=symbol, date=day.date.date(), open=day.open, high=day.high, low=day.low, close=day.close, volume=day.volume,
            currency="USD", source="tiingo",
        )
        for day in days
    )  # fmt: skip


def _splits(symbol: str, days: Sequence[Day]) -> tuple[Split, ...]:
    return tuple(split_of(symbol, day.date.date(), day.splitFactor) for day in days if day.splitFactor != 1)
