"""A written number as the interval it can mean (DESIGN §5)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.readings import Claim

HEDGE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None is open on that side."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def meets(self, low: Decimal, high: Decimal) -> bool:
        """Whether a range touches it."""
        return (self.low is None or high >= self.low) and (self.high is None or low <= self.high)

    def side(self, value: Decimal) -> int:
        """-1 for a value below it, 1 above, 0 inside."""
        if self.low is not None and value < self.low:
            return -1
        return 1 if self.high is not None and value > self.high else 0

    def widened(self, percent: Decimal, amount: Decimal) -> "Interval":
        """Wider by a share of each bound (0.03 is 3 %) or by an amount, the larger."""
        low = None if self.low is None else self.low - max(abs(self.low) * percent, amount)
        high = None if self.high is None else self.high + max(abs(self.high) * percent, amount)
        return Interval(low, high)


def interval_of(claim: Claim) -> Interval:
    """What the claim's number can mean: half a step either side, 1 % more if hedged, one side open for over and under."""
    half = (claim.step or written_step(claim)) / 2
    low = None if claim.low is None or claim.relation in ("<", "<=") else claim.low - half
    high = None if claim.high is None or claim.relation in (">", ">=") else claim.high + half
    plain = Interval(low, high)
    if not (claim.hedged or claim.relation == "~"):
        return plain
    return plain.widened(HEDGE, Decimal(0))


def truncated(claim: Claim) -> Interval | None:
    """The reading in which the writer cut the number off ($157 of 157.90), for a single number only."""
    if claim.low is None or claim.low != claim.high:
        return None
    step = claim.step or written_step(claim)
    return Interval(claim.low - step, claim.low) if claim.low < 0 else Interval(claim.low, claim.low + step)


def written_step(claim: Claim) -> Decimal:
    """The last written place where the row has no `step`: of the finer of the two bounds."""
    bounds = [step_of(value) for value in (claim.low, claim.high) if value is not None]
    return min(bounds, default=Decimal(1))


@lru_cache(maxsize=8192)
def step_of(value: Decimal) -> Decimal:
    """The last written place of a number: to the unit below 10,000, larger ones to their last non-zero digit."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or (exponent > 0 and abs(value) < 10_000):
        return Decimal(1)
    return Decimal(1).scaleb(exponent)
