"""Which comments speak of what they answer without naming it."""

import re
from collections.abc import Iterator
from itertools import pairwise

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


def features(text: str, thread: Thread) -> Iterator[str]:
    """What speaks for a comment that names no instrument being about the one it answers."""
    ruled = speaks_of_parent(text)
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)[:_HEARD]]
    yield f"rule={ruled}"
    yield f"length={len(words).bit_length()}|{ruled}"
    yield f"symbols={min(4, len(thread.symbols))}"
    yield f"figure={bool(_FIGURE.search(text))}|trade={bool(_TRADE.search(text))}|point={bool(_POINTER.search(text))}"
    yield f"aside={bool(_ASIDE.search(text))}"
    for word in dict.fromkeys("#" if word.isdigit() else word for word in words):
        yield f"w={word}"
    for one, two in pairwise(words):
        yield f"ww={one} {two}"
