"""Whose number it is: every instrument of the post weighed beside the others, and beside none of them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.readings import Mention
from nlp.components.features import bucket, unit_of
from nlp.components.headings import Headings
from nlp.components.inherit import kind_of_symbol
from nlp.components.numbers import Number
from nlp.components.proposals import Place, Proposal
from nlp.components.scene import Scene
from nlp.components.told import Told
from nlp.components.weights import Weights
from nlp.thread import Thread

ALONE: Final = 0.7  # what it adds to an instrument's score that the number's sentence names it and no other
SAID: Final = 1.0  # and that the rules take it for its subject, in the same sentence
HEADS: Final = 2.0  # and that its name alone is the line above
_BREAKS: Final = re.compile(r"\n|[.!?](?=\s)|[;,|()]|\b(?:and|but|while|vs|versus|than|against|or)\b", re.IGNORECASE)
_THREAD: Final = 3  # instruments of the thread that a comment's number may be about
_REACH: Final = 400  # characters between a name and a number whose breaks are counted
_SHORT: Final = 40  # characters beside its name that a heading line may have
_PARAGRAPH: Final = 20_000  # characters of a paragraph that are looked back over
_WINDOW: Final = 24  # mentions either side of a number that are looked at: keeps time linear in a text full of names
_MANY: Final = 80  # different instruments in one post: a list of the market, in which only the nearest
_FEW: Final = 10  # mentions either side of a number can be what it is about


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a number: the instruments named in its sentence (`here`) and in what stands `over` it (heading, column,
    row, line); those of its `paragraph` before it, which one `opens` it, which was named `last`; by symbol the nearest name
    `before` and `after` the number, with how many other instruments stand between."""

    here: set[str]
    over: list[tuple[str, set[str]]]
    opens: str | None
    last: str | None
    paragraph: set[str]
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]


