"""Statements: facts told as done, tied to their subject; nothing else."""

import pytest

from domain.readings import Mention
from nlp.components.statements import find_statements


def named(text: str, **symbols: str) -> list[Mention]:
    """A mention of each symbol where its word stands in the text."""
    return [
        Mention(symbol=symbol, start=text.index(word), end=text.index(word) + len(word), how="name")
        for symbol, word in symbols.items()
        if word in text
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Good morning. Acme has officially launched its folding kettle. I like tea.", "Acme has officially launched its folding kettle."),
        ("- The new kettles are powered by Acme's own motor.", "The new kettles are powered by Acme's own motor."),
        ("Acme-Max has performed on par with GPT-4 in public tests.", "Acme-Max has performed on par with GPT-4 in public tests."),
        ("Acme acquired a small rival in Norway https://example.com/a", "Acme acquired a small rival in Norway"),
    ],
)
def test_a_fact_is_found_with_its_place(text: str, quote: str) -> None:
    (statement,) = find_statements(text, named(text, ACME="Acme"), [])
    assert (statement.subject, statement.quote) == ("ACME", quote)
    assert text[statement.start : statement.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "Has Acme launched its kettle yet?",
        "I think Acme acquired the wrong company.",
        "Acme will be powered by sunlight one day, maybe.",
        "Acme is the best kettle stock ever made.",
        "Acme launched 14 kettles for $30 each.",
        "My brother launched a bakery in town.",
    ],
)
def test_no_question_opinion_forecast_number_or_stranger(text: str) -> None:
    assert find_statements(text, named(text, ACME="Acme"), []) == []


def test_the_subject_stands_before_the_verb() -> None:
    text = "Unlike Bolt, Acme announced a deal with Crank today."
    found = find_statements(text, named(text, ACME="Acme", CRNK="Crank", BOLT="Bolt"), [])
    assert [statement.subject for statement in found] == ["ACME"]
