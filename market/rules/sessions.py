"""The sessions that a target can be reached in, and the first, the nearest and the last of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.readings import Claim
from market.aligned import NEAR, Floats
from market.check import Seen
from market.evidence import Evidence
from market.jumps import held, unsettled
from market.rules.price import at_bar, in_own_money
from market.splits import shares_for_one


@dataclass(frozen=True, slots=True)
class Goal:
    """What has to be reached: the level, and whether from below."""

    level: Decimal
    up: bool

    def reached(self, value: Decimal) -> bool:
        """Whether a price is at the level or beyond."""
        return value >= self.level if self.up else value <= self.level


@dataclass(frozen=True, slots=True)
class Sessions:
    """The bars from `start` to `end` in the claim's money, on the shares of `base`; `up` says that the target lies above."""

    claim: Claim
    symbol: str
    start: int
    end: int
    base: date
    up: bool
    evidence: Evidence

    def first(self, goal: Goal, *, closes: bool) -> Seen | None:
        """The first session whose close, or whose range, reached the goal."""
        for at in self._candidates(goal, closes):
            one = self._seen(at)
            if one is not None and goal.reached(one.value if closes else one.high if self.up else one.low):
                return one
        return None

    def latest(self) -> Seen | None:
        """The last session that is not held."""
        return next((one for at in range(self.end, self.start - 1, -1) if (one := self._seen(at)) is not None), None)

    def nearest(self) -> Seen | None:
        """The session whose range came nearest to the goal, or went furthest beyond."""
        if self.end < self.start:
            return None
        if in_own_money(self.claim, self.symbol, self.evidence):
            edges = self._edges(closes=False)
            at = self.start + int(edges.argmax() if self.up else edges.argmin())
            if (one := self._seen(at)) is not None:
                return one
        every = [one for at in range(self.start, self.end + 1) if (one := self._seen(at)) is not None]
        pick = max if self.up else min
        return pick(every, key=lambda one: one.high if self.up else one.low) if every else None

    def unknown_from(self, made: int) -> date | None:
        """The first session that cannot be counted in the shares of the bar when made, because of a jump between."""
        for jump, _ in self.evidence.jumps(self.symbol):
            for at in range(max(jump, self.start), min(jump + 3, self.end + 1)):
                if unsettled(self.symbol, made, at, self.evidence) and not held(self.symbol, at, self.evidence):
                    return self.evidence.days(self.symbol)[at]
        return None

    def _candidates(self, goal: Goal, closes: bool) -> Iterable[int]:
        if self.end < self.start or not in_own_money(self.claim, self.symbol, self.evidence):
            return range(self.start, self.end + 1)
        prices = self.evidence.aligned(self.symbol)
        level = float(goal.level) * float(shares_for_one(self.evidence.splits(self.symbol), prices.base, self.base))
        edges, slack = self._edges(closes=closes), abs(level) * NEAR
        beyond = edges >= level - slack if self.up else edges <= level + slack
        return (self.start + int(at) for at in beyond.nonzero()[0])

    def _edges(self, *, closes: bool) -> Floats:
        prices = self.evidence.aligned(self.symbol)
        return (prices.close if closes else prices.high if self.up else prices.low)[self.start : self.end + 1]

    def _seen(self, at: int) -> Seen | None:
        one = at_bar(self.claim, self.evidence.bars(self.symbol), at, self.base, self.evidence, ranged=False)
        return None if one is None or one.held else one
