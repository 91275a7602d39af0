"""The plain-file forms: what a line may hold, and what is said of one that cannot be read."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.errors import DataError
from domain.jsonl import parse_moment, plain, post_from_row, rows, written_moment


@pytest.mark.parametrize(
    ("words", "moment", "precision"),
    [
        ("2026-05-15T14:30:00-04:00", datetime(2026, 5, 15, 18, 30, tzinfo=UTC), "second"),
        ("2026-05-15T14:30:00Z", datetime(2026, 5, 15, 14, 30, tzinfo=UTC), "second"),
        ("2025-12-01", datetime(2025, 12, 1, tzinfo=UTC), "day"),
        ("2025-12", datetime(2025, 12, 1, tzinfo=UTC), "month"),
        (None, None, "unknown"),
    ],
)
def test_moments_keep_their_precision(words, moment, precision):
    assert parse_moment(words) == (moment, precision)


@pytest.mark.parametrize("words", ["2025-12", "2025-12-01", "2026-05-15T14:30:00Z"])
def test_a_written_moment_reads_back(words):
    assert written_moment(*parse_moment(words)) == words


def test_bad_lines_are_named_and_the_rest_is_read():
    faults: list[DataError] = []
    lines = io.StringIO('{"a": 1.10}\nnonsense\n\n[1]\n{"b": 2}\n')
    found = list(rows(lines, name="posts.jsonl", fault=faults.append))
    assert found == [(1, {"a": Decimal("1.10")}), (5, {"b": 2})]
    assert [fault.place for fault in faults] == ["posts.jsonl:2", "posts.jsonl:4"]


@pytest.mark.parametrize("row", [{}, {"id": "1"}, {"id": None, "body": "x"}, {"id": 1, "body": "x", "posted_at": "yesterday"}])
def test_what_is_no_post_is_refused_with_its_place(row):
    with pytest.raises(DataError, match="f:3"):
        post_from_row(row, place="f:3")


def test_text_joins_the_non_empty_parts():
    assert post_from_row({"id": 7, "title": "", "body": "b"}, place="f:1").text == "b"
    assert post_from_row({"id": 7, "title": "t", "text": "b"}, place="f:1").text == "t\nb"


@pytest.mark.parametrize(("value", "number"), [(Decimal("1E+12"), 10**12), (Decimal("17"), 17), (Decimal("0.5"), 0.5), (None, None)])
def test_numbers_are_written_as_json_numbers(value, number):
    assert plain(value) == number
