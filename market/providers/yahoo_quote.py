"""Figures in an answer of Yahoo's quotes, true of the moment they were fetched and of no earlier one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.errors import DataError, SourceError
from domain.observations import Fact
from market.providers.provider import Fault
from market.providers.rows import Number, Price, Row, checked

#: How far price ÷ EPS may lie from the P/E beside it; further off, the EPS is in another money or another share.
AGREES = Decimal("0.05")


class Quote(Row):
    """One quote. Earnings of a company that reports in other money than it trades in come in either, unsaid."""

    symbol: str
    currency: str
    regularMarketPrice: Price
    regularMarketTime: int
    epsTrailingTwelveMonths: Number | None = None
    epsForward: Number | None = None
    trailingPE: Price | None = None
    forwardPE: Number | None = None
    marketCap: Price | None = None
    financialCurrency: str | None = None


def quotes_in(answer: Any, *, fetched_at: datetime, fault: Fault) -> dict[str, tuple[Fact, ...]]:
    """Facts by symbol: EPS and P/E, trailing and forward, and market cap. SourceError for an error or another shape.

    Earnings are known at `fetched_at`, what moves with the price at the quote's own time.
    """
    body = answer.get("quoteResponse") if isinstance(answer, dict) else None
    if not isinstance(body, dict) or body.get("error") or not isinstance(body.get("result"), list):
        said = body.get("error") if isinstance(body, dict) else answer.get("finance", "") if isinstance(answer, dict) else ""
        raise SourceError(f"yahoo: an error in place of quotes ({str(said)[:120] or 'another shape than expected'})")
    quotes = checked(body["result"], Quote, place="yahoo quotes", fault=fault)
    return {quote.symbol: tuple(_facts(quote, fetched_at, fault)) for quote in quotes}


def _facts(quote: Quote, fetched_at: datetime, fault: Fault) -> Iterator[Fact]:
    traded_at = min(datetime.fromtimestamp(quote.regularMarketTime, UTC), fetched_at)
    for period, eps, ratio in (
        ("ttm", quote.epsTrailingTwelveMonths, quote.trailingPE),
        ("forward", quote.epsForward, quote.forwardPE),
    ):
        if eps is not None and ratio is not None and eps > 0 and not _agree(quote.regularMarketPrice, eps, ratio):
            fault(DataError(f"EPS {eps} ({period}) does not go with the price and P/E beside it", place=f"yahoo quote {quote.symbol}"))
            continue
        if eps is not None and _money_is_sure(quote, eps, ratio):
            yield _fact(quote.symbol, "eps", eps, quote.currency, fetched_at, period)
        if ratio is not None and ratio > 0:
            yield _fact(quote.symbol, "pe", ratio, "x", traded_at, period)
    if quote.marketCap is not None:
        yield _fact(quote.symbol, "market_cap", quote.marketCap, quote.currency, traded_at, None)


def _money_is_sure(quote: Quote, eps: Decimal, ratio: Decimal | None) -> bool:
    """Whether the EPS is in the money of the price: the company reports in it, or the P/E beside it shows it."""
    return quote.financialCurrency in (None, quote.currency) or (ratio is not None and eps > 0)


def _agree(price: Decimal, eps: Decimal, ratio: Decimal) -> bool:
    return abs(price / eps / ratio - 1) <= AGREES if ratio > 0 else False


def _fact(symbol: str, metric: str, value: Decimal, unit: str, known_at: datetime, period: str | None) -> Fact:
    return Fact(symbol=symbol, metric=metric, value=value, unit=unit, period=period, known_at=known_at, source="yahoo")
