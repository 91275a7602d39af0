"""Fractions in digits, "3/4", "2 1/4", told from dates of the same shape: 3/17 is one unless the words say otherwise."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final

from nlp.components.number import FRACTION, QUANTITY
from nlp.components.word_number import WordNumber

_FRACTION: Final = re.compile(
    r"(?<![A-Za-z\d_/$€£^])(?<!\d[ .,:])(?P<sign>[-−] ?)?(?:(?P<whole>\d{1,2}) {1,2})?"
    r"(?P<top>\d{1,3})/(?P<under>[1-9]\d{0,2})(?![A-Za-z\d_/%^]|[.,]\d)"
)
_SLASHED: Final = re.compile(r"\d/[1-9]")
#: What a share is of; the author's own money and a stretch of time are none that could be looked up.
_SHARE: Final = re.compile(r"\s+of\s+(?:(?:the|its|their|all|a|an)\s+)?(?!next\b|this\b|last\b|(?:my|our|your)\b)[^\W\d]")
_PIECE: Final = re.compile(r"\s*的|\s+(?:of (?:my|our|your)|points?|cents?|inch(?:es)?|shares?|position|size|full|done|way)\b")
_DATED: Final = re.compile(r"\s*(?:calls?|puts?|[cp]|expir\w*|strikes?|strangles?|straddles?|spreads?)\b", re.IGNORECASE)
_UNDER: Final = frozenset([2, 3, 4, 5, 8, 16, 32, 64])
_TENTHS: Final = 10  # people do not speak of the eleventh part of anything
_DIVISION: Final = Context(prec=6)


def find_fractions(text: str) -> Iterator[WordNumber]:
    """The fractions of a text in its order; "2/3 of revenue" is 66.7 %, as it is in words."""
    if not _SLASHED.search(text):
        return
    edges = len(text) - len(text.lstrip()), len(text.rstrip())
    for match in _FRACTION.finditer(text):
        alone = match.span() == edges
        if alone or (_proper(match) and not (match["sign"] and match["sign"].endswith(" "))):
            yield from _read(match, text, alone=alone)


def _proper(match: re.Match[str]) -> bool:
    return int(match["top"]) < int(match["under"]) or match["whole"] is not None


def _read(match: re.Match[str], text: str, *, alone: bool) -> Iterator[WordNumber]:
    """The fraction, unless nothing tells it from a date."""
    value = _DIVISION.divide(Decimal(match["top"]), Decimal(match["under"]))
    after = text[match.end() : match.end() + 32]
    if not match["whole"] and not match["sign"] and int(match["under"]) <= _TENTHS and _SHARE.match(after):
        share = (value * 100).quantize(Decimal("0.1"))
        yield WordNumber(match.start(), match.end(), share, share, "%", Decimal("0.1"), False, QUANTITY)
    elif alone or _PIECE.match(after) or (match["whole"] and int(match["under"]) in _UNDER and not _DATED.match(after)):
        value = (value + Decimal(match["whole"] or 0)) * (-1 if match["sign"] else 1)
        yield WordNumber(match.start(), match.end(), value, value, None, Decimal("0.01"), False, FRACTION)
