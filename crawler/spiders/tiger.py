"""Tiger community: post pages with their comments, author pages, theme pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.blocking import check_payload_missing
from crawler.pages import tiger
from crawler.pages.tiger_html import post_id
from crawler.visiting import VisitingSpider
from domain.errors import DataError


class TigerSpider(VisitingSpider):
    """Posts and comments of the Tiger community. Unverified live: no page of the real site has been parsed yet.

    Arguments: `start` (page addresses, comma-separated: theme, author or post), `base` (host for relative addresses),
    `pages` (most list pages to turn from one start), `source`, `now`. It stays on the hosts of its start pages.
    """

    name = "tiger"
    verified = "unverified live"

    def __init__(self, start: str = "", base: str = "https://ttm.financial", pages: str = "20", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.starts = [urljoin(base, url.strip()) for url in start.split(",") if url.strip()]
        self.hosts = {urlsplit(url).netloc for url in self.starts}
        self.pages = int(pages)

    async def start(self) -> AsyncIterator[Request]:
        """Requests for the start pages."""
        if not self.starts:
            self.fault(DataError("nothing to start from", place="tiger", remedy="give -a start=URL, or urls in the source's settings"))
        for url in self.starts:
            yield self._visit(url, depth=1)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """Items of a page, then its post pages, then the next page of a list."""
        if not self.accept(response):
            return
        try:
            page = tiger.parse(
                response.body, url=response.url, fetched_at=self.fetched_at(), zone=self.ours.crawl.timezone, source=self.source
            )
        except DataError:
            self.fault(check_payload_missing(response.body, asked=response.url))
            return
        if page.more_comments:
            stats: Any = self.crawler.stats
            stats.inc_value("tapecheck/comments_left")
        links = [link for link in page.links if urlsplit(link).netloc in self.hosts]
        # A list may cut a post short: where its own page is visited, that page alone speaks, else each visit would look like an edit.
        visited = {post_id(link) for link in links}
        yield from self.items((post for post in page.posts if post.id not in visited), raw=response.body)
        for link in links:
            yield self._visit(link, depth=self.pages)
        turned = int(response.meta["turned"])
        if page.next_url and turned < self.pages:
            yield self._visit(page.next_url, depth=turned + 1)

    def _visit(self, url: str, *, depth: int) -> Request:
        return Request(url, callback=self.parse, errback=self.unreached, meta={"turned": depth})
