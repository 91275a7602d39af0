"""Another listing of the same company as a reading: `9988.HK` for `BABA`, class A for class B, the share under a depositary one.

A price that fits another listing in that listing's own money is `consistent`; in other money it only withholds a
contradiction. Amounts turned by a depositary ratio speak for a claim only where the ratio has a source.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.instruments import UNVERIFIED, InstrumentTable, Ratio
from domain.readings import Claim
from market.check import FITS, Check
from market.evidence import Evidence
from market.floors import Floors
from market.interval import interval_of
from market.listing import currency_of, major
from market.rules import price

Days = Callable[[str], Sequence[date]]


@dataclass(frozen=True, slots=True)
class Sister:
    """Another listing, and how many of its shares one of the claim's is (None: not known), with a source or without."""

    symbol: str
    shares: Decimal | None
    sourced: bool


def sisters(symbol: str, on: date) -> Iterator[Sister]:
    """The other listings of the company, by the instrument table, with the ratio of the day."""
    table = InstrumentTable.load()
    for other in table.siblings(symbol, on):
        ratio = _ratio(table.ratios, symbol, other, on)
        back = _ratio(table.ratios, other, symbol, on)
        if ratio is not None:
            yield Sister(other, ratio.ratio, ratio.source != UNVERIFIED)
        else:
            yield Sister(other, None if back is None else 1 / back.ratio, back is not None and back.source != UNVERIFIED)


def _ratio(ratios: Sequence[Ratio], adr: str, ordinary: str, on: date) -> Ratio | None:
    fitting = [ratio for ratio in ratios if (ratio.adr, ratio.ordinary) == (adr, ordinary) and ratio.since <= on]
    return max(fitting, key=lambda ratio: ratio.since, default=None)


def price_elsewhere(
    check: Check, claim: Claim, symbol: str, days: Days, *, base: date, evidence: Evidence, floors: Floors
) -> tuple[Check, str]:
    """(the check, the listing it speaks of) of a price that its own listing contradicts, or has no bars for."""
    for sister in sisters(symbol, base):
        sessions = days(sister.symbol)
        if not sessions or not evidence.bars(sister.symbol):
            continue
        money = evidence.currency(evidence.bars(sister.symbol)[-1])
        quoted = replace(claim, unit=major(money)[0] if claim.unit == major(money)[0] else money)
        found = price.made(quoted, sister.symbol, sessions, base=base, evidence=evidence, floors=floors)
        if found.when_made in FITS and quoted.unit == claim.unit:
            return replace(found, when_made="consistent", why=f"it is the price of {sister.symbol}"), sister.symbol
        if found.when_made in FITS and check.when_made != "not_checkable":
            return replace(check, when_made="ambiguous", why=f"the number is the price of {sister.symbol} in {money}"), symbol
        if check.when_made == "not_checkable" and sister.shares is not None and sister.sourced:
            turned = _turned(claim, sister, sessions, base, evidence, floors)
            if turned is not None:
                return turned, symbol
    return check, symbol


def _turned(claim: Claim, sister: Sister, days: Sequence[date], base: date, evidence: Evidence, floors: Floors) -> Check | None:
    """A claim on shares without bars of their own, by the other listing's price, the ratio and the exchange rate; for it only."""
    shares = sister.shares or Decimal(1)
    scaled = replace(
        claim,
        low=claim.low and claim.low / shares, high=claim.high and claim.high / shares, step=claim.step and claim.step / shares,
        unit=claim.unit or currency_of(claim.subject or ""),
    )  # fmt: skip
    found = price.made(scaled, sister.symbol, days, base=base, evidence=evidence, floors=floors)
    if found.when_made not in FITS or found.seen is None:
        return None
    seen = found.seen
    turned = replace(seen, low=seen.low * shares, high=seen.high * shares, value=seen.value * shares, prints=(), grade="D")
    words = f"{sister.symbol} x {shares.normalize():f}"
    return replace(found, when_made="consistent", seen=turned, reading=words, why=f"worked out from {sister.symbol}")


def per_other_share(check: Check, claim: Claim, symbol: str, base: date) -> Check:
    """A per-share figure that fits once turned by a depositary ratio: which share it is per, the text does not say."""
    if check.when_made != "contradicted" or check.seen is None:
        return check
    for sister in sisters(symbol, base):
        if sister.shares is None:
            continue
        if any(interval_of(claim).holds(value) for value in (check.seen.value * sister.shares, check.seen.value / sister.shares)):
            return replace(check, when_made="ambiguous", why=f"it fits per share of {sister.symbol}")
    return check
