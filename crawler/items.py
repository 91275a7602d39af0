"""What spiders yield: a post with the body it was read from."""

from dataclasses import dataclass
from datetime import datetime

from domain.posts import Post


@dataclass(frozen=True, slots=True)
class PostItem:
    """One post, the raw answer it came in (bytes, None where several posts share one) and when that was fetched (aware UTC)."""

    post: Post
    fetched_at: datetime
    raw: bytes | None = None
