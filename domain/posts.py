"""A post as the stages pass it on: what was said, by whom, when, in answer to what."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post or comment (a comment is a post too).

    `posted_at` is aware UTC or None; `posted_precision` says how much of it is known (`second`, `minute`, `day`,
    `month`, `unknown`) and `posted_words` keeps the source's own words for it. `parent_id` and `root_id` are
    external ids within the same source; a thread's first post has neither.
    """

    id: str
    source: str
    body: str
    title: str | None = None
    author: str | None = None
    author_id: str | None = None
    posted_at: datetime | None = None
    posted_precision: str = "second"
    posted_words: str | None = None
    url: str | None = None
    parent_id: str | None = None
    root_id: str | None = None
    edited_at: datetime | None = None
    gone: bool = False
    repost: bool = False
    declared: str | None = None

    @property
    def text(self) -> str:
        """The non-empty parts of title and body joined by one newline; every offset counts its code points."""
        return "\n".join(part for part in (self.title, self.body) if part)
