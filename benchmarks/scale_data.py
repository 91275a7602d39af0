"""The made-up market and ledger of `benchmarks.scale`, from a fixed seed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

SEED = 20260824
YEARS = 10
LAST = date(2026, 8, 21)
METRICS = ("price", "price", "price", "price_target", "price_change_pct", "high")
PER_POST = 20
BATCH = 50_000
SEEN_AT = datetime(2026, 8, 22, tzinfo=UTC)


def sessions() -> list[date]:
    """The sessions of ten years to LAST."""
    from market.calendar import calendar_of

    first = date(LAST.year - YEARS, LAST.month, LAST.day)
    return [day for day in calendar_of("XNYS", LAST.year).within(first, LAST) if day >= first]


def names(symbols: int) -> list[str]:
    """Symbols that no table knows: S00000, S00001, …"""
    return [f"S{n:05d}" for n in range(symbols)]


def write_market(folder: Path, symbols: int) -> None:
    """Close, low and high of every symbol and session as arrays of cents, one file a column."""
    import numpy as np

    random, count = np.random.default_rng(SEED), len(sessions())
    columns = {
        name: np.lib.format.open_memmap(folder / f"{name}.npy", "w+", np.float64, (symbols, count)) for name in ("close", "low", "high")
    }
    for start in range(0, symbols, 500):
        shape = (min(500, symbols - start), count)
        close = np.exp(np.cumsum(random.normal(0.0003, 0.018, shape), axis=1)) * random.uniform(8, 400, (shape[0], 1))
        reach = np.abs(random.normal(0, 0.01, shape))
        for name, values in (("close", close), ("low", close * (1 - reach)), ("high", close * (1 + reach))):
            columns[name][start : start + shape[0]] = np.round(values, 2).clip(0.01)


def write_ledger(url: str, folder: Path, count: int) -> None:
    """A ledger with `count` claims, twenty a post, in bulk; amounts lie on, near or off the price of their day."""
    import numpy as np
    from sqlalchemy import insert

    from db.models import ClaimRow, Extraction, PostRevision, PostRow, Source
    from db.session import engine_for
    from db.upgrade import upgrade

    upgrade(url)
    random, days, close = np.random.default_rng(SEED + 1), sessions(), np.load(folder / "close.npy", mmap_mode="r")
    engine, symbols = engine_for(url), names(len(close))
    with engine.begin() as connection:
        connection.execute(insert(Source), [{"id": 1, "name": "made-up"}])
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            posts = range(start // PER_POST + 1, (start + size - 1) // PER_POST + 2)
            at, minutes = random.integers(300, len(days) - 1, len(posts)), random.integers(0, 1440, len(posts))
            when = {
                p: datetime(days[d].year, days[d].month, days[d].day, tzinfo=UTC) + timedelta(minutes=int(m))
                for p, d, m in zip(posts, at, minutes, strict=True)
            }
            session = dict(zip(posts, at, strict=True))
            chosen, kinds = random.integers(0, len(symbols), size), random.integers(0, len(METRICS), size)
            off = random.choice([1, 1, 1.004, 1.03, 0.97, 1.3], size)
            claims = [
                _claim(
                    start + n + 1,
                    (start + n) // PER_POST + 1,
                    symbols[chosen[n]],
                    METRICS[kinds[n]],
                    float(close[chosen[n], session[(start + n) // PER_POST + 1]]) * off[n],
                )
                for n in range(size)
            ]
            for model, rows in (
                (PostRow, [_post(post, when[post]) for post in posts]), (PostRevision, [_revision(post) for post in posts]),
                (Extraction, [_extraction(post) for post in posts]), (ClaimRow, claims),
            ):  # fmt: skip
                connection.execute(insert(model), rows)
    engine.dispose()


def _post(key: int, at: datetime) -> dict[str, Any]:
    empty = dict.fromkeys(("author_id", "url", "parent_external_id", "root_external_id", "posted_words", "gone_at", "declared"))
    own = {"id": key, "source_id": 1, "external_id": f"p{key}", "posted_at": at, "posted_precision": "second", "repost": False}
    return empty | own | {"first_seen_at": SEEN_AT, "last_seen_at": SEEN_AT}


def _revision(key: int) -> dict[str, Any]:
    empty = dict.fromkeys(("title", "body", "edited_at", "raw", "raw_hash"))
    return empty | {"id": key, "post_id": key, "number": 1, "text_hash": f"h{key}", "seen_at": SEEN_AT, "current": True}


def _extraction(key: int) -> dict[str, Any]:
    return {"id": key, "revision_id": key, "post_id": key, "reader_version": "1", "model_version": "1", "read_at": SEEN_AT, "current": True}


def _claim(key: int, post: int, symbol: str, metric: str, amount: float) -> dict[str, Any]:
    number = Decimal(str(round(amount, 2)))
    value = Decimal(key % 11 - 5) if metric == "price_change_pct" else number
    basis = {"price_change_pct": "week", "high": "52w", "price_target": "in 6 months" if key % 2 else None}.get(metric)
    empty = dict.fromkeys(("cluster", "about", "span_start", "span_end", "step", "converts"))
    return empty | {
        "id": key, "extraction_id": post, "post_id": post, "external_id": f"p{post}#{key}", "fingerprint": f"f{key}", "subject": symbol,
        "metric": metric, "relation": "=", "low": value, "high": value, "unit": "%" if metric == "price_change_pct" else "USD",
        "kind": "forecast" if metric == "price_target" else "fact", "basis": basis, "quote": str(value), "confidence": 0.9, "hedged": False,
        "when_meant": "now",
    }  # fmt: skip
