"""Exchange rates: a quoted rate, and the two sides of a conversion such as `1,899 RMB (~$268)`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence, Rate
from market.floors import Floors
from market.grades import grade_of
from market.interval import Interval, interval_of
from market.rules.compare import present, when_made

_PAIR = re.compile(r"^(?:([A-Z]{3})/?)?([A-Z]{3})=X$|^([A-Z]{3})/([A-Z]{3})$")


def converted(claim: Claim, other: Claim, days: Sequence[date], *, evidence: Evidence, floors: Floors) -> Check:
    """Whether the claim's amount is the other's at the rate of the day, within both roundings and the floor of FX."""
    theirs = interval_of(other)
    if theirs.low is None or theirs.high is None or not claim.unit or claim.unit == other.unit:
        return Check(when_made="not_checkable", why="the other side of the conversion is no amount in another currency")
    found = [(day, rate) for day in days if (rate := evidence.rate(other.unit, claim.unit, day)) is not None]
    if not found:
        return Check(when_made="not_checkable", why=f"no rate {other.unit}/{claim.unit} for that day")
    middle = other.low if other.low is not None else theirs.low
    seen = [_seen(middle * rate.value, rate) for _, rate in found]
    band = Interval(*(side * found[0][1].value for side in (theirs.low, theirs.high)))
    written = interval_of(claim)
    if seen and not written.holds(seen[0].value) and band.low is not None and band.high is not None and written.meets(band.low, band.high):
        return Check(when_made="consistent", seen=seen[0], reading=_words(found[0][1], other, claim), tolerance=floors.words("fx_rate"))
    others = _day_before(found[0][1], middle, claim, other, evidence)
    return when_made(
        written,
        None,
        floors.of("fx_rate"),
        seen,
        reading=_words(found[0][1], other, claim),
        tolerance=floors.words("fx_rate"),
        others=others,
    )


def pair_of(claim: Claim) -> tuple[str, str] | None:
    """(base, quote) of a rate's subject: `USDCNY=X`, `CNY=X` (of the dollar) or `USD/CNY`."""
    match = _PAIR.match(claim.subject or "")
    if match is None:
        return None
    return (match[1] or "USD", match[2]) if match[2] else (match[3], match[4])


def rate_made(claim: Claim, days: Sequence[date], *, evidence: Evidence, floors: Floors) -> Check:
    """A quoted exchange rate against the day's fixing."""
    pair = pair_of(claim)
    found = [rate for day in days if pair and (rate := evidence.rate(*pair, day)) is not None]
    if pair is None or not found:
        return Check(when_made="not_checkable", why="no exchange rate for that pair and day")
    seen = [_seen(rate.value, rate) for rate in found]
    before = evidence.rate(*pair, date.fromordinal(found[0].day.toordinal() - 1))
    others = [_seen(before.value, before)] if before else []
    return when_made(
        interval_of(claim), None, floors.of("fx_rate"), seen, reading="/".join(pair), tolerance=floors.words("fx_rate"), others=others
    )


def rate_now(claim: Claim, since: date, *, evidence: Evidence, floors: Floors) -> Present:
    """The second axis of a quoted rate, over the fixings from a day on."""
    pair, floor, written = pair_of(claim), floors.of("fx_rate"), interval_of(claim)
    if pair is None:
        return NOTHING
    series: list[Seen] = []
    day = evidence.as_of.date()
    while day >= since and (rate := evidence.rate(*pair, day)) is not None and rate.day >= since:
        series.append(_seen(rate.value, rate))
        if written.widened(*floor).holds(rate.value):
            break
        day = date.fromordinal(rate.day.toordinal() - 1)
    verdict = present(written, floor, series[::-1], tolerance=floors.words("fx_rate"))
    return replace(verdict, cause="fx") if verdict.now == "stale" else verdict


def _day_before(rate: Rate, amount: Decimal, claim: Claim, other: Claim, evidence: Evidence) -> list[Seen]:
    before = evidence.rate(other.unit, claim.unit, date.fromordinal(rate.day.toordinal() - 1))
    return [_seen(amount * before.value, before)] if before else []


def _seen(value: Decimal, rate: Rate) -> Seen:
    return Seen(
        low=value, high=value, value=round(value, 6), at=str(rate.day), day=rate.day, source=rate.source, grade=grade_of(rate.source)
    )  # fmt: skip


def _words(rate: Rate, other: Claim, claim: Claim) -> str:
    return f"1 {other.unit} = {rate.value:.6g} {claim.unit} on {rate.day}"
