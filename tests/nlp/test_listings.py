"""Whatever speaks of a market is heard."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.components.listings import _MARKETS, _SIGN


@pytest.mark.parametrize("words", [words for _, words in _MARKETS], ids=lambda words: words.pattern[:12])
def test_every_sign_of_a_market_is_one_that_is_looked_for_first(words: re.Pattern[str]) -> None:
    @settings(deadline=None, max_examples=80)
    @given(st.from_regex(words))
    def holds(text: str) -> None:
        match = words.search(text)
        assert match is not None
        assert _SIGN.search(match[0])

    holds()


@pytest.mark.parametrize("text", ["Singtel at US$2.60, ADR volume is thin", "DBS pays US$1.50"])
def test_a_dollar_of_elsewhere_is_no_sign_of_a_market(text: str) -> None:
    assert not any(words.search(text) for _, words in _MARKETS)
