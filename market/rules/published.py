"""A published figure (multiple, market cap, yield, level, earnings) against the facts known then and now."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.metrics import IN_SHARES, PER_SHARE
from domain.observations import Fact
from domain.readings import Claim
from market.check import NOTHING, Check, Present, Seen
from market.evidence import Evidence
from market.floors import Floors
from market.grades import grade_of
from market.interval import interval_of, truncated
from market.period import canonical, covers
from market.rules.causes import cause
from market.rules.compare import present, when_made
from market.rules.derived import DERIVED, derived, second_opinion
from market.rules.glitches import glitch
from market.rules.sources import agreed
from market.rules.statements import REPORTED, reported
from market.rules.trailing import trailing
from market.splits import shares_for_one

MOVES_WITH_PRICE = frozenset(("pe", "peg", "ps", "pb", "ev_ebitda", "market_cap", "enterprise_value", "dividend_yield_pct", "high", "low"))
FRESH, NEXT, LASTS = timedelta(days=7), timedelta(hours=40), timedelta(days=400)
FLOWS = frozenset(("eps", "revenue", "net_income", "free_cash_flow", "dividend"))
#: Periods without a year, of which the newest known counts.
NEWEST = ("quarter", "FY", "Q1", "Q2", "Q3", "Q4", "H1", "H2")


def series(claim: Claim, symbol: str, period: str | None, *, base: date, evidence: Evidence) -> list[Seen]:
    """The figures of a claim's metric and period by known time, in the claim's money and share base, glitches marked as held."""
    base = evidence.share_base(symbol, base)
    key = (symbol, claim.metric, claim.unit, period, base)
    if key not in evidence.figures:
        evidence.figures[key] = _series(claim, symbol, period, base, evidence)
    return evidence.figures[key]


def _series(claim: Claim, symbol: str, period: str | None, base: date, evidence: Evidence) -> list[Seen]:
    rows = [
        (fact, value) for fact in _facts(claim, symbol, period, evidence) if (value := _converted(fact, claim, base, evidence)) is not None
    ]
    found = []
    for at, (fact, value) in enumerate(rows):
        stamp = fact.known_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        day = evidence.calendar(symbol).opened(fact.known_at) or fact.known_at.date()
        is_held = (fact.metric in MOVES_WITH_PRICE or fact.metric == "eps") and glitch(rows, at, evidence)
        found.append(
            Seen(low=value, high=value, value=value, at=stamp, day=day, source=fact.source, grade=grade_of(fact.source), held=is_held)
        )  # fmt: skip
    if claim.metric in REPORTED:
        found = sorted([*found, *reported(claim, symbol, period, evidence=evidence)], key=_known)
    if claim.metric in DERIVED and period in ("ttm", "forward", None):
        found = sorted([*found, *derived(claim, symbol, period, {one.day for one in found}, evidence=evidence)], key=_known)
    return found


def _facts(claim: Claim, symbol: str, period: str | None, evidence: Evidence) -> Iterable[Fact]:
    """The facts of a period, in the claim's money where they are given in several; of a period without a year the newest."""
    if period == "ttm" and claim.metric in FLOWS:
        facts = trailing(symbol, claim.metric, evidence)
    else:
        facts = [fact for fact in evidence.facts(symbol, claim.metric) if covers(canonical(fact.period), period)]
    given = {(fact.known_at, fact.period, fact.source) for fact in facts if fact.unit == claim.unit}
    newest = ""
    for fact in facts:
        if fact.unit != claim.unit and (fact.known_at, fact.period, fact.source) in given:
            continue
        if period in NEWEST:
            if (canonical(fact.period) or "") < newest:
                continue
            newest = canonical(fact.period) or ""
        yield fact


def made(
    claim: Claim, symbol: str, moments: Sequence[datetime], period: str | None, *, base: date, evidence: Evidence, floors: Floors
) -> Check:
    """The first axis: the figure last known at a moment; for those that move with the price also the next one.

    `moments` are those the post can mean; where they are several, any figure known between them counts too.
    """
    every = series(claim, symbol, period, base=base, evidence=evidence)
    if claim.metric == "pe" and loss(symbol, moments[-1], evidence, period):
        return Check(when_made="not_meaningful", why="earnings per share were not above zero, so there is no P/E")
    words, floor = f"{symbol} {claim.metric} {period or ''}".strip(), floors.of(claim.metric, period)
    wide, checks = interval_of(claim).widened(*floor), []
    for found in _by_source(every):
        near = _near(claim, found, moments, period)
        if near:
            others = found[near[0] + 1 :] if _dated(period) else [found[near[0] - 1]] if near[0] > 0 else []
            check = when_made(
                interval_of(claim), truncated(claim), floor, [found[n] for n in near],
                reading=words, tolerance=floors.words(claim.metric, period), others=others,
            )  # fmt: skip
            checks.append(check)
    if not checks:
        return Check(when_made="not_checkable", why=f"no {claim.metric} ({period or 'as published'}) of {symbol} known then")
    check = agreed(checks, wide)
    if check.when_made != "contradicted":
        return check
    if _dated(period) and any(
        interval_of(claim).holds(fact.value) for fact in _facts(claim, symbol, period, evidence) if fact.unit == claim.unit
    ):
        return replace(check, when_made="ambiguous", why="it is the figure as first reported, on the shares of that day")
    return second_opinion(check, symbol, period, wide, evidence) if claim.metric == "pe" else check


