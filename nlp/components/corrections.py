"""Numbers that their author takes back: "EDIT: meant 17x, not 71x", "typo, should be 5.2B", "*17x", "~~71x~~ 17x"."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from domain.readings import Claim
from nlp.components.measures import falling, measured
from nlp.components.numbers import Number

#: Words that say outright that a number was wrong, with the right one after them.
_PLAIN: Final = re.compile(
    r"(?:^|[.!?,;:(\[*—–-]\s*|\b(?:edit(?:ed)?|sorry|oops|whoops|but)\W+)(?:(?:i|we) )?(?:obviously |actually |clearly |of course )?meant\b(?! to (?!say|write|type|put|be\b))"
    r"|(?:^|[.!?]\s*|\bedit(?:ed)?\W+)\W*correction\s*[:\-–—,]\s*(?:it['’]?s|it is|that['’]?s|should|make that|the [\w/]+ is|[\w/]+ (?:is|was))\b"
    r"|\btypo\b|\bmis-?typed\b|\bfat[- ]?fingered\b|\bcorrected (?:it |that |this )?(?:to|from)\b",
    re.IGNORECASE,
)
#: Words that may say so, or only bring news: they count where the numbers look like one another.
_MAYBE: Final = re.compile(
    r"^\W*(?:(?:second|third|\d+(?:st|nd|rd|th)) )?edit(?:ed)?\s*\d*\W*[:\-–—.*]|[(\[]\W*edit(?:ed)?\s*[:,\-–—]|\bcorrection\s*[:\-–—,]|\b(?:oops|whoops|my (?:bad|mistake)|sorry)\b|\bi (?:wrote|said|typed|put) \S{1,12}",
    re.IGNORECASE,
)
#: A text without any of these takes nothing back: most texts are done with one look.
_ANY: Final = re.compile(
    r"meant|correct|typo|mis-?typed|fingered|\bedit|oops|sorry|my (?:bad|mistake)|\bi (?:wrote|said|typed|put)\b|^[ \t]*\*",
    re.IGNORECASE | re.MULTILINE,
)
#: What stands between such words and the right number.
_LEADS: Final = re.compile(
    r"(?:\b(?:meant|should(?:['’]ve| have)? (?:be|been|read|say)|it['’]?s|it is|that['’]?s|is|actually|make that|to|typo|edit|correction|corrected|say|write|type|oops|sorry|my (?:bad|mistake))\b|[:*])(?:\W+(?!(?:but|if|when|now)\b)[\w/'’&]+){0,4}\W*$",
    re.IGNORECASE,
)
_SHOULD: Final = re.compile(r"\b(?:should(?:['’]ve| have)? (?:be|been|read|say)|meant|make that|typo)\b", re.IGNORECASE)
#: Somebody else's slip, told in the sentence of the number.
_OTHERS: Final = re.compile(r"\b(?:they|he|she|you|ceo|cfo|management|company)\b(?:[^.!?]|\.(?=\d))*$", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?]\s")
_NOT: Final = re.compile(
    r"[\s,;(]*(?:[\w/'’&]+[\s,;(]+){0,4}?(?:and |but )?(?:not|instead of|rather than)\s+(?:(?:at|the|a)\s+)?", re.IGNORECASE
)
_STARRED: Final = re.compile(r"[ \t]*\*{1,2}(?:meant |should be |it['’]?s )?", re.IGNORECASE)
_STRUCK: Final = re.compile(r"~~(?=\S)(?:[^~\n]|~(?!~)){1,200}~~")
_THEN: Final = re.compile(r"(?:\s|edit|correction|actually|it['’]?s|should be|now|[:,(→>-]){0,4}", re.IGNORECASE)
_HEARD: Final = 160  # characters before a number in which the words that take another back are looked for
_SHORT: Final = 24  # characters beside its number that a line of an asterisk and a number may have
_NEAR: Final = 64  # numbers before a correction that it may be about: keeps time linear


#: (metric, symbol) that a number's own words name.
Named = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """The number that takes the place of others: of numbers of its own post, or of a claim that its author made above."""

    of: tuple[int, ...] = ()
    above: Claim | None = None


class Corrections:
    """What one post takes back: `gone` are the places of its retracted numbers, `made` the corrections by the right number's place.

    `named` says of each number which metric and which instrument the words beside it name, None where they name none; `own`
    are the author's claims above.
    """

    def __init__(self, text: str, numbers: Sequence[Number], named: Sequence[Named], own: Sequence[Claim] = ()) -> None:
        self.text, self.numbers, self.named, self.own = text, numbers, named, own
        self._starts = [number.start for number in numbers]
        self.made: dict[int, Correction] = {}
        self.gone: set[int] = set()
        if numbers and "~~" in text:
            self._struck()
        if numbers and _ANY.search(text):
            self._told()

    def _struck(self) -> None:
        for match in _STRUCK.finditer(self.text):
            first, after = bisect_left(self._starts, match.start()), bisect_left(self._starts, match.end())
            inside = tuple(range(first, after))
            self.gone.update(inside)
            if len(inside) == 1 and after < len(self.numbers) and _THEN.fullmatch(self.text, match.end(), self._starts[after]):
                self.made[after] = Correction(of=inside)

    def _told(self) -> None:
        for at, number in enumerate(self.numbers):
            if at in self.made or at in self.gone or not (mark := self._mark(number)):
                continue
            wrong = self._wrong(at)
            found = self._of(at, wrong, strong=mark == "plain", alike=mark != "news")
            if found is not None:
                self.made[at] = found
                self.gone.update([*found.of, *([wrong] if wrong is not None else ())])

    def _mark(self, number: Number) -> str:
        """`plain` where words before the number take another back outright, `maybe` or `news` where they may, else empty."""
        start = max(self.text.rfind("\n", max(0, number.start - _HEARD), number.start) + 1, number.start - _HEARD, 0)
        before = self.text[start : number.start]
        if self._starred(number):
            return "maybe"
        if not _LEADS.search(before) or _OTHERS.search(before):
            return ""
        if _leading(_PLAIN, before) is not None:
            return "plain"
        if (told := _leading(_MAYBE, before)) is not None:
            should = _SHOULD.search(before)
            return "maybe" if should else "" if _STOP.search(told) else "news"
        return ""

    def _starred(self, number: Number) -> bool:
        """Whether the line is an asterisk and the number, as people mend a word of the line before."""
        start = self.text.rfind("\n", max(0, number.start - _SHORT), number.start) + 1
        rest = self.text[number.end : number.end + _SHORT].split("\n", 1)
        alone = len(rest) > 1 or number.end + _SHORT >= len(self.text)
        return alone and "*" not in rest[0] and bool(_STARRED.fullmatch(self.text, start, number.start))

    def _wrong(self, at: int) -> int | None:
        """The place of the number that the correction itself calls wrong: "17x, not 71x"."""
        after = at + 1
        if after < len(self.numbers) and _NOT.fullmatch(self.text, self.numbers[at].end, self._starts[after]):
            return after
        return None

    def _of(self, at: int, wrong: int | None, *, strong: bool, alike: bool) -> Correction | None:
        """What number `at` corrects, or None where that is not sure enough; `wrong` is the number that it is told to be instead of."""
        number = self.numbers[at]
        earlier = [k for k in range(max(0, at - _NEAR), at) if k not in self.gone and self._may_be(k, at)]
        above = [claim for claim in self.own if _unit_fits(number, claim.unit) and _agree(self.named[at], (claim.metric, claim.subject))]
        if wrong is not None:
            value, unit = self.numbers[wrong].value, self.numbers[wrong].unit
            slip = _kin(value, number.value, near=True)  # else a bare number elsewhere may only happen to be the same
            same = [k for k in earlier if self.numbers[k].value == value and (slip or self.numbers[k].unit == unit)]
            return self._one(same, [c for c in above if value in (c.low, c.high)])
        like = [k for k in earlier if _kin(self.numbers[k].value, number.value, near=alike)]
        if like:
            return self._one([k for k in like if self.numbers[k].value == self.numbers[like[-1]].value], [])
        kin = [claim for claim in above if claim.low is not None and _kin(claim.low, number.value, near=alike)]
        if kin or not strong:
            return self._one([], kin)
        lone = earlier if len({(self.numbers[k].value, self.numbers[k].unit) for k in earlier}) == 1 else []
        return self._one(lone, above if not earlier and len(above) == 1 else [])

    def _may_be(self, wrong: int, right: int) -> bool:
        one, other = self.numbers[wrong].unit, self.numbers[right].unit
        units = one == other or None in (one, other) or {one, other} == {"$", "USD"}
        return units and _agree(self.named[wrong], self.named[right])

    @staticmethod
    def _one(of: list[int], above: list[Claim]) -> Correction | None:
        return Correction(of=tuple(of)) if of else Correction(above=above[0]) if above else None

    def unhedged(self, number: Number) -> Number:
        """The number without the "about" that the end of a struck stretch looks like."""
        if not self.text[max(0, number.start - 12) : number.start].rstrip().endswith("~~") or number.relation != "~":
            return number
        return replace(number, relation="=", hedged=False)


def corrected(claim: Claim, number: Number, wrong: Number | None, *, quote: str, before: str) -> Claim:
    """The claim with the right number in it, and where that stands; `wrong` is the number taken back, for a unit or scale left out."""
    if wrong is not None and number.unit is None:
        number = _scaled(replace(number, unit=wrong.unit), wrong)
    if (claim.low or claim.high or Decimal(0)) < 0 < number.value:
        number = falling(number)
    unit, low, high = measured(number, claim.metric, claim.subject, before)
    return replace(
        claim, low=low, high=high, unit=claim.unit if number.unit is None else unit, relation=number.relation, quote=quote,
        start=number.start, end=number.end, step=abs(number.step), hedged=number.hedged, converts=None,
    )  # fmt: skip


def _scaled(number: Number, wrong: Number) -> Number:
    """A bare number in the scale of the one that it corrects: "meant 5.2" of "52B"."""
    if number.scaled or not wrong.scaled:
        return number
    low, high = (None if bound is None else bound.scaleb(wrong.exponent) for bound in (number.low, number.high))
    return replace(number, low=low, high=high, step=number.step.scaleb(wrong.exponent), scaled=True, exponent=wrong.exponent)


def _leading(marks: re.Pattern[str], before: str) -> str | None:
    """The words between such a mark and the number; None where there is no mark, or another number between."""
    last = max((match.end() for match in marks.finditer(before)), default=None)
    return None if last is None or re.search(r"\d", before[last:]) else before[last:]


def _agree(one: Named, other: Named) -> bool:
    return all(a == b or a is None or b is None for a, b in zip(one, other, strict=True))


def _unit_fits(number: Number, unit: str) -> bool:
    if number.unit in ("%", "x"):
        return unit == number.unit
    if number.unit in (None, "c", "p"):
        return True
    return unit == number.unit or (number.unit == "$" and unit.isupper())


def _kin(wrong: Decimal, right: Decimal, *, near: bool) -> bool:
    """Whether one number can be the other's slip: the same digits in another order or place; with `near`, one digit of three or more."""
    one, other = _digits(wrong), _digits(right)
    if abs(wrong) == abs(right):
        return False
    if sorted(one) == sorted(other):
        return True
    return near and len(one) == len(other) >= 3 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _digits(value: Decimal) -> str:
    return format(abs(value), "f").replace(".", "").strip("0")
