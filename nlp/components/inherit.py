"""Which instrument of its thread a comment speaks of that names none."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from nlp.components.numbers import find_numbers
from nlp.components.weights import Weights
from nlp.thread import Thread

_TRADE = re.compile(
    r"\b(?:b(?:ought|uying|uy|ag)|s(?:old|elling|ell)|hold(?:ing|s)?|long|short(?:s|ing|ed)?|calls?|puts?|shares?|stock|equity|trim\w*|add(?:ed|ing)|load(?:ed|ing)|"
    r"overvalued|undervalued|cheap|expensive|dear|earnings|sales|margin|dividend|yield|bullish|bearish|upside|downside|IV|P/E|premium|strike|guidance|target|equity|IV|EPS|revenue|strike|lot|cutting)\b",
    re.I,
)
_POINTER = re.compile(r"\b(?:it|its|this|that|them|they|those|these|you|got (?:in|out)|everything|company|name)\b", re.I)
_FIGURE = re.compile(r"[$€£]\s?\d|\d(?:\.\d+)?\s?(?:x|%|p|c|k)\b|\d\.\d\d\b", re.I)
_OPTION = re.compile(r"\b\d+(?:\.\d+)?[cp]\s+\d{1,2}/\d{1,2}\b", re.I)
_ASIDE = re.compile(
    r"\b(?:therapist|brokerages?|broker|app|software|wife|boyfriend|thanks for|great (?:effort|post)|well written|anyone (?:know|use))\b",
    re.I,
)


def speaks_of_parent(text: str) -> bool:
    """Whether a comment that names no instrument is about the one it answers."""
    if _ASIDE.search(text):
        return False
    if _OPTION.search(text):
        return True
    signs = bool(_TRADE.search(text)) + bool(_POINTER.search(text)) + bool(_FIGURE.search(text))
    return signs >= 2


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[?!]|[\U0001F300-\U0001FAFF]|\d")
_HEARD = 60  # words of a comment that are weighed
_WEIGHED = 5  # instruments of the thread that are weighed
_SUFFIXES = {"=F": "future", "=X": "fx", "-USD": "crypto"}


def inherited(text: str, thread: Thread, weights: Weights) -> tuple[str | None, float]:
    """(the thread's instrument that a comment naming none speaks of, or None; how likely that is)."""
    choices = candidates(thread)
    scores = [weights.score(row) for row in features(text, thread)]
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    best = scores.index(top)
    return choices[best], odds[best] / sum(odds)


def candidates(thread: Thread) -> list[str | None]:
    """What a comment can be about: the first instruments of its thread, or none of them."""
    return [*thread.symbols[:_WEIGHED], None]


def features(text: str, thread: Thread) -> list[list[str]]:
    """For each candidate what speaks for the comment being about it."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)[:_HEARD]]
    told = Counter(claim.subject for claim in thread.claims)
    values = {value for number in find_numbers(text[:2000]) for value in (number.low, number.high) if value}
    again = {c.subject for c in thread.claims if {c.low, c.high} & values}
    shown = [*_of(thread, words, told, again)]
    return [*shown, [*_of_none(text, words, thread)]]


def _of(thread: Thread, words: list[str], told: Counter[str | None], again: set[str | None]) -> Iterator[list[str]]:
    symbols = thread.symbols[:_WEIGHED]
    said = dict.fromkeys(words)
    for rank, symbol in enumerate(symbols):
        kind = kind_of_symbol(symbol)
        share = round(4 * told[symbol] / max(1, sum(told.values())))
        stance = next((s.label for s in thread.stances if s.symbol == symbol), "none")
        row = [
            f"rank={rank}|{min(3, len(symbols))}", f"told={share}|{rank}", f"again={symbol in again}|{bool(again)}",
            f"stance={stance}|{rank > 0}", f"kind={kind}", f"kind={kind}|{rank}",
            f"same={len({kind_of_symbol(s) for s in symbols}) == 1}|{rank}",
        ]  # fmt: skip
        yield [*row, *(f"{kind}|{word}" for word in said)]


def _of_none(text: str, words: list[str], thread: Thread) -> Iterator[str]:
    ruled = speaks_of_parent(text)
    yield f"rule={ruled}"
    yield f"length={len(words).bit_length()}|{ruled}"
    yield f"symbols={min(4, len(thread.symbols))}"
    yield f"figure={bool(_FIGURE.search(text))}|trade={bool(_TRADE.search(text))}|point={bool(_POINTER.search(text))}"
    yield f"aside={bool(_ASIDE.search(text))}"
    for word in dict.fromkeys("#" if word.isdigit() else word for word in words):
        yield f"w={word}"
    for one, two in pairwise(words):
        yield f"ww={one} {two}"


def kind_of_symbol(symbol: str) -> str:
    """`index`, `future`, `fx`, `crypto` or `stock`, by Yahoo's notation."""
    if symbol.startswith("^"):
        return "index"
    return next((kind for suffix, kind in _SUFFIXES.items() if symbol.endswith(suffix)), "stock")
