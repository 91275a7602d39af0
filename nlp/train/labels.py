"""Labelled posts: what careful readers found in them, and the texts that they speak of.

`labelled/written.jsonl` holds posts written for the project with their labels; `tweets.jsonl` and `posts.jsonl` hold labels
only, by the post's id and offsets, of public posts whose texts lie in a folder of their own (docs/training.md).
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from domain.errors import DataError
from domain.jsonl import parse_moment
from domain.posts import Post
from domain.readings import Claim, Mention, Reading, Stance

Label = Mapping[str, Any]
LABELLED: Final = Path(__file__).parent / "labelled"
_FIELDS: Final = ("subject", "metric", "relation", "low", "high", "unit", "kind", "start", "end")
_TEXTS: Final = {
    "tweets": ("stocknet/posts.jsonl.gz",),
    "posts": ("claims/wsb_tickers/dev.jsonl", "claims/wsb_tickers/silver.jsonl"),
}


@dataclass(frozen=True)
class Labelled:
    """A post with what a careful person reads in it: `claims` (each with its offsets) and `stances` (symbol to label).

    `root` is the id of its thread's first post: posts of one thread are never divided between training and test.
    """

    post: Post
    root: str
    claims: tuple[Label, ...]
    stances: Mapping[str, str]

    def reading(self, mentions: Iterable[Mention] = ()) -> Reading:
        """The labels as a reading, with these mentions: what a careful reader would give the post's answers as their context."""
        stances = tuple(Stance(symbol=symbol, label=label, score=1.0) for symbol, label in self.stances.items())
        return Reading(id=self.post.id, mentions=tuple(mentions), stances=stances, claims=tuple(map(_claim, self.claims)))


def labelled_posts(texts: Path) -> list[Labelled]:
    """All labelled posts, parents before their answers. `texts` is the folder in which the public posts lie.

    Raises DataError where a text file is missing.
    """
    roots: dict[str, str] = {}
    found: list[Labelled] = []
    for row in _rows(LABELLED / "written.jsonl"):
        roots[row["id"]] = str(roots.get(row["parent_id"] or "", row["id"]))
        found.append(_labelled(row, row, roots[row["id"]]))
    for name, files in _TEXTS.items():
        known = {row["id"].removeprefix("tw-"): row for file in files for row in _rows(texts / file)}
        rows = ((row, known.get(row["id"].removeprefix("tw-"))) for row in _rows(LABELLED / f"{name}.jsonl"))
        found += [_labelled(labels, text, labels["id"]) for labels, text in rows if text]
    return found


def held_out(example: Labelled) -> bool:
    """Whether a post is of the fifth of threads on which confidence is measured, by its root's SHA-1."""
    return int(hashlib.sha1(example.root.encode(), usedforsecurity=False).hexdigest()[:6], 16) % 5 == 0


def _claim(label: Label) -> Claim:
    low, high = (None if label[key] is None else Decimal(str(label[key])) for key in ("low", "high"))
    return Claim(
        id="", subject=label["subject"], about=None, metric=label["metric"], relation=label["relation"], low=low, high=high,
        unit=label["unit"], kind=label["kind"], basis=None, quote=None,
    )  # fmt: skip


def _labelled(row: Label, text: Label, root: str) -> Labelled:
    at, precision = parse_moment(text.get("posted_at"))
    post = Post(
        id=row["id"], source=text.get("source") or "reddit", title=text.get("title"), body=text.get("body") or text.get("text") or "",
        posted_at=at, posted_precision=precision, parent_id=text.get("parent_id"),
    )  # fmt: skip
    return Labelled(post, root, tuple(dict(zip(_FIELDS, claim, strict=True)) for claim in row["claims"]), row["stances"])


def _rows(path: Path) -> Iterator[Label]:
    if not path.is_file():
        raise DataError("a file of texts to learn from is missing; give the folder that holds stocknet/ and claims/", place=str(path))
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
