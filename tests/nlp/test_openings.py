"""Patterns that are tried only where they can begin find what each of them finds alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.components.kinds import _SAID
from nlp.components.metrics import _CUES, _WORDS, Cue, find_cues
from nlp.components.openings import Openings, Phrases

VOCABULARY = sorted({word for *_, words in _WORDS for word in re.findall(r"[a-z']{2,}|[\u4e00-\u9fff]+", words)})
SAID = sorted({word for _, pattern in _SAID._named for word in re.findall(r"[a-z']{2,}|[\u4e00-\u9fff]+", pattern.pattern)})
TEXTS = st.lists(st.sampled_from([*VOCABULARY, *SAID, *" -/.,;?$%&()1259\n", "20", "15", "Q", "I", "İ", "52"]), max_size=40)


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(["", " "]))
def test_metric_words_are_found_as_each_pattern_alone_finds_them(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    alone = [Cue(metric, m.start(), m.end(), side, cost) for metric, side, cost, words in _CUES for m in words.finditer(text)]
    assert find_cues(text) == sorted(alone, key=lambda cue: (cue.start, -cue.end))


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(["", " "]))
def test_what_a_clause_says_is_found_as_each_pattern_alone_finds_it(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    alone = {name: match.span() for name, pattern in _SAID._named if (match := pattern.search(text))}
    assert {name: match.span() for name, match in _SAID.first(text).items()} == alone


@pytest.mark.parametrize(
    ("pattern", "letters", "begins"),
    [
        ("cat|dog", "dog", True), ("cat|dog", "cow", False), ("cats?", "cat", True), ("(?:un)?do", "und", True), ("(?:un)?do", "do!", True),
        ("[a-c]at", "bat", True), ("[a-c]at", "rat", False), ("[^a]at", "rat", True), (r"\bq[1-4]", "Q3 ", True), (r"\d+x", "47x", True),
        (r"(?<!a)b{2,}c", "bbc", True), (r"a\|b", "a|b", True), ("x*yz", "yz.", True), ("(?P<n>ab|cd)e", "cde", True),
        ("(?-i:In)", "in ", True),
    ],
)  # fmt: skip
def test_where_a_pattern_can_begin(pattern: str, letters: str, begins: bool) -> None:
    assert (Openings([pattern]).at(letters) == (0,)) is begins


def test_a_phrases_first_match_counts() -> None:
    found = Phrases({"pet": r"\b(?:cat|dog)s?\b", "none": r"\bcow\b"}).first("concatenate dogs, cats")
    assert {name: match[0] for name, match in found.items()} == {"pet": "dogs"}
