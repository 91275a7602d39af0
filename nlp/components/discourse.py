"""Where a text stands when a number is said: what its sentence, line and last claims were about."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from domain.readings import Mention
from nlp.components.numbers import Number
from nlp.components.proposals import Place
from nlp.thread import Thread

_POINTS_BACK: Final = re.compile(
    r"\b(?:it|its|it's|they|their|they're|them|that|this|these|the (?:stock|shares?|company|name|thing|fund|coin|index|price))\b", re.IGNORECASE
)
_BREAK: Final = re.compile(r"[;,|()\n]|[.!?](?=\s)|\b(?:and|but|while|vs|versus|than|against|or|whereas)\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(\w+|[^\w\s])[\s$#*(]*$")
_AFTER: Final = re.compile(r"[\s*)]*('s|’s|\w+|[^\w\s])")
_STRANGER: Final = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+[A-Za-z]*\b|(?<=[a-z,;:] )[A-Z]{3,}\b")
_KNOWN: Final = re.compile(r"(?:Q[1-4]|FY|EPS|EBITDA|ATH|USD|EUR|GBP|RMB|CEO|CFO|YTD|TTM|ETF|IPO|GAAP|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|I)[a-z]*$")
_OPENS: Final = 30  # characters from the start of a line or sentence within which a name opens it
_WINDOW: Final = 24
_GROUPS: Final = {
    **dict.fromkeys("price price_target price_change_pct high low support resistance stop_loss volume".split(), "quote"),
    **dict.fromkeys("entry_price exit_price option_strike".split(), "trade"),
    **dict.fromkeys("deal_value product_price units_sold users".split(), "thing"),
    **dict.fromkeys("rate_pct fx_rate other".split(), "other"),
}
_FAR: Final = (0.05, 0.2, 0.5, 1.0, 2.0)  # steps of the logarithm of one price over another


@dataclass(slots=True)
class Told:
    """The claims of a post so far: the number and subject of the last one, and which metrics each instrument has been told."""

    number: Number | None = None
    subject: str | None = None
    metrics: set[tuple[str | None, str]] = field(default_factory=set)
    counts: dict[str | None, int] = field(default_factory=dict)
    prices: dict[str | None, float] = field(default_factory=dict)
    values: dict[float, set[str | None]] = field(default_factory=dict)

    @staticmethod
    def above(thread: Thread | None) -> "Told":
        """What the answered post told: its prices and values, no claim of this post's own."""
        told = Told()
        for claim in thread.claims if thread else ():
            for bound in (claim.low, claim.high):
                if bound is not None:
                    told.values.setdefault(abs(float(bound)), set()).add(claim.subject)
            told._price(claim.subject, claim.metric, claim.unit, claim.low or claim.high)
        return told

    def add(self, number: Number, subject: str | None, metric: str) -> None:
        """One more claim."""
        self.number, self.subject = number, subject
        self.metrics.add((subject, metric))
        self.counts[subject] = self.counts.get(subject, 0) + 1
        self._price(subject, metric, number.unit, number.value)

    def _price(self, subject: str | None, metric: str, unit: str | None, value: Decimal | None) -> None:
        if value and unit not in ("%", "x") and _GROUPS.get(metric) in ("quote", "trade"):
            self.prices[subject] = abs(float(value))

    def scale(self, subject: str | None, value: float) -> str:
        """How far a price lies from the last one told of an instrument; `?` where none was."""
        known = self.prices.get(subject)
        if not known or not value:
            return "?"
        return str(bisect_left(_FAR, abs(math.log(value / known))))


