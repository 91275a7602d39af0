"""Numbers written in English words: "sixty-six billion", "two thirds of", "five or six times", "mid-teens", "doubled"."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final, NamedTuple

from nlp.components.shorthand import find_shorthand
from nlp.components.word_number import WordNumber

_UNITS: Final = {
    "% percent percents percentage pct per_cent percentage_point percentage_points": ("%", "1"),
    "bp bps basis_point basis_points": ("%", "0.01"),
    "$ dollar dollars buck bucks": ("$", "1"), "cent cents": ("$", "0.01"), "us_dollars usd": ("USD", "1"),
    "hong_kong_dollars hkd": ("HKD", "1"), "euro euros": ("EUR", "1"), "euro_cents": ("EUR", "0.01"), "pound pounds": ("GBP", "1"),
    "pence": ("GBP", "0.01"), "yen": ("JPY", "1"), "yuan rmb renminbi": ("CNY", "1"), "rupee rupees": ("INR", "1"),
    "times x fold bagger baggers": ("x", "1"),
}  # fmt: skip
_UNIT: Final = {word.replace("_", " "): unit for words, unit in _UNITS.items() for word in words.split()}
_SIGNS: Final = {"$": "$", "€": "EUR", "£": "GBP", "₹": "INR", "r": "INR", "i": "INR"}
_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Final = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "cr": 7, "billion": 9, "trillion": 12}
_PARTS: Final = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
).split()
_WORDS: Final = {
    "a": "a an", "and": "and", "of": "of", "to": "to or through – — ~", "between": "between", "point": "point", "minus": "minus negative",
    "time": "minute minutes hour hours day days week weeks month months year years decade decades century centuries session sessions",
}  # fmt: skip


def _table() -> dict[str, tuple[str, Decimal]]:
    """Every word that can belong to a number -> its kind and value."""
    parts = {word: number for number, word in enumerate(_PARTS, 3)} | {"quarter": 4, "hundredth": 100}
    parts |= {scale + "th": 10**power for scale, power in _SCALES.items() if len(scale) > 5}
    numbers: list[tuple[str, dict[str, int]]] = [
        ("small", {word: number for number, word in enumerate(_SMALL)} | {"nought": 0, "naught": 0}),
        ("tens", {word: number * 10 for number, word in enumerate(_TENS, 2)}),
        ("scale", {scale + s: 10**power for scale, power in _SCALES.items() for s in ("", "s")}),
        ("part", parts | {word + "s": number for word, number in parts.items()}),
        ("nth", {"first": 1, "firsts": 1, "second": 2, "seconds": 2}),
        ("half", {"half": 2, "halves": 2}),
        ("couple", {"couple": 2}),
        ("hundred", {"hundred": 100}),
        ("dozen", {"dozen": 12, "dozens": 12}),
    ]
    table = {word: (kind, Decimal(number)) for kind, words in numbers for word, number in words.items()}
    table |= {word: (kind, Decimal(1)) for kind, words in _WORDS.items() for word in words.split()}
    return table | {word: ("unit", Decimal(factor)) for word, (_, factor) in _UNIT.items()}


_TABLE: Final = _table()
_LEX: Final = re.compile(
    r"(?<![\w.,$])(?<!\d-)(?<!\d–)(?<!\d - )(?<!\d to )(?P<digits>(?:[$€£₹]|rs\.?|inr)? ?\d{1,9}(?:,\d{2,3}){0,4}(?:\.\d{1,6})?)"
    r"(?=[ -]?(?:hundred|dozens?|lakhs?|crores?|cr)\b)|(?<=\d)(?:hundred|dozens?|lakhs?|crores?|cr)\b|(?<![\w$€£₹#@])(?<!\d-)(?:"
    + "|".join(sorted((word for word in _TABLE if word[0].isalpha()), key=len, reverse=True))
    + r")(?=fold\b|baggers?\b|\b(?!['’]\w))"
    r"(?!(?<=times) (?:in a row|throughout|an? (?:day|week|month|year)|per|this|last|before|already|now)\b)"
    r"|(?<=[a-z])(?:fold|baggers?)\b|[%–—~]|\$(?!\d)"
)
#: The words without which no number is said; a word is never part of another one but for those of `_TELLING_PARTS`.
_TELLING: Final = frozenset(
    word for word, (kind, _) in _TABLE.items() if kind in ("small", "tens", "scale", "part", "half", "couple", "hundred", "dozen")
) | {"teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}
_TELLING_PARTS: Final = ("fold", "bagger", "doubl", "tripl", "quadrupl", "halv")
_LETTERS: Final = re.compile("[a-z]+")
_DECADE: Final = re.compile(r"\d['’]?s")
_VAGUE: Final = re.compile(r"(?:few|several|many|some|per|every|each|\d|[a-z]-)\s*$")
_ALONE: Final = re.compile(
    r"\s*(?:$|[^\w\s'’-])|\s+(?:less|more|higher|lower|bigger|smaller|fewer|cheaper|in|by|since|this|last|over|from|to|on|at|after|before|"
    r"as|below|above|year|yesterday|today)\b"
)
_MOVED: Final = re.compile(r"\b(?:down|up|by|fell|fallen|lost|dropped|about|nearly|almost|cut|gained)\s*$")
_HALF_YEAR: Final = re.compile(r"\b(?:first|second|back|front|latter|1st|2nd|last|past|next|previous|prior)\s*$")
_QUARTERS: Final = re.compile(
    r"\sof (?:(?:strong|solid|negative|positive|steady|slow|weak|sequential|revenue|earnings|sales) )?(?:grow|declin|loss|profit|negative|"
    r"positive|consecutive|contraction|data|results|beat|miss|guidance|20\d\d|fy|fiscal)"
)
_MINE: Final = re.compile(r"\b(?:my|our|your|his|her|their)\s*$")
_FROM: Final = re.compile(r"\bfrom\s*$")
_SMALL_NUMBERS: Final = ("small", "tens")
_MANY: Final = ("hundred", "scale", "dozen")
_BETWEEN: Final = ("and", "of", "to", "between", "point", "time", "unit", "part", "nth", "scale", "dozen")
_FRACTIONS: Final = ("part", "parts", "half", "quarter")


class _Token(NamedTuple):
    kind: str
    value: Decimal
    start: int
    end: int
    near: bool
    unit: str | None


class _Read(NamedTuple):
    """What the words before `place` say; `lift` is the scale that a smaller number in front may share ("two to three hundred")."""

    place: int
    value: Decimal
    step: Decimal = Decimal(1)
    lift: Decimal = Decimal(1)
    kind: str = "whole"
    hedged: bool = False
    unit: str | None = None
    first: int = 0


def find_word_numbers(text: str) -> Iterator[WordNumber]:
    """Each number that words say, in the text's order. "mid-teens" is 13 to 17 % (the guidelines' rule), "doubled" is 100 %."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(character.lower() if character.isascii() else character for character in text)
    if may_hold_number(lower):
        yield from sorted([*_Reader(lower).numbers(), *find_shorthand(lower)])


