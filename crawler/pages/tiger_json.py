"""Tiger pages by the JSON they embed (`#__APP_DATA__`, or any script that is an object with posts in it).

The key names of the post page were never seen: the tree is searched for objects with `gmtCreate` and a text, and what
lies below a key that speaks of comments or replies is a comment.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.pages.wording import readable, without_disclaimer
from crawler.times import from_millis
from domain.posts import Post

_TEXTS = ("htmlText", "html", "content", "text")


def embedded(scripts: list[str]) -> list[dict[str, Any]]:
    """The objects that script elements hold as JSON; scripts that are code are passed over."""
    found = []
    for script in scripts:
        words = script.strip().removesuffix(";")
        start = words.find("{")
        if start < 0 or (start > 0 and "=" not in words[:start]):
            continue
        try:
            state = json.loads(words[start:])
        except json.JSONDecodeError:
            continue
        if isinstance(state, dict):
            found.append(state)
    return found


def posts(state: dict[str, Any], *, host: str, source: str) -> list[Post]:
    """Posts and comments in an embedded state, each id once, a post before its comments."""
    found: dict[str, Post] = {}
    for node, comment, root in _walk(state, comment=False, root=None):
        post = _post(node, host=host, source=source, root=root if comment else None)
        found.setdefault(post.id, post)
    return list(found.values())


def is_state(state: dict[str, Any]) -> bool:
    """Whether an object has the shape of a Tiger page's state, even if it holds no post."""
    return bool({"tweetList", "allList", "tweet", "commentList"} & state.keys())


def more_comments(state: dict[str, Any]) -> bool:
    """Whether the page says that more comments exist than it shows."""
    page = state.get("commentPage")
    return isinstance(page, dict) and bool(page.get("hasNext"))


def _walk(node: Any, *, comment: bool, root: str | None) -> Iterator[tuple[dict[str, Any], bool, str | None]]:
    if isinstance(node, list):
        for child in node:
            yield from _walk(child, comment=comment, root=root)
        return
    if not isinstance(node, dict):
        return
    if _is_post(node):
        yield node, comment, root
        if not comment:
            root = str(node["id"])
    for key, child in node.items():
        if not isinstance(child, dict | list):
            continue
        yield from _walk(child, comment=comment or "comment" in key.lower() or "repl" in key.lower(), root=root)
        if not comment and root is None and isinstance(child, dict) and _is_post(child):
            root = str(child["id"])  # a sibling `commentList` answers the `tweet` beside it


def _is_post(node: dict[str, Any]) -> bool:
    return (
        "gmtCreate" in node
        and node.get("id") is not None
        and (any(isinstance(node.get(k), str) for k in _TEXTS) or bool(node.get("deleted")))
    )


def _post(node: dict[str, Any], *, host: str, source: str, root: str | None) -> Post:
    body = next((node[key] for key in _TEXTS if isinstance(node.get(key), str)), "")
    author = node.get("author")
    author = author if isinstance(author, dict) else {"name": author}
    posted_at, edited_at = from_millis(node.get("gmtCreate")), from_millis(node.get("gmtModify"))
    gone = bool(node.get("deleted"))
    name = str(node["id"])
    return Post(
        id=name,
        source=source,
        title=readable(str(node["title"])) if node.get("title") else None,
        body="" if gone else without_disclaimer(readable(body)),
        author=author.get("name"),
        author_id=_first(author, "idStr", "authorIdStr", "id", "authorId"),
        posted_at=posted_at,
        posted_precision="second" if posted_at else "unknown",
        posted_words=str(node["gmtCreate"]),
        url=f"{host}/post/{root or name}",
        parent_id=_first(node, "parentId", "parentCommentId", "replyCommentId") or root,
        root_id=root,
        edited_at=_later(edited_at, posted_at),
        gone=gone,
    )


def _later(edited: datetime | None, posted: datetime | None) -> datetime | None:
    return edited if edited and posted and edited > posted else None


def _first(node: dict[str, Any], *keys: str) -> str | None:
    return next((str(node[key]) for key in keys if node.get(key) not in (None, 0, "0", "")), None)
