"""Numbers in crowds: pasted data and noise, whose single figures no words explain."""

from collections.abc import Iterator, Sequence
from typing import Final

from nlp.components.numbers import Number

_CROWD: Final = 40  # numbers in a row
_SPACE: Final = 6  # that have no more than these characters each on average are a crowd
_APART: Final = 12  # characters without a number that end a row


def without_crowds(numbers: Sequence[Number]) -> list[Number]:
    """The numbers of a text in order, but for those of which forty in a row stand within 240 characters."""
    return [number for row in _rows(numbers) for number in _loose(row)] if len(numbers) >= _CROWD else list(numbers)


def _rows(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """The numbers in rows that nothing much interrupts."""
    row: list[Number] = []
    for number in numbers:
        if row and number.start - row[-1].end > _APART:
            yield row
            row = []
        row.append(number)
    yield row


def _loose(row: list[Number]) -> Iterator[Number]:
    """The numbers of a row that stand in no crowd."""
    crowded = 0  # numbers before this one stand in a crowd
    for at, number in enumerate(row):
        last = at + _CROWD - 1
        if last < len(row) and row[last].end - number.start < _CROWD * _SPACE:
            crowded = last + 1
        if at >= crowded:
            yield number
