"""What a market provider is: it is asked for what is missing, and answers with rows, their origin, and what failed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, Self, runtime_checkable

from domain.errors import DataError, SourceError
from domain.settings import ProviderSettings
from market.data import MarketData

if TYPE_CHECKING:
    import httpx

Fault = Callable[[DataError], None]
#: Bars with their splits, published figures, or exchange rates (which belong to no symbol).
Kind = Literal["bars", "facts", "rates"]


class ProviderOut(SourceError):
    """The whole provider is of no use for the rest of this run: it refuses us, its limit is reached, or nothing comes through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many requests a provider is asked at most in a minute and in a day (UTC)."""

    per_minute: int
    per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What is missing: `kind` of `symbol` ("" for rates) from the session or day `since` to `until`, both included."""

    kind: Kind
    symbol: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The answer that rows came from: where it was found (no secrets), when (aware UTC), its length and the SHA-256 of its bytes."""

    address: str
    fetched_at: datetime
    size: int
    sha256: str

    @classmethod
    def of(cls, body: bytes, *, address: str, fetched_at: datetime) -> Self:
        """The payload of some bytes."""
        return cls(address=address, fetched_at=fetched_at, size=len(body), sha256=hashlib.sha256(body).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A want that was answered; `data` may be empty (nothing new, or the provider does not know the symbol)."""

    want: Want
    data: MarketData
    payload: Payload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A want that was not answered, and why in one sentence."""

    want: Want
    why: str


class Allowance(Protocol):
    """Leave to ask a provider once more, counted across runs."""

    def take(self, provider: str, limits: Limits) -> float:
        """The seconds to wait before one more request, which is counted now. Raises ProviderOut where the limit is reached."""

    def rest(self, provider: str, until: datetime) -> None:
        """Ask nothing before a moment: the provider said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a provider works with: the operator's contact, an HTTP client, the clock (aware UTC), how to wait, the counted allowance.

    Whoever made the client closes it.
    """

    client: "httpx.Client"
    contact: str | None
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    allowance: Allowance


@runtime_checkable
class MarketProvider(Protocol):
    """A source of market data. Entry points of the group `tapecheck.market_providers` name classes of this shape.

    `name` stands as the source of every row. `may_be_passed_on` says whether its terms let anyone show its values to others;
    where False they stay on this machine. `limits` are the defaults, which settings may change.
    """

    name: ClassVar[str]
    kinds: ClassVar[frozenset[Kind]]
    may_be_passed_on: ClassVar[bool]
    limits: ClassVar[Limits]

    @classmethod
    def made(cls, settings: ProviderSettings, surroundings: Surroundings) -> Self:
        """The provider as configured; ConfigurationError where a key, a contact or a package is missing. Asks nothing yet."""

    def covers(self, kind: Kind, symbol: str) -> bool:
        """Whether it is worth asking for this symbol (Yahoo notation; "" for rates)."""

    def fetch(self, wants: Sequence[Want], *, fault: Fault) -> Iterator[Fetched | Failed]:
        """One answer a want, as they come. A row that cannot be read goes to `fault`, the rest is used.

        Raises ProviderOut where it is no use to ask on; what was not answered by then failed.
        """


#: Endings of pairs with a coin, which no stock has.
PAIRS = ("-USD", "-USDT", "-EUR", "-GBP")
#: After so many failures in a row a provider is taken to be down.
IN_A_ROW = 3


def one_by_one(wants: Sequence[Want], ask: Callable[[Want], Fetched]) -> Iterator[Fetched | Failed]:
    """The answers to each want by itself; a SourceError fails that want, three in a row raise ProviderOut."""
    failures = 0
    for want in wants:
        try:
            answer: Fetched | Failed = ask(want)
            failures = 0
        except ProviderOut:
            raise
        except SourceError as error:
            answer, failures = Failed(want=want, why=str(error)), failures + 1
        yield answer
        if failures >= IN_A_ROW and isinstance(answer, Failed):
            raise ProviderOut(f"{answer.why}; {failures} in a row failed, so no more is asked in this run")


def traded_in_us(symbol: str) -> bool:
    """Whether a symbol is by its form a stock or fund traded in the United States, which Yahoo notation leaves without a suffix."""
    return bool(symbol) and not symbol.startswith("^") and not set(symbol) & set(".=/") and not symbol.endswith(PAIRS)


def within(want: Want, day: date) -> bool:
    """Whether a day lies in what is wanted."""
    return want.since <= day <= want.until