class Scene:
    """The surroundings of one number as each instrument's features need them."""

    def __init__(self, text: str, named: Sequence[Mention], starts: Sequence[int], number: Number, place: Place, numbers: Sequence[int], told: Told) -> None:
        self.text, self.number, self.told = text, number, told
        low, high = place.bounds
        first, at, last = bisect_left(starts, low), bisect_left(starts, number.start), bisect_left(starts, high)
        first, last = max(first, at - _WINDOW), min(last, at + _WINDOW)
        self.before, self.after = named[first:at], named[at:last]
        self.last = named[at - 1].symbol if at else None
        self.next = self.after[0].symbol if self.after else None
        self.inside = {m.symbol for m in (*self.before, *self.after)}
        self.opener = next((m.symbol for m in self.before[:1] if m.start - low < _OPENS), None)
        line = text.rfind("\n", 0, number.start) + 1
        opens = bisect_left(starts, line)
        self.lead = named[opens].symbol if opens < at and named[opens].start - line < _OPENS else None
        back = max(low, self.before[-1].end if self.before else low)
        self.points_back = bool(_POINTS_BACK.search(text, back, number.start))
        since = told.number.end if told.number else 0
        self.fresh = {m.symbol for m in named[max(bisect_left(starts, since), at - _WINDOW) : at]}
        self.joined = told.number is not None and told.number.start >= low
        breaks = [m.end() for m in _BREAK.finditer(text, low, number.start)]
        self.clause = breaks[-1] if breaks else low
        stop = _BREAK.search(text, number.end, high)
        self.close = stop.start() if stop else high
        self.stranger = next((m for m in reversed([*_STRANGER.finditer(text, max(low, number.start - 80), number.start)]) if not _KNOWN.match(m[0]) and not any(x.start <= m.start() < x.end for x in self.before)), None)
        order = list(dict.fromkeys(m.symbol for m in (*self.before, *self.after)))
        ranks = numbers[bisect_left(numbers, low) : bisect_left(numbers, high)]
        self.order = order if len(order) > 1 and len(ranks) > 1 else []
        self.rank, self.many = (bisect_left(ranks, number.start), len(ranks)) if self.order else (0, 0)

    def features(self, symbol: str | None, metric: str, main: bool, ruled: bool) -> Iterator[str]:
        told, group = self.told, _GROUPS.get(metric, "sum")
        again = "first" if told.number is None else told.subject == symbol
        others = min(2, len(self.inside - {symbol}))
        stranger = self.stranger is not None
        yield f"fresh={symbol in self.fresh}|{min(2, len(self.fresh))}|{again}|{self.joined}|{symbol is None}"
        yield f"told={(symbol, metric) in told.metrics}|{again}|{symbol is None}"
        yield f"told={min(3, told.counts.get(symbol, 0))}|{again}|{symbol is None}"
        yield f"strange={stranger}|{symbol is None}|{symbol in self.inside}|{self.last == symbol}"
        if symbol is None:
            yield f"none={group}|{len(self.inside) and 1}|{stranger}|{self.points_back}"
            yield f"none={metric}|{self.points_back}|{again}"
            return
        last, lead, opener = self.last == symbol, self.lead == symbol, self.opener == symbol
        within = symbol in self.inside
        yield f"joint={within}{last}{again}{main}{opener}{ruled}{lead}"
        yield f"joint={within}{last}{again}|{others}|{self.points_back}|{self.joined}"
        yield f"lead={lead}|{self.lead is None}|{within}|{others}"
        yield f"open={opener}|{min(3, len(self.inside))}|{self.points_back}"
        yield f"back={self.points_back}|{last}|{again}|{main}"
        yield f"group={group}|{last}|{within}|{again}"
        value = abs(float(self.number.value))
        if group in ("quote", "trade") and self.number.unit not in ("%", "x"):
            scale = told.scale(symbol, value)
            yield f"scale={scale}|{group}"
            yield f"scale={scale}|{last}|{within}|{again}"
        if (same := told.values.get(value)) is not None:
            yield f"again={symbol in same}|{len(same) == 1}"
        yield f"next={self.next == symbol}|{last}|{others}|{group}"
        if self.order:
            j = self.order.index(symbol) if symbol in self.order else -9
            yield f"list={max(-3, min(3, j - self.rank))}|{len(self.order) == self.many}" if j >= 0 else "list=no"
        nearest = next((m for m in reversed(self.before) if m.symbol == symbol), None)
        if nearest is not None:
            one = _BEFORE.search(self.text, max(0, nearest.start - 20), nearest.start)
            two = _AFTER.match(self.text, nearest.end, nearest.end + 20)
            final = nearest is self.before[-1]
            word = one[1].lower() if one and nearest.start > 0 and one.start() >= 0 else "<S>"
            yield f"role={word}|{final}"
            yield f"role={word}|{final}|{opener}|{others}"
            yield f"does={two[1].lower() if two else '<E>'}|{final}"
            yield f"how={nearest.how}|{final}|{others}"
            yield f"clause={nearest.start >= self.clause}|{final}|{others}"
        follows = next((m for m in self.after if m.symbol == symbol), None)
        if follows is not None:
            yield f"ahead={follows.start < self.close}|{follows is self.after[0]}|{nearest is None}|{bool(self.before)}"
            one = _BEFORE.search(self.text, self.number.end, follows.start)
            yield f"to={one[1].lower() if one else ''}|{follows is self.after[0]}|{bool(self.before)}"
