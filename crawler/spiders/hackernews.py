"""Hacker News: a search by words, or whole threads by item id. Needs no key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.pages import hackernews
from crawler.visiting import VisitingSpider
from domain.errors import DataError


class HackerNewsSpider(VisitingSpider):
    """Stories and comments. Arguments: `query` (words to search for), `start` (item ids, comma-separated, fetched with all answers),
    `base` (search service), `items_base` (item service), `pages` (most pages of a search), `source`, `now`.
    """

    name = "hackernews"

    def __init__(
        self,
        query: str = "",
        start: str = "",
        base: str = "https://hn.algolia.com/api/v1",
        items_base: str = "https://hacker-news.firebaseio.com/v0",
        pages: str = "3",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.query, self.ids = query, [name.strip().rpartition("=")[2] for name in start.split(",") if name.strip()]
        self.base, self.items_base, self.pages = base.rstrip("/"), items_base.rstrip("/"), int(pages)

    async def start(self) -> AsyncIterator[Request]:
        """Requests for the search and for the named items."""
        if not self.query and not self.ids:
            self.fault(DataError("nothing to start from", place="hackernews", remedy="give -a query=WORDS or -a start=ID"))
        if self.query:
            yield self._search(0)
        for name in self.ids:
            yield self._item(name, root=None)

    def parse_search(self, response: Response, page: int) -> Iterator[Any]:
        """Items of a page of hits, then the next page."""
        if not self.accept(response, json_due=True):
            return
        try:
            posts, pages = hackernews.search(response.body, url=response.url, source=self.source)
        except DataError as error:
            self.fault(error)
            return
        yield from self.items(posts, raw=response.body)
        if posts and page + 1 < min(pages, self.pages):
            yield self._search(page + 1)

    def parse_item(self, response: Response, root: str | None) -> Iterator[Any]:
        """The post of an item, then its answers."""
        if not self.accept(response, json_due=True):
            return
        try:
            post, answers = hackernews.item(response.body, url=response.url, source=self.source, root_id=root)
        except DataError as error:
            self.fault(error)
            return
        if post is None:
            return
        yield from self.items([post], raw=response.body)
        for name in answers:
            yield self._item(name, root=root or post.id)

    def _search(self, page: int) -> Request:
        words = urlencode({"query": self.query, "tags": "(story,comment)", "page": page, "hitsPerPage": 100})
        return Request(f"{self.base}/search_by_date?{words}", callback=self.parse_search, errback=self.unreached, cb_kwargs={"page": page})

    def _item(self, name: str, *, root: str | None) -> Request:
        return Request(f"{self.items_base}/item/{name}.json", callback=self.parse_item, errback=self.unreached, cb_kwargs={"root": root})
