"""The same text gives the same reading, however many processes read and whatever is read beside it."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from domain.posts import Post
from domain.readings import Reading
from nlp.reader import Reader

TEXTS = (
    "$BABA trades at $157, P/E 17x. I bought more.", "Apple up 3.5% today, Meta flat", "short $TSLA, target $120 by January", "lol",
    "Revenue of $2.3bn beat estimates; EPS 0.45 vs 0.40", "Tencent 目标价620港元", "sold half my NVDA calls at 4.20, still bullish",
    "$F $GM $TM 5% 6% 7%", "I would not touch AMD here, support at $95", "", "market cap of a hundred billion", "🚀🚀 $GME $100 🚀🚀",
)  # fmt: skip
POSTS = [Post(id=str(at), source="test", body=text) for at, text in enumerate(TEXTS * 2)]


def _read(posts: list[Post]) -> list[Reading]:
    return list(Reader(stance=False).read(posts))


def test_processes_read_as_one_does() -> None:
    parts = [POSTS[at::3] for at in range(3)]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = {reading.id: reading for part in pool.map(_read, parts) for reading in part}
    assert [found[post.id] for post in POSTS] == _read(POSTS)


def test_stances_are_the_same_in_any_batch() -> None:
    reader = Reader(batch_size=5)
    beside = list(reader.read(reversed(POSTS)))[::-1]
    reader.batch_size = 1
    for one, two in zip(reader.read(POSTS), beside, strict=True):
        assert [(s.symbol, s.label) for s in one.stances] == [(s.symbol, s.label) for s in two.stances]
        assert [s.score for s in one.stances] == pytest.approx([s.score for s in two.stances], abs=1e-4)
