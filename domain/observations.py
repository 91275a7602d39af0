"""Market data as traded and as known, and the verdict that is drawn from it. Money is Decimal, time aware UTC."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One session of one instrument. `base_date` None: as traded; a date: splits up to it are already applied."""

    symbol: str
    date: dt.date
    close: Decimal
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: Decimal | None = None
    currency: str | None = None
    base_date: dt.date | None = None
    source: str = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`new` shares for `old` ones; `date` is the first session traded on the new base (4-for-1 is new=4, old=1)."""

    symbol: str
    date: dt.date
    new: Decimal
    old: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A published figure; it counts from `known_at` on. `period` is `ttm`, `forward`, `FY2024`, `2024Q3`, `52w`, … or None."""

    symbol: str
    metric: str
    value: Decimal
    unit: str
    known_at: dt.datetime
    period: str | None = None
    source: str = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class FxRate:
    """One unit of `base` costs `rate` units of `quote` at the fixing of `date`."""

    date: dt.date
    base: str
    quote: str
    rate: Decimal
    source: str = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """`old` trades as `new` from `date` on."""

    old: str
    new: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One claim judged as of one moment (DESIGN §4, §5); an axis that does not apply is None.

    `observed` is in the claim's unit and share base, for the axis that set the status; `observed_at` is its session
    or known time; `now_observed` is the latest value on the second axis. `reading` names the interpretation that was
    used, `rule` the rule and its version, `evidence` a hash over the observations used.
    """

    id: str
    status: str
    when_made: str | None = None
    now: str | None = None
    stale_since: dt.date | None = None
    stale_cause: str | None = None
    target: str | None = None
    observed: Decimal | None = None
    observed_at: str | None = None
    grade: str | None = None
    reason: str = ""
    tolerance: str | None = None
    reading: str | None = None
    rule: str | None = None
    provider: str | None = None
    evidence: str | None = None
    now_observed: Decimal | None = None
    now_observed_at: str | None = None
