"""What speaks for each reading of a number: its shape, the words around it, the metrics' words near it, what stood before it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from domain.readings import Mention
from nlp.components.headings import Headings
from nlp.components.metrics import Cue, fits
from nlp.components.numbers import Number
from nlp.components.proposals import Proposal

_TOKEN: Final = re.compile(r"[$#]?[^\W\d_]+(?:['’&-][^\W\d_]+)*|\d+(?:[.,]\d+)*|\n+|[^\w\s*\\`]")
_MONTH: Final = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}$")
_DAY: Final = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?$")
_NEAR: Final = 4  # words either side whose order counts
_FAR: Final = 14  # words before a number that are heard at all
_AFTER: Final = 8  # words after it
_BUCKETS: Final = (0, 1, 2, 4, 8, 16, 32, 64, 128)


class Surroundings:
    """The tokens of one post around its numbers; numbers and mentions stand as one token each."""

    def __init__(self, text: str, numbers: Sequence[Number], mentions: Sequence[Mention], cues: Sequence[Cue], headings: Headings) -> None:
        self.text, self.numbers, self.mentions, self.cues = text, numbers, [m for m in mentions if m.end > m.start], cues
        self.cue_starts = [cue.start for cue in cues]
        self.mention_starts = [m.start for m in self.mentions]
        self.words: list[str] = []
        self.starts: list[int] = []
        for start, word in _tokens(text, numbers, self.mentions):
            self.starts.append(start)
            self.words.append(word)
        self.headings = headings
        self.distinct = len({m.symbol for m in mentions})

    def features(self, place: int, bounds: tuple[int, int], proposal: Proposal, previous: tuple[int, str] | None) -> list[str]:
        """The features of number `place`, for a sentence within `bounds`; `previous` is the last number's place and reading."""
        number = self.numbers[place]
        unit = unit_of(number)
        found = [
            f"u={unit}",
            f"r={proposal.metric}",
            f"r={proposal.metric}|{min(proposal.cost // 8, 6)}",
            f"r={proposal.metric}|u={unit}",
            f"rs={proposal.metric}|{proposal.number.value < 0}",
        ]
        found += _shape(number, unit)
        found += self._words(number, unit, bounds)
        found += self._cues(number, bounds)
        found += self._over(number, unit)
        found += self._mentions(number, bounds, proposal)
        found += self._previous(place, number, previous)
        return found

    def _words(self, number: Number, unit: str, bounds: tuple[int, int]) -> Iterator[str]:
        at = bisect_left(self.starts, number.start)
        first = bisect_left(self.starts, bounds[0])
        last = bisect_left(self.starts, bounds[1])
        before = self.words[max(first, at - _FAR) : at][::-1]
        after = self.words[at + 1 : min(last, at + 1 + _AFTER)]
        if first == at:
            before = ["<S>", *self.words[max(0, at - 3) : at][::-1]]
        p = [*before[:_NEAR], "<S>", "<S>", "<S>", "<S>"]
        n = [*after[:_NEAR], "<E>", "<E>", "<E>", "<E>"]
        for k in range(3):
            yield f"p{k}={p[k]}"
            yield f"n{k}={n[k]}"
        yield f"p0={p[0]}|u={unit}"
        yield f"n0={n[0]}|u={unit}"
        yield f"pp={p[1]} {p[0]}"
        yield f"nn={n[0]} {n[1]}"
        yield f"pn={p[0]}|{n[0]}|{unit}"
        yield f"ppp={p[2]} {p[1]} {p[0]}"
        for k, word in enumerate(before):
            yield f"b={word}" if k < 6 else f"bb={word}"
            if k < 6:
                yield f"b={word}|u={unit}"
        for word in after:
            yield f"a={word}"
            yield f"a={word}|u={unit}"

    def _over(self, number: Number, unit: str) -> Iterator[str]:
        for word in self.headings.over(number.start):
            yield f"h={word}"
            yield f"h={word}|u={unit}"
        for word in self.headings.column(number.start):
            yield f"tc={word}"
            yield f"tc={word}|u={unit}"
        for word in self.headings.row(number.start):
            yield f"tr={word}"

    def _cues(self, number: Number, bounds: tuple[int, int]) -> Iterator[str]:
        best: dict[tuple[str, str], int] = {}
        low = bisect_left(self.cue_starts, max(bounds[0], number.start - 160))
        for cue in self.cues[low:]:
            if cue.start >= min(bounds[1], number.end + 80):
                break
            side = "b" if cue.end <= number.start + 1 else "a" if cue.start >= number.end else ""
            if side and (cue.side == "e" or cue.side == side) and fits(cue, number):
                gap = number.start - cue.end if side == "b" else cue.start - number.end
                key = (cue.metric, side)
                best[key] = min(best.get(key, 999), max(gap, 0))
        for (metric, side), gap in best.items():
            yield f"c={metric}|{side}"
            yield f"c={metric}|{side}|{bucket(gap)}"
        if best:
            (metric, side), _ = min(best.items(), key=lambda item: item[1] + (12 if item[0][1] == "a" else 0))
            yield f"c1={metric}"

    def _mentions(self, number: Number, bounds: tuple[int, int], proposal: Proposal) -> Iterator[str]:
        at = bisect_right(self.mention_starts, number.start)
        topic = "none" if proposal.symbol is None else min(proposal.far, 2)
        yield f"m#={min(self.distinct, 4)}"
        yield f"topic={topic}"
        yield f"topic={topic}|u={unit_of(number)}"
        yield f"topic={topic}|r={proposal.metric}"
        if at and self.mentions[at - 1].start >= bounds[0]:
            m = self.mentions[at - 1]
            gap = self.text[m.end : number.start]
            yield f"mb={bucket(len(gap))}"
            yield f"mbh={m.how}"
            if len(gap) <= 12:
                yield f"mbg={gap.strip().lower()}|{unit_of(number)}"
            if m.symbol.startswith("^") or m.symbol.endswith(("=F", "=X", "-USD")):
                yield f"mbt={m.symbol[0] if m.symbol[0] == '^' else m.symbol[-2:]}"
        else:
            yield f"mb=no|{topic}"
        if at < len(self.mentions) and self.mentions[at].start < bounds[1]:
            gap = self.text[number.end : self.mentions[at].start]
            yield f"ma={bucket(len(gap))}"
            if len(gap) <= 12:
                yield f"mag={gap.strip().lower()}|{unit_of(number)}"
        else:
            yield f"ma=no|{topic}"

    def _previous(self, place: int, number: Number, previous: tuple[int, str] | None) -> Iterator[str]:
        if previous is not None:
            earlier, label = previous
            gap = self.text[self.numbers[earlier].end : number.start]
            same = "same" if unit_of(self.numbers[earlier]) == unit_of(number) else "other"
            joined = gap.strip().lower() if len(gap) <= 10 else "line" if "\n" in gap else "near" if len(gap) < 40 else "far"
            yield f"prev={label}|{joined}|{same}"
            if joined != "far":
                yield f"prev={label}|{same}|{joined if joined in ('line', 'near') else 'tight'}"
        if place + 1 < len(self.numbers):
            following = self.numbers[place + 1]
            gap = self.text[number.end : following.start]
            if len(gap) <= 10:
                yield f"next={unit_of(following)}|{gap.strip().lower()}"


