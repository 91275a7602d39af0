"""The digits of a text: patterns of numbers are tried where digits stand, not at every character."""

import re
from collections.abc import Iterator
from typing import Final

_DIGITS: Final = re.compile(r"\d+")
_FIGURES: Final = re.compile(r"[\d¼-¾⅐-⅞]+")  # and fractions that are one sign


def near_digits(pattern: re.Pattern[str], text: str, reach: int) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives, for a pattern that matches at any digit and has at most `reach` characters before its first."""
    at = 0
    while digits := _FIGURES.search(text, at):
        match = pattern.search(text, max(at, digits.start() - reach))
        if match is None:
            return
        yield match
        at = max(match.end(), at + 1)


def digit_runs(text: str, at: int = 0) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of digits from `at` on."""
    for match in _DIGITS.finditer(text, at):
        yield match.span()
