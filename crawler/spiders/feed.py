"""Feeds: RSS and Atom."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.pages import feed
from crawler.visiting import VisitingSpider
from domain.errors import DataError


class FeedSpider(VisitingSpider):
    """Entries of feeds. Arguments: `start` (feed addresses, comma-separated), `source`, `now`."""

    name = "feed"

    def __init__(self, start: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.starts = [url.strip() for url in start.split(",") if url.strip()]

    async def start(self) -> AsyncIterator[Request]:
        """Requests for the feeds."""
        if not self.starts:
            self.fault(DataError("nothing to start from", place="feed", remedy="give -a start=URL, or urls in the source's settings"))
        for url in self.starts:
            yield Request(url, callback=self.parse, errback=self.unreached)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """Items of a feed."""
        if not self.accept(response):
            return
        try:
            posts = feed.parse(response.body, url=response.url, source=self.source)
        except DataError as error:
            self.fault(error)
            return
        yield from self.items(posts, raw=response.body)