def unit_of(number: Number) -> str:
    """The number's unit as a feature: `$`, `%`, `x`, `c`, `p`, `cur` (another currency) or `n` (bare); a scaled one has an `s` added."""
    unit = number.unit
    name = "n" if unit is None else "$" if unit in ("$", "USD") else unit if unit in ("%", "x", "c", "p") else "cur"
    return name + ("s" if number.scaled else "")


def bucket(gap: int) -> int:
    """A distance in characters as one of nine steps."""
    return bisect_right(_BUCKETS, gap)


def _shape(number: Number, unit: str) -> Iterator[str]:
    value = abs(number.value)
    size = value.adjusted() if value else -9
    yield f"size={size}|{unit}"
    yield f"dec={min(3, max(0, -int(number.step.as_tuple().exponent)))}|{unit}"
    yield f"rel={number.relation}|{unit}"
    yield f"sign={number.signed}|{number.value < 0}|{unit}"
    if number.low is not None and number.high is not None and number.low != number.high:
        yield "range"
    if value == value.to_integral_value() and 1 <= value <= 12:
        yield f"small={unit}"


def _tokens(text: str, numbers: Sequence[Number], mentions: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """(start, word) of each token; what lies within a number or a mention is one token."""
    spans = sorted([(n.start, n.end, f"<{unit_of(n)}>") for n in numbers] + [(m.start, m.end, "<T>") for m in mentions])
    at = 0
    covered = -1
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < covered:
            continue
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and match.end() > spans[at][0]:
            covered = spans[at][1]
            yield spans[at][0], spans[at][2]
            at += 1
            continue
        yield start, _normal(match[0])


def _normal(token: str) -> str:
    first = token[0]
    if first == "\n":
        return "<N>"
    if first.isdigit():
        return "<#>"
    word = token.lower().replace("’", "'")
    if len(word) > 2 and (_MONTH.match(word) or _DAY.match(word)):
        return "<M>" if _MONTH.match(word) else "<D>"
    return word[:20]
