"""Two numbers that are the ends of one range: "$35-40", "between $35 and $40", "10x - 17x", "$5-15m"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from nlp.components.currencies import in_whole
from nlp.components.number import Number

_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|to|~|through|thru|至|到)\s*\+?", re.I)
_AND: Final = re.compile(r"\s*(?:and|to|-|–)\s*", re.I)
_FROM: Final = re.compile(r"\bfrom\s*(?:[a-z]+\s+)?$")
#: A move from one number to another, where "to" joins no range: "rose 3% to 41", "raised $250 to $300".
_MOVED: Final = re.compile(
    r"\b(?:went|rose|fell|grew|raised?|lifted|lowered|cut|up|down|increased?|declined?|moved|jumped|dropped|slid|climbed|gained|lost|added|by)\s*(?:by\s*)?$"
)
_LAKH: Final = 5  # from here on up, a scale written once is meant for both ends, whichever stands first: "9-7 lakh"
_WIDEST: Final = 12  # a range whose ends lie further apart than this is two numbers


def ranges(atoms: list[Number], text: str) -> Iterator[Number]:
    """The atoms with every two that a dash, "to" or "between … and" joins made one."""
    place = 0
    while place < len(atoms):
        first = atoms[place]
        second = atoms[place + 1] if place + 1 < len(atoms) else None
        if second is not None and _joined(first, second, text):
            yield _range(first, second)
            place += 2
        else:
            yield _in_the_unit_of(first, second, text) if second is not None else first
            place += 1


def _joined(first: Number, second: Number, text: str) -> bool:
    gap, before = text[first.end : second.start], text[max(0, first.start - 24) : first.start].lower()
    if not gap or len(gap) > 12 or first.relation != "=":
        return False
    if _AND.fullmatch(gap) and ("between" in before[-14:] or "range of" in before):
        return True
    if gap.strip() == "/":
        return first.unit in (None, "$") and first.value >= 20 and first.value < second.value < first.value * Decimal("1.1")
    if not _BETWEEN.fullmatch(gap) or _FROM.search(before) or ("to" in gap.lower() and _MOVED.search(before)):
        return False
    if second.signed and not first.signed:
        return False
    same = first.unit == second.unit or first.unit is None or (second.unit is None and (second.exponent == 0 or first.exponent == 0))
    low, high = _aligned(first, second), second.value
    if low > 0 and low > high > 0 and gap in ("-", "–") and second.exponent >= _LAKH and not first.exponent:
        low, high = high, low
    return same and (low < high <= low * _WIDEST if low > 0 else low != high)


def _in_the_unit_of(first: Number, second: Number, text: str) -> Number:
    """The first of "from 50 to 80%" in the unit of the second, which it leaves unsaid."""
    said = first.unit is None and not first.scaled and second.unit in ("%", "x") and not second.bps
    gap, before = text[first.end : second.start], text[max(0, first.start - 24) : first.start].lower()
    return replace(first, unit=second.unit) if said and len(gap) < 6 and _BETWEEN.fullmatch(gap) and _FROM.search(before) else first


def _aligned(first: Number, second: Number) -> Decimal:
    """The first bound in the scale of the second, where only the second is written with one: "$5-15m"."""
    value = first.value * Decimal(10) ** second.exponent if second.exponent and not first.exponent else first.value
    return in_whole(value) if second.hundredth and not first.hundredth else value


def _range(first: Number, second: Number) -> Number:
    low, high = _aligned(first, second), second.value
    if low > high:
        low, high = high, low
    unit = second.unit if first.unit is None or (second.unit and second.unit != "$") else first.unit
    return replace(
        first,
        end=second.end,
        low=low,
        high=high,
        relation="range" if second.high is not None else ">=",
        unit=unit,
        step=min(first.step, second.step) if first.exponent == second.exponent else second.step,
        scaled=second.scaled or first.scaled,
        exponent=max(first.exponent, second.exponent),
    )