class Subjects:
    """The instruments that the numbers of one post can be about."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], thread: Thread | None, numbers: Sequence[Number], headings: Headings
    ) -> None:
        self.text, self.headings = text, headings
        self.named = [m for m in mentions if m.end > m.start]
        self.starts = [m.start for m in self.named]
        self.number_starts = [n.start for n in numbers]
        self.counts = Counter(m.symbol for m in self.named)
        self.above = thread
        self.thread = list(thread.symbols[:_THREAD]) if thread else []
        self.given = [*(m.symbol for m in mentions if m.end == m.start), *self.thread]  # what no name in the text has to say
        self.symbols = list(dict.fromkeys([*(m.symbol for m in self.named), *self.given]))
        self.main = max(self.symbols, key=lambda s: self.counts[s], default=None)
        self.reach = _WINDOW if len(self.symbols) <= _MANY else _FEW
        self._breaks: list[int] | None = None
        self._around: tuple[tuple[int, tuple[int, int]], _Around] | None = None

    def choose(
        self, number: Number, metric: str, proposal: Proposal, place: Place, told: Told, weights: Weights
    ) -> tuple[str | None, float]:
        """(the likeliest symbol, or None where the number is about none of them; its probability)."""
        candidates = self.candidates(number, proposal, told.subject)
        scene = self.scene(number, place, told)
        ruled = self.ruled(candidates, number, proposal, place)
        scores = [
            weights.score(self.features(symbol, number, metric, proposal, place, scene)) + added
            for symbol, added in zip(candidates, ruled, strict=True)
        ]
        top = max(scores)
        odds = [2.718281828 ** (score - top) for score in scores]
        best = scores.index(top)
        return candidates[best], odds[best] / sum(odds)

    def ruled(self, candidates: Sequence[str | None], number: Number, proposal: Proposal, place: Place) -> list[float]:
        """What the rules add to each candidate's score."""
        here = self._named(*place.bounds)
        heads = self._heading(number)
        return [
            ALONE * (here == {symbol})
            + SAID * (proposal.far == 0 and symbol == proposal.symbol)
            + HEADS * (heads is not None and symbol == heads)
            for symbol in candidates
        ]

    def candidates(self, number: Number, proposal: Proposal, previous: str | None) -> list[str | None]:
        """What a number can be about: what is named around it, the post's main instrument, what the rules and the last claim say, none."""
        at = bisect_right(self.starts, number.start)
        near = [m.symbol for m in self.named[max(0, at - self.reach) : at + self.reach]]
        told = [symbol for symbol in (self.main, proposal.symbol, previous) if symbol in self.counts or symbol in self.given]
        return [*dict.fromkeys([*near, *told, *self.given]), None]

    def nearest(self, symbol: str | None, number: Number) -> Mention | None:
        """The mention of `symbol` that stands nearest before the number, else the next after it; None where it is not named."""
        at = bisect_right(self.starts, number.start)
        before = next((m for m in reversed(self.named[max(0, at - _WINDOW) : at]) if m.symbol == symbol), None)
        return before or next((m for m in self.named[at : at + _WINDOW] if m.symbol == symbol), None)

    def scene(self, number: Number, place: Place, told: Told) -> Scene:
        """What surrounds a number, after the claims `told` so far."""
        return Scene(self.text, self.named, self.starts, number, place, self.number_starts, told)

    def features(self, symbol: str | None, number: Number, metric: str, proposal: Proposal, place: Place, scene: Scene) -> Iterator[str]:
        """What speaks for `symbol` (None: for none of them) as what the number is about."""
        previous = scene.told.subject
        yield from scene.features(symbol, metric, main=symbol == self.main, ruled=symbol == proposal.symbol)
        kind = _kind(symbol)
        yield f"k={kind}"
        yield f"k={kind}|{metric}"
        yield f"rule={symbol == proposal.symbol}"
        yield f"rule={symbol == proposal.symbol}|{proposal.far}|{kind == 'none'}"
        around = self.around(number, place)
        here = around.here
        others = len(here) - (symbol in here)
        again = "first" if previous is None else symbol == previous
        yield f"prev={again}|{kind == 'none'}"
        yield f"state={symbol in here}|{min(others, 2)}|{again}|{symbol == proposal.symbol}"
        yield f"state={symbol in here}|{min(others, 2)}|{symbol == self.main}|{kind == 'none'}"
        yield f"n={min(4, len(self.symbols))}|{kind}"
        if symbol is None:
            for word in re.findall(r"[a-z]+", place.clause.lower())[:24]:
                yield f"w={word}"
            return
        yield f"main={symbol == self.main}|{min(4, len(self.symbols))}"
        yield f"share={round(4 * self.counts[symbol] / max(1, len(self.named)))}"
        yield f"thread={self.thread.index(symbol) if symbol in self.thread else -1}|{bool(self.named)}"
        yield f"first={bool(self.symbols) and symbol == self.symbols[0]}|{bool(self.named)}"
        for name, inside in around.over:
            yield f"{name}={symbol in inside}|{min(2, len(inside))}"
        yield from self._paragraph(symbol, around, symbol in here)
        yield from self._near(symbol, number, place, metric, around)

    def around(self, number: Number, place: Place) -> "_Around":
        """What stands around a number, whichever instrument is asked about; the last answer is kept."""
        key = number.start, place.bounds
        if self._around is None or self._around[0] != key:
            self._around = key, self._look_around(number, place)
        return self._around[1]

    def _look_around(self, number: Number, place: Place) -> "_Around":
        spans = self.headings.spans(number.start).items()
        start = self.text.rfind("\n", max(0, number.start - _PARAGRAPH), number.start) + 1
        first, at, after = bisect_left(self.starts, start), bisect_left(self.starts, number.start), bisect_right(self.starts, number.start)
        return _Around(
            here=self._named(*place.bounds),
            over=[(name, {symbol for where in found for symbol in self._named(*where)}) for name, found in spans],
            opens=self.named[first].symbol if first < at else None,
            last=self.named[at - 1].symbol if at else None,
            paragraph={m.symbol for m in self.named[max(first, at - _WINDOW) : at]},
            before=self._outwards(range(after - 1, max(-1, after - 1 - _WINDOW), -1)),
            after=self._outwards(range(after, min(len(self.named), after + _WINDOW))),
        )

    def _outwards(self, names: range) -> dict[str, tuple[int, int]]:
        """By symbol, the first of these names that bears it, and how many other instruments stand before that one."""
        found: dict[str, tuple[int, int]] = {}
        for index in names:
            found.setdefault(self.named[index].symbol, (index, len(found)))
        return found

    def _paragraph(self, symbol: str, around: "_Around", here: bool) -> Iterator[str]:
        """What part the instrument plays in the paragraph so far: its first name, its last, its only one."""
        if around.paragraph:
            yield f"par={around.opens == symbol}|{around.last == symbol}|{min(3, len(around.paragraph))}|{here}"
            yield f"par={symbol in around.paragraph}|{symbol == self.main}"
        else:
            yield f"par=none|{around.last == symbol}|{symbol == self.main}"

    def _heading(self, number: Number) -> str | None:
        """The instrument whose name alone is the line above the number's, or None."""
        start = self.text.rfind("\n", 0, number.start)
        above = self.text.rfind("\n", 0, max(start, 0)) + 1
        first = bisect_left(self.starts, above)
        line = self.named[first : min(first + 2, bisect_left(self.starts, start))] if start > 0 else []
        said = sum(m.end - m.start for m in line)
        alone = len(line) == 1 and start - above < said + _SHORT and sum(c.isalnum() for c in self.text[above:start]) <= said + 3
        return line[0].symbol if alone else None

    def _named(self, start: int, end: int) -> set[str]:
        first = bisect_left(self.starts, start)
        return {m.symbol for m in self.named[first : min(bisect_left(self.starts, end), first + 2 * _WINDOW)]}

    def _count_breaks(self, start: int, end: int) -> int:
        """How many breaks between clauses begin in a stretch of the text."""
        if self._breaks is None:
            self._breaks = [match.start() for match in _BREAKS.finditer(self.text)]
        return max(0, bisect_left(self._breaks, end) - bisect_left(self._breaks, start))

    def _near(self, symbol: str, number: Number, place: Place, metric: str, around: "_Around") -> Iterator[str]:
        before, after = around.before.get(symbol), around.after.get(symbol)
        if before is not None:
            m, others = self.named[before[0]], before[1]
            inside = m.start >= place.bounds[0]
            yield f"b={bucket(number.start - m.end)}"
            yield f"b={inside}|{min(others, 3)}"
            yield f"bo={others == 0}|{inside}|{metric == 'price_target'}"
            start = max(m.end, number.start - _REACH)
            gap = self.text[start : number.start]
            yield f"bb={min(4, self._count_breaks(start, number.start))}"
            yield f"bl={min(3, gap.count(chr(10)))}"
            between = bisect_right(self.number_starts, number.start - 1) - bisect_right(self.number_starts, m.end - 1)
            yield f"bn={min(3, between)}|{min(others, 2)}"
            if len(gap) <= 12:
                yield f"bg={gap.strip().lower()}"
        else:
            yield "b=no"
        if after is not None:
            m, others = self.named[after[0]], after[1]
            inside = m.start < place.bounds[1]
            yield f"a={bucket(m.start - number.end)}|{inside}"
            yield f"a={inside}|{min(others, 3)}"
            end = min(m.start, number.end + _REACH)
            gap = self.text[number.end : end]
            yield f"ab={min(4, self._count_breaks(number.end, end))}|{inside}"
            if len(gap) <= 14:
                yield f"ag={gap.strip().lower()}|{unit_of(number)}"
        else:
            yield "a=no"
        if before is None and after is None:
            yield "unnamed"


def _kind(symbol: str | None) -> str:
    return "none" if symbol is None else kind_of_symbol(symbol)
