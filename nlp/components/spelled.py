"""Numbers written in English words: "sixty-six billion", "two thirds of", "five or six times", "mid-teens", "doubled"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nlp.components.cardinals import FRACTIONS, SMALL_NUMBERS, Cardinals, Read
from nlp.components.number import FRACTION, QUANTITY
from nlp.components.number_words import may_hold_number
from nlp.components.shorthand import find_shorthand
from nlp.components.word_number import WordNumber

_ALONE: Final = re.compile(
    r"\s*(?:$|[^\w\s'’-])|\s+(?:less|more|higher|lower|bigger|smaller|fewer|cheaper|in|by|since|this|last|over|from|to|on|at|after|before|"
    r"as|below|above|year|yesterday|today)\b"
)
_MOVED: Final = re.compile(r"\b(?:down|up|by|fell|fallen|lost|dropped|about|nearly|almost|cut|gained)\s*$")
_COMPARED: Final = re.compile(r"\b(?:(?:more|less) than|over|nearly|almost|about|roughly)\s*$")
_MINE: Final = re.compile(r"\b(?:my|our|your|his|her|their)\s*$")
_FROM: Final = re.compile(r"\bfrom\s*$")
_BETWEEN: Final = ("and", "of", "to", "between", "point", "time", "unit", "part", "nth", "scale", "dozen")


def find_word_numbers(text: str) -> Iterator[WordNumber]:
    """Each number that words say, in the text's order. "mid-teens" is 13 to 17 % (the guidelines' rule), "doubled" is 100 %."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(character.lower() if character.isascii() else character for character in text)
    if may_hold_number(lower):
        yield from sorted([*_Quantities(lower).numbers(), *find_shorthand(lower)])


class _Quantities(Cardinals):
    """Walks the words of one text once."""

    def numbers(self) -> Iterator[WordNumber]:
        place, side = 0, -1
        while place < len(self.tokens):
            first = self._quantity(place) if self.tokens[place].kind not in _BETWEEN else None
            if first is None:
                place += 1
                continue
            first, last = self._range(self._with_cents(first))
            bare = last.unit is None and last.kind not in FRACTIONS
            beside = (side == place and self.tokens[place].near) or self.kind(last.place) in SMALL_NUMBERS
            if self._counts(first, last) and not (bare and beside):
                yield self._said(first, last)
            side, place = last.place if bare else -1, last.place

    def _quantity(self, place: int) -> Read | None:
        """A number with its sign and unit."""
        minus = self.tokens[place].kind == "minus" and bool(self.kind(place + 1))
        read = self.number(place + minus)
        if read is None:
            return None
        end, unit, factor = read.place, read.unit, Decimal(1)
        if self.kind(end) == "unit":
            end, unit, factor = end + 1, self.tokens[end].unit, self.tokens[end].value
        kind = "whole" if minus and read.kind == "small" else read.kind
        value = read.value * factor * (-1 if minus else 1)
        return Read(end, value, read.step * factor, read.lift, kind, read.hedged, unit, place)

    def _with_cents(self, first: Read) -> Read:
        """ "two dollars and fifty cents" as one amount."""
        place = first.place + (self.kind(first.place) == "and")
        if first.unit is None or first.step < 1 or self.kind(place) not in SMALL_NUMBERS:
            return first
        cents = self._quantity(place)
        if cents is None or cents.unit != first.unit or cents.unit == "%" or cents.step >= 1:
            return first
        return first._replace(place=cents.place, value=first.value + cents.value, step=cents.step)

    def _range(self, first: Read) -> tuple[Read, Read]:
        """The number twice, or the two ends of the range that it begins; after "from" the second end is a number of its own."""
        place = first.place
        dash = self.kind(place) in SMALL_NUMBERS and "-" in self.text[self.tokens[place - 1].end : self.tokens[place].start]
        second = self._quantity(place + (not dash)) if dash or (self.kind(place) == "to" and self.kind(place + 1)) else None
        if second is None or first.unit not in (None, second.unit) or (dash and second.unit is None):
            return first, first
        first = first._replace(value=_lifted(first, second))
        if self.before(_FROM, first.first):
            first = first._replace(unit=second.unit)
            return first, first
        return (first, second) if first.value < second.value else (first, first)

    def _counts(self, first: Read, last: Read) -> bool:
        """Whether it is a quantity: "one", "a third party", "sixty days", "twenty-first" and "half" are none."""
        start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
        if last.kind == "none" or self.kind(last.place) in ("time", "nth"):
            return False
        if last.unit is not None:
            return not (last.value == Decimal("0.02") and self.before(_MINE, first.first))
        if (start, end) == self.edges:
            return last.kind != "bare"
        if last.kind == "part":
            return bool(_ALONE.match(self.text, end))
        if last.kind == "quarter":
            return last.value > Decimal("0.5") and self.before(_MOVED, first.first)
        if last.kind == "half":
            return self.before(_COMPARED, first.first) and self.kind(last.place) not in ("a", "of")
        return last.kind not in ("small", "bare") and not (last.step == 1 and 1900 <= last.value < 2100)

    def _said(self, first: Read, last: Read) -> WordNumber:
        start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
        start += self.text[start] == " "
        kind = FRACTION if last.kind in ("half", "ratio") and last.unit is None else QUANTITY
        return WordNumber(start, end, first.value, last.value, last.unit, last.step, first.hedged or last.hedged, kind)


def _lifted(first: Read, last: Read) -> Decimal:
    """The low end of a range in the scale of its high end ("five to six billion", "a third to a half of")."""
    if last.kind == "share" and first.kind in FRACTIONS:
        return (first.value * 100).quantize(Decimal("0.1"))
    factor = last.lift if first.lift == 1 and first.value < last.value / last.lift else Decimal(1)
    return first.value * factor
