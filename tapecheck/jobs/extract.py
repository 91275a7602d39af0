"""Extract: read every revision that this version of the reader has not read; a batch a transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from domain.errors import DataError
from domain.posts import Post
from domain.readings import Reading
from domain.settings import Settings
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from nlp.reader import Reader
    from nlp.thread import Thread
    from nlp.trace import Trace

BATCH = 1000


def extract_posts(
    sessions: "sessionmaker[Session]",
    settings: Settings,
    *,
    now: Callable[[], datetime],
    reader: "Reader | None" = None,
    again: bool = False,
) -> Outcome:
    """Read what is unread, parents before their answers, until nothing is left.

    The reader knows the ledger's own instruments and names. `again` reads also what was read with another table than today's.
    """
    from db.queries.readings import store_readings, unread_revisions

    reader = reader or ledger_reader(sessions, settings)
    with recorded(sessions, "extract", settings, now=now) as outcome:
        while True:
            with sessions.begin() as session:
                unread = unread_revisions(session, reader.version, BATCH, again=again)
                if not unread:
                    return outcome
                found = read_batch(session, reader, [row.post for row in unread])
                pairs = [(row.revision_id, reading) for row, reading in zip(unread, found, strict=True)]
                store_readings(session, pairs, reader_version=reader.version, model_version=reader.model_version, read_at=now())
            outcome.add(posts=len(found), claims=sum(len(r.claims) for r in found), statements=sum(len(r.statements) for r in found))
            outcome.beat()


def ledger_reader(sessions: "sessionmaker[Session]", settings: Settings) -> "Reader":
    """The reader of the settings with the ledger's instrument table."""
    from nlp.reader import Reader
    from tapecheck.jobs.instruments import table_of

    with sessions() as session:
        table = table_of(session)
    return Reader(table=table, model=settings.reader.model, batch_size=settings.reader.batch_size)


def read_batch(session: "Session", reader: "Reader", posts: Sequence[Post]) -> list[Reading]:
    """The readings of posts in order, each comment in the light of what it answers in the ledger."""
    by_source: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_source[post.source].append(post)
    threads = threads_above(session, posts)
    found: dict[tuple[str, str], Reading] = {}
    for source, group in by_source.items():
        known = {post.id: threads[source, post.id] for post in group if (source, post.id) in threads}
        found |= {(source, reading.id): reading for reading in reader.read(group, threads=known)}
    return [found[post.source, post.id] for post in posts]


def threads_above(session: "Session", posts: Sequence[Post]) -> dict[tuple[str, str], "Thread"]:
    """What each post answers, from the readings in the ledger; posts that start a thread are left out."""
    from db.queries.answered import ancestors
    from db.queries.readings import readings_of
    from nlp.reader import thread_of

    above = ancestors(session, posts)
    readings = readings_of(session, above)
    made: dict[tuple[str, str], Thread | None] = {}

    def thread(place: tuple[str, str]) -> "Thread | None":
        """The context that the post at `place` gives its answers."""
        if place not in made:
            made[place] = None  # a thread that answers itself ends here
            post, reading = above.get(place), readings.get(place)
            if post is not None and reading is not None:
                made[place] = thread_of(post, reading, thread((post.source, post.parent_id)) if post.parent_id else None)
        return made[place]

    found = {(post.source, post.id): thread((post.source, post.parent_id)) for post in posts if post.parent_id}
    return {place: context for place, context in found.items() if context is not None}


def traces_of(session: "Session", row: Mapping[str, Any]) -> "list[Trace]":
    """How this reader reads the number of a claim (a row of `claims_now`), in its stored post and thread, with the ledger's table.

    Raises DataError where the post's text is no longer kept.
    """
    from db.queries.readings import post_behind
    from nlp.tracer import traces
    from tapecheck.jobs.instruments import table_of

    post = post_behind(session, row["claim_key"])
    if post is None or row["span_start"] is None:
        raise DataError("the post's text was removed at its source, so there is nothing to trace", place=row["claim"])
    thread = threads_above(session, [post]).get((post.source, post.id))
    found = traces(post, thread=thread, table=table_of(session))
    return [trace for trace in found if trace.start < row["span_end"] and row["span_start"] < trace.end]
