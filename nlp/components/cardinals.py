"""Cardinals and fractions in words: "three hundred forty five thousand", "two and a half", "two thirds of", "one over three"."""

import re
from decimal import Context, Decimal
from typing import Final, NamedTuple

from nlp.components.number_words import tokens

_VAGUE: Final = re.compile(r"(?:few|several|many|some|per|every|each|\d|[a-z]-)\s*$")
_HALF_YEAR: Final = re.compile(r"\b(?:first|second|back|front|latter|1st|2nd|last|past|next|previous|prior)\s*$")
_QUARTERS: Final = re.compile(
    r"\sof (?:(?:strong|solid|negative|positive|steady|slow|weak|sequential|revenue|earnings|sales) )?(?:grow|declin|loss|profit|negative|"
    r"positive|consecutive|contraction|data|results|beat|miss|guidance|20\d\d|fy|fiscal)"
)
SMALL_NUMBERS: Final = ("small", "tens")
_MANY: Final = ("hundred", "scale", "dozen")
FRACTIONS: Final = ("part", "parts", "half", "quarter")

_DIVISION: Final = Context(prec=6)


class Read(NamedTuple):
    """What the words before `place` say; `lift` is the scale that a smaller number in front may share ("two to three hundred")."""

    place: int
    value: Decimal
    step: Decimal = Decimal(1)
    lift: Decimal = Decimal(1)
    kind: str = "whole"
    hedged: bool = False
    unit: str | None = None
    first: int = 0


