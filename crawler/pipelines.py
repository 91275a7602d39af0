"""Posts into the ledger, in batches: a crawl killed half-way has kept every batch before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

from crawler.items import PostItem
from crawler.manners import our_settings
from domain.errors import TapecheckError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

BATCH = 100


class LedgerPipeline:
    """Writes items to the ledger of the settings, `BATCH` at a time; counts go to the stats under `ledger/`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.waiting: list[PostItem] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """A pipeline bound to a crawl."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Opens the ledger; ConfigurationError where it is absent or out of date."""
        from db.session import open_ledger

        self.settings = our_settings(self.crawler.settings)
        self.sessions = open_ledger(self.settings.ledger.url)

    def process_item(self, item: Any) -> Any:
        """Keeps an item for the next batch."""
        if isinstance(item, PostItem):
            self.waiting.append(item)
            if len(self.waiting) >= BATCH:
                self.flush()
        return item

    def close_spider(self) -> None:
        """Writes the last batch."""
        self.flush()

    def flush(self) -> None:
        """Writes what waits, one transaction a batch; a batch that the ledger refuses is counted and named in the log."""
        from sqlalchemy.exc import SQLAlchemyError

        from db.queries.posts import store_posts

        waiting, self.waiting = self.waiting, []
        stats: Any = self.crawler.stats
        try:
            with self.sessions.begin() as session:
                for seen_at, items in groupby(waiting, key=lambda item: item.fetched_at):
                    group = list(items)
                    raw = {item.post.id: item.raw for item in group if item.raw is not None}
                    counts = store_posts(
                        session, [i.post for i in group], seen_at=seen_at, raw=raw, on_delete=self.settings.privacy.on_delete
                    )
                    self._count(counts)
        except (TapecheckError, SQLAlchemyError) as error:
            stats.inc_value("ledger/refused", len(waiting))
            if self.crawler.spider:
                self.crawler.spider.logger.error("the ledger refused a batch: %s", error)

    def _count(self, counts: Any) -> None:
        stats: Any = self.crawler.stats
        names = (
            counts if isinstance(counts, dict) else {name: getattr(counts, name) for name in getattr(counts, "__dataclass_fields__", {})}
        )
        for name, number in names.items():
            if isinstance(number, int):
                stats.inc_value(f"ledger/{name}", number)
