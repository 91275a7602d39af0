"""The whole product on the bundled sample: a community on loopback, real market data, a clock that stands still."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from domain.settings import CONFIG_NAME, CrawlSettings, Settings, SourceSettings, load
from tapecheck.configuration import written
from tapecheck.outcome import Outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

#: The sample's market data ends on this day, so the demo's clock stands at its end.
CLOCK = datetime(2026, 8, 21, 23, 0, tzinfo=UTC)
MARKET = Path(__file__).parent / "sample" / "market"
READER = "reader@localhost"


def run_demo(directory: Path, *, say: Callable[[str], None]) -> None:
    """Run every stage once on the sample and show what came of it; a second run adds nothing."""
    say(f"The demo's clock stands at {CLOCK:%Y-%m-%d}: the sample's market data ends there.")
    settings = prepared(directory)
    from db.session import open_ledger

    sessions = open_ledger(settings.ledger.url)
    subscribed(sessions)
    for outcome in stages(sessions, settings):
        say(outcome.sentence)
        if outcome.faults:
            say("  (see `tapecheck status`)")
    show_claims(sessions)
    say(closing(directory))


def prepared(directory: Path) -> Settings:
    """The demo's settings and ledger, written where they are not there yet."""
    from db.upgrade import upgrade

    directory.mkdir(parents=True, exist_ok=True)
    file, ledger = directory / CONFIG_NAME, f"sqlite:///{(directory / 'tapecheck.sqlite').resolve()}"
    if not file.exists():
        file.write_text(written(ledger=ledger, sources=[], folders=[], contact=None), encoding="utf-8")
    upgrade(ledger)
    return load(file, environ={}).model_copy(update={"crawl": CrawlSettings(delay=0, contact="demo@localhost")})


def stages(sessions: "sessionmaker[Session]", settings: Settings) -> list[Outcome]:
    """Crawl, extract, check, review and digest as jobs of the scheduler, each as its command does it, with the demo's clock."""
    from tapecheck.jobs.check import check_claims
    from tapecheck.jobs.digest import send_digests
    from tapecheck.jobs.extract import extract_posts
    from tapecheck.schedule import run_in_order

    folder = digest_folder(settings)
    return run_in_order(
        {
            "crawl": lambda: crawled(sessions, settings),
            "extract": lambda: extract_posts(sessions, settings, now=clock),
            "check": lambda: check_claims(sessions, settings, as_of=CLOCK, folders=[MARKET], now=clock),
            "review": lambda: reviewed(sessions),
            "digest": lambda: send_digests(sessions, settings, at=CLOCK, folder=folder),
        }
    )


def crawled(sessions: "sessionmaker[Session]", settings: Settings) -> Outcome:
    """The sample community, served on loopback and crawled with the Tiger spider."""
    from tapecheck.jobs.crawl import crawl_sources
    from tapecheck.sample.community import SampleCommunity

    with SampleCommunity() as community:
        source = SourceSettings(spider="tiger", name="sample", urls=[community.theme_url])
        crawling = settings.model_copy(update={"sources": [source]})
        return crawl_sources(sessions, crawling, names=[], now=clock, fetched_at=CLOCK)


def clock() -> datetime:
    """The demo's moment."""
    return CLOCK


def digest_folder(settings: Settings) -> Path:
    """Beside the ledger."""
    from sqlalchemy import make_url

    return Path(str(make_url(settings.ledger.url).database)).parent / "digests"


def reviewed(sessions: "sessionmaker[Session]") -> Outcome:
    """Confirm two contradicted claims as a person would, where no two have been reviewed yet."""
    from db.queries.claims import claims_now
    from db.queries.reviews import add_review, queue

    outcome = Outcome("review")
    with sessions.begin() as session:
        done = sum(row["review"] is not None for row in claims_now(session))
        for row in queue(session)[: max(0, 2 - done)]:
            why = f"looked at the market data: {row['observed']} observed"
            add_review(session, row["claim_key"], "confirm", who="demo", why=why, at=CLOCK)
            outcome.add(confirmed=1)
        outcome.add(waiting=len(queue(session)))
    return outcome


def subscribed(sessions: "sessionmaker[Session]") -> None:
    """One subscriber who watches everything."""
    from db.queries.tell import subscribe, subscriptions

    with sessions.begin() as session:
        if not subscriptions(session):
            subscribe(session, READER, [], CLOCK)


def show_claims(sessions: "sessionmaker[Session]") -> None:
    """The claims with their statuses, as `tapecheck claims` shows them."""
    from db.queries.claims import claims_now
    from tapecheck.commands.ask import CLAIM_COLUMNS
    from tapecheck.tables import Format, claimed, write_rows

    with sessions() as session:
        rows = claims_now(session)
    order = ["contradicted", "stale", "current", "hit", "missed", "open", "unchecked"]
    rows.sort(key=lambda row: order.index(row["status"]))
    write_rows([row | {"claimed": claimed(row)} for row in rows], form=Format.TABLE, columns=CLAIM_COLUMNS)


def closing(directory: Path) -> str:
    """Where things lie and how to look around."""
    config = directory / CONFIG_NAME
    return "\n".join(
        [
            f"The digest (HTML, text, .eml) lies in {directory / 'digests'}, the ledger is {directory / 'tapecheck.sqlite'}.",
            "Look around:",
            f"  tapecheck --config {config} show CLAIM_KEY        one claim, its words and its checks",
            f"  tapecheck --config {config} claims NVDA --json    for programs",
            f"  tapecheck --config {config} review list           contradicted claims that wait for a person",
            f'  tapecheck --config {config} sql "SELECT status, count(*) FROM claims_now GROUP BY status"',
            f"  tapecheck --config {config} serve                 the same in a browser",
            "(`source .venv/bin/activate` first, or write .venv/bin/tapecheck)",
            "Information, not financial advice. Read by a machine; it may be wrong.",
        ]
    )
