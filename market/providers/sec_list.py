"""The SEC's list of tickers with company numbers and exchanges (`company_tickers_exchange.json`): keyless, one request a day is plenty.

The SEC asks every caller for a User-Agent with a contact and at most ten requests a second; without a contact it answers 403.
"""

import re
from typing import TYPE_CHECKING, Any

from domain.errors import BlockedError, SourceError
from domain.listings import KNOWN_RANK, SEC_MICS, Listed, company_name

if TYPE_CHECKING:
    import httpx

PATH = "/files/company_tickers_exchange.json"
ATTEMPTS = 4
TIMEOUT = 30.0  # seconds
_FIELDS = ("cik", "name", "ticker", "exchange")
_SYMBOL = re.compile(r"[A-Z0-9]+([.-][A-Z0-9]+)*")


def fetch_list(base_url: str, contact: str) -> tuple[Listed, ...]:
    """The list at `base_url` (https://www.sec.gov) in its order; `contact` goes into the User-Agent.

    A server that fails is asked up to four times. Raises BlockedError for a refusal, SourceError for anything else
    that is not the list.
    """
    import httpx
    import stamina

    url = base_url.rstrip("/") + PATH
    headers = {"User-Agent": f"tapecheck ({contact})", "Accept": "application/json"}
    try:
        with httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=True) as client:
            for attempt in stamina.retry_context(on=_passing, attempts=ATTEMPTS, timeout=4 * TIMEOUT):
                with attempt:
                    answer = client.get(url).raise_for_status()
    except httpx.HTTPStatusError as error:
        raise _refused(url, error.response.status_code) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{url}: no answer ({error}); try again later, or see instruments.sec_url in tapecheck.toml") from None
    return read_list(_json(answer, url), url)


def _passing(error: Exception) -> bool:
    """Whether another try may help: no connection, or a server's fault. Who is asked to wait (429) is held off for minutes."""
    import httpx

    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code >= 500
    return isinstance(error, httpx.TransportError)


def _refused(url: str, status: int) -> SourceError:
    if status in (401, 403, 429):
        return BlockedError(
            f"{url}: the SEC refuses (HTTP {status}); set crawl.contact to an address that reaches you, and wait ten minutes"
        )
    return SourceError(f"{url}: HTTP {status} instead of the list of tickers; try again later")


def _json(answer: "httpx.Response", url: str) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        kind = answer.headers.get("Content-Type", "no content type")
        raise SourceError(f"{url}: a page came back ({kind}) instead of the list of tickers; try again later") from None


def read_list(body: Any, place: str) -> tuple[Listed, ...]:
    """The rows of a list as the SEC writes it. Raises SourceError where it is none, or where one row cannot be read.

    One unreadable row spoils the list: left out, its symbol would look delisted.
    """
    if not isinstance(body, dict) or not isinstance(body.get("data"), list) or not isinstance(body.get("fields"), list):
        said = str(body.get("message") or body.get("error") or "")[:120] if isinstance(body, dict) else ""
        raise SourceError(f"{place}: not the SEC's list of tickers{f' ({said})' if said else ''}; try again later")
    if not set(_FIELDS) <= {str(name) for name in body["fields"]}:
        raise SourceError(f"{place}: the list lacks {', '.join(_FIELDS)}; its form has changed")
    columns = [body["fields"].index(name) for name in _FIELDS]
    found: dict[str, Listed] = {}
    for number, row in enumerate(body["data"]):
        listed = _listed(row, columns, number, place)
        found.setdefault(listed.symbol, listed)
    return tuple(found.values())


def _listed(row: Any, columns: list[int], number: int, place: str) -> Listed:
    try:
        cik, name, ticker, exchange = (row[at] for at in columns)
        symbol = str(ticker).upper().replace(".", "-")
        if not isinstance(name, str) or not isinstance(ticker, str) or not _SYMBOL.fullmatch(symbol):
            raise ValueError
        if not 0 < int(cik) < 2**31:
            raise ValueError
        name.encode()  # half a character, as JSON may escape it, can be stored nowhere
        mic = SEC_MICS.get(exchange or "", "OTCM")
        return Listed(symbol=symbol, cik=int(cik), name=company_name(name), mic=mic, known=number < KNOWN_RANK)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise SourceError(f"{place}: row {number + 1} of the list cannot be read ({str(row)[:80]}); nothing was taken from it") from None
