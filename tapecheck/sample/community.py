"""The sample community on loopback, its pages shaped like Tiger's: robots, theme, author and post pages.

`threads.jsonl` holds one thread a line: a post (`id`, `title`, `text`, `author`, `at`, and where known `edited`, `page`)
with its `comments` (the same without title; `parent`, `deleted`). `page` is `new`, `old` or `html` (no embedded JSON).
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

THEME = "5a3d1e0c7b9f48261d0e3c5b7a9f8642"
PAGE_SIZE = 5
THREADS = Path(__file__).with_name("threads.jsonl")


def threads(path: Path = THREADS) -> list[dict[str, Any]]:
    """Gives the sample's threads, newest first."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return sorted(found, key=lambda thread: str(thread["at"]), reverse=True)


def author_id(name: str) -> str:
    """Gives a handle's 16-digit id, the same each time."""
    return str(4 * 10**15 + int(sha256(name.encode()).hexdigest()[:12], 16) % 10**14)


def shown(post: dict[str, Any]) -> dict[str, Any]:
    """Gives a post or comment as the site's object; times in epoch milliseconds."""
    uid, at = author_id(post["author"]), _millis(post["at"])
    author = {"id": uid, "authorId": uid, "idStr": uid, "authorIdStr": uid, "name": post["author"]}
    whole = {"id": post["id"], "gmtCreate": at, "gmtModify": _millis(post.get("edited", post["at"])), "author": author}
    whole |= {"deleted": True, "htmlText": ""} if post.get("deleted") else {"htmlText": escape(post["text"], quote=False)}
    if "title" in post:
        whole |= {"title": post["title"], "themes": [{"themeId": THEME, "name": "Numbers please"}], "link": f"/post/{post['id']}"}
    return whole


def post_page(thread: dict[str, Any]) -> str:
    """Gives a thread's page in the generation that it asks for."""
    comments = [shown(item) | {"parentId": item.get("parent", thread["id"])} for item in thread["comments"]]
    state = {"tweet": shown(thread), "commentList": comments, "commentPage": {"hasNext": False}}
    uid, name, when = author_id(thread["author"]), escape(thread["author"]), thread["at"][:16].replace("T", " ")
    text = escape(thread["text"]).replace("\n", "<br>\n")
    if thread.get("page") == "old":
        head = f'<h1 class="article-title">{escape(thread["title"])}</h1><span class="article-author"><a href="/personal/{uid}/">{name}</a>'
        body = f'{head}</span><span class="article-date">· {when}</span><div class="article-content">{text}</div>'
    else:
        head = f'<h2 class="post-title">{escape(thread["title"])}</h2><div class="post-author"><a href="/personal/{uid}/" title="{name}">'
        body = f'{head}{name}</a></div><span class="post-time">{when}</span><article class="post-article">{text}</article>'
    items = (
        f'<div class="comment-item"><b>{escape(c["author"])}</b>·{c["at"][5:10]}<p>{escape(c["text"])}</p><u>Like</u><u>Report</u></div>'
        for c in thread["comments"]
        if not c.get("deleted")
    )
    return _html(body + "".join(items), None if thread.get("page") == "html" else state)


def list_page(found: list[dict[str, Any]], query: dict[str, list[str]], key: str, **more: Any) -> str:
    """Gives a page of a theme's or author's list: PAGE_SIZE posts, empty after the last."""
    page = int(query.get("page", ["1"])[0])
    return _html("", {**more, key: [shown(thread) for thread in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]})


def answer(path: str, found: list[dict[str, Any]]) -> tuple[int, str]:
    """Gives the HTTP status and the page for an address."""
    parts = urlsplit(path)
    query, words = parse_qs(parts.query), parts.path.strip("/").split("/")
    if words == ["robots.txt"]:
        return 200, "User-agent: *\nAllow: /\n"
    if words == ["m", "subject", "ordinary", THEME, "all"]:
        theme = {"themeId": THEME, "name": "Numbers please", "tweetCounts": len(found)}
        return 200, list_page(found, query, "allList", data=theme, tab="all")
    if len(words) == 2 and words[0] == "personal":
        return 200, list_page([t for t in found if author_id(t["author"]) == words[1]], query, "tweetList")
    thread = next((t for t in found if words == ["post", str(t["id"])]), None)
    return (200, post_page(thread)) if thread else (404, _html("<p>Not found</p>", None))


class SampleCommunity:
    """The site while the `with` block lasts; `url` is its address on loopback, `theme_url` the list of all threads."""

    def __init__(self, port: int = 0, path: Path = THREADS) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, partial(answer, found=threads(path))))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.theme_url = f"{self.url}/m/subject/ordinary/{THEME}/all"

    def __enter__(self) -> "SampleCommunity":
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, respond: Callable[[str], tuple[int, str]], *args: Any) -> None:
        self.respond = respond
        super().__init__(*args)

    def do_GET(self) -> None:
        status, text = self.respond(self.path)
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: the crawl's own log tells what was fetched."""


def _millis(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


def _html(body: str, state: dict[str, Any] | None) -> str:
    data = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    script = f'<script id="__APP_DATA__" type="application/json">{data}</script>' if state is not None else ""
    return f'<!doctype html><html><head><meta charset="utf-8"><title>Sample community</title></head><body>{body}{script}</body></html>'
