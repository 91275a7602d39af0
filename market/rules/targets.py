"""A price target: has a session's range reached it since, counted from the price when made."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from domain.readings import Claim
from market.check import Seen
from market.evidence import Evidence
from market.horizon import horizon, quoted_horizon
from market.rules.price import at_bar
from market.rules.sessions import Goal, Sessions

#: With no horizon stated, the months after which the state is reported.
REPORTED = (3, 6, 12)
LATE = 7
MONTH = Decimal("30.44")


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
    bars, days = evidence.bars(symbol), evidence.days(symbol)
    final = len(bars) - 1 if last is None else evidence.first_from(symbol, date.fromordinal(last.toordinal() + 1)) - 1
    over = last is not None and evidence.as_of.date() > last and days[final] == evidence.calendar(symbol).at_or_before(last)
    sessions = Sessions(claim, symbol, start + 1, final, base, goal.up, evidence)
    closed = sessions.first(goal, closes=True)
    jump = sessions.unknown_from(start)
    if jump is not None and (over or closed is None or closed.day >= jump):
        return Reached(None, why="the price jumped with no split record to match, so it is on unknown shares since")
    latest = sessions.latest()
    if over and latest is not None and goal.reached(latest.value):
        return Reached("met_at_horizon", latest, f"it stood there on {last}, the last day given")
    found = closed or sessions.first(goal, closes=False)
    if found is not None:
        return Reached("closed_beyond" if closed else "touched", found, _after(days[start], found, bool(closed)))
    if over:
        return Reached("missed", latest, _nearest(sessions, f"it was not reached until {last}"))
    if evidence.ended(symbol):
        return Reached("void", latest, f"there is no price of {symbol} after {days[-1]}")
    return Reached("open", latest, _nearest(sessions, _marks(days[start], last, evidence)))


def _after(made_on: date, found: Seen | None, closed: bool) -> str:
    days = (found.day - made_on).days if found else 0
    return f"the price {'closed beyond it' if closed else 'touched it'} {days} day{'s' * (days != 1)} after the post"


def _nearest(sessions: Sessions, words: str) -> str:
    nearest = sessions.nearest()
    if nearest is None:
        return words
    return f"{words}; the nearest was {nearest.high if sessions.up else nearest.low:.2f} on {nearest.day}"


def _marks(made_on: date, last: date | None, evidence: Evidence) -> str:
    if last is not None:
        return f"the target is open until {last}"
    past = [str(n) for n in REPORTED if (evidence.as_of.date() - made_on).days >= n * MONTH]
    return "the target is open" + (f", as it was after {' and '.join(past)} months" if past else "")
