"""Numbers as people write them in posts."""

from decimal import Decimal

import pytest

from nlp.components.numbers import find_numbers

CASES = [
    ("costs 1,899 RMB", "1899", "1899", "=", "CNY"),
    ("10x - 17x", "10", "17", "range", "x"),
    ("$200+ levels", "200", None, ">=", "$"),
    ("a cap of 2.5T", "2.5e12", "2.5e12", "=", None),
    ("$1.2bn", "1.2e9", "1.2e9", "=", "$"),
    ("$1MM", "1e6", "1e6", "=", "$"),
    ("mid-teens growth", "13", "17", "range", "%"),
    ("cut by 50 bps", "0.5", "0.5", "=", "%"),
    ("$35-40", "35", "40", "range", "$"),
    ("between $35 and $40", "35", "40", "range", "$"),
    ("-$0.08 EPS", "-0.08", "-0.08", "=", "$"),
    ("EPS (1.23)", "-1.23", "-1.23", "=", None),
    ("RMB83.8M", "83.8e6", "83.8e6", "=", "CNY"),
    ("NOK 3.04B", "3.04e9", "3.04e9", "=", "NOK"),
    ("HK$320", "320", "320", "=", "HKD"),
    ("港币320元", "320", "320", "=", "HKD"),
    ("1.5亿", "1.5e8", "1.5e8", "=", None),
    ("1,234,567.890", "1234567.890", "1234567.890", "=", None),
    ("sub-$300", None, "300", "<", "$"),
    ("up to $799", None, "799", "<=", "$"),
    ("about 12%", "12", "12", "~", "%"),
    ("mid-$15s", "15.5", "15.5", "~", "$"),
    ("61.02 is -0.2%", "-0.2", "-0.2", "=", "%"),
    ("$5 - $7 billion", "5e9", "7e9", "range", "$"),
]


@pytest.mark.parametrize(("text", "low", "high", "relation", "unit"), CASES)
def test_value_bound_and_unit(text: str, low: str | None, high: str | None, relation: str, unit: str | None) -> None:
    found = find_numbers(text)[-1]
    assert (found.low, found.high) == (low and Decimal(low), high and Decimal(high))
    assert (found.relation, found.unit) == (relation, unit)


@pytest.mark.parametrize(("text", "step"), [("$157", "1"), ("$157.00", "0.01"), ("1.2T", "1e11"), ("50 bps", "0.01")])
def test_step_is_the_last_written_place(text: str, step: str) -> None:
    assert find_numbers(text)[0].step == Decimal(step)


@pytest.mark.parametrize(
    "text",
    [
        "the 10-K and 5G",
        "S&P 500, Web3",
        "on 2024-03-17",
        "by March 17, 2024",
        "at 10:30 am",
        "https://x.example/a/250",
        "1. First",
        "Q3 FY25",
        "GPT-4",
        "covid-19",
        "$AAPL1",
    ],
)
def test_names_dates_and_lists_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_an_arrow_keeps_both_numbers_apart() -> None:
    assert [n.value for n in find_numbers("PT $250 -> $300")] == [250, 300]


def test_spans_count_code_points() -> None:
    text = "🚀 now $157!"
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == "$157"
