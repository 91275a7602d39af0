"""Pasted data is no claim; what stands beside it, and an ordinary table, is read."""

import pytest

from domain.posts import Post
from nlp.components.crowds import without_crowds
from nlp.components.numbers import find_numbers
from nlp.reader import Reader


@pytest.mark.parametrize("cell", ["5%", "$5-", "7,", "1.5 "])
def test_a_crowd_of_numbers_is_left_out_and_its_neighbour_is_not(cell: str) -> None:
    text = cell * 200 + "\n$BABA trades at $157 today"
    (reading,) = Reader(stance=False).read([Post(id="p", source="test", body=text)])
    assert [(c.subject, c.low) for c in reading.claims] == [("BABA", 157)]


def test_a_table_with_room_between_its_numbers_is_no_crowd() -> None:
    text = "\n".join(f"| FY{year} | ${year}.10 | {year}.5% |" for year in range(10, 60))
    numbers = find_numbers(text)
    assert len(numbers) >= 100
    assert without_crowds(numbers) == numbers


def test_forty_close_numbers_are_a_crowd_and_fewer_are_not() -> None:
    assert len(without_crowds(find_numbers("5% " * 39))) == 39
    assert without_crowds(find_numbers("5% " * 40)) == []
