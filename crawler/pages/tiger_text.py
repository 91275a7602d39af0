"""A Tiger thread as its visible text, copied: title, body, footers, disclaimer, then `- Name·12-01Words LikeReport`.

The order of the words is all there is: no selectors, no ids, times without a year.
"""

import re
from datetime import datetime

from crawler.pages.wording import split_disclaimer, stable_id
from crawler.times import resolve
from domain.posts import Post

_WHEN = r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{2}:\d{2}"
_COMMENT = re.compile(rf"^[ \t]*(?:[-–•][ \t]*)?(?P<author>[^·\n]{{1,60}}?)[ \t]*·\s*(?P<when>{_WHEN})", re.MULTILINE)
_ACTIONS = re.compile(r"\s*Like\s*\d*\s*(?:Reply\s*)?Report\s*$")


def thread(
    text: str,
    *,
    source: str,
    posted_at: datetime | None,
    precision: str,
    words: str | None,
    year: int | None,
    fetched_at: datetime,
    zone: str,
) -> list[Post]:
    """The post of a copied thread and its comments, as answers to it; ids are hashes of the words.

    A comment's missing year is `year`, else the first that puts it on or after the post's day, else by `fetched_at`.
    """
    article, after = _parts(text)
    title, _, body = article.strip().partition("\n")
    root = Post(
        id=stable_id(title, body),
        source=source,
        title=title.strip() if body.strip() else None,
        body=body.strip() or title.strip(),
        posted_at=posted_at,
        posted_precision=precision,
        posted_words=words,
    )
    return [root, *comments(after, root=root, year=year, fetched_at=fetched_at, zone=zone)]


def comments(text: str, *, root: Post, year: int | None, fetched_at: datetime, zone: str) -> list[Post]:
    """The comments in visible text after a post; each ends where the next author's line begins or the action words stand."""
    heads = list(_COMMENT.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        body = _ACTIONS.sub("", text[head.end() : end].strip()).strip()
        if body:
            found.append(_comment(head["author"].strip(), head["when"], body, root, year, fetched_at, zone))
    return found


def looks_like_thread(text: str) -> bool:
    """Whether a text has two non-empty lines at least: the least that a title and a body need."""
    return len([line for line in text.splitlines() if line.strip()]) >= 2


def _parts(text: str) -> tuple[str, str]:
    article, after = split_disclaimer(text)
    if after:
        return article, after
    # Without a disclaimer the comments begin at the first comment line that ends in the action words.
    for head in _COMMENT.finditer(text):
        if re.search(r"Like\s*\d*\s*(?:Reply\s*)?Report\s*$", text[head.start() :], re.MULTILINE):
            return article[: head.start()], text[head.start() :]
    return article, ""


def _comment(author: str, when: str, body: str, root: Post, year: int | None, fetched_at: datetime, zone: str) -> Post:
    posted_at, precision = resolve(when, fetched_at=fetched_at, zone=zone, year=year or (root.posted_at.year if root.posted_at else None))
    if year is None and root.posted_at and posted_at and posted_at.date() < root.posted_at.date() and not re.match(r"\d{4}", when):
        posted_at, precision = resolve(when, fetched_at=fetched_at, zone=zone, year=root.posted_at.year + 1)
    return Post(
        id=stable_id(root.id, author, when, body),
        source=root.source,
        body=body,
        author=author,
        posted_at=posted_at,
        posted_precision=precision,
        posted_words=when,
        url=root.url,
        parent_id=root.id,
        root_id=root.id,
    )
