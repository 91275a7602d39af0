"""What must hold of the reading of any text, and a fuzz target that looks for a text of which it does not.

`python -m tests.fuzz.reader [FOLDER …] [-max_total_time=600 -timeout=20 …]` runs it under atheris (`pip install atheris`; the
options are libFuzzer's) until a text breaks it; `--random SECONDS` needs no atheris and reads random words and bytes instead.
"""
# ruff: noqa: E501  a list of pieces cut over more lines is no easier to read

import faulthandler
import random
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

from domain.posts import Post
from domain.readings import Reading
from nlp.reader import Reader

#: Pieces that texts are made of where pure chance would never hit on them.
PIECES = (
    "$AAPL", "$", "aapl", "AAPL", "Apple", "Meta", "meta", "Target", "BRK.B", "BRK-B", "0700.HK", "700 HK", "9988", "$BABA(BABA)$", "(TSLA)",
    "NASDAQ:NVDA", "TLRY:CA", "SPX", "^GSPC", "BTC", "CL_F", "oil", "腾讯", "目标价", "市盈率", "一百五十二", "三点五亿", "两成", "7万5千", "元", "人民币",
    "RMB", "HK$", "€", "£", "¥", "₹", "pence", "5", "0", "00", "157", "1,899", "1.299,89", "1 000 000", "12/31", "31.12.2024", "2015", "Q3", "FY24", "9:30am", "3/4",
    "%", "5%", "bps", "x", "10x", "k", "m", "bn", "trillion", "1e400", "9" * 40, "-", "–", "−", "+", "~", "≈", "<", ">=", "(", ")", "[", "]", "|", "||", "#", "##", "*", "**",
    "up", "down", "to", "between", "and", "of", "half", "a", "two", "thirds", "hundred", "million", "doubled", "mid-30s", "teens", "dozen", "minus", "point",
    "P/E", "PE", "EPS", "price", "target", "PT", "market cap", "revenue", "support", "short", "calls", "puts", "strike", "bought", "sold", "at", "if", "guidance",
    "launched", "is", "not", "?", "!", ".", ",", ";", ":", "…", "\n", "\n\n", "\t", " ", "  ", "\u00a0", "\u200b", "\u202e", "\ufeff", "\0", "\x1f",
    "http://t.co/x", "www.", "a@b.co", "@you", "&amp;", "&gt;", "🚀", "💎🙌", "🌈🐻", "👨‍👩‍👧", "e\u0301", "½", "²", "①", "𝟓", "１２３", "％", "＄", "，", "١٢٣", "۵", "०", "مرحبا", "שלום", "สวัสดี",
    "İ", "ı", "ſ", "ß", "ﬁ", "\u212a", "ǅ", "'s", "’s", "'", "“", "_", "\\", "^", "/", "{", "}",
)  # fmt: skip


def post(text: str, name: str = "p", parent: str | None = None) -> Post:
    """A post with nothing known of it but its text."""
    return Post(id=name, source="fuzz", body=text, parent_id=parent)


def faults(text: str, reading: Reading) -> list[str]:
    """What is wrong with a reading, in words; nothing where all is well."""
    found = []
    for kind, items in (("mention", reading.mentions), ("claim", reading.claims), ("statement", reading.statements)):
        for item in items:
            start, end = item.start, item.end
            if start is None or end is None or not 0 <= start <= end <= len(text):
                found.append(f"{kind} {item} lies outside the text")
            elif start == end and getattr(item, "how", "") != "inherited":
                found.append(f"{kind} {item} has no words")
    found += [f"statement {s} quotes other words" for s in reading.statements if s.quote != text[s.start : s.end]]
    found += [
        f"claim {c} does not end with its number" for c in reading.claims if not (c.quote or "").endswith(text[c.start : c.end].strip())
    ]
    spans = sorted((m.start, m.end) for m in reading.mentions)
    found += [f"mentions overlap at {one[1]}" for one, two in pairwise(spans) if one[1] > two[0]]
    symbols = tuple(sorted({m.symbol for m in reading.mentions}))
    if not symbols == reading.tickers == tuple(s.symbol for s in reading.stances):
        found.append("tickers, mentions and stances differ")
    likely = (*(m.confidence for m in reading.mentions), *(c.confidence for c in reading.claims), *(s.score for s in reading.stances))
    return found + [f"{chance} is no probability" for chance in likely if not 0 <= chance <= 1]


def read(reader: Reader, text: str) -> Reading:
    """The reading of a text; AssertionError with what is wrong where something is."""
    (reading,) = reader.read([post(text)])
    wrong = faults(text, reading)
    assert not wrong, f"{wrong[:3]} in {text!r}"
    return reading


def text_of(data: bytes) -> str:
    """A text from random bytes: the first chooses whether they are UTF-8 or stand for pieces."""
    if data[:1] and data[0] % 2:
        return (" " if data[0] % 4 == 1 else "").join(PIECES[byte % len(PIECES)] for byte in data[1:])
    return data[1:].decode("utf-8", errors="ignore")


def random_texts(seed: int) -> Iterator[str]:
    """Texts from random bytes without end, most of them short."""
    chance = random.Random(seed)
    while True:
        yield text_of(chance.randbytes(1 + int(chance.paretovariate(0.7)) % 2000))


def at_random(reader: Reader, seconds: float, seed: int) -> int:
    """Reads random texts for so long; how many. A text that takes too long is shown with the place where the reader was."""
    until = time.monotonic() + seconds
    for number, text in enumerate(random_texts(seed)):
        faulthandler.dump_traceback_later(20 + len(text) / 100, exit=True)
        read(reader, text)
        if time.monotonic() > until:
            faulthandler.cancel_dump_traceback_later()
            return number + 1
    return 0


def main() -> None:
    """Fuzz."""
    if sys.argv[1:2] == ["--random"]:
        seed = random.SystemRandom().randrange(10**9)
        print("seed", seed, flush=True)
        print(at_random(Reader(stance=False), float(sys.argv[2]), seed), "texts read, none broke the reader")
        return
    import atheris

    with atheris.instrument_imports(include=["nlp"]):
        reader = Reader(stance=False)
        read(reader, "$AAPL at $5")

    def one(data: bytes) -> None:
        read(reader, text_of(data))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
