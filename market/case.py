"""A claim with everything that its words leave open: the moments, sessions and share base it can mean."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.metrics import STATE, STATE_WITHOUT_PERIOD
from domain.readings import Claim
from market.evidence import Evidence
from market.floors import Floors
from market.past import past_span
from market.period import canonical, names_past, span_of

#: Trading outside the regular session, of which bars know nothing.
_EXTENDED = re.compile(
    r"(?i)\b(?:ah|pm|prem|after[- ]?hours?|post[- ]?market|pre[- ]?(?:market|mkt)|overnight|extended|futures)\b|盘前|盘后|夜盘"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One claim to judge: `days` are the sessions it can mean, likeliest first, `moments` the first and last moment of its words.

    `base` is the day whose shares it speaks of; `coarse` says that its date is no better than a month.
    """

    claim: Claim
    symbol: str
    posted_at: datetime | None
    precision: str
    moments: tuple[datetime, ...]
    days: tuple[date, ...]
    coarse: bool
    base: date
    evidence: Evidence
    floors: Floors

    def days_of(self, symbol: str) -> Sequence[date]:
        """The sessions meant, on the exchange of another symbol."""
        return days_meant(self.evidence, symbol, self.posted_at, self.precision, span_meant(self.claim, self.posted_at), self.claim.when)

    @property
    def speaks_of_now(self) -> bool:
        """Whether the claim is a fact about the present state."""
        claim = self.claim
        undated = canonical(claim.basis) in (None, "ttm", "forward") and not names_past(claim.basis)
        state = claim.metric in STATE or (claim.metric in STATE_WITHOUT_PERIOD and undated)
        return claim.kind == "fact" and claim.when == "now" and state and span_meant(claim, self.posted_at) is None

    @property
    def extended(self) -> bool:
        """Whether the price is said to be one outside the regular session."""
        return bool(_EXTENDED.search(self.claim.basis or ""))

    @property
    def bases(self) -> list[date]:
        """The days whose shares the post can mean: before the first session on a new base, its shares too."""
        calendar = self.evidence.calendar(self.symbol)
        found = [self.base, *self.days[:1], *self.days[-1:]]
        if self.posted_at is not None and span_meant(self.claim, self.posted_at) is None:
            following = calendar.after(self.base)
            splits = {split.date for split in self.evidence.splits(self.symbol)}
            if following in splits and following is not None and self.posted_at >= calendar.close_of(self.base):
                found.append(following)
        return list(dict.fromkeys(found))


def case_of(claim: Claim, posted_at: datetime | None, precision: str, evidence: Evidence, floors: Floors) -> Case:
    """The case of a claim in a post of a moment; a coarse one stands for its whole day or month."""
    posted_day = (posted_at or evidence.as_of).date()
    symbol, span = evidence.current_name(claim.subject or "", posted_day), span_meant(claim, posted_at)
    days = tuple(days_meant(evidence, symbol, posted_at, precision, span, claim.when))
    if precision == "second" or posted_at is None:
        base = evidence.calendar(symbol).opened(posted_at or evidence.as_of) or posted_day
    else:
        base = posted_day
    moments = _moments(posted_at, precision, evidence)
    if span is not None:
        ends = [datetime.combine(day, datetime.min.time(), UTC) for day in (span[0], span[1] + timedelta(days=1))]
        moments = tuple(min(moment, moments[-1] if moments else evidence.as_of) for moment in ends)
    return Case(claim, symbol, posted_at, precision, moments, days, precision == "month" and span is None, base, evidence, floors)


def span_meant(claim: Claim, posted_at: datetime | None) -> tuple[date, date] | None:
    """The past days a fact speaks of, by its `when` or the words of its basis."""
    return span_of(claim.when) or (past_span(claim.basis, posted_at.date()) if posted_at and claim.kind == "fact" else None)


def _moments(posted_at: datetime | None, precision: str, evidence: Evidence) -> tuple[datetime, ...]:
    if posted_at is None:
        return ()
    return (posted_at,) if precision == "second" else (posted_at, min(_end(posted_at, precision), evidence.as_of))


def _end(posted_at: datetime, precision: str) -> datetime:
    """The first moment after the day or month that a coarse time stands for."""
    days = 1 if precision == "day" else monthrange(posted_at.year, posted_at.month)[1]
    return posted_at + timedelta(days=days)


def days_meant(
    evidence: Evidence, symbol: str, posted_at: datetime | None, precision: str, span: tuple[date, date] | None, when: str
) -> list[date]:
    """The sessions that a price can mean, likeliest first; none where the post has no date and the words name no day."""
    calendar = evidence.calendar(symbol)
    if span is not None:
        inside = [day for day in calendar.within(*span) if day >= span[0]]
        before = calendar.at_or_before(span[1])
        return (inside or ([before] if before else []))[::-1]
    if posted_at is None or when not in ("now", "past"):  # the past without a day: the last session fits, or nothing is said
        return []
    if precision == "second":
        return calendar.meant(posted_at)
    last = min(_end(posted_at, precision), evidence.as_of)
    return calendar.within(posted_at.date(), min((last - timedelta(seconds=1)).date(), evidence.as_of.date()))[::-1]
