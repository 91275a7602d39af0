"""Numbers as people write them in posts."""

from decimal import Decimal

import pytest

from nlp.components.numbers import find_numbers, quantities

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
    ("1 234 567", "1234567", "1234567", "=", None),
    ("40 000", "40000", "40000", "=", None),
    ("10 000 dollars", "10000", "10000", "=", "$"),
    ("1\u202f250 €", "1250", "1250", "=", "EUR"),
    ("CHF 1'250'000", "1250000", "1250000", "=", "CHF"),
    ("1.234.567 EUR", "1234567", "1234567", "=", "EUR"),
    ("€1.234,50", "1234.5", "1234.5", "=", "EUR"),
    ("12,34,567.89", "1234567.89", "1234567.89", "=", None),
    ("1,5 Mrd", "1.5e9", "1.5e9", "=", None),
    ("50 MUSD", "5e7", "5e7", "=", "USD"),
    ("1.2 billion US dollars", "1.2e9", "1.2e9", "=", "USD"),
    ("20 million pounds", "2e7", "2e7", "=", "GBP"),
    ("2.33 k", "2330", "2330", "=", None),
    ("minus 10%", "-10", "-10", "=", "%"),
    ("410p", "410", "410", "=", "p"),
    ("410 pence", "4.1", "4.1", "=", "GBP"),
    ("a quarter of 25 basis points", "0.25", "0.25", "=", "%"),
    ("rose 3 percentage points", "3", "3", "=", "%"),
    ("rose 3 points", "3", "3", "=", None),
    ("3.5倍", "3.5", "3.5", "=", "x"),
    ("50万", "5e5", "5e5", "=", None),
    ("茅台￥1500", "1500", "1500", "=", "CNY"),
    ("トヨタ ¥1500", "1500", "1500", "=", "JPY"),
    ("12.32e+14", "1.232e15", "1.232e15", "=", None),
    ("up 2½%", "2.5", "2.5", "=", "%"),
    ("yields 4 1/4%", "4.25", "4.25", "=", "%"),
    ("2/3 of revenue", "66.7", "66.7", "=", "%"),
    ("levels 22,24,26", "26", "26", "=", None),
    ("from 50 to 80%", "80", "80", "=", "%"),
]


@pytest.mark.parametrize(("text", "low", "high", "relation", "unit"), CASES)
def test_value_bound_and_unit(text: str, low: str | None, high: str | None, relation: str, unit: str | None) -> None:
    found = find_numbers(text)[-1]
    assert (found.low, found.high) == (low and Decimal(low), high and Decimal(high))
    assert (found.relation, found.unit) == (relation, unit)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("3/4", "0.75", "fraction"),
        ("a 1/4 point", "0.25", "fraction"),
        ("sold 1/2 of my position", "0.5", "fraction"),
        ("holding 2 1/4 lots", "2.25", "fraction"),
        ("one over three", "0.333333", "fraction"),
        ("one out of three", "0.333333", "fraction"),
        ("more than half the board", "0.5", "fraction"),
        ("1/2的努力", "0.5", "fraction"),
        ("2^5", "32", "power"),
        ("2.5^-1", "0.4", "power"),
        ("2.5^2%", "6.25", "quantity"),
    ],
)
def test_what_is_counted_in_nothing_is_of_its_own_kind(text: str, value: str, kind: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.kind) == (Decimal(value), kind)
    assert bool(quantities([number])) == (kind == "quantity")


def test_an_amount_in_brackets_is_negative_unless_it_restates_the_one_before() -> None:
    assert [float(number.value) for number in find_numbers("a loss of ($0.45)")] == [-0.45]
    assert [float(number.value) for number in find_numbers("1,899 RMB ($268.50)")] == [1899, 268.5]


def test_from_one_percentage_to_another_both_are_percentages() -> None:
    assert [(number.value, number.unit) for number in find_numbers("went from 50 to 80%")] == [(50, "%"), (80, "%")]


@pytest.mark.parametrize("text", ["0^-1", "1/0", "9999999^999", "12.5,25", "1.299,89,1", "1.2.3,45", "½½", "^^2", "1e99e99"])
def test_no_digits_stop_the_reader(text: str) -> None:
    find_numbers(text)


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
        "TSLA calls for 3/17",
        "on 1/4 we rise",
        "call 555 123 4567",
    ],
)
def test_names_dates_and_lists_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("bought 10 150 calls", [10, 150]),
        ("support 210 205", [210, 205]),
        ("levels 150 200 250", [150, 200, 250]),
        ("5 400 500 calls", [5, 400, 500]),
    ],
)
def test_numbers_side_by_side_stay_apart(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_an_arrow_keeps_both_numbers_apart() -> None:
    assert [n.value for n in find_numbers("PT $250 -> $300")] == [250, 300]


def test_spans_count_code_points() -> None:
    text = "🚀 now $157!"
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == "$157"
