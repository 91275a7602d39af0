"""Fetch: ask the configured providers for what claims need and the ledger lacks, and keep each answer as it comes."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.errors import DataError, SourceError
from domain.settings import Settings
from tapecheck.jobs.needs import Key, current_symbol, keys_of, named_needs, needs_of, renames_of, wants_of
from tapecheck.outcome import Outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from db.queries.checks import ToCheck
    from db.queries.providers import Covered
    from market.providers.provider import Fetched, MarketProvider, Want
    from tapecheck.jobs.needs import Need

log = logging.getLogger(__name__)
#: A provider's last bar may come some days late; one that is older than this has ended (delisted, or unknown).
LATE = timedelta(days=7)
NAMED = 5


@dataclass
class _Run:
    """One run of fetching: what came, what did not, and why."""

    sessions: "sessionmaker[Session]"
    outcome: Outcome
    now: Callable[[], datetime]
    fault: Callable[[DataError], None]
    have: dict[str, set[date]]
    answered: set[Key] = field(default_factory=set)
    failed: set[Key] = field(default_factory=set)

    def row_fault(self, error: DataError) -> None:
        """Count and tell a row that could not be read."""
        self.outcome.add(rows_left_out=1)
        self.fault(error)


def fetch_market(
    sessions: "sessionmaker[Session]",
    settings: Settings,
    *,
    symbols: Collection[str] = (),
    outcome: Outcome,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    fault: Callable[[DataError], None],
) -> set[Key]:
    """Fetch what the current claims need, or what is to be known of `symbols`; gives the (kind, symbol) that no provider answered.

    Each answer is stored in a transaction of its own, so a run that is killed keeps what it has. A provider that fails leaves a fault
    in the outcome with the time since when nothing is known; a row that cannot be read goes to `fault`.
    Raises ConfigurationError where a provider lacks what it needs.
    """
    import httpx

    from market.providers.installed import configured
    from market.providers.provider import Surroundings
    from tapecheck.allowance import CountedInLedger

    with httpx.Client() as client:
        allowance = CountedInLedger(sessions, now)
        surroundings = Surroundings(client=client, contact=settings.crawl.contact, now=now, sleep=sleep, allowance=allowance)
        providers = configured(settings.market.providers, surroundings)
        return fetch_from(providers, sessions, symbols=symbols, outcome=outcome, now=now, fault=fault)


def fetch_from(
    providers: Sequence["MarketProvider"],
    sessions: "sessionmaker[Session]",
    *,
    symbols: Collection[str] = (),
    outcome: Outcome,
    now: Callable[[], datetime],
    fault: Callable[[DataError], None],
) -> set[Key]:
    """`fetch_market` with providers that are made already."""
    from db.queries.checks import claims_to_check
    from db.queries.market import store_market
    from db.queries.providers import days_with_bars

    with sessions.begin() as session:
        rows = claims_to_check(session)
        needs = _needs(rows, symbols, now())
        names = {row.claim.subject for row in rows if row.claim.subject} | set(symbols)
        store_market(session, renames=renames_of(sorted(names)), source="instruments")
        have = dict(days_with_bars(session, {need.symbol for need in needs.values()}))
    run = _Run(sessions, outcome, now, fault, have)
    for provider in providers:
        _ask(provider, needs, run)
    return run.failed - run.answered


def _needs(rows: Sequence["ToCheck"], symbols: Collection[str], at: datetime) -> dict[Key, "Need"]:
    found = needs_of(rows, at=at)
    if not symbols:
        return dict(found)
    named = named_needs([current_symbol(symbol, at.date()) for symbol in symbols], at=at)
    return {key: need.with_more(found[key]) if key in found else need for key, need in named.items()}


def _ask(provider: "MarketProvider", needs: dict[Key, "Need"], run: _Run) -> None:
    from db.queries.providers import coverage
    from market.providers.provider import Fetched

    with run.sessions() as session:
        covered = coverage(session, provider.name)
    wants = wants_of(provider, needs, have=run.have, covered=covered, answered=run.answered, at=run.now())
    open_wants, failures = dict.fromkeys(wants), defaultdict[str, list["Want"]](list)
    try:
        for answer in provider.fetch(wants, fault=run.row_fault):
            open_wants.pop(answer.want, None)
            if isinstance(answer, Fetched):
                _keep(provider, answer, covered.get((answer.want.kind, answer.want.symbol)), run)
            else:
                failures[answer.why].append(answer.want)
            run.outcome.beat()
    except SourceError as error:
        failures[str(error)] += open_wants
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        log.exception("%s failed", provider.name)  # a bug of one provider must not keep the others, nor the check, from their work
        failures[f"{provider.name}: {type(error).__name__}: {error}"] += open_wants
    for why, missed in failures.items():
        run.failed |= {(want.kind, want.symbol) for want in missed}
        run.outcome.faults.append(_sentence(why, missed, covered))
    run.outcome.add(not_fetched=sum(len(missed) for missed in failures.values()))


def _keep(provider: "MarketProvider", answer: "Fetched", before: "Covered | None", run: _Run) -> None:
    from db.queries.market import store_market
    from db.queries.providers import store_coverage, store_payload

    want, data, payload = answer.want, answer.data, answer.payload
    with run.sessions.begin() as session:
        if payload is not None:
            store_payload(
                session,
                sha256=payload.sha256,
                provider=provider.name,
                address=payload.address,
                fetched_at=payload.fetched_at,
                size=payload.size,
            )
        counts = store_market(
            session,
            bars=data.bars,
            splits=data.splits,
            facts=data.facts,
            rates=data.rates,
            renames=data.renames,
            source=provider.name,
            payload=payload.sha256 if payload is not None else None,
        )
        store_coverage(session, provider.name, want.kind, want.symbol, extended(before, answer, run.now()))
    run.outcome.add(fetched=1, **{name: count for name, count in counts.items() if count})
    days = {bar.date for bar in data.bars}
    run.have.setdefault(want.symbol, set()).update(days)
    if days or data.rates or data.facts:
        run.answered.add((want.kind, want.symbol))


def extended(before: "Covered | None", answer: "Fetched", at: datetime) -> "Covered":
    """What a provider has answered for with one more answer; a newest bar or rate that is not out yet is left to be asked for again."""
    from db.queries.providers import Covered

    want, data = answer.want, answer.data
    days = [bar.date for bar in data.bars] + [rate.date for rate in data.rates]
    until = max(days) if days and want.until - max(days) <= LATE else want.until
    if before is None or want.since > before.until + LATE:  # a gap between the two was never asked for
        return Covered(want.since, until, at)
    return Covered(min(before.since, want.since), max(before.until, until), at)


def _sentence(why: str, missed: Sequence["Want"], covered: dict[tuple[str, str], "Covered"]) -> str:
    names = list(dict.fromkeys(want.symbol or "exchange rates" for want in missed))
    shown = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    asked = [covered[want.kind, want.symbol].asked_at for want in missed if (want.kind, want.symbol) in covered]
    since = f"not checked since {min(asked):%Y-%m-%d %H:%M} UTC" if asked else "not checked yet"
    return f"{why}; {shown or 'nothing'}: {since}"


def untouched(rows: Iterable["ToCheck"], missed: set[Key], checked: Collection[int], *, at: datetime) -> set[int]:
    """The keys of claims that keep the verdict they have: what they need was not answered, and they were judged before."""
    return {row.key for row in rows if row.key in checked and keys_of(row, at=at) & missed}
