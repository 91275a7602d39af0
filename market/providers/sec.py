"""Company facts of the SEC's EDGAR, as first reported and known from the moment the filing was accepted; keyless, with a contact."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Self

from domain.errors import ConfigurationError, SourceError
from domain.instruments import InstrumentTable
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.http import Http
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, Surroundings, Want, one_by_one, traded_in_us
from market.providers.rows import Row, checked, shaped
from market.providers.sec_figures import figures
from market.providers.sec_reported import reported

DATA_URL, FILES_URL = "https://data.sec.gov", "https://www.sec.gov"
#: Forms whose figures are read; amendments carry /A.
FORMS = ("10-K", "10-Q", "20-F", "40-F", "10-KT", "10-QT")
#: Shares of the company that one listed share stands for, by listing and day; None where that is not known.
ShareRatio = Callable[[str, date], Decimal | None]


class Company(Row):
    """One row of the list of tickers."""

    cik_str: int
    ticker: str


class Filings(Row):
    """The filings of a company, newest first, as parallel lists."""

    accessionNumber: list[str]
    acceptanceDateTime: list[datetime]
    form: list[str]


class SecProvider:
    """Facts of companies that file with the SEC: one request for what was filed, one for the figures where something was."""

    name: ClassVar[str] = "sec"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"facts"})
    may_be_passed_on: ClassVar[bool] = True
    limits: ClassVar[Limits] = Limits(per_minute=300, per_day=20_000)

    def __init__(self, http: Http, *, data_url: str, files_url: str, ratio: ShareRatio) -> None:
        self._http, self._data_url, self._files_url, self._ratio = http, data_url.rstrip("/"), files_url.rstrip("/"), ratio
        self._ciks: dict[str, int] | None = None

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider; ConfigurationError without a contact, which the SEC asks every program to name."""
        if not surroundings.contact:
            raise ConfigurationError("market.providers.sec needs crawl.contact: the SEC asks every program to name its operator")
        headers = {"User-Agent": f"tapecheck {surroundings.contact}", "Accept": "application/json"}
        http = Http(cls.name, settings, surroundings, limits=cls.limits, headers=headers)
        own = settings.base_url
        return cls(http, data_url=own or DATA_URL, files_url=own or FILES_URL, ratio=ratio_of)

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Facts of US listings."""
        return kind == "facts" and traded_in_us(symbol)

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """The facts known from `since` on, or all of a company's where `since` is before its last filing; see `MarketProvider`."""
        return one_by_one(wants, lambda want: self._fetched(want, fault))

    def _fetched(self, want: Want, fault: Fault) -> Fetched:
        cik = self._cik(want.symbol, fault)
        if cik is None:
            return Fetched(want=want, data=MarketData())
        place = f"sec {want.symbol}"
        answer = self._http.get(f"{self._data_url}/submissions/CIK{cik:010d}.json")
        accepted = _accepted(answer.json(), place)
        floor = datetime.combine(want.since, time(), UTC)
        if not any(moment >= floor for moment in accepted.values()):
            return Fetched(want=want, data=MarketData(), payload=answer.payload)
        answer = self._http.get(f"{self._data_url}/api/xbrl/companyfacts/CIK{cik:010d}.json", also=frozenset({404}))
        if answer.status == 404:  # it files, but nothing with figures in it
            return Fetched(want=want, data=MarketData(), payload=answer.payload)
        rows = reported(answer.json(), cik=cik, accepted=accepted, place=place, fault=fault)
        facts = tuple(figures(want.symbol, rows, ratio=self._ratio))
        return Fetched(want=want, data=MarketData(facts=facts), payload=answer.payload)

    def _cik(self, symbol: str, fault: Fault) -> int | None:
        if self._ciks is None:
            answer = self._http.get(f"{self._files_url}/files/company_tickers.json").json()
            if not isinstance(answer, dict):
                raise SourceError("sec: the list of tickers has another shape than expected")
            self._ciks = {row.ticker: row.cik_str for row in checked(answer.values(), Company, place="sec tickers", fault=fault)}
        return self._ciks.get(symbol)


def ratio_of(symbol: str, day: date) -> Decimal | None:
    """Shares of the company for one of an ADR on a day, by the instrument table."""
    known = [ratio for ratio in InstrumentTable.load().ratios if ratio.adr == symbol and ratio.since <= day]
    return max(known, key=lambda ratio: ratio.since).ratio if known else None


def _accepted(answer: Any, place: str) -> dict[str, datetime]:
    """When each filing of a form that we read was accepted (aware UTC), by its accession number."""
    filings = answer.get("filings") if isinstance(answer, dict) else None
    recent = shaped(filings.get("recent") if isinstance(filings, dict) else None, Filings, place=f"{place} filings")
    if not len(recent.accessionNumber) == len(recent.acceptanceDateTime) == len(recent.form):
        raise SourceError(f"{place}: the lists of filings differ in length; it may have changed its shape")
    rows = zip(recent.accessionNumber, recent.acceptanceDateTime, recent.form, strict=True)
    return {number: moment.astimezone(UTC) for number, moment, form in rows if form.removesuffix("/A") in FORMS}
