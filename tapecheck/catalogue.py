"""Places where investors talk that need no key, as `tapecheck init` offers them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A source that `init` can write: its spider, where it starts, and its terms."""

    key: str
    spider: str
    about: str
    terms: str
    urls: tuple[str, ...] = ()
    query: str | None = None


PLACES = (
    Place(
        "hackernews",
        "hackernews",
        "Hacker News stories and comments, through its public search",
        "https://news.ycombinator.com/newsguidelines.html",
        query="earnings",
    ),
    Place("feed", "feed", "any RSS or Atom feed that you name with --feed", "the feed's own site"),
    Place(
        "tiger",
        "tiger",
        "a Tiger community theme or author page that you name with --page (unverified live; read its terms first)",
        "https://ttm.financial/agreement/SGP-terms?skin=2",
    ),
)
