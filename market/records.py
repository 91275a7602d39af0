"""What a record of claims comes to: shares with their uncertainty, how long claims held, and targets at their horizons."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.readings import Claim
from market.evidence import Evidence
from market.rules import targets

HORIZONS = (3, 6, 12)
#: Prices that end earlier than this before a horizon do not tell how it stood there.
GAP = timedelta(days=7)
#: Metrics of a forecast that a price can reach.
FOLLOWED = ("price_target", "price", "high", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`hits` of `of`, with the 95 % Wilson interval of the share; the bounds are None where `of` is 0."""

    hits: int
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How long `claims` held: `ended` of them went stale, half of them within `median_days` (None: fewer than half have)."""

    claims: int
    ended: int
    median_days: float | None = None


def share(hits: int, of: int) -> Share:
    """A share with its 95 % Wilson score interval (Wilson 1927), which stays honest for few cases and near 0 and 1."""
    from scipy.stats import binomtest

    if not of:
        return Share(hits=0, of=0)
    interval = binomtest(hits, of).proportion_ci(confidence_level=0.95, method="wilson")
    return Share(hits=hits, of=of, low=float(interval.low), high=float(interval.high))


def holding(times: Sequence[tuple[int, bool]]) -> Holding:
    """The median of (days held, whether it ended) by Kaplan and Meier, so that claims that still hold count for what they are."""
    from scipy.stats import CensoredData, ecdf

    ended = [days for days, over in times if over]
    if not ended:
        return Holding(claims=len(times), ended=0)
    curve = ecdf(CensoredData(uncensored=ended, right=[days for days, over in times if not over])).sf
    half = [days for days, left in zip(curve.quantiles, curve.probabilities, strict=True) if left <= 0.5]
    return Holding(claims=len(times), ended=len(ended), median_days=float(half[0]) if half else None)


def target_at(claim: Claim, posted_at: datetime | None, precision: str, months: int, *, evidence: Evidence) -> str | None:
    """`hit` or `missed` for a target so many months after it was made.

    None while the horizon is ahead (also for a target that was hit, or those that hit would count before those that do
    not), where the price was there already, and where the prices do not tell.
    """
    moment = last_moment(posted_at, precision)
    if moment is None or claim.kind != "forecast" or claim.metric not in FOLLOWED or claim.about or not claim.subject:
        return None
    symbol = evidence.current_name(claim.subject, moment.date())
    last, bars = months_after(moment.date(), months), evidence.bars(symbol)
    if evidence.as_of.date() <= last or not bars or bars[-1].date < last - GAP:
        return None
    made_on = evidence.calendar(symbol).opened(moment) or moment.date()
    state = targets.reached(claim, symbol, moment, made_on, last=last, evidence=evidence).state
    return {"touched": "hit", "closed_beyond": "hit", "met_at_horizon": "hit", "missed": "missed"}.get(state or "")


def last_moment(posted_at: datetime | None, precision: str) -> datetime | None:
    """The latest moment that a post's time can mean: the day's last second for a day, None for coarser times."""
    if posted_at is None or precision not in ("second", "minute", "day"):
        return None
    return posted_at + timedelta(days=1, seconds=-1) if precision == "day" else posted_at


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))
