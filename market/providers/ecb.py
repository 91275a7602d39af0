"""The European Central Bank's euro reference rates: foreign units for one euro, fixed about 14:15 CET, published about 16:00."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import InvalidOperation
from io import BytesIO, TextIOWrapper
from typing import ClassVar, Self
from xml.etree import ElementTree

from domain.errors import DataError, SourceError
from domain.observations import FxRate
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.ecb_files import ECB_FILE, given, history_rates, rate_in
from market.providers.http import Answer, Http
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, Surroundings, Want, one_by_one, within

HISTORY, DAILY = "eurofxref-hist.zip", "eurofxref-daily.xml"
BASE_URL = "https://www.ecb.europa.eu/stats/eurofxref"
LARGEST = 64 * 2**20


class EcbProvider:
    """Exchange rates of the ECB: the daily file where only the newest fixing is missing, else the whole history."""

    name: ClassVar[str] = "ecb"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"rates"})
    may_be_passed_on: ClassVar[bool] = True
    limits: ClassVar[Limits] = Limits(per_minute=6, per_day=100)

    def __init__(self, http: Http, base_url: str) -> None:
        self._http, self._base_url = http, base_url.rstrip("/")

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider; it needs nothing."""
        agent = {"User-Agent": f"tapecheck ({surroundings.contact})" if surroundings.contact else "tapecheck"}
        return cls(Http(cls.name, settings, surroundings, limits=cls.limits, headers=agent), settings.base_url or BASE_URL)

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Rates only."""
        return kind == "rates" and not symbol

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """The fixings from `since` to `until`; see `MarketProvider`."""
        return one_by_one(wants, lambda want: self._fetched(want, fault))

    def _fetched(self, want: Want, fault: Fault) -> Fetched:
        if want.since >= want.until:
            answer = self._http.get(f"{self._base_url}/{DAILY}")
            rates = tuple(daily_rates(answer, fault=fault))
        else:
            answer = self._http.get(f"{self._base_url}/{HISTORY}")
            rates = tuple(_history(answer, since=want.since, fault=fault))
        if not rates and want.until - want.since > timedelta(days=7):
            raise SourceError(f"ecb: no rates in {answer.payload.address}; it may have changed its shape")
        kept = tuple(rate for rate in rates if within(want, rate.date) or want.since >= want.until)
        return Fetched(want=want, data=MarketData(rates=kept), payload=answer.payload)


def daily_rates(answer: Answer, *, fault: Fault) -> Iterator[FxRate]:
    """EUR rates of the daily XML; SourceError where it is no such file."""
    place = answer.payload.address
    if b"<!DOCTYPE" in answer.body or b"<!ENTITY" in answer.body:
        raise SourceError(f"ecb: answered with a web page instead of rates at {place}")
    try:
        root = ElementTree.fromstring(answer.body)
    except ElementTree.ParseError as error:
        raise SourceError(f"ecb: no XML at {place} ({error})") from None
    days = [cube for cube in root.iter() if cube.get("time")]
    if not days:
        raise SourceError(f"ecb: no day of rates at {place}; it may have changed its shape")
    for cube in days:
        for row in cube:
            currency, rate = row.get("currency"), row.get("rate", "")
            try:
                if currency and given(currency, rate):
                    yield FxRate(
                        date=date.fromisoformat(str(cube.get("time"))), base="EUR", quote=currency, rate=rate_in(rate), source="ecb"
                    )
            except (ValueError, InvalidOperation):
                fault(DataError(f"{currency} {rate!r} on {cube.get('time')} is no rate", place=place))


def _history(answer: Answer, *, since: date, fault: Fault) -> Iterator[FxRate]:
    try:
        with zipfile.ZipFile(BytesIO(answer.body)) as archive:
            inside = archive.getinfo(ECB_FILE)
            if inside.file_size > LARGEST:
                raise SourceError(f"ecb: {ECB_FILE} is larger than {LARGEST // 2**20} MiB unpacked")
            with archive.open(inside) as packed:
                yield from history_rates(TextIOWrapper(packed, "utf-8", newline=""), since=since, place=ECB_FILE, fault=fault)
    except (zipfile.BadZipFile, KeyError, EOFError, UnicodeDecodeError) as error:
        raise SourceError(f"ecb: no history of rates at {answer.payload.address} ({error})") from None
