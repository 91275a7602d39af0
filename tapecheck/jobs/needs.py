"""What current claims need from the market: which symbols, of which kind, over which days. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.instruments import InstrumentTable
from domain.metrics import STATE, STATE_WITHOUT_PERIOD
from domain.observations import Rename
from domain.readings import Claim
from market.calendar import calendar_of
from market.judge import PUBLISHED
from market.listing import exchange_of
from market.providers.provider import Kind, MarketProvider, Want

if TYPE_CHECKING:
    from db.queries.checks import ToCheck
    from db.queries.providers import Covered

PRICED = frozenset({"price", "price_target", "price_change_pct", "high", "low"})
#: How far before and after a post its sessions can lie: a long weekend, the neighbours that confirm.
BEFORE, AFTER = timedelta(days=10), timedelta(days=7)
#: How far back a change over a year, or a level of 52 weeks, has to be seen.
A_YEAR = timedelta(days=400)
SHORT = frozenset({"day", "week"})
#: A session's bar is asked for when it has settled.
SETTLED = timedelta(hours=2)
RATES = ""
#: Before this day nobody filed electronically.
FIRST_DAY = date(1993, 1, 1)
Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Need:
    """Days of one kind of data of a symbol ("" for rates)."""

    kind: Kind
    symbol: str
    since: date
    until: date

    def with_more(self, other: "Need") -> "Need":
        """The need that covers both."""
        return replace(self, since=min(self.since, other.since), until=max(self.until, other.until))


def needs_of(rows: Iterable["ToCheck"], *, at: datetime) -> dict[Key, Need]:
    """The needs of claims by (kind, symbol): one each, whatever the number of claims."""
    found: dict[Key, Need] = {}
    for row in rows:
        for need in _needs(row.claim, row.posted_at, at):
            key = (need.kind, need.symbol)
            found[key] = need.with_more(found[key]) if key in found else need
    return found


def keys_of(row: "ToCheck", *, at: datetime) -> set[Key]:
    """What one claim needs, as keys of `needs_of`."""
    return {(need.kind, need.symbol) for need in _needs(row.claim, row.posted_at, at)}


def named_needs(symbols: Iterable[str], *, at: datetime) -> dict[Key, Need]:
    """What is fetched for symbols that somebody names: a year of sessions, and all that is published."""
    kinds: tuple[Kind, ...] = ("bars", "facts")
    return {(kind, symbol): Need(kind, symbol, (at - A_YEAR).date(), at.date()) for symbol in symbols for kind in kinds}


def _needs(claim: Claim, posted_at: datetime | None, at: datetime) -> Iterator[Need]:
    today = at.date()
    day = min(posted_at.date(), today) if posted_at is not None else today
    lasting = claim.kind == "forecast" or (claim.when == "now" and claim.metric in STATE | STATE_WITHOUT_PERIOD)
    until = today if lasting else min(day + AFTER, today)
    if claim.kind in ("position", "hypothetical"):
        return
    if claim.unit and (claim.converts or claim.metric == "fx_rate" or len(claim.unit) == 3):
        yield Need("rates", RATES, day - BEFORE, until)
    if claim.subject is None or claim.about:
        return
    symbol = current_symbol(claim.subject, day)
    near = claim.metric in ("price", "price_target") or (claim.metric == "price_change_pct" and claim.basis in SHORT)
    back = BEFORE if near else A_YEAR  # figures are brought to the day's shares, so their splits have to be known too
    if claim.metric in PRICED | PUBLISHED:
        yield Need("bars", symbol, day - back, until)
    if claim.metric in PUBLISHED:
        yield Need("facts", symbol, day - A_YEAR, today)


def renames_of(symbols: Collection[str]) -> tuple[Rename, ...]:
    """The later names of symbols, each with its first day, by the instrument table."""
    later = {r.old: r for r in InstrumentTable.load().renames if r.how == "rename" and r.new}
    found: dict[str, Rename] = {}
    for symbol in symbols:
        while (step := later.get(symbol)) and symbol not in found and step.new:
            found[symbol] = Rename(old=symbol, new=step.new, date=step.date)
            symbol = step.new
    return tuple(found.values())


def current_symbol(symbol: str, day: date) -> str:
    """The name under which the security that had a symbol on a day has its data today."""
    for rename in renames_of([symbol]):
        if rename.old == symbol and day < rename.date:
            symbol = rename.new
    return symbol


def wants_of(
    provider: MarketProvider,
    needs: Mapping[Key, Need],
    *,
    have: Mapping[str, Set[date]],
    covered: Mapping[tuple[str, str], "Covered"],
    answered: Set[Key],
    at: datetime,
) -> list[Want]:
    """What is still missing and this provider may have: sessions without a bar, figures not asked for today, fixings since the last.

    `have` are the ledger's sessions by symbol, `covered` what this provider has answered for, `answered` the bars and rates that
    another one gave in this run.
    """
    found = []
    for key, need in needs.items():
        if need.kind not in provider.kinds or not provider.covers(need.kind, need.symbol) or (key in answered and need.kind != "facts"):
            continue
        known = covered.get(key)
        if need.kind == "bars":
            want = _missing_bars(need, have.get(need.symbol, frozenset()), known, at)
        elif need.kind == "rates":
            want = _missing_rates(need, known, at)
        else:
            want = _missing_facts(need, known, at.date())
        if want is not None:
            found.append(want)
    return found


def _missing_bars(need: Need, have: Set[date], known: "Covered | None", at: datetime) -> Want | None:
    calendar = calendar_of(exchange_of(need.symbol), at.year)
    sessions = [day for day in calendar.within(need.since, need.until) if calendar.close_of(day) + SETTLED <= at]
    missing = [day for day in sessions if day not in have and not (known and known.since <= day <= known.until)]
    return Want(kind="bars", symbol=need.symbol, since=missing[0], until=sessions[-1]) if missing else None


def _missing_rates(need: Need, known: "Covered | None", at: datetime) -> Want | None:
    last = fixing_day(at)
    if known is None or need.since < known.since:
        return Want(kind="rates", symbol=RATES, since=need.since, until=last)
    return None if known.until >= last else Want(kind="rates", symbol=RATES, since=_weekday_after(known.until), until=last)


def _missing_facts(need: Need, known: "Covered | None", today: date) -> Want | None:
    if known is not None and known.until >= today:
        return None
    return Want(kind="facts", symbol=need.symbol, since=known.until if known is not None else FIRST_DAY, until=today)


def fixing_day(at: datetime) -> date:
    """The last weekday whose reference rates are out (about 16:00 in Frankfurt)."""
    day = at.date() if at.hour >= 16 else at.date() - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _weekday_after(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
