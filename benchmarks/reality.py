"""`python -m benchmarks.reality ../shared`: prices read from real tweets against the real prices of their days.

Every claim read as `price`, `fact`, of now, with confidence over 0.8 on an instrument that has bars is checked as posted, and as a
control with its post moved by 364 days (the same weekday). `unchecked` counts as a miss.
"""

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.accuracy import run
from domain.jsonl import post_from_row
from domain.posts import Post
from domain.readings import Claim
from market.providers.folder import load_folder
from nlp.reader import Reader

SURE, SHIFTS, AS_OF = 0.8, (0, 364, -364), "2016-12-31"
FITS = ("supported", "consistent")


def posts(path: Path) -> Iterator[Post]:
    """The posts of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield post_from_row(json.loads(line), place=f"{path}:{number}")


def prices(found: list[Post], symbols: set[str]) -> Iterator[tuple[Post, Claim]]:
    """The price facts that the reader is sure of, on instruments that have bars."""
    for post, reading in zip(found, Reader(stance=False).read(found), strict=True):
        for claim in reading.claims:
            if (claim.metric, claim.kind, claim.when) == ("price", "fact", "now") and claim.confidence > SURE and claim.subject in symbols:
                yield post, claim


def row(post: Post, claim: Claim, days: int) -> dict[str, Any]:
    """A claim as a line for `tapecheck check --jsonl`, posted so many days later."""
    bounds = {name: None if value is None else float(value) for name, value in (("low", claim.low), ("high", claim.high))}
    names = ("id", "subject", "about", "metric", "relation", "unit", "kind", "basis", "quote", "hedged", "when")
    at = None if post.posted_at is None else (post.posted_at + timedelta(days=days)).isoformat()
    return {name: getattr(claim, name) for name in names} | bounds | {"step": float(claim.step or 0) or None, "posted_at": at}


def verdicts(told: list[tuple[Post, Claim]], market: Path, days: int) -> Counter[str]:
    """How the claims stand when made, with their posts moved by `days`."""
    with tempfile.TemporaryDirectory() as folder:
        claims, checks = Path(folder) / "claims.jsonl", Path(folder) / "checks.jsonl"
        claims.write_text("".join(json.dumps(row(*one, days)) + "\n" for one in told), encoding="utf-8")
        run("check", "--jsonl", str(claims), "--market", str(market), "--as-of", AS_OF, "--out", str(checks))
        return Counter(str(json.loads(line)["when_made"]) for line in checks.read_text(encoding="utf-8").splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    folder = parser.parse_args().shared / "stocknet"
    symbols = {bar.symbol for bar in load_folder(folder / "market", fault=lambda error: print(error)).bars}
    told = list(prices(list(posts(folder / "posts.jsonl.gz")), symbols))
    print("| posts moved by | claims | supported or consistent | all |\n|---|---|---|---|")
    for days in SHIFTS:
        found = verdicts(told, folder / "market", days)
        share = sum(found[name] for name in FITS) / max(1, len(told))
        print(f"| {days} days | {len(told)} | {share:.3f} | {', '.join(f'{n} {k}' for k, n in found.most_common())} |", flush=True)


if __name__ == "__main__":
    main()
