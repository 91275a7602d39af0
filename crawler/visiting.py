"""What every spider of ours does with an answer: judge it, count walls and faults, hand posts on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy.http import Response

from crawler.blocking import check_answer
from crawler.items import PostItem
from crawler.manners import our_settings
from domain.errors import BlockedError, DataError, SourceError
from domain.posts import Post
from domain.settings import Settings


class VisitingSpider(scrapy.Spider):
    """Base of the spiders: `name_in_ledger` (argument `source`), `now` for a community whose clock stands still, counters."""

    def __init__(self, *args: Any, source: str | None = None, now: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source or self.name
        self.now = datetime.fromisoformat(now).astimezone(UTC) if now else None

    @property
    def ours(self) -> Settings:
        """Our settings of this crawl."""
        return our_settings(self.settings)

    def fetched_at(self) -> datetime:
        """Aware UTC moment that an answer counts as fetched at."""
        return self.now or datetime.now(UTC)

    def accept(self, response: Response, *, json_due: bool = False) -> bool:
        """Whether an answer is content; a wall is counted as `tapecheck/blocked`, another refusal as `tapecheck/faults`."""
        asked = str(response.meta.get("redirect_urls", [response.url])[0])
        try:
            check_answer(response.body, status=response.status, url=response.url, asked=asked, json_due=json_due)
            if response.status >= 400:
                raise SourceError(f"{asked}: answered {response.status}; check the address")
        except SourceError as error:
            self.fault(error)
            return False
        return True

    def fault(self, error: SourceError | DataError) -> None:
        """Counts and names what went wrong with one answer; the crawl goes on."""
        stats: Any = self.crawler.stats
        kind = "blocked" if isinstance(error, BlockedError) else "faults"
        stats.inc_value(f"tapecheck/{kind}")
        stats.set_value("tapecheck/said", [*stats.get_value("tapecheck/said", []), str(error)][:50])
        self.logger.warning("%s", error)

    def unreached(self, failure: Any) -> None:
        """Errback: an answer that never came, or that robots.txt forbids, is counted and named."""
        from scrapy.exceptions import IgnoreRequest

        reason = "robots.txt forbids it" if failure.check(IgnoreRequest) else f"no answer ({failure.value!r})"
        self.fault(SourceError(f"{failure.request.url}: {reason}"))

    def items(self, posts: Iterable[Post], *, raw: bytes | None) -> Iterator[PostItem]:
        """Items of the posts of one answer; the raw body is kept only where it holds no second person's words.

        A page of many posts would keep a deleted comment's words after their redaction.
        """
        stats: Any = self.crawler.stats
        fetched_at = self.fetched_at()
        posts = list(posts)
        for post in posts:
            stats.inc_value("tapecheck/posts")
            yield PostItem(post, fetched_at, raw if len(posts) == 1 else None)
