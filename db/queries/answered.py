"""What posts answer: their ancestors, for a reader that needs the thread above a comment."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Author, PostRevision, PostRow, Source
from db.queries.readings import post_of
from domain.posts import Post

LEVELS = 8  # how far up a thread the context of a comment reaches


def ancestors(session: Session, posts: Iterable[Post]) -> dict[tuple[str, str], Post]:
    """The posts above `posts`, by (source, external id), up to eight levels; a redacted one is left out."""
    found: dict[tuple[str, str], Post] = {}
    wanted = {(post.source, post.parent_id) for post in posts if post.parent_id}
    for _ in range(LEVELS):
        wanted -= set(found)
        if not wanted:
            break
        above = _posts(session, {key for _, key in wanted if key})
        found |= {place: post for place, post in above.items() if place in wanted}
        wanted = {(post.source, post.parent_id) for post in above.values() if post.parent_id}
    return found


def _posts(session: Session, keys: set[str]) -> dict[tuple[str, str], Post]:
    query = (
        select(PostRow, PostRevision, Source.name, Author)
        .join(PostRevision, (PostRevision.post_id == PostRow.id) & PostRevision.current)
        .join(Source, Source.id == PostRow.source_id)
        .outerjoin(Author, Author.id == PostRow.author_id)
        .where(PostRow.external_id.in_(keys), PostRevision.body.is_not(None))
    )
    return {(row[2], row[0].external_id): post_of(*row) for row in session.execute(query)}
