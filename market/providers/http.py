"""One polite way to ask a provider over HTTP: counted, paced, retried, and never taken for an answer when it is none."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import stamina

from domain.errors import SourceError
from domain.settings import ProviderSettings
from market.providers.allowance import PATIENCE
from market.providers.provider import Limits, Payload, ProviderOut, Surroundings

ATTEMPTS, TIMEOUT = 4, 30.0
LARGEST = 256 * 2**20
REFUSALS = {401: "it does not accept the key or sign-in", 402: "the plan does not include it", 403: "it refuses the request"}


class _Again(Exception):
    """Worth another attempt, after `wait` seconds where the provider named them."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer: its status (200, or one the caller takes as an answer too), its bytes and where they came from."""

    provider: str
    status: int
    body: bytes
    payload: Payload

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON, fractions as exact Decimals; SourceError for a page or a torn body in its place."""
        try:
            return json.loads(self.body, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError):
            said = "a web page" if self.body.lstrip()[:1] == b"<" else "text" if self.body else "nothing"
            raise SourceError(f"{self.provider}: answered with {said} instead of JSON at {self.payload.address}") from None


class Http:
    """GET for one provider; each attempt takes from its allowance."""

    def __init__(
        self,
        provider: str,
        settings: ProviderSettings,
        surroundings: Surroundings,
        *,
        limits: Limits,
        headers: Mapping[str, str],
    ) -> None:
        self.provider, self.surroundings = provider, surroundings
        self.limits = Limits(per_minute=settings.per_minute or limits.per_minute, per_day=settings.per_day or limits.per_day)
        self.headers = dict(headers)

    def get(self, address: str, *, params: Mapping[str, str] | None = None, also: frozenset[int] = frozenset()) -> Answer:
        """The answer at an address; a status in `also` counts as one.

        Raises SourceError where no whole answer came after some attempts, and ProviderOut where the provider refuses or wants rest.
        """
        try:
            for attempt in stamina.retry_context(on=_backoff, attempts=ATTEMPTS, timeout=None, wait_initial=1.0, wait_max=20.0):
                with attempt:
                    return self._once(address, params or {}, also)
        except _Again as error:
            raise SourceError(f"{self.provider}: {error} at {address}, after {ATTEMPTS} attempts") from None
        raise AssertionError("unreachable")

    def _once(self, address: str, params: Mapping[str, str], also: frozenset[int]) -> Answer:
        self.surroundings.sleep(self.surroundings.allowance.take(self.provider, self.limits))
        try:
            with self._stream(address, params) as response:
                body = _read(response) if response.status_code in {200} | also else b""
        except httpx.HTTPError as error:
            raise _Again(f"not reached ({str(error) or type(error).__name__})") from None
        except httpx.InvalidURL as error:
            raise ProviderOut(f"{self.provider}: {address} is no address ({error}); see its base_url") from None
        status = response.status_code
        if status in {200} | also:
            payload = Payload.of(body, address=address, fetched_at=self.surroundings.now())
            return Answer(provider=self.provider, status=status, body=body, payload=payload)
        raise self._refusal(address, status, response.headers.get("Retry-After"))

    def _stream(self, address: str, params: Mapping[str, str]) -> AbstractContextManager[httpx.Response]:
        client = self.surroundings.client
        return client.stream("GET", address, params=dict(params), headers=self.headers, timeout=TIMEOUT, follow_redirects=True)

    def _refusal(self, address: str, status: int, retry_after: str | None) -> Exception:
        if status == 429:
            wait = _seconds(retry_after, self.surroundings.now())
            if wait is not None and wait > PATIENCE.total_seconds():
                until = self.surroundings.now() + timedelta(seconds=wait)
                self.surroundings.allowance.rest(self.provider, until)
                return ProviderOut(f"{self.provider}: too many requests; it asked not to be called before {until:%Y-%m-%d %H:%M} UTC")
            return _Again("too many requests (HTTP 429)", wait)
        if status >= 500:
            return _Again(f"HTTP {status}")
        if status in REFUSALS:
            return ProviderOut(f"{self.provider}: {REFUSALS[status]} (HTTP {status}) at {address}; see docs/providers.md")
        return SourceError(f"{self.provider}: HTTP {status} at {address}")


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise SourceError(f"{response.url.host}: the answer is larger than {LARGEST // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def _backoff(error: Exception) -> bool | float:
    if not isinstance(error, _Again):
        return False
    return True if error.wait is None else error.wait


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date; None where it is absent or neither."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(int(retry_after)))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _no_number(word: str) -> Decimal:
    raise ValueError(f"{word} is no number")