def may_hold_number(text: str) -> bool:
    """Whether a word that belongs to numbers alone stands in a text in small letters: most texts have none and need no search."""
    return not _TELLING.isdisjoint(_LETTERS.findall(text)) or any(part in text for part in _TELLING_PARTS) or bool(_DECADE.search(text))


def _tokens(text: str) -> Iterator[_Token]:
    """The words of numbers; the "and" of "between … and" is a "to"."""
    end, between = -9, False
    for match in _LEX.finditer(text):
        word, start = match.group(), match.start()
        near = start - end < 6 and not text[end:start].strip(" \t\xa0-‑")
        kind, value = ("digits", Decimal(word.lstrip("$€£₹rsin. ").replace(",", ""))) if match["digits"] else _TABLE[word]
        unit = _SIGNS.get(word.strip()[0]) if match["digits"] else _UNIT[word][0] if kind == "unit" else None
        yield _Token("to" if kind == "and" and between else kind, value, start, match.end(), near, unit)
        between = kind == "between" or (between and kind != "and")
        end = match.end()


class _Reader:
    """Walks the words of one text once; no step looks at more than a few words ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.edges = len(text) - len(text.lstrip()), len(text.rstrip())

    def numbers(self) -> Iterator[WordNumber]:
        place, side = 0, -1
        while place < len(self.tokens):
            first = self._quantity(place) if self.tokens[place].kind not in _BETWEEN else None
            if first is None:
                place += 1
                continue
            first, last = self._range(self._with_cents(first))
            bare = last.unit is None and last.kind not in _FRACTIONS
            beside = (side == place and self.tokens[place].near) or self._kind(last.place) in _SMALL_NUMBERS
            if self._counts(first, last) and not (bare and beside):
                yield self._said(first, last)
            side, place = last.place if bare else -1, last.place

    def _kind(self, place: int) -> str:
        """What the word at this place is; "" where it does not stand directly after the one before."""
        return self.tokens[place].kind if place < len(self.tokens) and self.tokens[place].near else ""

    def _before(self, pattern: re.Pattern[str], place: int) -> bool:
        """Whether the pattern ends where the word at this place starts."""
        start = self.tokens[place].start
        return bool(pattern.search(self.text, max(0, start - 12), start))

    def _quantity(self, place: int) -> _Read | None:
        """A number with its sign and unit."""
        minus = self.tokens[place].kind == "minus" and bool(self._kind(place + 1))
        read = self._number(place + minus)
        if read is None:
            return None
        end, unit, factor = read.place, read.unit, Decimal(1)
        if self._kind(end) == "unit":
            end, unit, factor = end + 1, self.tokens[end].unit, self.tokens[end].value
        kind = "whole" if minus and read.kind == "small" else read.kind
        value = read.value * factor * (-1 if minus else 1)
        return _Read(end, value, read.step * factor, read.lift, kind, read.hedged, unit, place)

    def _with_cents(self, first: _Read) -> _Read:
        """ "two dollars and fifty cents" as one amount."""
        place = first.place + (self._kind(first.place) == "and")
        if first.unit is None or first.step < 1 or self._kind(place) not in _SMALL_NUMBERS:
            return first
        cents = self._quantity(place)
        if cents is None or cents.unit != first.unit or cents.unit == "%" or cents.step >= 1:
            return first
        return first._replace(place=cents.place, value=first.value + cents.value, step=cents.step)

    def _range(self, first: _Read) -> tuple[_Read, _Read]:
        """The number twice, or the two ends of the range that it begins; after "from" the second end is a number of its own."""
        place = first.place
        dash = self._kind(place) in _SMALL_NUMBERS and "-" in self.text[self.tokens[place - 1].end : self.tokens[place].start]
        second = self._quantity(place + (not dash)) if dash or (self._kind(place) == "to" and self._kind(place + 1)) else None
        if second is None or first.unit not in (None, second.unit) or (dash and second.unit is None):
            return first, first
        first = first._replace(value=_lifted(first, second))
        if self._before(_FROM, first.first):
            first = first._replace(unit=second.unit)
            return first, first
        return (first, second) if first.value < second.value else (first, first)

    def _number(self, place: int) -> _Read | None:
        token = self.tokens[place]
        if token.kind == "half":
            return self._share(_Read(place + 1, Decimal("0.5"), Decimal("0.1"), kind="half"))
        top = _Read(place + 1, Decimal(1)) if token.kind == "a" and self._under(place + 1) else self._cardinal(place)
        under = self._under(top.place) if top else None
        return self._share(_fraction(top, *under)) if top and under else top

    def _under(self, place: int) -> tuple[Decimal, bool, int] | None:
        """The lower number of a fraction ("thirds", "twenty-fifths"), whether it is a plural, and the place after it."""
        base = Decimal(0)
        if self._kind(place) == "tens" and self._kind(place + 1) in ("part", "nth") and self.tokens[place + 1].value < 10:
            base, place = self.tokens[place].value, place + 1
        if self._kind(place) not in ("part", "half") and not base:
            return None
        token = self.tokens[place]
        return base + token.value, self.text[token.end - 1] == "s", place + 1

    def _share(self, read: _Read) -> _Read:
        """A fraction with what it is of: "half a billion" is a number, "two thirds of" a percentage."""
        place = read.place + (self._kind(read.place) == "of")
        place += self._kind(place) == "a"
        if self._kind(place) in _MANY and (place > read.place or read.kind in ("half", "quarter")):
            many = self.tokens[place].value
            return read._replace(place=place + 1, value=read.value * many, step=read.step * many, lift=many, kind="whole")
        if self._kind(place) == "unit":
            return read._replace(place=place, kind="whole")
        if self._kind(read.place) != "of" or self._period(read):
            return read
        value = (read.value * 100).quantize(Decimal("0.1"))
        return read._replace(value=value, step=Decimal(1) if value % 1 == 0 else Decimal("0.1"), kind="share", unit="%")

    def _period(self, read: _Read) -> bool:
        """No share but a stretch of time: "the first half of 2024", "three quarters of growth"."""
        if read.kind == "half":
            return self._before(_HALF_YEAR, read.place - 1)
        return read.kind == "none" or (read.kind == "quarter" and bool(_QUARTERS.match(self.text, self.tokens[read.place - 1].end)))

    def _cardinal(self, place: int) -> _Read | None:
        """Parts of ever smaller scale: "three hundred forty five thousand and two"."""
        read = self._scaled(place)
        while read and read.lift == read.step > 1:
            after = read.place + (self._kind(read.place) == "and")
            more = self._scaled(after) if self._kind(after) in _SMALL_NUMBERS else self._half_more(read, after)
            if more is None or more.value >= read.lift:
                break
            read = more._replace(value=read.value + more.value, kind="whole", hedged=read.hedged, unit=read.unit)
        return read

    def _half_more(self, read: _Read, place: int) -> _Read | None:
        """ "and a half" of the scale before it: "a million and a half"."""
        half = self._small_part(place) if place > read.place else None
        return half and half._replace(value=half.value * read.lift, step=half.step * read.lift, lift=Decimal(1))

    def _scaled(self, place: int) -> _Read | None:
        """A number below a thousand with its decimals or fraction and its scale."""
        read = self._section(place)
        if read is None:
            return None
        if self._kind(read.place) == "point":
            read = self._decimals(read)
        elif self._kind(read.place) == "and" and (part := self._small_part(read.place + 1)):
            read = part._replace(value=read.value + part.value, kind="whole")
        for _ in range(2):
            if self._kind(read.place) in ("scale", "dozen"):
                many = self.tokens[read.place].value
                lift = many if read.lift == 100 else read.lift * many
                step = read.step * many if many != 12 else Decimal(1)
                read = read._replace(place=read.place + 1, value=read.value * many, step=step, lift=lift, kind="whole")
        return read

    def _section(self, place: int) -> _Read | None:
        """A number below a thousand, or "ninety-five hundred"."""
        read = self._head(place)
        if read is None or read.place == len(self.tokens) or self.tokens[read.place].kind != "hundred":
            return read
        if not (read.kind == "bare" or (self._kind(read.place) and (0 < read.value < 100 or self.tokens[place].kind == "digits"))):
            return read
        read = read._replace(
            place=read.place + 1, value=read.value * 100, lift=Decimal(100), kind="bare" if read.kind == "bare" else "whole"
        )
        after = read.place + (self._kind(read.place) == "and")
        tail = self._below(after) if self._kind(after) in _SMALL_NUMBERS else None
        under = self._under(tail.place) if tail else None
        if tail is None or self._kind(tail.place) == "hundred" or (under and tail.value < under[0]):
            return read
        return tail._replace(value=read.value + tail.value, kind="whole", hedged=read.hedged, unit=read.unit)

    def _head(self, place: int) -> _Read | None:
        """What stands before "hundred" or a scale."""
        token = self.tokens[place]
        if token.kind == "digits":
            return _Read(place + 1, token.value, Decimal(1).scaleb(min(0, int(token.value.as_tuple().exponent))), unit=token.unit)
        couple = place + (token.kind == "a")
        if token.kind == "couple" or (couple > place and self._kind(couple) == "couple"):
            after = couple + 1 + (self._kind(couple + 1) == "of")
            return _Read(after, Decimal(2), hedged=True) if self._kind(after) in _MANY else None
        if token.kind == "a":
            return _Read(place + 1, Decimal(1)) if self._kind(place + 1) in _MANY else None
        if token.kind == "hundred" and not self._before(_VAGUE, place):
            return _Read(place, Decimal(1), kind="bare")
        return self._below(place)

    def _below(self, place: int) -> _Read | None:
        """A number below a hundred."""
        token = self.tokens[place]
        if token.kind == "small":
            return _Read(place + 1, token.value, kind="small" if token.value <= 10 else "whole")
        if token.kind != "tens":
            return None
        if self._kind(place + 1) == "small" and 0 < self.tokens[place + 1].value < 10:
            return _Read(place + 2, token.value + self.tokens[place + 1].value)
        return _Read(place + 1, token.value)

    def _small_part(self, place: int) -> _Read | None:
        """The fraction of "two and a half", "five and three quarters"."""
        kind = self._kind(place)
        top = _Read(place + 1, Decimal(1)) if kind == "a" else self._below(place) if kind in _SMALL_NUMBERS else None
        under = self._under(top.place) if top else None
        part = _fraction(top, *under) if top and under else None
        return part if part and part.value < 1 and part.kind != "none" else None

    def _decimals(self, read: _Read) -> _Read:
        digits, place = "", read.place + 1
        while self._kind(place) in _SMALL_NUMBERS and len(digits) < 9 and (below := self._below(place)):
            digits, place = digits + str(below.value), below.place
        if not digits:
            return read
        return _Read(place, read.value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits)))

    def _counts(self, first: _Read, last: _Read) -> bool:
        """Whether it is a quantity: "one", "a third party", "sixty days", "twenty-first" and "half" are none."""
        start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
        if last.kind == "none" or self._kind(last.place) in ("time", "nth"):
            return False
        if last.unit is not None:
            return not (last.value == Decimal("0.02") and self._before(_MINE, first.first))
        if (start, end) == self.edges:
            return last.kind != "bare"
        if last.kind == "part":
            return bool(_ALONE.match(self.text, end))
        if last.kind == "quarter":
            return last.value > Decimal("0.5") and self._before(_MOVED, first.first)
        return last.kind not in ("small", "bare", "half") and not (last.step == 1 and 1900 <= last.value < 2100)

    def _said(self, first: _Read, last: _Read) -> WordNumber:
        start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
        start += self.text[start] == " "
        return WordNumber(start, end, first.value, last.value, last.unit, last.step, first.hedged or last.hedged)


def _fraction(top: _Read, under: Decimal, plural: bool, place: int) -> _Read:
    """The fraction; its kind is "none" where the words count or order instead ("eight quarters", "twenty-third")."""
    kind = "parts" if plural else "part" if top.value == 1 else "none"
    if kind != "none" and under == 4:
        kind = "quarter" if top.value in (1, 3) else "none"
    elif kind == "part" and under == 2:
        kind = "half"
    return _Read(place, _DIVISION.divide(top.value, under), Decimal("0.1") if under == 2 else Decimal("0.01"), kind=kind)


def _lifted(first: _Read, last: _Read) -> Decimal:
    """The low end of a range in the scale of its high end ("five to six billion", "a third to a half of")."""
    if last.kind == "share" and first.kind in _FRACTIONS:
        return (first.value * 100).quantize(Decimal("0.1"))
    factor = last.lift if first.lift == 1 and first.value < last.value / last.lift else Decimal(1)
    return first.value * factor


_DIVISION: Final = Context(prec=6)
