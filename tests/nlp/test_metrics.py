"""Which word explains a number."""

import pytest

from nlp.components.metrics import choose, find_cues
from nlp.components.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("market cap of 2.5T", "market_cap"),
        ("trades at a P/E of 17x", "pe"),
        ("support is 290", "support"),
        ("my stop loss at $97", "stop_loss"),
        ("gross margin of 41%", "margin_pct"),
        ("a 5.2% yield", "dividend_yield_pct"),
        ("free cash flow of $1.3bn", "free_cash_flow"),
        ("EPS of $6.50", "eps"),
        ("we sold 40 million vehicles", "units_sold"),
        ("52-week high of 338.62", "high"),
        ("price target $250", "price_target"),
    ],
)
def test_the_word_beside_the_number_names_the_metric(text: str, metric: str) -> None:
    numbers = find_numbers(text)
    chosen = choose(numbers[-1], find_cues(text), numbers, text, (0, len(text)))
    assert chosen is not None
    assert chosen[0].metric == metric
