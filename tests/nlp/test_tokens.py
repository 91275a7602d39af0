"""The tokenizer keeps every character and stays fast on what slows others down."""

import time

import pytest

from nlp.components.tokens import LinearTokenizer, parts


@pytest.mark.parametrize("sign", ["(", "🚀", "$", "a"])
def test_time_is_linear_on_runs_of_one_sign(sign: str) -> None:
    import spacy

    tokenizer = LinearTokenizer(spacy.blank("en").vocab)
    began = time.process_time()
    assert tokenizer(sign * 20_000).text == sign * 20_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize("text", ["", " ", "  two  spaces ", "a\n\nb", "$BABA: +3.5% (~$157)", "目标价620"])
def test_no_character_is_lost(text: str) -> None:
    import spacy

    assert LinearTokenizer(spacy.blank("en").vocab)(text).text == text


def test_parts_cover_a_long_text_and_cut_at_white_space() -> None:
    text = "word " * 100
    found = list(parts(text, 120))
    assert "".join(part for _, part in found) == text
    assert all(len(part) <= 120 and text[offset:].startswith(part) for offset, part in found)
    assert all(part.endswith(" ") for _, part in found)
