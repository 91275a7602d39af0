"""A price target: has a session's range reached it since, counted from the price when made."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.horizon import horizon, quoted_horizon
from market.jumps import held, unsettled
from market.rules.price import at_bar

#: With no horizon stated, the months after which the state is reported.
REPORTED = (3, 6, 12)
LATE = 7
MONTH = Decimal("30.44")


@dataclass(frozen=True, slots=True)
class Goal:
    """What has to be reached: the level, and whether from below."""

    level: Decimal
    up: bool

    def reached(self, value: Decimal) -> bool:
        """Whether a price is at the level or beyond."""
        return value >= self.level if self.up else value <= self.level


@dataclass(frozen=True, slots=True)
class Reached:
    """How a target stands: its state (None: nobody can say), the observation that set it, why."""

    state: str | None
    seen: Seen | None = None
    why: str = ""


def last_day(claim: Claim, posted_on: date) -> date | None:
    """The last day of the forecast's horizon, from its basis, its `when` or its words; None where it names none."""
    return horizon(claim.basis, posted_on) or horizon(claim.when, posted_on) or quoted_horizon(claim.quote, posted_on)


def reached(claim: Claim, symbol: str, posted_at: datetime, made_on: date, *, last: date | None, evidence: Evidence) -> Reached:
    """The state of a target posted at a moment; `made_on` is the session of the post, `last` the horizon or None."""
    bars, change = evidence.bars(symbol), claim.metric == "price_change_pct"
    priced = replace(claim, unit="") if change else claim
    start = evidence.first_from(symbol, date.fromordinal(made_on.toordinal() + 1)) - 1
    if start < 0 or (made_on - bars[start].date).days > LATE:
        return Reached(None, why=f"no price of {symbol} when it was made")
    first = at_bar(priced, bars, start, made_on, evidence, ranged=False)
    if first is None:
        return Reached(None, why=f"no exchange rate to {claim.unit}")
    during = evidence.calendar(symbol).close_of(first.day) > posted_at
    goal = _goal(claim, first, during)
    if goal is None or goal.reached(first.value):
        return Reached("already_met", first, "the price was there already")
    found = _walk(priced, symbol, start, made_on, last, goal, evidence)
    return replace(found, seen=_as_change(found.seen, first.value, claim.unit)) if change and found.seen else found


def _goal(claim: Claim, first: Seen, during: bool) -> Goal | None:
    """The nearer bound, in the direction from the price when made; None where the price was there."""
    low, high = claim.low, claim.high
    if claim.metric == "price_change_pct":
        low, high = (None if bound is None else _changed(first.value, bound, claim.unit) for bound in (low, high))
        bound = low if low is not None else high
        up = bound is not None and bound >= first.value
        return None if bound is None else Goal(min(b for b in (low, high) if b) if up else max(b for b in (low, high) if b), up)
    if claim.relation in (">", ">=") or (high is None and low is not None):
        return None if low is None else Goal(low, up=True)
    if claim.relation in ("<", "<=") or low is None:
        return None if high is None else Goal(high, up=False)
    if high is None or (during and first.low <= high and low <= first.high):
        return None
    return Goal(low, up=True) if low > first.value else Goal(high, up=False) if high < first.value else None


def _changed(price: Decimal, bound: Decimal, unit: str) -> Decimal:
    return price * bound if unit == "x" else price * (1 + bound / 100)


def _as_change(seen: Seen, price: Decimal, unit: str) -> Seen:
    """An observed price as the change from the price when made, in percent or as a multiple."""
    low, high, value = (each / price if unit == "x" else (each / price - 1) * 100 for each in (seen.low, seen.high, seen.value))
    return replace(seen, low=low, high=high, value=round(value, 4), prints=())


def _walk(claim: Claim, symbol: str, start: int, base: date, last: date | None, goal: Goal, evidence: Evidence) -> Reached:
    bars = evidence.bars(symbol)
    final = len(bars) - 1 if last is None else evidence.first_from(symbol, date.fromordinal(last.toordinal() + 1)) - 1
    over = last is not None and evidence.as_of.date() > last and bars[final].date == evidence.calendar(symbol).at_or_before(last)
    latest = touched = closed = None
    edges: list[tuple[Decimal, date]] = []
    for at in range(start + 1, final + 1):
        if unsettled(symbol, start, at, evidence) and not held(symbol, at, evidence):
            return Reached(None, why="the price jumped with no split record to match, so it is on unknown shares since")
        one = at_bar(claim, bars, at, base, evidence, ranged=False)
        if one is None or one.held:
            continue
        edge = one.high if goal.up else one.low
        edges.append((edge if goal.up else -edge, one.day))
        latest, touched = one, touched or (one if goal.reached(edge) else None)
        closed = closed or (one if goal.reached(one.value) else None)
        if closed and not over:
            break
    if over and latest is not None and goal.reached(latest.value):
        return Reached("met_at_horizon", latest, f"it stood there on {last}, the last day given")
    if closed or touched:
        found = closed or touched
        return Reached("closed_beyond" if closed else "touched", found, _after(bars[start].date, found, bool(closed)))
    if over:
        return Reached("missed", latest, _nearest(edges, f"it was not reached until {last}"))
    if evidence.ended(symbol):
        return Reached("void", latest, f"there is no price of {symbol} after {bars[-1].date}")
    return Reached("open", latest, _nearest(edges, _marks(bars[start].date, last, evidence)))


def _after(made_on: date, found: Seen | None, closed: bool) -> str:
    days = (found.day - made_on).days if found else 0
    return f"the price {'closed beyond it' if closed else 'touched it'} {days} day{'s' * (days != 1)} after the post"


def _nearest(edges: list[tuple[Decimal, date]], words: str) -> str:
    if not edges:
        return words
    edge, day = max(edges, key=lambda pair: (pair[0], -pair[1].toordinal()))
    return f"{words}; the nearest was {abs(edge):.2f} on {day}"


def _marks(made_on: date, last: date | None, evidence: Evidence) -> str:
    if last is not None:
        return f"the target is open until {last}"
    past = [str(n) for n in REPORTED if (evidence.as_of.date() - made_on).days >= n * MONTH]
    return "the target is open" + (f", as it was after {' and '.join(past)} months" if past else "")
