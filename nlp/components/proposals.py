"""What the rules make of a number: the metric whose words explain it, a price beside its ticker, or nothing."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.readings import Mention
from nlp.components.linking import Topics
from nlp.components.measures import falling
from nlp.components.metrics import Cue, choose, find_cues
from nlp.components.numbers import Number
from nlp.components.percents import growth_of, moves

_LIMIT: Final = 45  # what a cue may cost (about characters of distance) and still explain a number
_CHAIN: Final = re.compile(r"[\s)]*(?:->|→|to|vs\.?|and|,|/|or|,\s*(?:then|and)|from|-)\s*[(~]?\s*", re.IGNORECASE)
_OPTION_AFTER: Final = re.compile(r"\s?(?:strikes?|calls?|puts?|straddles?|c|p)\b", re.IGNORECASE)
EXPIRY: Final = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2}(?:,? \d{4})?)?\b",
    re.IGNORECASE,
)
_PREMIUM: Final = re.compile(r"\b\d+(?:\.\d+)?\s?(?:c|p|calls?|puts?)(?: \d{1,2}/\d{1,2})?,?\s*(?:@|at|for|paid)?\s*\$?$", re.IGNORECASE)
_AT: Final = re.compile(r"(?:\b(?:at|below|under|for|from|above|is|of|to|near|around)|[@:=~])\s*$", re.IGNORECASE)
_PRODUCT: Final = re.compile(
    r"\b(?:glass(?:es)?|smartphones?|phones?|headsets?|consoles?|laptops?|tablets?|handsets?|wearables?|gadgets?)\b", re.IGNORECASE
)
_DUE: Final = re.compile(
    r"\s+(?:in|by) (?:early |late |mid |the end of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_PER_SHARE: Final = re.compile(r"\s*(?:/|a|per)\s?share", re.IGNORECASE)
_DEAL: Final = re.compile(r"\b(?:deal|offers?|offered|bid|buy-?out|acquir\w+|acquisition|merger|takeover|take[- ]private)\b", re.IGNORECASE)
_REACH: Final = 600  # characters of one sentence that are looked at either side of a number: keeps time linear in a line without end
_GROWN: Final = {"revenue": "revenue_growth_pct", "eps": "earnings_growth_pct", "net_income": "earnings_growth_pct"}
_BARE_MOVE: Final = re.compile(
    r"\W*(?:(?:up|down|a|about|roughly|which is|growing|year over year|mere|off|but|it|also)\W*)*", re.IGNORECASE
)
_OWN_GAIN: Final = re.compile(
    r"\b(?:i'm|i am|i|we|my|im|me)\b[^.;\n]{0,40}\b(?:up(?! to)|down(?! to)|made|lost|gain(?:s|ed)?|profit(?:s|ed)?|loss(?:es)?|return(?:s|ed)?|portfolio|account|net worth|savings|salary|invested|turned)\b[^.;\n]{0,24}$",
    re.IGNORECASE,
)
_OWN_REACH: Final = 160  # characters before a number that its pattern can span
_EXPECTED: Final = re.compile(r"\b(?:will|gonna|going to|i think|i see|i expect|could|should|might)\b", re.IGNORECASE)
_LOSS: Final = re.compile(r"\b(?:loss(?:es)?|lost|outflow|burn(?:ed|ing|t)?|negative)\b[^.;]{0,30}$", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\)?\$?[\s:=@|~(-]*(?:at|is at|@|now|=|:|is)?[\s:=@|~(-]*", re.IGNORECASE)


_CLAUSE: Final = re.compile(r"[,;](?!\d)|\b(?:but|while)\b")
_STOP: Final = re.compile(r"[,;](?!\d)")
#: The last number that a metric was found for, and the metric.
Last = tuple[Number, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules make of a number: metric or None, the rule's cost (lower is surer), the number with its sign settled.

    `symbol` and `mention` are whose number the rules take it for, `far` how far that was looked for (see `Topics.of`).
    """

    metric: str | None
    cost: int
    number: Number
    symbol: str | None
    mention: Mention | None
    far: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its sentence (index and bounds), the clause around it."""

    sentence: int
    bounds: tuple[int, int]
    before: str
    clause: str


class Proposer:
    """The rules' proposals for the numbers of one post."""

    def __init__(
        self, text: str, numbers: list[Number], mentions: Sequence[Mention], spans: list[tuple[int, int]], *, british: bool
    ) -> None:
        self.text, self.numbers, self.spans, self.british = text, numbers, spans, british
        self.starts = [start for start, _ in spans]
        self.products: list[int] | None = None
        self.breaks = [match.span() for match in _CLAUSE.finditer(text)] if numbers else []
        self.cues = _outside(mentions, find_cues(text)) if numbers else []

    def proposals(self, topics: Topics) -> Iterator[tuple[Place, Proposal]]:
        """The place and the proposal of each number, in order; a number that is the author's own gain has none."""
        last: Last | None = None
        for number in self.numbers:
            place = self.place(number)
            symbol, mention, far = topics.of(number.start, number.end, place.sentence, place.bounds)
            metric, value, cost = self._propose(number, place, mention, last)
            if _OWN_GAIN.search(place.before, max(0, len(place.before) - _OWN_REACH)) and number.unit in ("%", "$", "USD", "x"):
                metric = None
            if metric == "price" and _EXPECTED.search(place.before[-60:]):
                metric = "price_target"
            if metric is not None:
                last = number, metric
            yield place, Proposal(metric, cost, value, symbol, mention, far)

    def place(self, number: Number) -> Place:
        """Where a number stands."""
        index = max(0, bisect_right(self.starts, number.start) - 1)
        start, end = self.spans[index]
        start, end = max(start, number.start - _REACH), min(end, number.end + _REACH)
        left = self._clause_start(start, number.start)
        stop = _STOP.search(self.text, number.end, end)
        right = stop.start() if stop else end
        return Place(index, (start, end), self.text[start : number.start], self.text[left:right])

    def _product_before(self, number: Number, place: Place) -> bool:
        """Whether a device is named in the sentence before the number."""
        if self.products is None:
            self.products = [match.start() for match in _PRODUCT.finditer(self.text)]
        at = bisect_left(self.products, number.start)
        return at > 0 and self.products[at - 1] >= place.bounds[0]

    def _clause_start(self, start: int, end: int) -> int:
        """Where the clause begins that ends at `end`, at the earliest at `start`."""
        if self.text[max(start, end - 1) : end] in (",", ";"):
            return end
        at = bisect_left(self.breaks, (end, 0)) - 1
        return self.breaks[at][1] if at >= 0 and self.breaks[at][0] >= start else start

    def _propose(self, number: Number, place: Place, mention: Mention | None, last: Last | None) -> tuple[str | None, Number, int]:
        """(metric, the number with its sign settled, cost)."""
        if (strike := self._strike(number)) is not None:
            return strike, number, 5
        if number.unit in (None, "$", "USD") and _PREMIUM.search(place.before[-40:]):
            return "entry_price", number, 10
        if _PER_SHARE.match(self.text, number.end) and _DEAL.search(self.text[place.bounds[0] : place.bounds[1]]):
            return "deal_value", number, 8
        chosen = choose(number, self.cues, self._near(place.bounds), self.text, place.bounds)
        if number.unit == "%":
            return self._percent(number, place, mention, chosen, last)
        if number.unit == "x":
            return self._multiple(number, place, chosen)
        if chosen is None or chosen[1] > _LIMIT:
            return self._bare(number, place, mention, last)
        cue, cost = chosen
        if (
            number.unit is None
            and number.step >= 1
            and cue.metric in ("entry_price", "exit_price", "price", "deal_value")
            and not _AT.search(place.before, max(0, len(place.before) - 60))
        ):
            return self._bare(number, place, mention, last)
        if cue.metric == "net_income" and re.match(r"\s*(?:a|per) share", self.text[number.end : number.end + 12]):
            return "eps", _money_sign(number, cue, place), cost
        if last and (chained := self._chain(number, last)) and chained != "price" and cost > 6:
            return chained, number, 15
        if number.unit in (None, "c", "p") and not number.scaled and cost > 14:
            return self._bare(number, place, mention, last)
        return _money_metric(cue.metric), _money_sign(number, cue, place), cost

    def _near(self, bounds: tuple[int, int]) -> list[Number]:
        low = bisect_left(self.numbers, bounds[0], key=lambda n: n.start)
        high = bisect_left(self.numbers, bounds[1], key=lambda n: n.start)
        return self.numbers[low:high]

    def _strike(self, number: Number) -> str | None:
        after = self.text[number.end : number.end + 16]
        if number.unit in ("c", "p") and not self.british and number.value >= 1:
            return (
                "option_strike"
                if EXPIRY.search(self.text[max(0, number.start - 16) : number.end + 16]) or number.unit == "p" or number.value > 100
                else None
            )
        if number.unit in (None, "$", "USD") and not number.scaled and _OPTION_AFTER.match(after) and number.low == number.high:
            return "option_strike"
        return None

    def _percent(
        self, number: Number, place: Place, mention: Mention | None, chosen: tuple[Cue, int] | None, last: Last | None
    ) -> tuple[str | None, Number, int]:
        wide = place.before[-160:]
        after = self.text[number.end : min(place.bounds[1], number.end + 24)]
        near = re.split(r"[,;](?!\d)|\b(?:but|while|and)\b", wide)[-1][-48:]
        if last and number.signed and (grown := _GROWN.get(last[1])) and 0 <= number.start - last[0].end <= 4:
            return grown, number, 8
        metric, sign = moves(near, wide[-110:] if _BARE_MOVE.fullmatch(near) else near)
        if metric is None:
            metric, sign = moves(re.split(r"[,;.]|\band\b", after)[0], wide[-60:] + after)
        cue = chosen[0].metric if chosen and chosen[1] <= 24 else None
        if cue == "rate_pct" and mention is not None and metric is not None and chosen and chosen[1] > 8:
            cue = None
        if cue in ("margin_pct", "dividend_yield_pct", "short_interest_pct", "rate_pct", "other_pct"):
            return _money_metric(cue), number, chosen[1] if chosen else 0
        if re.match(r"\s*(?:yoy |y/y |organic |constant currency |cloud )?growth|\s*(?:increase|rise) in", after, re.IGNORECASE):
            metric = growth_of(wide[-60:] + after) or metric
        if metric is not None:
            return metric, _signed(number, sign), 10
        if growth := (growth_of(wide[-40:] + after) if number.signed or "growth" in wide[-40:] + after else None):
            return growth, number, 16
        if number.signed and mention is not None:
            return "price_change_pct", number, 12
        tight = mention is not None and mention.end <= number.start and _QUOTED.fullmatch(self.text[mention.end : number.start])
        return ("price_change_pct", number, 25) if tight else (None, number, 99)

    def _multiple(self, number: Number, place: Place, chosen: tuple[Cue, int] | None) -> tuple[str | None, Number, int]:
        after = self.text[number.end : min(place.bounds[1], number.end + 40)]
        if re.match(
            r"\s*(?:this year's |last year's |next year's |forward |trailing |ttm |annual )*(?:sales|revenue)", after, re.IGNORECASE
        ):
            return "ps", number, 4
        if re.match(
            r"\s*(?:this year's |last year's |next year's |forward |trailing |ttm |fwd )*(?:earnings|p/?e|forward|fwd|ttm|trailing)",
            after,
            re.IGNORECASE,
        ):
            return "pe", number, 4
        if re.match(r"\s*(?:tangible )?book", after, re.IGNORECASE):
            return "pb", number, 4
        if re.match(
            r"\s*(?:leveraged?|etf|long|short|bull|bear|inverse|as |more|faster|less|the (?:size|number|amount))", after, re.IGNORECASE
        ):
            return None, number, 99
        if chosen and chosen[1] <= _LIMIT:
            return _money_metric(chosen[0].metric), number, chosen[1]
        if re.search(
            r"\b(?:up|down|went|gone|gains?|returned|run|ran|has|easy|easily|a|could|will|to|potential|another)\s*(?:a |an |like |over |about |~)*$",
            place.before,
            re.IGNORECASE,
        ) or re.match(r"\s*(?:from here|by|in (?:the )?\d|return|gain|upside|since)", after, re.IGNORECASE):
            return "price_change_pct", number, 20
        if re.search(
            r"\b(?:at|for|on|trades?|trading|against|vs\.?|paying|is)\s*(?:about |only |just |roughly |~|like |a )*$",
            place.before,
            re.IGNORECASE,
        ):
            return "pe", number, 20
        return None, number, 99

    def _bare(self, number: Number, place: Place, mention: Mention | None, last: Last | None) -> tuple[str | None, Number, int]:
        """A number that no metric's word explains: the earlier number's metric, a price beside its ticker, else nothing."""
        if last and (chained := self._chain(number, last)):
            return chained, number, 22
        money = number.unit not in (None, "c", "p") or (number.unit == "p" and self.british)
        if number.scaled or number.value >= 10**6:
            return ("other", number, 40) if money else (None, number, 99)
        if money and ((mention is not None and mention.how == "product") or self._product_before(number, place)):
            return "product_price", number, 34
        if last and money and last[1] == "net_income" and re.match(r"\s*(?:a|per) share", self.text[number.end : number.end + 12]):
            return "eps", number, 20
        if money and mention is not None:
            return "price", number, 30
        if (
            mention is not None
            and mention.end <= number.start
            and _DUE.match(self.text, number.end)
            and _QUOTED.fullmatch(self.text[mention.end : number.start])
        ):
            return "price_target", number, 20
        if mention is not None and mention.end <= number.start and (number.step < 1 or mention.symbol.startswith("^")):
            return ("price", number, 18) if _QUOTED.fullmatch(self.text[mention.end : number.start]) else (None, number, 99)
        return ("price", number, 40) if money else (None, number, 99)

    def _chain(self, number: Number, last: Last) -> str | None:
        earlier, metric = last
        same = earlier.unit == number.unit or number.unit is None
        if same and earlier.unit not in ("%", "x") and _CHAIN.fullmatch(self.text[earlier.end : number.start]):
            return None if metric == "option_strike" else metric
        return None


def _money_metric(metric: str) -> str:
    return "other" if metric.startswith("other_") else metric


def _money_sign(number: Number, cue: Cue, place: Place) -> Number:
    loss = cue.metric in ("net_income", "eps", "free_cash_flow") and _LOSS.search(place.before, max(0, len(place.before) - 60))
    return falling(number) if loss else number


def _signed(number: Number, sign: int) -> Number:
    return number if sign > 0 else falling(number)


def _outside(mentions: Sequence[Mention], cues: list[Cue]) -> list[Cue]:
    """The cues that are no part of a company's name: "Target" the company is no target."""
    names = sorted((m for m in mentions if m.how in ("name", "tag") and m.end > m.start), key=lambda m: m.start)
    if not names:
        return cues
    starts = [m.start for m in names]
    held = (bisect_right(starts, cue.start) - 1 for cue in cues)
    return [cue for cue, place in zip(cues, held, strict=True) if place < 0 or cue.start >= names[place].end]
