"""One crawl in a child process (a reactor starts once a process), its counts back as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.errors import ConfigurationError, SourceError
from domain.settings import Settings, SourceSettings

SPIDERS = ("feed", "hackernews", "tiger")
_MARK = "tapecheck-crawl-result:"


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What a crawl did: `counts` (requests, posts, and what the ledger counted), how many answers were faults or walls, the sentences."""

    source: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    blocked: int = 0
    said: tuple[str, ...] = ()


def crawl(
    source: SourceSettings,
    settings: Settings,
    *,
    now: datetime | None = None,
    timeout: float | None = None,
    arguments: dict[str, str] | None = None,
) -> CrawlResult:
    """Crawls one source into the ledger of `settings`, in a child process.

    `now` stands in for the clock (a community whose clock stands still); `arguments` are more of the
    spider's own. After `timeout` seconds the child is killed;
    the batches it wrote stay. Raises ConfigurationError for an unknown spider or ledger, SourceError where the crawl did not finish.
    """
    if source.spider not in SPIDERS:
        raise ConfigurationError(f"sources: no spider {source.spider!r}; there are {', '.join(SPIDERS)}")
    from db.session import open_ledger

    open_ledger(settings.ledger.url)  # says at once, and in one sentence, what is wrong with it
    name = source.name or source.spider
    order = {
        "spider": source.spider,
        "arguments": _arguments(source, now) | (arguments or {}),
        "settings": settings.model_dump(mode="json"),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "crawler.run"], input=json.dumps(order), capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{name}: the crawl took over {timeout:g} s and was stopped; what it had stored stays") from None
    line = next((row for row in reversed(done.stdout.splitlines()) if row.startswith(_MARK)), None)
    if line is None:
        raise SourceError(f"{name}: the crawl ended with {done.returncode}: {_last_words(done.stderr)}")
    stats = json.loads(line.removeprefix(_MARK))
    if stats.get("finish_reason") != "finished":
        raise SourceError(f"{name}: the crawl stopped early ({stats.get('finish_reason', 'it never started')}): {_last_words(done.stderr)}")
    return _result(name, stats)


def _arguments(source: SourceSettings, now: datetime | None) -> dict[str, str]:
    words = {"source": source.name, "start": ",".join(source.urls), "query": source.query, "now": now.isoformat() if now else None}
    return {key: value for key, value in words.items() if value}


def _result(name: str, stats: dict[str, Any]) -> CrawlResult:
    counts = {key.removeprefix("ledger/"): value for key, value in stats.items() if key.startswith("ledger/")}
    counts["requests"] = stats.get("downloader/request_count", 0)
    counts["read"] = stats.get("tapecheck/posts", 0)
    counts["comment_pages_left"] = stats.get("tapecheck/comments_left", 0)
    bugs = sum(
        value for key, value in stats.items() if key.startswith(("spider_exceptions/", "log_count/CRITICAL")) and isinstance(value, int)
    )
    refused = stats.get("ledger/refused", 0)
    return CrawlResult(
        name,
        counts,
        stats.get("tapecheck/faults", 0) + bugs + refused,
        stats.get("tapecheck/blocked", 0),
        tuple(stats.get("tapecheck/said", ())),
    )


def _last_words(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"


def main() -> None:
    """The child: the order on standard input, the stats as one marked line on standard output."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.manners import scrapy_settings

    order = json.loads(sys.stdin.read())
    process: Any = AsyncCrawlerProcess(scrapy_settings(Settings.model_validate(order["settings"])))
    crawler = process.create_crawler(order["spider"])
    process.crawl(crawler, **order["arguments"])
    process.start()
    sys.stdout.write(_MARK + json.dumps(crawler.stats.get_stats(), default=str) + "\n")


if __name__ == "__main__":
    main()
