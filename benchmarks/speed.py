"""`python -m benchmarks.speed ../shared`: how many posts a second the reader reads, beside what a user would glue together.

Both read the same posts of the folder's stocknet tweets in one process, in turns of a hundred, so that other work on the
machine slows both alike: the reader with its rules and learned parts but without embeddings, and reticker (tickers) with
quantulum3 (quantities), which finds less: no instrument of a number, no metric, no kind, no names. Seconds are CPU seconds.
Then long texts are read: ordinary posts joined, and texts made to be slow, each at one size and at its double.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path

from domain.instruments import InstrumentTable
from domain.jsonl import post_from_row
from domain.posts import Post
from nlp.reader import Reader

TURN = 100  # posts that one reads before the other has its turn
RATIO_WANTED, DOUBLING_ALLOWED, ORDINARY_ALLOWED = 8.0, 2.3, 10.0
REPEATED = {
    "digits": "1234567890", "dollar signs": "$", "opening brackets": "(", "brackets": "[(<>)]", "emoji": "🚀", "letters": "a",
    "handles": "a@", "dots": "a.b", "cashtag and price": "$AAPL 5.25 ", "name and price": "Apple 7.25 ", "table rows": "|AAPL|7.25",
    "prices": "$5-", "years": "2015-", "percentages": "5%",
}  # fmt: skip


def posts_of(shared: Path, number: int) -> list[Post]:
    """Tweets spread evenly over the whole file."""
    with gzip.open(shared / "stocknet" / "posts.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = file.readlines()
    chosen = lines[:: max(1, len(lines) // number)][:number]
    return [post_from_row(json.loads(line), place="stocknet") for line in chosen]


def glued() -> Callable[[str], object]:
    """reticker and quantulum3 as `pip install` gives them.

    The latter without its classifier: it is an extra, and its stored model does not load in today's scikit-learn.
    """
    import quantulum3.classifier
    import reticker
    from quantulum3 import parser

    quantulum3.classifier.USE_CLF = False
    tickers = reticker.TickerExtractor()
    return lambda text: (tickers.extract(text), parser.parse(text))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds that the work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def fastest(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of three tries, or of the first where that takes long: a short try measures the machine's other work."""
    taken = [seconds(work)]
    while len(taken) < 3 and sum(taken) < 1:
        taken.append(seconds(work))
    return min(taken)


def beside(posts: list[Post], reader: Reader) -> tuple[float, float]:
    """(posts a second of the reader, of the glued pair), after each has warmed up on a turn of its own."""
    other = glued()
    spent = [0.0, 0.0]
    for at in range(0, len(posts), TURN):
        turn = posts[at : at + TURN]
        taken = seconds(lambda: list(reader.read(turn))), seconds(lambda: [other(post.text) for post in turn])  # noqa: B023  called at once
        spent = [one + two for one, two in zip(spent, taken, strict=True)] if at else spent
    return (len(posts) - TURN) / spent[0], (len(posts) - TURN) / spent[1]


def shuffled(words: Iterable[str]) -> list[str]:
    """The words in an order that is the same in every run, all kinds mixed."""
    found = sorted(words)
    random.Random(0).shuffle(found)
    return found


def different_names() -> Iterator[str]:
    """Cashtags and names without end, each unlike the one before it."""
    table = InstrumentTable.load()
    tags, names = shuffled(table.instruments), shuffled(table.names)
    for at in count():
        yield f"${tags[at % len(tags)]} {names[at % len(names)]} {at % 97}.25 "


def different_tags() -> Iterator[str]:
    """Cashtags without end, each unlike the one before it."""
    tags = shuffled(InstrumentTable.load().instruments)
    yield from (f"${tags[at % len(tags)]} " for at in count())


def filled(pieces: Iterator[str], size: int) -> str:
    """A text of that many characters."""
    return "".join(islice(pieces, size))[:size]


def texts(posts: list[Post], size: int) -> Iterator[tuple[str, str]]:
    """(what it is, the text) of each kind of long text, the ordinary one first."""
    lines = "\n".join(post.text for post in posts)
    yield "ordinary posts", (lines * (size // len(lines) + 1))[:size]
    yield "different cashtags", filled(different_tags(), size)
    yield "different cashtags, names, prices", filled(different_names(), size)
    for name, unit in REPEATED.items():
        yield name, (unit * (size // len(unit) + 1))[:size]


def linearity(posts: list[Post], reader: Reader, size: int) -> Iterator[tuple[str, float, float, float]]:
    """(what, seconds for `size` characters, times that for double, times the ordinary text's) of each kind of text."""
    ordinary = 0.0
    for (name, text), (_, double) in zip(texts(posts, size), texts(posts, 2 * size), strict=True):
        one, two = (fastest(lambda body=body: list(reader.read([Post(id="p", source="bench", body=body)]))) for body in (text, double))
        ordinary = ordinary or one
        yield name, one, two / one, one / ordinary


def main() -> int:
    """Print both tables; 1 where a figure is worse than is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--posts", type=int, default=3000)
    parser.add_argument("--size", type=int, default=500_000, help="characters of the long texts; their doubles are read too")
    options = parser.parse_args()
    posts, reader = posts_of(options.shared, options.posts), Reader(stance=False)
    ours, theirs = beside(posts, reader)
    print(f"{len(posts)} posts: tapecheck {ours:.0f}/s, reticker + quantulum3 {theirs:.0f}/s: {ours / theirs:.1f} times", flush=True)
    good = ours / theirs >= RATIO_WANTED
    print(f"| text of {options.size:,} characters | seconds | doubled | beside ordinary posts |\n|---|---|---|---|")
    for name, one, doubled, beside_ordinary in linearity(posts, reader, options.size) if options.size else ():
        print(f"| {name} | {one:.2f} | {doubled:.2f} | {beside_ordinary:.2f} |", flush=True)
        good = good and doubled <= DOUBLING_ALLOWED and beside_ordinary <= ORDINARY_ALLOWED
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
