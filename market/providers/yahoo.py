"""Yahoo's charts and quotes: unofficial, for personal use, off until it is switched on; nothing of it may be passed on.

Yahoo documents none of this. Its charts are adjusted for every split until the moment of asking, so each bar carries that day as its
base; its quotes need a cookie and a word (the crumb) that goes with it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import ClassVar, Self
from urllib.parse import quote

from domain.errors import SourceError
from domain.settings import ProviderSettings
from market.data import MarketData
from market.providers.http import Answer, Http
from market.providers.provider import Failed, Fault, Fetched, Kind, Limits, Surroundings, Want, one_by_one
from market.providers.yahoo_chart import chart_data
from market.providers.yahoo_quote import quotes_in

BASE_URL, COOKIE_URL = "https://query1.finance.yahoo.com", "https://fc.yahoo.com"
#: Answers that say something: unknown symbols come with 404, a worn-out crumb with 401, the cookie's page with any status.
NOT_FOUND, NO_CRUMB, COOKIE = frozenset({400, 404, 422}), frozenset({401}), frozenset({400, 403, 404})
TOGETHER = 50
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; tapecheck)", "Accept": "application/json"}


class YahooProvider:
    """Daily bars with splits of any listing, and earnings per share, multiples and market cap as of the day they are fetched."""

    name: ClassVar[str] = "yahoo"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"bars", "facts"})
    may_be_passed_on: ClassVar[bool] = False
    limits: ClassVar[Limits] = Limits(per_minute=30, per_day=1000)

    def __init__(self, http: Http, surroundings: Surroundings, *, base_url: str, cookie_url: str) -> None:
        self._http, self._now = http, surroundings.now
        self._base_url, self._cookie_url = base_url.rstrip("/"), cookie_url
        self._crumb: str | None = None

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider; that its table stands in the settings is the operator's consent."""
        http = Http(cls.name, settings, surroundings, limits=cls.limits, headers=HEADERS)
        own = settings.base_url
        return cls(http, surroundings, base_url=own or BASE_URL, cookie_url=own or COOKIE_URL)

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Bars of every listing, index and coin; facts of what has earnings."""
        if kind == "bars":
            return bool(symbol) and "=" not in symbol
        return kind == "facts" and bool(symbol) and symbol[0] != "^" and "=" not in symbol

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """A chart a symbol; quotes of up to 50 symbols together; see `MarketProvider`."""
        yield from one_by_one([want for want in wants if want.kind == "bars"], lambda want: self._chart(want, fault))
        facts = [want for want in wants if want.kind == "facts"]
        for start in range(0, len(facts), TOGETHER):
            yield from self._quotes(facts[start : start + TOGETHER], fault)

    def _chart(self, want: Want, fault: Fault) -> Fetched:
        # until now, whatever is wanted: the bars are adjusted for later splits, which have to be known to undo it
        span = {"period1": _epoch(want.since), "period2": str(int(self._now().timestamp()))}
        query = span | {"interval": "1d", "includePrePost": "false", "events": "div,splits"}
        answer = self._http.get(f"{self._base_url}/v8/finance/chart/{quote(want.symbol)}", params=query, also=NOT_FOUND)
        return Fetched(want=want, data=chart_data(answer.json(), want, fetched_at=self._now(), fault=fault), payload=answer.payload)

    def _quotes(self, wants: Sequence[Want], fault: Fault) -> Iterator[Fetched | Failed]:
        try:
            answer = self._asked([want.symbol for want in wants])
            found = quotes_in(answer.json(), fetched_at=self._now(), fault=fault)
        except SourceError as error:
            yield from (Failed(want=want, why=str(error)) for want in wants)
            return
        for want in wants:
            yield Fetched(want=want, data=MarketData(facts=found.get(want.symbol, ())), payload=answer.payload)

    def _asked(self, symbols: Sequence[str]) -> Answer:
        answer = self._with_crumb(symbols)
        if answer.status in NO_CRUMB:
            self._crumb = None
            answer = self._with_crumb(symbols)
        if answer.status in NO_CRUMB:
            raise SourceError(f"yahoo: it gives no quotes without a sign-in (HTTP {answer.status})")
        return answer

    def _with_crumb(self, symbols: Sequence[str]) -> Answer:
        if self._crumb is None:
            self._crumb = self._new_crumb()
        query = {"symbols": ",".join(symbols), "formatted": "false", "crumb": self._crumb}
        return self._http.get(f"{self._base_url}/v7/finance/quote", params=query, also=NO_CRUMB)

    def _new_crumb(self) -> str:
        self._http.get(self._cookie_url, also=COOKIE)
        words = self._http.get(f"{self._base_url}/v1/test/getcrumb").text.strip()
        if not words or "<" in words or " " in words or len(words) > 64:
            raise SourceError(f"yahoo: it gave no crumb for quotes but {words[:40]!r}")
        return words


def _epoch(day: date) -> str:
    return str(int(datetime.combine(day, time(), UTC).timestamp()))