def _by_source(every: Sequence[Seen]) -> list[list[Seen]]:
    """The figures of each source; what is derived goes with the first, whose gaps it fills."""
    main = next((one.source for one in every if one.grade != "D"), None)
    groups: dict[str | None, list[Seen]] = {}
    for one in every:
        groups.setdefault(main if one.grade == "D" else one.source, []).append(one)
    return list(groups.values())


def _dated(period: str | None) -> bool:
    """Whether a period names its year, so that only its own figures count, whenever they were reported."""
    return period is not None and re.search(r"\d{4}", period) is not None


def _near(claim: Claim, found: Sequence[Seen], moments: Sequence[datetime], period: str | None) -> list[int]:
    first, last = (
        bisect_right(found, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), key=lambda s: s.at) - 1 for moment in (moments[0], moments[-1])
    )
    if claim.metric in MOVES_WITH_PRICE:
        inside = [n for n in range(first, last + 2) if 0 <= n < len(found)]
        return [
            n
            for n in inside
            if moments[0] - _when(found[n]) <= FRESH and _when(found[n]) - moments[-1] <= NEXT
        ]  # fmt: skip
    if _dated(period):
        return list(range(last, -1, -1))  # a restated figure, and each as it was first reported
    return [n for n in range(max(first, 0), last + 1) if moments[-1] - _when(found[n]) <= LASTS]


def now(
    claim: Claim, symbol: str, since: datetime | None, period: str | None, *, base: date, evidence: Evidence, floors: Floors
) -> Present:
    """The second axis over the figures known from `since` on."""
    if claim.metric == "pe" and loss(symbol, evidence.as_of, evidence, period):
        return NOTHING
    every = series(claim, symbol, period, base=base, evidence=evidence)
    later = [one for one in every if since is None or _when(one) >= since - timedelta(hours=24)]
    if claim.metric not in MOVES_WITH_PRICE and since is not None:
        later = _standing(every, since, evidence, symbol)
    if not later:
        return NOTHING
    verdict = present(interval_of(claim), floors.of(claim.metric, period), later, tolerance=floors.words(claim.metric, period))
    if verdict.now != "stale" or verdict.since is None:
        return verdict
    why = cause(claim, symbol, every, verdict.since, since, evidence)
    return Present(now="stale", seen=verdict.seen, since=verdict.since, cause=why, tolerance=verdict.tolerance)


def _standing(every: Sequence[Seen], since: datetime, evidence: Evidence, symbol: str) -> list[Seen]:
    """The figure that stood at a moment and those after; the last counts twice once it has stood for two sessions."""
    at = bisect_right(every, since.strftime("%Y-%m-%dT%H:%M:%SZ"), key=lambda s: s.at) - 1
    found = list(every[max(at, 0) :])
    if found and len(evidence.calendar(symbol).within(found[-1].day, evidence.as_of.date())) > 3:
        found.append(found[-1])
    return found


def loss(symbol: str, moment: datetime, evidence: Evidence, period: str | None) -> bool:
    """Whether the earnings per share known at a moment were zero or below."""
    ttm = period in (None, "ttm")
    facts = trailing(symbol, "eps", evidence) if ttm else [f for f in evidence.facts(symbol, "eps") if covers(canonical(f.period), period)]
    at = bisect_right(facts, moment, key=lambda f: f.known_at) - 1
    return at >= 0 and facts[at].value <= 0


def _converted(fact: Fact, claim: Claim, base: date, evidence: Evidence) -> Decimal | None:
    value, day = fact.value, evidence.calendar(fact.symbol).opened(fact.known_at) or fact.known_at.date()
    if fact.metric in PER_SHARE | IN_SHARES:
        shares = shares_for_one(evidence.splits(fact.symbol), day, base)
        value = value if shares == 1 else value / shares if fact.metric in PER_SHARE else value * shares
    if fact.unit == claim.unit or not (len(fact.unit) == len(claim.unit) == 3):
        return value
    rate = evidence.rate(fact.unit, claim.unit, day)
    return None if rate is None else value * rate.value


def _known(one: Seen) -> str:
    return one.at


def _when(one: Seen) -> datetime:
    return datetime.fromisoformat(one.at)
