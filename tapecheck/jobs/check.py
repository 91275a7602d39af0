"""Check: judge every current claim as of one moment; a verdict that differs from the last is appended.

Market data are fetched first where providers are configured. What a provider did not answer leaves its claims' verdicts as they were.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from domain.errors import DataError
from domain.observations import Verdict
from domain.settings import Settings
from tapecheck.jobs.fetch import fetch_market, untouched
from tapecheck.jobs.market import import_folders
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from db.queries.checks import ToCheck
    from market.data import MarketData
    from tapecheck.jobs.needs import Key

#: A check as of an earlier day is a question about the past, for which nothing is fetched.
FETCHES_FOR = timedelta(days=1)


def check_claims(
    sessions: "sessionmaker[Session]",
    settings: Settings,
    *,
    as_of: datetime,
    folders: Sequence[Path] = (),
    now: Callable[[], datetime],
    fault: Callable[[DataError], None] | None = None,
) -> Outcome:
    """Judge all current claims by what the ledger's market data knew at `as_of`; `folders` are taken in first.

    All verdicts are appended in one transaction, so a run that is killed leaves the checks as they were.
    """
    from db.queries.checks import append_checks, checked_claims, claims_to_check

    with recorded(sessions, "check", settings, now=now) as outcome:
        told = fault or outcome.row_fault
        if folders:
            import_folders(sessions, folders, outcome=outcome, fault=told)
        missed: set[Key] = set()
        if settings.market.providers and as_of > now() - FETCHES_FOR:
            missed = fetch_market(sessions, settings, outcome=outcome, now=now, sleep=sleep, fault=told)
        with sessions.begin() as session:
            asked = claims_to_check(session)
            kept = untouched(asked, missed, checked_claims(session), at=now()) if missed else set()
            asked = [row for row in asked if row.key not in kept]
            market = known_market(session, {row.claim.subject for row in asked if row.claim.subject})
            outcome.beat()
            verdicts = judged(asked, market, as_of=as_of, floors=settings.market.floors)
            changed = append_checks(session, verdicts, as_of=as_of, checked_at=now())
        outcome.add(claims=len(asked), changed=changed, **({"left_as_they_were": len(kept)} if kept else {}))
        for verdict in verdicts.values():
            outcome.add(**{str(verdict.status): 1})
    return outcome


def known_market(session: "Session", symbols: set[str]) -> "MarketData":
    """The ledger's market data on these symbols, and on what they were or are called elsewhere in time."""
    from db.queries.market import load_market
    from market.data import MarketData

    renames = load_market(session, ()).renames
    wanted = symbols | {name for row in renames for name in (row.old, row.new) if {row.old, row.new} & symbols}
    rows = load_market(session, wanted)
    return MarketData(
        bars=tuple(rows.bars), splits=tuple(rows.splits), facts=tuple(rows.facts), rates=tuple(rows.rates), renames=tuple(rows.renames)
    )


def judged(asked: Sequence["ToCheck"], market: "MarketData", *, as_of: datetime, floors: dict[str, float]) -> dict[int, Verdict]:
    """A verdict for each claim, by its key; a conversion is judged with its other side in the same post."""
    from market.checking import sides
    from market.evidence import Evidence
    from market.floors import Floors
    from market.judge import judge

    evidence, limits = Evidence(market, as_of=as_of), Floors(floors)
    posts: dict[tuple[str, str, int], list[ToCheck]] = defaultdict(list)
    for row in asked:
        posts[row.source, row.post, row.revision].append(row)
    verdicts = {}
    for rows in posts.values():
        related = sides([row.claim for row in rows])
        for row in rows:
            verdicts[row.key] = judge(
                row.claim, posted_at=row.posted_at, precision=row.precision, evidence=evidence, floors=limits, related=related
            )
    return verdicts
