"""The English words that numbers are made of, and the words of a text as such."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

_UNITS: Final = {
    "% percent percents percentage pct per_cent percentage_point percentage_points": ("%", "1"),
    "bp bps basis_point basis_points": ("%", "0.01"),
    "$ dollar dollars buck bucks": ("$", "1"), "cent cents": ("$", "0.01"), "us_dollars usd": ("USD", "1"),
    "hong_kong_dollars hkd": ("HKD", "1"), "euro euros": ("EUR", "1"), "euro_cents": ("EUR", "0.01"), "pound pounds": ("GBP", "1"),
    "pence": ("GBP", "0.01"), "yen": ("JPY", "1"), "yuan rmb renminbi": ("CNY", "1"), "rupee rupees": ("INR", "1"),
    "times x fold bagger baggers": ("x", "1"),
}  # fmt: skip
_UNIT: Final = {word.replace("_", " "): unit for words, unit in _UNITS.items() for word in words.split()}
_SIGNS: Final = {"$": "$", "€": "EUR", "£": "GBP", "₹": "INR", "r": "INR", "i": "INR"}
_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Final = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "cr": 7, "billion": 9, "trillion": 12}
_PARTS: Final = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
).split()
_WORDS: Final = {
    "a": "a an", "and": "and", "of": "of", "to": "to or through – — ~", "between": "between", "point": "point", "minus": "minus negative",
    "over": "over out_of",
    "time": "minute minutes hour hours day days week weeks month months year years decade decades century centuries session sessions",
}  # fmt: skip


def _table() -> dict[str, tuple[str, Decimal]]:
    """Every word that can belong to a number -> its kind and value."""
    parts = {word: number for number, word in enumerate(_PARTS, 3)} | {"quarter": 4, "hundredth": 100}
    parts |= {scale + "th": 10**power for scale, power in _SCALES.items() if len(scale) > 5}
    numbers: list[tuple[str, dict[str, int]]] = [
        ("small", {word: number for number, word in enumerate(_SMALL)} | {"nought": 0, "naught": 0}),
        ("tens", {word: number * 10 for number, word in enumerate(_TENS, 2)}),
        ("scale", {scale + s: 10**power for scale, power in _SCALES.items() for s in ("", "s")}),
        ("part", parts | {word + "s": number for word, number in parts.items()}),
        ("nth", {"first": 1, "firsts": 1, "second": 2, "seconds": 2}),
        ("half", {"half": 2, "halves": 2}),
        ("couple", {"couple": 2}),
        ("hundred", {"hundred": 100}),
        ("dozen", dict.fromkeys("dozen dozens doz dozs dz dzs".split(), 12)),
    ]
    table = {word: (kind, Decimal(number)) for kind, words in numbers for word, number in words.items()}
    table |= {word.replace("_", " "): (kind, Decimal(1)) for kind, words in _WORDS.items() for word in words.split()}
    return table | {word: ("unit", Decimal(factor)) for word, (_, factor) in _UNIT.items()}


_TABLE: Final = _table()
_LEX: Final = re.compile(
    r"(?<![\w.,$])(?<!\d-)(?<!\d–)(?<!\d - )(?<!\d to )(?P<digits>(?:[$€£₹]|rs\.?|inr)? ?\d{1,9}(?:,\d{2,3}){0,4}(?:\.\d{1,6})?)"
    r"(?=[ -]?(?:hundred|dozens?|do?zs?|lakhs?|crores?|cr)\b)|(?<=\d)(?:hundred|dozens?|do?zs?|lakhs?|crores?|cr)\b|(?<![\w$€£₹#@])(?<!\d-)(?:"
    + "|".join(sorted((word for word in _TABLE if word[0].isalpha()), key=len, reverse=True))
    + r")(?=fold\b|baggers?\b|\b(?!['’]\w))"
    r"(?!(?<=times) (?:in a row|throughout|an? (?:day|week|month|year)|per|this|last|before|already|now)\b)"
    r"|(?<![\w.,$€£/-])(?P<one>1)(?= over [\da-z])|(?:(?<=one over )|(?<=\b1 over ))(?P<under>\d{1,4})(?![\d.,]*[\d%x])"
    r"|(?<=[a-z])(?:fold|baggers?)\b|[%–—~]|\$(?!\d)"
)


#: The words without which no number is said; they stand by themselves, but for those of `_TELLING_PARTS`.
_TELLING: Final = frozenset(
    word for word, (kind, _) in _TABLE.items() if kind in ("small", "tens", "scale", "part", "half", "couple", "hundred", "dozen")
) | {"teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}
_TELLING_PARTS: Final = ("fold", "bagger", "doubl", "tripl", "quadrupl", "halv", "digit", "1 over")
_LETTERS: Final = re.compile("[a-z]+")
_DECADE: Final = re.compile(r"\d['’]?s")


def may_hold_number(text: str) -> bool:
    """Whether a word that belongs to numbers alone stands in a text in small letters: most texts have none and need no search."""
    return not _TELLING.isdisjoint(_LETTERS.findall(text)) or any(part in text for part in _TELLING_PARTS) or bool(_DECADE.search(text))


class Token(NamedTuple):
    kind: str
    value: Decimal
    start: int
    end: int
    near: bool
    unit: str | None


def _meaning(match: re.Match[str]) -> tuple[str, Decimal]:
    """The kind and value of a word; a bare 1 is the word "one"."""
    if match["digits"] or match["under"]:
        return "digits", Decimal(match[0].lstrip("$€£₹rsin. ").replace(",", ""))
    return ("small", Decimal(1)) if match["one"] else _TABLE[match[0]]


def tokens(text: str) -> Iterator[Token]:
    """The words of numbers; the "and" of "between … and" is a "to"."""
    end, between = -9, False
    for match in _LEX.finditer(text):
        word, start = match.group(), match.start()
        near = start - end < 6 and not text[end:start].strip(" \t\xa0-‑")
        kind, value = _meaning(match)
        unit = _SIGNS.get(word.strip()[0]) if match["digits"] else _UNIT[word][0] if kind == "unit" else None
        yield Token("to" if kind == "and" and between else kind, value, start, match.end(), near, unit)
        between = kind == "between" or (between and kind != "and")
        end = match.end()
