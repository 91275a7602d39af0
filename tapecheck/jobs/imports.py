"""Import: posts from files into the ledger, in batches, so that a kill loses at most the batch under way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DataError
from domain.settings import Settings
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def import_posts(
    sessions: "sessionmaker[Session]",
    settings: Settings,
    *,
    paths: Sequence[Path],
    posted_at: str | None,
    year: int | None,
    source: str | None,
    now: Callable[[], datetime],
    fault: Callable[[DataError], None],
) -> Outcome:
    """Store the posts of files and folders; what cannot be read goes to `fault`, the rest is kept."""
    from crawler.files import read_import
    from db.queries.posts import store_posts
    from db.queries.upsert import batches

    zone = settings.crawl.timezone
    found = chain.from_iterable(read_import(path, posted_at=posted_at, year=year, source=source, fault=fault, zone=zone) for path in paths)
    with recorded(sessions, "import", settings, now=now) as outcome:
        outcome.add(new=0)
        for batch in batches(found):
            with sessions.begin() as session:
                counts = store_posts(session, batch, seen_at=now(), on_delete=settings.privacy.on_delete)
            outcome.add(new=counts.new, revised=counts.revised, unchanged=counts.unchanged)
            outcome.beat()
    return outcome
