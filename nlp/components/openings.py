"""Where a pattern can begin: the first letters of its matches, so that many patterns need not be tried at every character."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

_SIZE: Final = 3  # letters of a match's beginning that are looked at
_ANY: Final = "\0"  # stands for the rest of a beginning that cannot be told
_PLACES: Final = re.compile(r"(?<!\w)\S|[^\w\s]|[\u3400-\u9fff]")
_GROUP: Final = re.compile(r"^\?(?:[-a-z]*:|P<\w+>)")  # how a group begins that matches letters
_RANGE: Final = re.compile(r"(\w)-(\w)")
_QUANTIFIERS: Final = "?*+{"


class Openings:
    """For each place of a text, which of some patterns can match there; written for alternations of words, safe for all others."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._heads = [frozenset(head.split(_ANY)[0] for head in _alternation(pattern)) for pattern in patterns]
        self.at = lru_cache(1 << 14)(self._at)

    def _at(self, letters: str) -> tuple[int, ...]:
        """The numbers of the patterns that may match where these three letters stand, in order; small and capital letters are one."""
        wanted = {letters.lower()[:size] for size in range(_SIZE + 1)}
        return tuple(number for number, heads in enumerate(self._heads) if not wanted.isdisjoint(heads))


class Phrases:
    """Patterns of words that are searched for together, in one walk over a text. None of them may begin within a word."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._named = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in patterns.items()]
        self._openings = Openings(list(patterns.values()))
        self.first = lru_cache(64)(self._first)  # the same few clauses are asked about several times in a row

    def _first(self, text: str) -> dict[str, re.Match[str]]:
        """The first match of each pattern that has one."""
        found: dict[str, re.Match[str]] = {}
        for place in _PLACES.finditer(text):
            at = place.start()
            for number in self._openings.at(text[at : at + _SIZE]):
                name, pattern = self._named[number]
                if name not in found and (match := pattern.match(text, at)):
                    found[name] = match
        return found


def _alternation(pattern: str) -> set[str]:
    return {head for alternative in _split(pattern) for head in _sequence(alternative)}


def _split(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern."""
    depth, at, begun = 0, 0, 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            at = _class_end(pattern, at)
        else:
            depth += (pattern[at] == "(") - (pattern[at] == ")")
            if pattern[at] == "|" and depth == 0:
                yield pattern[begun:at]
                begun = at + 1
        at += 1
    yield pattern[begun:]


def _class_end(pattern: str, at: int) -> int:
    """Where the character class that begins at `at` ends."""
    at += 1 + (pattern[at + 1] == "^")
    while pattern[at + 1] != "]":
        at += 1 + (pattern[at + 1] == "\\")
    return at + 1


def _sequence(pattern: str) -> set[str]:
    """The beginnings of one alternative."""
    if not pattern:
        return {""}
    heads, rest = _element(pattern)
    if rest[:1] and rest[0] in _QUANTIFIERS:
        optional, rest = rest[0] in "?*" or rest.startswith("{0"), rest[rest.index("}") + 1 :] if rest[0] == "{" else rest[1:]
        heads = {head + _ANY for head in heads}
        return heads | _sequence(rest.removeprefix("?")) if optional else heads
    if all(_ANY in head or len(head) >= _SIZE for head in heads):
        return heads
    tails = _sequence(rest)
    return {head if _ANY in head else (head + tail)[:_SIZE] for head in heads for tail in tails}


def _element(pattern: str) -> tuple[set[str], str]:
    """(the beginnings of a pattern's first element, what follows it)."""
    first = pattern[0]
    if first == "(":
        end = len(next(_closed(pattern)))
        inner, rest = pattern[1 : end - 1], pattern[end:]
        if inner.startswith(("?=", "?!", "?<")):
            return {""}, rest
        return _alternation(_GROUP.sub("", inner)), rest
    if first == "[":
        end = _class_end(pattern, 0)
        return _letters(pattern[1:end]), pattern[end + 1 :]
    if first == "\\":
        return ({""} if pattern[1] in "bB" else {_ANY} if pattern[1].isalnum() else {pattern[1]}), pattern[2:]
    if first in "^$":
        return {""}, pattern[1:]
    return ({_ANY} if first == "." else {first.lower()}), pattern[1:]


def _letters(inside: str) -> set[str]:
    """The letters of a character class; what is not plain letters and ranges of them cannot be told."""
    if inside.startswith("^") or "\\" in inside:
        return {_ANY}
    found = set(inside.lower())
    for low, high in _RANGE.findall(inside):
        found |= {chr(code).lower() for code in range(ord(low), ord(high) + 1)}
    return found


def _closed(pattern: str) -> Iterator[str]:
    """The group that a pattern begins with."""
    depth, at = 0, 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            at = _class_end(pattern, at)
        else:
            depth += (pattern[at] == "(") - (pattern[at] == ")")
            if depth == 0:
                yield pattern[: at + 1]
        at += 1
