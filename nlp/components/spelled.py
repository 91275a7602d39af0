"""Numbers written as words: "two thirds", "mid-teens", "mid-$15s", "thirty percent"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

_THIRDS: Final = {"one third": "33.3", "a third": "33.3", "two thirds": "66.7", "a quarter": "25", "three quarters": "75", "half": "50"}
_PARTS: Final = {"low": (0, 3), "mid": (4, 6), "high": (7, 9)}
_TEENS: Final = {"low": (11, 13), "mid": (13, 17), "high": (17, 19)}
_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
]
_VALUES: Final = {word: number for number, word in enumerate(_ONES[:13])} | {
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a hundred": 100,
}

_WORDS: Final = re.compile(
    rf"\b(?P<share>{'|'.join(_THIRDS).replace(' ', '[ -]')})(?= of\b)|\b(?P<teens>low|mid|high)[ -]+teens\b"
    r"|\b(?P<part>low|mid|high)[ -]+(?P<cur>\$)?(?P<base>\d{1,4})s\b"
    rf"|\b(?P<whole>{'|'.join(_VALUES)}) (?P<unit>percent|per cent|dollars)\b",
    re.IGNORECASE,
)

WordNumber = tuple[int, int, Decimal, Decimal, str | None, bool]


def find_word_numbers(text: str) -> Iterator[WordNumber]:
    """(start, end, low, high, unit, hedged) of each number in words. "mid-teens" is 13 to 17 % (the guidelines' rule)."""
    for match in _WORDS.finditer(text):
        yield (match.start(), match.end(), *_meaning(match))


def _meaning(match: re.Match[str]) -> tuple[Decimal, Decimal, str | None, bool]:
    if match["share"]:
        share = Decimal(_THIRDS[match["share"].lower().replace("-", " ")])
        return share, share, "%", False
    if match["teens"]:
        low, high = _TEENS[match["teens"].lower()]
        return Decimal(low), Decimal(high), "%", False
    if match["part"]:
        return _decade(match["part"].lower(), Decimal(match["base"]), bool(match["cur"]))
    whole = Decimal(_VALUES[match["whole"].lower()])
    return whole, whole, "%" if match["unit"].lower() != "dollars" else "$", False


def _decade(part: str, base: Decimal, money: bool) -> tuple[Decimal, Decimal, str | None, bool]:
    """ "mid-30s" is about 35 %; "mid-$15s" about 15.5 dollars (a dollar's cents, not a decade)."""
    place = sum(_PARTS[part]) / Decimal(2)
    tens = base % 10 == 0
    value = base + (place if tens else place / 10)
    return value, value, "$" if money else "%", True
