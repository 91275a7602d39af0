"""The scene of one number: what its sentence, its line and the claims before it were about."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from domain.readings import Mention
from nlp.components.numbers import Number
from nlp.components.proposals import Place
from nlp.components.told import PRICED, Told, group_of

_POINTS_BACK: Final = re.compile(
    r"\b(?:it|its|it's|they|their|they're|them|that|this|these|the (?:stock|shares?|company|name|thing|fund|coin|index|price))\b",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[;,|()\n]|[.!?](?=\s)|\b(?:and|but|while|vs|versus|than|against|or|whereas)\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(\w+|[^\w\s])[\s$#*(]*$")
_AFTER: Final = re.compile(r"[\s*)]*('s|’s|\w+|[^\w\s])")
_STRANGER: Final = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+[A-Za-z]*\b|(?<=[a-z,;:] )[A-Z]{3,}\b")
_KNOWN: Final = re.compile(
    r"(?:Q[1-4]|FY|EPS|EBITDA|ATH|USD|EUR|GBP|RMB|CEO|CFO|YTD|TTM|ETF|IPO|GAAP"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|I)[a-z]*$"
)
_OPENS: Final = 30  # characters from the start of a line or sentence within which a name opens it
_WINDOW: Final = 24  # mentions either side of a number that are looked at
_LINE: Final = 2_000  # characters of a line that are looked back over
_STRANGE: Final = 80  # characters before a number in which a name that is no instrument may stand


class Scene:
    """What stands around one number, for the features of every instrument that it may be about.

    `named` are the mentions with a place in the text, `starts` theirs, `numbers` the starts of all numbers, `told` the claims so far.
    """

    def __init__(
        self,
        text: str,
        named: Sequence[Mention],
        starts: Sequence[int],
        number: Number,
        place: Place,
        numbers: Sequence[int],
        told: Told,
    ) -> None:
        self.text, self.number, self.told = text, number, told
        low, high = place.bounds
        at = bisect_left(starts, number.start)
        self.before = named[max(bisect_left(starts, low), at - _WINDOW) : at]
        self.after = named[at : min(bisect_left(starts, high), at + _WINDOW)]
        self.last = named[at - 1].symbol if at else None
        self.next = self.after[0].symbol if self.after else None
        self.inside = {m.symbol for m in (*self.before, *self.after)}
        self.opener = next((m.symbol for m in self.before[:1] if m.start - low < _OPENS), None)
        self.lead = self._lead(named, starts, at)
        self.points_back = bool(_POINTS_BACK.search(text, self.before[-1].end if self.before else low, number.start))
        since = told.number.end if told.number else 0
        self.fresh = {m.symbol for m in named[max(bisect_left(starts, since), at - _WINDOW) : at]}
        self.joined = told.number is not None and told.number.start >= low
        self.clause, self.close = self._clause(low, high)
        self.stranger = self._stranger(low)
        self.order, self.rank, self.many = self._order(numbers, low, high)

    def _lead(self, named: Sequence[Mention], starts: Sequence[int], at: int) -> str | None:
        line = self.text.rfind("\n", max(0, self.number.start - _LINE), self.number.start) + 1
        first = bisect_left(starts, line)
        return named[first].symbol if first < at and named[first].start - line < _OPENS else None

    def _clause(self, low: int, high: int) -> tuple[int, int]:
        breaks = [m.end() for m in _BREAK.finditer(self.text, low, self.number.start)]
        stop = _BREAK.search(self.text, self.number.end, high)
        return breaks[-1] if breaks else low, stop.start() if stop else high

    def _stranger(self, low: int) -> bool:
        """Whether a name that is no instrument stands shortly before the number."""
        found = _STRANGER.finditer(self.text, max(low, self.number.start - _STRANGE), self.number.start)
        return any(not _KNOWN.match(m[0]) and not any(x.start <= m.start() < x.end for x in self.before) for m in found)

    def _order(self, numbers: Sequence[int], low: int, high: int) -> tuple[list[str], int, int]:
        """(the sentence's instruments in order, the number's rank among its numbers, how many those are); empty where either is one."""
        order = list(dict.fromkeys(m.symbol for m in (*self.before, *self.after)))
        first, last = bisect_left(numbers, low), bisect_left(numbers, high)
        if len(order) < 2 or last - first < 2:
            return [], 0, 0
        return order, bisect_left(numbers, self.number.start) - first, last - first

    def features(self, symbol: str | None, metric: str, *, main: bool, ruled: bool) -> Iterator[str]:
        """What speaks for `symbol` (None: for none); `main` and `ruled` say that it is the post's main one, and the rules' choice."""
        told, group, within = self.told, group_of(metric), symbol in self.inside
        again = "first" if told.number is None else told.subject == symbol
        yield f"fresh={symbol in self.fresh}|{min(2, len(self.fresh))}|{again}|{self.joined}|{symbol is None}"
        yield f"told={(symbol, metric) in told.metrics}|{again}|{symbol is None}"
        yield f"told={min(3, told.counts.get(symbol, 0))}|{again}|{symbol is None}"
        yield f"strange={self.stranger}|{symbol is None}|{within}|{self.last == symbol}"
        if symbol is None:
            yield f"none={group}|{len(self.inside) and 1}|{self.stranger}|{self.points_back}"
            yield f"none={metric}|{self.points_back}|{again}"
            return
        last, lead, opener, others = self.last == symbol, self.lead == symbol, self.opener == symbol, min(2, len(self.inside - {symbol}))
        yield f"joint={within}{last}{again}{main}{opener}{ruled}{lead}"
        yield f"joint={within}{last}{again}|{others}|{self.points_back}|{self.joined}"
        yield f"lead={lead}|{self.lead is None}|{within}|{others}"
        yield f"open={opener}|{min(3, len(self.inside))}|{self.points_back}"
        yield f"back={self.points_back}|{last}|{again}|{main}"
        yield f"group={group}|{last}|{within}|{again}"
        yield f"next={self.next == symbol}|{last}|{others}|{group}"
        yield from self._values(symbol, group, f"{last}|{within}|{again}")
        if self.order:
            yield self._list(symbol)
        yield from self._behind(symbol, opener, others)
        yield from self._ahead(symbol)

    def _values(self, symbol: str, group: str, where: str) -> Iterator[str]:
        value = abs(float(self.number.value))
        if group in PRICED and self.number.unit not in ("%", "x"):
            scale = self.told.scale(symbol, value)
            yield f"scale={scale}|{group}"
            yield f"scale={scale}|{where}"
        if (same := self.told.values.get(value)) is not None:
            yield f"again={symbol in same}|{len(same) == 1}"

    def _list(self, symbol: str) -> str:
        """Whether the number stands in the order of the numbers where the instrument stands in that of the names."""
        if symbol not in self.order:
            return "list=no"
        return f"list={max(-3, min(3, self.order.index(symbol) - self.rank))}|{len(self.order) == self.many}"

    def _behind(self, symbol: str, opener: bool, others: int) -> Iterator[str]:
        nearest = next((m for m in reversed(self.before) if m.symbol == symbol), None)
        if nearest is None:
            return
        final = nearest is self.before[-1]
        word, does = _word(_BEFORE.search(self.text, max(0, nearest.start - 20), nearest.start), "<S>"), self._next_word(nearest.end)
        yield f"role={word}|{final}"
        yield f"role={word}|{final}|{opener}|{others}"
        yield f"does={does}|{final}"
        yield f"how={nearest.how}|{final}|{others}"
        yield f"clause={nearest.start >= self.clause}|{final}|{others}"

    def _next_word(self, end: int) -> str:
        return _word(_AFTER.match(self.text, end, end + 20), "<E>")

    def _ahead(self, symbol: str) -> Iterator[str]:
        follows = next((m for m in self.after if m.symbol == symbol), None)
        if follows is None:
            return
        first, named = follows is self.after[0], any(m.symbol == symbol for m in self.before)
        yield f"ahead={follows.start < self.close}|{first}|{not named}|{bool(self.before)}"
        word = _word(_BEFORE.search(self.text, max(self.number.end, follows.start - 20), follows.start), "")
        yield f"to={word}|{first}|{bool(self.before)}"


def _word(match: re.Match[str] | None, nothing: str) -> str:
    return match[1].lower() if match else nothing