class Cardinals:
    """The numbers that the words of one text say; no step looks at more than a few words ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.edges = len(text) - len(text.lstrip()), len(text.rstrip())

    def kind(self, place: int) -> str:
        """What the word at this place is; "" where it does not stand directly after the one before."""
        return self.tokens[place].kind if place < len(self.tokens) and self.tokens[place].near else ""

    def before(self, pattern: re.Pattern[str], place: int) -> bool:
        """Whether the pattern ends where the word at this place starts."""
        start = self.tokens[place].start
        return bool(pattern.search(self.text, max(0, start - 12), start))

    def number(self, place: int) -> Read | None:
        token = self.tokens[place]
        if token.kind == "half":
            return self._share(Read(place + 1, Decimal("0.5"), Decimal("0.1"), kind="half"))
        top = Read(place + 1, Decimal(1)) if token.kind == "a" and self._under(place + 1) else self._cardinal(place)
        under = self._under(top.place) if top else None
        if top and top.value == top.step == 1 and self.kind(top.place) == "over" and self.kind(top.place + 1):
            return self._ratio(top)
        return self._share(_fraction(top, *under)) if top and under else top

    def _ratio(self, top: Read) -> Read:
        """ "one over three", "one out of three"; the number alone where something else stands under it."""
        under = self._cardinal(top.place + 1)
        if under is None or under.value < 2 or self.kind(under.place) in ("time", "unit"):
            return top
        return Read(under.place, _DIVISION.divide(top.value, under.value), Decimal("0.01"), kind="ratio")

    def _under(self, place: int) -> tuple[Decimal, bool, int] | None:
        """The lower number of a fraction ("thirds", "twenty-fifths"), whether it is a plural, and the place after it."""
        base = Decimal(0)
        if self.kind(place) == "tens" and self.kind(place + 1) in ("part", "nth") and self.tokens[place + 1].value < 10:
            base, place = self.tokens[place].value, place + 1
        if self.kind(place) not in ("part", "half") and not base:
            return None
        token = self.tokens[place]
        return base + token.value, self.text[token.end - 1] == "s", place + 1

    def _share(self, read: Read) -> Read:
        """A fraction with what it is of: "half a billion" is a number, "two thirds of" a percentage."""
        place = read.place + (self.kind(read.place) == "of")
        place += self.kind(place) == "a"
        if self.kind(place) in _MANY and (place > read.place or read.kind in ("half", "quarter")):
            many = self.tokens[place].value
            return read._replace(place=place + 1, value=read.value * many, step=read.step * many, lift=many, kind="whole")
        if self.kind(place) == "unit":
            return read._replace(place=place, kind="whole")
        if self.kind(read.place) != "of" or self._period(read) or not self.text[self.tokens[read.place].end :][:40].strip():
            return read
        value = (read.value * 100).quantize(Decimal("0.1"))
        return read._replace(value=value, step=Decimal(1) if value % 1 == 0 else Decimal("0.1"), kind="share", unit="%")

    def _period(self, read: Read) -> bool:
        """No share but a stretch of time: "the first half of 2024", "three quarters of growth"."""
        if read.kind == "half":
            return self.before(_HALF_YEAR, read.place - 1)
        return read.kind == "none" or (read.kind == "quarter" and bool(_QUARTERS.match(self.text, self.tokens[read.place - 1].end)))

    def _cardinal(self, place: int) -> Read | None:
        """Parts of ever smaller scale: "three hundred forty five thousand and two"."""
        read = self._scaled(place)
        while read and read.lift == read.step > 1:
            after = read.place + (self.kind(read.place) == "and")
            more = self._scaled(after) if self.kind(after) in SMALL_NUMBERS else self._half_more(read, after)
            if more is None or more.value >= read.lift:
                break
            read = more._replace(value=read.value + more.value, kind="whole", hedged=read.hedged, unit=read.unit)
        return read

    def _half_more(self, read: Read, place: int) -> Read | None:
        """ "and a half" of the scale before it: "a million and a half"."""
        half = self._small_part(place) if place > read.place else None
        return half and half._replace(value=half.value * read.lift, step=half.step * read.lift, lift=Decimal(1))

    def _scaled(self, place: int) -> Read | None:
        """A number below a thousand with its decimals or fraction and its scale."""
        read = self._section(place)
        if read is None:
            return None
        if self.kind(read.place) == "point":
            read = self._decimals(read)
        elif self.kind(read.place) == "and" and (part := self._small_part(read.place + 1)):
            read = part._replace(value=read.value + part.value, kind="whole")
        for _ in range(2):
            if self.kind(read.place) in ("scale", "dozen"):
                many = self.tokens[read.place].value
                lift = many if read.lift == 100 else read.lift * many
                step = read.step * many if many != 12 else Decimal(1)
                read = read._replace(place=read.place + 1, value=read.value * many, step=step, lift=lift, kind="whole")
        return read

    def _section(self, place: int) -> Read | None:
        """A number below a thousand, or "ninety-five hundred"."""
        read = self._head(place)
        if read is None or read.place == len(self.tokens) or self.tokens[read.place].kind != "hundred":
            return read
        if not (read.kind == "bare" or (self.kind(read.place) and (0 < read.value < 100 or self.tokens[place].kind == "digits"))):
            return read
        read = read._replace(
            place=read.place + 1, value=read.value * 100, lift=Decimal(100), kind="bare" if read.kind == "bare" else "whole"
        )
        after = read.place + (self.kind(read.place) == "and")
        tail = self._below(after) if self.kind(after) in SMALL_NUMBERS else None
        if tail is None or self.kind(tail.place) == "hundred" or (after == read.place and self._under(after)):
            return read
        under = self._under(tail.place)
        if under and tail.value < under[0]:
            return read
        return tail._replace(value=read.value + tail.value, kind="whole", hedged=read.hedged, unit=read.unit)

    def _head(self, place: int) -> Read | None:
        """What stands before "hundred" or a scale."""
        token = self.tokens[place]
        if token.kind == "digits":
            return Read(place + 1, token.value, Decimal(1).scaleb(min(0, int(token.value.as_tuple().exponent))), unit=token.unit)
        couple = place + (token.kind == "a")
        if token.kind == "couple" or (couple > place and self.kind(couple) == "couple"):
            after = couple + 1 + (self.kind(couple + 1) == "of")
            return Read(after, Decimal(2), hedged=True) if self.kind(after) in _MANY else None
        if token.kind == "a":
            return Read(place + 1, Decimal(1)) if self.kind(place + 1) in _MANY else None
        if token.kind == "hundred" and not self.before(_VAGUE, place):
            return Read(place, Decimal(1), kind="bare")
        return self._below(place)

    def _below(self, place: int) -> Read | None:
        """A number below a hundred."""
        token = self.tokens[place]
        if token.kind == "small":
            return Read(place + 1, token.value, kind="small" if token.value <= 10 else "whole")
        if token.kind != "tens":
            return None
        if self.kind(place + 1) == "small" and 0 < self.tokens[place + 1].value < 10:
            return Read(place + 2, token.value + self.tokens[place + 1].value)
        return Read(place + 1, token.value)

    def _small_part(self, place: int) -> Read | None:
        """The fraction of "two and a half", "five and three quarters"."""
        kind = self.kind(place)
        top = Read(place + 1, Decimal(1)) if kind == "a" else self._below(place) if kind in SMALL_NUMBERS else None
        under = self._under(top.place) if top else None
        part = _fraction(top, *under) if top and under else None
        return part if part and part.value < 1 and part.kind != "none" else None

    def _decimals(self, read: Read) -> Read:
        digits, place = "", read.place + 1
        while self.kind(place) in SMALL_NUMBERS and len(digits) < 9 and (below := self._below(place)):
            digits, place = digits + str(below.value), below.place
        if not digits:
            return read
        return Read(place, read.value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits)))


def _fraction(top: Read, under: Decimal, plural: bool, place: int) -> Read:
    """The fraction; its kind is "none" where the words count or order instead ("eight quarters", "twenty-third")."""
    kind = "parts" if plural else "part" if top.value == 1 else "none"
    if kind != "none" and under == 4:
        kind = "quarter" if top.value in (1, 3) else "none"
    elif kind == "part" and under == 2:
        kind = "half"
    return Read(place, _DIVISION.divide(top.value, under), Decimal("0.1") if under == 2 else Decimal("0.01"), kind=kind)
