"""Tiger post pages and lists by their HTML: the newer generation first, then the older one.

Selectors follow public parsers of these pages; comment mark-up is unverified live, so
that comments are also read by the order of their words.
"""

import re
from datetime import datetime

from parsel import Selector, SelectorList

from crawler.pages import tiger_text
from crawler.pages.wording import readable, split_disclaimer, stable_id, without_disclaimer
from crawler.times import resolve
from domain.posts import Post

_ARTICLE = "article.post-article, article.article-content-wrapper, div.article-content"
_LEAD = re.compile(r"^\D{0,4}(?=\d)")


def post_id(url: str) -> str | None:
    """The id in a post's address, or None."""
    found = re.search(r"/post/(\d+)", url)
    return found[1] if found else None


def posts(page: Selector, *, url: str, host: str, source: str, fetched_at: datetime, zone: str) -> list[Post]:
    """The post of a page and its comments; empty where the page has no post."""
    article = page.css(_ARTICLE)
    title = _text(page.css("h2.post-title, h1.article-title")) or page.css('meta[property="og:title"]::attr(content)').get()
    if not article:
        return []
    body = without_disclaimer(readable(article[0].get()))
    link = page.css(".post-author a[href*='/personal/'], .article-author a")
    when = _LEAD.sub("", _text(page.css("span.post-time, .post-time, span.article-date")) or "")
    posted_at, precision = resolve(when, fetched_at=fetched_at, zone=zone)
    canonical = page.css('link[rel="canonical"]::attr(href)').get() or page.css('meta[property="og:url"]::attr(content)').get() or ""
    name = post_id(url) or post_id(canonical) or stable_id(title, body)
    root = Post(
        id=name,
        source=source,
        title=title,
        body=body,
        author=link.attrib.get("title") or _text(link),
        author_id=_user(link.attrib.get("href")),
        posted_at=posted_at,
        posted_precision=precision,
        posted_words=when or None,
        url=f"{host}/post/{name}" if name.isdigit() and host else None,
    )
    return [root, *_comments(page, root, fetched_at=fetched_at, zone=zone)]


def links(page: Selector) -> list[str]:
    """The post addresses of a list's cards, each once, as written."""
    return list(dict.fromkeys(page.css("div.tweet-item-root a[href*='/post/']::attr(href), a.tweet-link::attr(href)").getall()))


def is_list(page: Selector) -> bool:
    """Whether a page has the cards of an author's or theme's list."""
    return bool(page.css("div.tweet-item-root"))


def _comments(page: Selector, root: Post, *, fetched_at: datetime, zone: str) -> list[Post]:
    found: list[Post] = []
    for item in page.css(".comment-item"):
        text = re.sub(r"\s*·\s*", "·", " ".join(t.strip() for t in item.css("::text").getall() if t.strip()))
        found.extend(tiger_text.comments(text, root=root, year=None, fetched_at=fetched_at, zone=zone)[:1])
    if found or page.css(".comment-item"):
        return found
    _, after = split_disclaimer(readable(page.css("body").get() or ""))
    return tiger_text.comments(after, root=root, year=None, fetched_at=fetched_at, zone=zone)


def _text(found: SelectorList[Selector]) -> str | None:
    return " ".join(found[0].css("::text").getall()).strip() or None if found else None


def _user(href: str | None) -> str | None:
    found = re.search(r"/personal/(\d+)", href or "")
    return found[1] if found else None
