"""What a rule hands to the judge: both axes, and what was seen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: The answers of the first axis that speak for a claim.
FITS = ("supported", "consistent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One observation: its range, the value that speaks for it, its session or known day, and where it came from."""

    low: Decimal
    high: Decimal
    value: Decimal
    at: str
    day: date
    prints: tuple[Decimal, ...] = ()
    source: str = "folder"
    grade: str = "C"
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claim against evidence: `when_made` with its observation, or why not; `reading` names the interpretation.

    `old_base` is the split before which a contradicted price would have been right.
    """

    when_made: str
    why: str = ""
    seen: Seen | None = None
    reading: str | None = None
    tolerance: str | None = None
    old_base: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The claim against today's evidence: `now`, since when and why stale, with its observation; `why` where it cannot be told."""

    now: str | None
    why: str = ""
    seen: Seen | None = None
    since: date | None = None
    cause: str | None = None
    tolerance: str | None = None


NOTHING = Present(now=None)
