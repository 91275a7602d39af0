"""Numbers written in English words."""

import time
from decimal import Decimal

import pytest

from nlp.components.spelled import find_word_numbers

VALUES = [
    ("twenty three analysts", "23", None),
    ("twenty-three analysts", "23", None),
    ("one hundred and sixty-one", "161", None),
    ("a hundred users", "100", None),
    ("ninety-five hundred", "9500", None),
    ("eighty seven billion", "87e9", None),
    ("three hundred forty five thousand", "345000", None),
    ("twenty-one trillion and three hundred", "21000000000300", None),
    ("half a billion", "5e8", None),
    ("half-a-dozen hopefuls", "6", None),
    ("a quarter million dollars", "250000", "$"),
    ("a couple hundred bucks", "200", "$"),
    ("a dozen", "12", None),
    ("five dozs", "60", None),
    ("one hundred thirty-fifths", "2.85714", None),
    ("minus ten", "-10", None),
    ("three dozen orders", "36", None),
    ("three lakh crore", "3e12", None),
    ("Rs 2,500 crore", "25e9", "INR"),
    ("minus five percent", "-5", "%"),
    ("the answer is negative one", "-1", None),
    ("two point five", "2.5", None),
    ("two point five billion euros", "2.5e9", "EUR"),
    ("zero point zero eight", "0.08", None),
    ("one and a half", "1.5", None),
    ("one and a half billion", "1.5e9", None),
    ("a million and a half", "1.5e6", None),
    ("seven and a quarter percent", "7.25", "%"),
    ("half a percent", "0.5", "%"),
    ("a quarter of a percentage point", "0.25", "%"),
    ("two thirds of revenue", "66.7", "%"),
    ("a third of revenue", "33.3", "%"),
    ("three quarters of the float", "75", "%"),
    ("half of the float", "50", "%"),
    ("down three quarters since", "0.75", None),
    ("a fifth.", "0.2", None),
    ("thirty per cent", "30", "%"),
    ("three percentage points", "3", "%"),
    ("fifty basis points", "0.5", "%"),
    ("ten bucks", "10", "$"),
    ("five cents", "0.05", "$"),
    ("two dollars and fifty cents", "2.5", "$"),
    ("two billion euro", "2e9", "EUR"),
    ("one and a half pence", "0.015", "GBP"),
    ("six pounds", "6", "GBP"),
    ("a thousand yen", "1000", "JPY"),
    ("forty yuan", "40", "CNY"),
    ("sixty rupees", "60", "INR"),
    ("nine times", "9", "x"),
    ("tenfold", "10", "x"),
    ("a ten-bagger", "10", "x"),
    ("it doubled", "100", "%"),
    ("could double from here", "100", "%"),
    ("tripling", "200", "%"),
    ("quadrupled", "300", "%"),
    ("halved", "-50", "%"),
    ("halving its dividend", "-50", "%"),
    ("seven", "7", None),
]

RANGES = [
    ("thirty to thirty-five percent", "30", "35", "%"),
    ("thirty percent to forty percent", "30", "40", "%"),
    ("twenty-thirty percent", "20", "30", "%"),
    ("five or six times", "5", "6", "x"),
    ("two to three hundred percent", "200", "300", "%"),
    ("five to six billion", "5e9", "6e9", None),
    ("between one hundred and two hundred percent", "100", "200", "%"),
    ("a third to a half of sales", "33.3", "50", "%"),
    ("low teens", "11", "13", "%"),
    ("low single digits", "1", "3", "%"),
    ("mid-single-digit growth", "4", "6", "%"),
    ("mid to high single digits", "4", "9", "%"),
    ("low double digits", "10", "13", "%"),
    ("mid-teens", "13", "17", "%"),
    ("mid to high teens", "13", "19", "%"),
    ("mid-30s", "33", "37", None),
    ("low 40s", "40", "43", None),
    ("mid-20's", "23", "27", None),
    ("upper 90s", "97", "99", None),
    ("low $90s", "90", "93", "$"),
    ("low forties", "40", "43", None),
    ("mid $400s", "430", "470", "$"),
    ("mid-$15s", "15.5", "15.5", "$"),
    ("in the 350s", "350", "359", None),
    ("$70's", "70", "79", "$"),
    ("back to 300s", "300", "399", None),
]

NONE = [
    "one of the best",
    "two stocks or three",
    "one in five people",
    "a third party",
    "a third-quarter loss",
    "a twenty-first century idea",
    "on the twenty-third",
    "half the time, and a quarter later",
    "the first half of 2024",
    "the last three quarters of growth",
    "eight quarters",
    "sixty days and two and a half years",
    "in twenty twenty-four",
    "nineteen eighty-seven",
    "back in two thousand and eight",
    "fifty-fifty",
    "7-Eleven",
    "a few hundred dollars",
    "my two cents",
    "double digits and a double bottom",
    "double down, doubled down, to double check",
    "triple witching",
    "the bitcoin halving",
    "both halves",
    "in her mid-30s",
    "back in the 90s",
    "three times a week",
    "5 million dollars",
]


@pytest.mark.parametrize(("text", "value", "unit"), VALUES)
def test_value_and_unit(text, value, unit):
    (found,) = find_word_numbers(text)
    assert (found.low, found.high, found.unit) == (Decimal(value), Decimal(value), unit)


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_range(text, low, high, unit):
    (found,) = find_word_numbers(text)
    assert (found.low, found.high, found.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text", NONE)
def test_no_quantity(text):
    assert list(find_word_numbers(text)) == []


def test_plain_fraction_keeps_six_digits():
    (found,) = find_word_numbers("fell two thirds since May")
    assert (found.low, found.unit) == (Decimal("0.666667"), None)


def test_after_from_the_two_ends_are_two_numbers():
    assert [(n.low, n.unit) for n in find_word_numbers("from ten to twenty percent")] == [(10, "%"), (20, "%")]


@pytest.mark.parametrize(
    ("text", "step"),
    [("sixty six billion", "1e9"), ("two thirds of it", "0.1"), ("two point five million", "1e5"), ("forty", "1"), ("mid $400s", "10")],
)
def test_step_is_the_last_place_said(text, step):
    (found,) = find_word_numbers(text)
    assert found.step == Decimal(step)


def test_hedged_only_where_the_words_are_vague():
    assert [n.hedged for n in find_word_numbers("a couple hundred; mid-$15s; two hundred")] == [True, True, False]


def test_offsets_are_code_points_of_the_text():
    text = "İ 🚀 Up THIRTY Percent!"
    (found,) = find_word_numbers(text)
    assert text[found.start : found.end] == "THIRTY Percent"


@pytest.mark.parametrize("words", ["one ", "a ", "twenty-", "one and ", "one to ", "half of a ", "1,1,1,", "mid low "])
def test_long_text_takes_linear_time(words):
    def seconds(size):
        start = time.process_time()
        list(find_word_numbers(words * (size // len(words))))
        return time.process_time() - start

    assert seconds(200_000) < 20 * (seconds(20_000) + 0.05)
