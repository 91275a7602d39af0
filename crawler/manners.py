"""Scrapy settings made from ours: polite, honest, closed to the outside. Shared by `scrapy crawl` and `tapecheck crawl`."""

import json
from typing import Any

from domain.settings import Settings, load

PRODUCT = "tapecheck/0.1"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Scrapy's settings: robots obeyed, one request at a time a host, AutoThrottle, no telnet or remote control.

    `crawl.delay` is the least number of seconds between two requests to a host; 0 (for a community on loopback) also
    switches AutoThrottle off.
    """
    delay = settings.crawl.delay
    return {
        "BOT_NAME": "tapecheck",
        "SPIDER_MODULES": ["crawler.spiders"],
        "NEWSPIDER_MODULE": "crawler.spiders",
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": 60,
        "DOWNLOAD_MAXSIZE": 20_000_000,
        "RETRY_TIMES": 2,
        "HTTPERROR_ALLOW_ALL": True,  # spiders judge refusals themselves, so that a wall is counted and not skipped
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "ITEM_PIPELINES": {"crawler.pipelines.LedgerPipeline": 300},
        "LOG_LEVEL": "INFO",
        "TAPECHECK_SETTINGS": settings.model_dump_json(),
    }


def user_agent(settings: Settings) -> str:
    """The name we give ourselves, with the operator's contact where the settings have one."""
    return f"{PRODUCT} (+{settings.crawl.contact})" if settings.crawl.contact else PRODUCT


def our_settings(scrapy: Any) -> Settings:
    """Our settings as Scrapy's carry them; read from the settings file where they do not."""
    words = scrapy.get("TAPECHECK_SETTINGS")
    return Settings.model_validate(json.loads(words)) if words else load()
