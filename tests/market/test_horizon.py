"""The last day that a forecast's words give it; Wednesday 2024-05-15 is the day of the post."""

from datetime import date

import pytest

from market.horizon import horizon, quoted_horizon

POSTED = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by end of July", "2024-07-31"),
        ("July", "2024-07-31"),
        ("late October", "2024-10-31"),
        ("end of May", "2024-05-31"),
        ("april", "2025-04-30"),
        ("December 2025", "2025-12-31"),
        ("by Jan '25", "2025-01-31"),
        ("before July", "2024-06-30"),
        ("before January", "2024-12-31"),
        ("by July 15", "2024-07-15"),
        ("15 Jan 2025", "2025-01-15"),
        ("May 20", "2024-05-20"),
        ("1/17", "2025-01-17"),
        ("7/15/25", "2025-07-15"),
        ("3/17/2025", "2025-03-17"),
        ("by year end", "2024-12-31"),
        ("EOY", "2024-12-31"),
        ("this year", "2024-12-31"),
        ("next year", "2025-12-31"),
        ("by 2025", "2025-12-31"),
        ("end of 2026", "2026-12-31"),
        ("before 2026", "2025-12-31"),
        ("in 3 months", "2024-08-15"),
        ("12-month target", "2025-05-15"),
        ("6m", "2024-11-15"),
        ("within a year", "2025-05-15"),
        ("over the next 5 years", "2029-05-15"),
        ("two weeks", "2024-05-29"),
        ("18-24 months", "2026-05-15"),
        ("Q3", "2024-09-30"),
        ("Q1", "2025-03-31"),
        ("Q1 2026", "2026-03-31"),
        ("1Q25", "2025-03-31"),
        ("next quarter", "2024-09-30"),
        ("end of the month", "2024-05-31"),
        ("next month", "2024-06-30"),
        ("this week", "2024-05-19"),
        ("next week", "2024-05-26"),
        ("by Friday", "2024-05-17"),
        ("next Friday", "2024-05-24"),
        ("Wednesday", "2024-05-22"),
        ("today", "2024-05-15"),
        ("tomorrow", "2024-05-16"),
        ("before Christmas", "2024-12-25"),
        ("年底", "2024-12-31"),
        ("3个月内", "2024-08-15"),
        ("2024-12-31", "2024-12-31"),
        ("2024-06", "2024-06-30"),
        ("2024-05-20/2024-06-03", "2024-06-03"),
    ],
)
def test_words_give_a_last_day(words: str, day: str) -> None:
    assert horizon(words, POSTED) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words", [None, "", "soon", "a few months", "summer", "ytd", "52w", "all-time", "per share", "2023", "2024-03-01", "2/30"]
)
def test_vague_words_and_the_past_give_none(words: str | None) -> None:
    assert horizon(words, POSTED) is None


def test_a_month_from_the_31st_ends_with_the_shorter_month() -> None:
    assert horizon("in 1 month", date(2024, 1, 31)) == date(2024, 2, 29)
    assert horizon("in a year", date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("quote", "day"),
    [
        ("PT $200 by EOY", "2024-12-31"),
        ("$300 within 12 months", "2025-05-15"),
        ("200 in 2 weeks", "2024-05-29"),
        ("beat in July, $200 target", None),  # the month of something else
        ("$200 soon", None),
        ("3 months ago I said $200", None),
    ],
)
def test_a_quote_names_a_horizon_only_behind_a_cue(quote: str, day: str | None) -> None:
    assert quoted_horizon(quote, POSTED) == (date.fromisoformat(day) if day else None)
