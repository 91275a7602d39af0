"""Whose words a number stands in: the author's own, or somebody else's whom the post quotes, retells or contradicts."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from domain.readings import Claim
from nlp.components.numbers import Number

QUOTE: Final = "quote"  # `Claim.attributed_to` of a claim in words that are not the author's own

_AT_MARK: Final = re.compile(r"(?:>|&gt;)\s*$")
#: A Markdown quote. `>200` without a blank is "more than 200", and so is a line of nothing else.
_LINE: Final = re.compile(
    r"^[ \t]{0,3}(?:>|&gt;)(?:[ \t]*(?=\$?[^\W\d]|[“\"'*_(@#>&])[^\n]*|[ \t]+\S+[ \t]+\S+[ \t]+\S[^\n]*)", re.MULTILINE
)
_MARKS: Final = re.compile(
    r"(?<![\w.])\"(?=\S)[^\"\n]{1,400}?(?<=\S)\"(?!\w)|“[^“”\n]{1,400}”|「[^「」\n]{1,400}」|『[^『』\n]{1,400}』|«[^«»\n]{1,400}»"
)
#: Quotation marks around no more than a number and its measure: `guides to "around £16.3bn"` is the author's own sentence.
_BARE: Final = re.compile(
    r"(?:[\W\d_]|(?<![^\W\d_])(?:at|least|most|around|about|approximately|roughly|nearly|almost|over|under|above|below|up|to|more|less|than|significantly|well|and|between|from|or|per|a|share|x|times|percent|points?|[kmbt]|mn|bn|million|billion|trillion)(?![^\W\d_]))+",
    re.IGNORECASE,
)
#: The author quoting himself.
_OWN: Final = re.compile(
    r"(?:\b(?:i|we)(?:['’]ve| have| had)? (?:\w+ )?(?:said|saying|say|wrote|posted|called|told|predicted|noted|asked)|\bmy (?:own )?(?:\w+ )?(?:post|comment|words|call|thesis|target|prediction|title|note))\b[^.\n\"“]{0,40}$",
    re.IGNORECASE,
)
_UP_TO: Final = r"(?:(?!\b(?:but|while|whereas|though|although|i|i['’]m|i['’]d|yet|actually|really|in fact|no)\b)[^.;!?\n]|\.(?=\d))*$"
#: What the one who is answered says: "you say it trades at 12x", "OP claims $300".
_YOURS: Final = re.compile(
    rf"(?<!as )(?<!if )\b(?:you|u|ya|op)(?:['’]re| are|['’]ve| have)? (?:just |keep |kept |all |guys |really |still )?(?:say|says|said|saying|claim|claims|claimed|claiming|wrote|write|writes|insist|insists|quote|quotes|quoted)\b{_UP_TO}",
    re.IGNORECASE,
)
#: What others say; theirs only where the author turns it down, since news retold without a word against it is his own.
_THEIRS: Final = re.compile(
    rf"(?<!as )(?<!if )\b(?:you|u|they|he|she|people|everyone|everybody|someone|somebody|some|bulls?|bears?|perma(?:bulls?|bears?)|folks|guys?|crowd|shorts|longs|haters|fan(?:boy)?s|analysts?|media|cnbc|cramer|op) (?:\w+ ){{0,3}}?(?:say|says|said|saying|claim|claims|claimed|think|thinks|thought|insist|insists|believe|believes|tell|tells|telling|told|call|calls|expect|expects|want|wants)\b{_UP_TO}",
    re.IGNORECASE,
)
_TURNED_DOWN: Final = re.compile(
    r"[^.!?\n]{0,60}?(?:[?.!,;:…—–-]+\s*|\s+)(?:lol,? |lmao,? |well,? |sorry,? |but |and )?(?:no(?:pe|t (?:true|even close|a chance|really|happening|gonna happen))?|nah|wrong|false|nonsense|bs|bullshit|rubbish|delusional|lol no|that['’]?s (?:just |simply |plain )?(?:wrong|not|false|nonsense|bs|bullshit|rubbish|delusional)|(?:which |this |it )(?:is|was) (?:just |simply |plain )?(?:wrong|false|not true|nonsense|bs|bullshit|rubbish|delusional)|is (?:just |simply |plain )?(?:wrong|nonsense|false|bs|bullshit|rubbish|delusional)|i (?:disagree|don['’]t (?:buy|believe|think so)))(?!\w)",
    re.IGNORECASE,
)
#: A text without any of these retells nobody and turns nothing down.
_ANY: Final = re.compile(r"\b(?:say|said|claim|wr[io]te|insist|quot|think|thought|believe|t[eo]ll|call|expect|want|not\s)", re.IGNORECASE)
_AGREED: Final = re.compile(
    r"[^\n]{0,60}?\b(?:(?:you|they|he|she|op)(?:['’]re| are| is|['’]s| was| were)? (?:\w+ )?right|i agree|agreed|spot on|exactly|indeed)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"(?<!if )(?<!why )\bnot\s+(?:(?:at|a|an|the|about|around)\s+){0,2}$", re.IGNORECASE)


class Voices:
    """Answers which numbers of one text stand in other people's words."""

    def __init__(self, text: str, numbers: Sequence[Number]) -> None:
        self.text, self.numbers = text, numbers
        self.spans = quoted_spans(text) if numbers else []
        self._starts = [start for start, _ in self.spans]
        self._retells = bool(_ANY.search(text))

    def quoted(self, number: Number) -> bool:
        """Whether the number stands in a quoted line or between quotation marks."""
        at = bisect_right(self._starts, number.start) - 1
        return at >= 0 and number.start < self.spans[at][1]

    def others(self, at: int, bounds: tuple[int, int], before: str) -> bool:
        """Whether number `at` is another's: quoted, said by the one who is answered, or turned down as soon as it is told.

        `bounds` are those of its sentence, `before` the sentence up to the number.
        """
        number = self.numbers[at]
        if not self._retells or self.quoted(number):
            return self.quoted(number)
        if _YOURS.search(before):
            return not _AGREED.match(self.text, number.end, number.end + 120)
        if _THEIRS.search(before) and _TURNED_DOWN.match(self.text, number.end, number.end + 140):
            return True
        return bool(_NOT.search(before)) and self._contrasted(at, bounds)

    def after_mark(self, number: Number) -> bool:
        """Whether the `>` before a number is the mark of a quoted line and no "more than"."""
        return self.quoted(number) and bool(_AT_MARK.search(self.text, max(0, number.start - 6), number.start))

    def _contrasted(self, at: int, bounds: tuple[int, int]) -> bool:
        """Whether a number of the same unit stands beside it in the sentence: "17x, not 12x", "not 12x but 17x"."""
        unit = self.numbers[at].unit
        return any(
            bounds[0] <= other.start < bounds[1] and other.unit == unit
            for other in (*self.numbers[max(0, at - 1) : at], *self.numbers[at + 1 : at + 2])
        )


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of what stands in quoted lines and between quotation marks, in order, none overlapping; the author's own words apart."""
    lines = [match.span() for match in _LINE.finditer(text)]
    marks = [match.span() for match in _MARKS.finditer(text) if not _BARE.fullmatch(match[0]) and not _says_himself(text, match.start())]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(lines + marks):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
        elif end > merged[-1][1]:
            merged[-1] = merged[-1][0], end
    return merged


def _says_himself(text: str, start: int) -> bool:
    return bool(_OWN.search(text, max(0, start - 80), start))


def said_above(claim: Claim, above: Iterable[Claim]) -> bool:
    """Whether one of the claims of the post that is answered says the same: it counts there, once."""
    said = claim.low, claim.high, claim.unit
    return any((other.low, other.high, other.unit) == said and other.subject == claim.subject for other in above)
