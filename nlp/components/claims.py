"""Numbers made claims: each tied to its instrument, metric, kind and time, or left out where nobody could look it up."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from domain.readings import Claim, Mention
from nlp.components.currencies import listing_currency
from nlp.components.kinds import basis_of, kind_of, when_of
from nlp.components.linking import Subjects, sentences
from nlp.components.metrics import Cue, choose, family, find_cues
from nlp.components.numbers import Number, find_numbers
from nlp.components.percents import growth_of, moves
from nlp.thread import Thread

_LIMIT: Final = 45  # what a cue may cost (about characters of distance) and still explain a number
_CHAIN: Final = re.compile(r"[\s)]*(?:->|→|to|vs\.?|and|,|/|or|,\s*(?:then|and)|from|-)\s*[(~]?\s*", re.IGNORECASE)
_CONVERTED: Final = re.compile(r"\s*(?:\(|/|=|or)\s*(?:~|about|roughly|approx\.?|around|≈)?\s*", re.IGNORECASE)
_OWN_GAIN: Final = re.compile(
    r"\b(?:i'm|i am|i|we|my|im|me)\b[^.;\n]{0,40}\b(?:up(?! to)|down(?! to)|made|lost|gain(?:s|ed)?|profit(?:s|ed)?|loss(?:es)?|return(?:s|ed)?|portfolio|account|net worth|savings|salary|invested|turned)\b[^.;\n]{0,24}$",
    re.IGNORECASE,
)
_OPTION_AFTER: Final = re.compile(r"\s?(?:strikes?|calls?|puts?|straddles?|c|p)\b", re.IGNORECASE)
_OPTION: Final = re.compile(
    r"(?<![\w.,])\$?\d{1,5}(?:\.\d+)?\s?(?:[cCpP]|(?:[Ss]trike )?(?:[Cc]alls?|[Pp]uts?|CALLS?|PUTS?))\b(?:\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?)?"
)
_EXPIRY: Final = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2}(?:,? \d{4})?)?\b",
    re.IGNORECASE,
)
_PREMIUM: Final = re.compile(r"\b\d+(?:\.\d+)?\s?(?:c|p|calls?|puts?)(?: \d{1,2}/\d{1,2})?,?\s*(?:@|at|for|paid)?\s*\$?$", re.IGNORECASE)
_AT: Final = re.compile(r"(?:\b(?:at|below|under|for|from|above|is|of|to|near|around)|[@:=~])\s*$", re.IGNORECASE)
_PRODUCT: Final = re.compile(
    r"\b(?:glass(?:es)?|smartphones?|phones?|headsets?|consoles?|laptops?|tablets?|handsets?|wearables?|gadgets?)\b", re.IGNORECASE
)
#: "sells its new box for", "the base model costs": the thing whose price the number is.
_SOLD: Final = re.compile(
    r"\b(?:its|their|the|this|an?|new) (?P<thing>(?:(?!(?:for|at|from|starts?|costs?|retails?|sells?|is|are)\b)[\w-]+ ){0,2}?[\w-]+)(?: now)?"
    r" (?:for|at|from|starts?|starting|costs?|retails?|sells?|(?:is |are )?priced|goes (?:on sale )?for)\b[^,;.]{0,24}$",
    re.IGNORECASE,
)
_EXPECTED: Final = re.compile(r"\b(?:will|gonna|going to|i think|i see|i expect|could|should|might)\b", re.IGNORECASE)
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
_QUOTED: Final = re.compile(r"\)?\$?[\s:=@|~(-]*(?:at|is at|@|now|=|:|is)?[\s:=@|~(-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: its sentence (index and bounds), the clause around it."""

    sentence: int
    bounds: tuple[int, int]
    before: str
    clause: str


def find_claims(
    text: str, mentions: Sequence[Mention], *, post_id: str = "", thread: Thread | None = None, numbers: list[Number] | None = None
) -> list[Claim]:
    """The numeric claims of a post in text order, ids `<post_id>#1` and on; see the labelling guidelines for what is one.

    `mentions` are the instruments found in the same text (an inherited one stands at 0 with an empty span).
    """
    return _Linker(text, mentions, thread, find_numbers(text) if numbers is None else numbers).claims(post_id)


class _Linker:
    def __init__(self, text: str, mentions: Sequence[Mention], thread: Thread | None, numbers: list[Number]) -> None:
        self.text, self.numbers, self.mentions = text, numbers, mentions
        self.spans = sentences(text) if numbers else []
        self.starts = [start for start, _ in self.spans]
        self.cues = _outside(mentions, find_cues(text)) if numbers else []
        self.subjects = Subjects(text, mentions, thread, self.spans) if numbers else None
        self.british = any(m.symbol.endswith(".L") for m in mentions) or bool(thread and any(s.endswith(".L") for s in thread.symbols))

    def claims(self, post_id: str) -> list[Claim]:
        found: list[Claim] = []
        last: tuple[Number, Claim] | None = None
        for number in self.numbers:
            claim = self._claim(number, last)
            if claim is None:
                continue
            last = number, claim
            if not any(_same(claim, other) for other in found):
                found.append(replace(claim, id=f"{post_id}#{len(found) + 1}"))
                last = number, found[-1]
        return found

    def _claim(self, number: Number, last: tuple[Number, Claim] | None) -> Claim | None:
        place = self._place(number)
        if last and (side := self._conversion(number, *last)):
            return side
        if _OWN_GAIN.search(place.before) and number.unit in ("%", "$", "USD", "x"):
            return None
        assert self.subjects is not None
        symbol, mention, far = self.subjects.of(number.start, number.end, place.sentence, place.bounds)
        metric, value, cost = self._metric(number, place, mention, last)
        if metric == "price" and _EXPECTED.search(place.before[-60:]):
            metric = "price_target"
        if metric is None or (symbol is None and metric not in ("rate_pct", "fx_rate")):
            return None
        if metric == "rate_pct" or (metric == "fx_rate" and symbol and not symbol.endswith("=X")):
            symbol = None
        if metric == "price" and symbol and symbol.endswith("=X"):
            metric = "fx_rate"
        return self._build(number, value, metric, symbol, mention, place, cost + 12 * far)

    def _place(self, number: Number) -> _Place:
        index = max(0, bisect_right(self.starts, number.start) - 1)
        start, end = self.spans[index]
        start, end = max(start, number.start - _REACH), min(end, number.end + _REACH)
        breaks = [m.end() for m in re.finditer(r"[,;](?!\d)|\b(?:but|while)\b", self.text[start : number.start])]
        left = start + (breaks[-1] if breaks else 0)
        stop = re.search(r"[,;](?!\d)", self.text[number.end : end])
        right = number.end + stop.start() if stop else end
        return _Place(index, (start, end), self.text[start : number.start], self.text[left:right])

    def _metric(
        self, number: Number, place: _Place, mention: Mention | None, last: tuple[Number, Claim] | None
    ) -> tuple[str | None, Number, int]:
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
            and not _AT.search(place.before)
        ):
            return self._bare(number, place, mention, last)
        if cue.metric == "net_income" and re.match(r"\s*(?:a|per) share", self.text[number.end : number.end + 12]):
            return "eps", self._money_sign(number, cue, place), cost
        if last and (chained := self._chain(number, last)) and chained != "price" and cost > 6:
            return chained, number, 15
        if number.unit in (None, "c", "p") and not number.scaled and cost > 14:
            return self._bare(number, place, mention, last)
        return _money_metric(cue.metric), self._money_sign(number, cue, place), cost

    def _near(self, bounds: tuple[int, int]) -> list[Number]:
        low = bisect_left(self.numbers, bounds[0], key=lambda n: n.start)
        high = bisect_left(self.numbers, bounds[1], key=lambda n: n.start)
        return self.numbers[low:high]

    def _strike(self, number: Number) -> str | None:
        after = self.text[number.end : number.end + 16]
        if number.unit in ("c", "p") and not self.british and number.value >= 1:
            return (
                "option_strike"
                if _EXPIRY.search(self.text[max(0, number.start - 16) : number.end + 16]) or number.unit == "p" or number.value > 100
                else None
            )
        if number.unit in (None, "$", "USD") and not number.scaled and _OPTION_AFTER.match(after) and number.low == number.high:
            return "option_strike"
        return None

    def _percent(
        self, number: Number, place: _Place, mention: Mention | None, chosen: tuple[Cue, int] | None, last: tuple[Number, Claim] | None
    ) -> tuple[str | None, Number, int]:
        wide = place.before[-160:]
        after = self.text[number.end : min(place.bounds[1], number.end + 24)]
        near = re.split(r"[,;](?!\d)|\b(?:but|while|and)\b", wide)[-1][-48:]
        if last and number.signed and (grown := _GROWN.get(last[1].metric)) and 0 <= number.start - last[0].end <= 4:
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

    def _multiple(self, number: Number, place: _Place, chosen: tuple[Cue, int] | None) -> tuple[str | None, Number, int]:
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

    def _bare(
        self, number: Number, place: _Place, mention: Mention | None, last: tuple[Number, Claim] | None
    ) -> tuple[str | None, Number, int]:
        """A number that no metric's word explains: the earlier number's metric, a price beside its ticker, else nothing."""
        if last and (chained := self._chain(number, last)):
            return chained, number, 22
        money = number.unit not in (None, "c", "p") or (number.unit == "p" and self.british)
        if number.scaled or number.value >= 10**6:
            return ("other", number, 40) if money else (None, number, 99)
        if money and ((mention is not None and mention.how == "product") or _PRODUCT.search(place.before)):
            return "product_price", number, 34
        if last and money and last[1].metric == "net_income" and re.match(r"\s*(?:a|per) share", self.text[number.end : number.end + 12]):
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

    def _chain(self, number: Number, last: tuple[Number, Claim]) -> str | None:
        earlier, claim = last
        same = earlier.unit == number.unit or number.unit is None
        if same and claim.unit not in ("%", "x") and claim.end is not None and _CHAIN.fullmatch(self.text[earlier.end : number.start]):
            return None if claim.metric == "option_strike" else claim.metric
        return None

    def _conversion(self, number: Number, earlier: Number, claim: Claim) -> Claim | None:
        """The claim that restates the last one in another currency: "1,899 RMB (~$268)"."""
        if number.unit in (None, "%", "x", "c", "p") or not claim.unit.isupper() or number.end - earlier.end > 40:
            return None
        unit = self._currency(number, None if claim.subject is None else claim.subject)
        if number.unit == "$" and claim.unit != "USD":
            unit = "USD"
        if unit == claim.unit or not _CONVERTED.fullmatch(self.text[earlier.end : number.start]):
            return None
        return replace(
            claim, low=number.low, high=number.high, relation=_widest(claim.relation, number.relation), unit=unit, quote=self.text[number.start : number.end], start=number.start,
            end=number.end, step=number.step, hedged=number.hedged or claim.hedged, converts=claim.id,
        )  # fmt: skip

    def _money_sign(self, number: Number, cue: Cue, place: _Place) -> Number:
        loss = cue.metric in ("net_income", "eps", "free_cash_flow") and re.search(
            r"\b(?:loss(?:es)?|lost|outflow|burn(?:ed|ing|t)?|negative)\b[^.;]{0,30}$", place.before, re.IGNORECASE
        )
        return _signed(number, -1) if loss else number

    def _currency(self, number: Number, symbol: str | None) -> str:
        own = listing_currency(symbol)
        if symbol is None and (pair := re.search(r"[A-Z]{3}/?([A-Z]{3})\b[^A-Z]*$", self.text[max(0, number.start - 40) : number.start])):
            own = pair[1]
        return number.unit if number.unit not in (None, "$", "c", "p") else own

    def _build(
        self, number: Number, value: Number, metric: str, symbol: str | None, mention: Mention | None, place: _Place, cost: int
    ) -> Claim:
        unit, low, high = self._measure(value, metric, symbol)
        own = metric in ("entry_price", "exit_price", "option_strike")
        kind = kind_of(metric, place.before[-80:] + place.clause if own else place.clause, place.before)
        about = self._about(metric, mention, place)
        if about and metric == "option_strike":
            about = None
        basis = basis_of(
            metric, place.clause + (" " + self.text[number.end : number.end + 40] if metric in ("pe", "ps") else ""), place.before
        )
        if metric == "option_strike" and (
            expiry := _EXPIRY.search(self.text[number.end : number.end + 20]) or _EXPIRY.search(place.before[-20:])
        ):
            basis = expiry[0]
        return Claim(
            id="", subject=symbol, about=about, metric=metric, relation=value.relation, low=low, high=high, unit=unit, kind=kind, basis=basis,
            quote=self._quote(number, place), start=number.start, end=number.end, confidence=round(min(0.98, max(0.2, 0.98 - cost / 75)), 3), step=abs(value.step),
            hedged=number.hedged, when=when_of(kind, place.clause, basis, metric, place.before),
        )  # fmt: skip

    def _measure(self, number: Number, metric: str, symbol: str | None) -> tuple[str, Decimal | None, Decimal | None]:
        kind = "x" if metric == "price_change_pct" and number.unit == "x" else family(metric)
        if metric == "other":
            kind = number.unit if number.unit in ("%", "x") else "money"
        if kind != "money":
            return kind, number.low, number.high
        low, high = number.low, number.high
        if number.unit in ("p", "c") and metric != "option_strike":
            low, high = (None if bound is None else bound / 100 for bound in (low, high))
            return ("GBP" if number.unit == "p" else self._currency(number, symbol)), low, high
        return self._currency(number, symbol), low, high

    def _about(self, metric: str, mention: Mention | None, place: _Place) -> str | None:
        if metric in ("entry_price", "exit_price", "price") and (option := _last(_OPTION, place.before[-60:])):
            return option
        if metric == "rate_pct":
            return place.clause.strip()[:60] or None
        if metric == "product_price" and mention is None:
            return self._thing(place)
        if metric in ("product_price", "units_sold", "users") and mention is not None:
            return mention.product or (self.text[mention.start : mention.end] if mention.how == "product" else None) or self._thing(place)
        return mention.product if mention is not None and metric in ("revenue", "revenue_growth_pct") else None

    def _thing(self, place: _Place) -> str | None:
        if sold := _last_match(_SOLD, place.before):
            return sold["thing"]
        names = re.findall(
            r"\b(?:[A-Z][\w-]+(?: (?:[A-Z0-9][\w-]*|\d+))+|[A-Z][\w-]+ (?:[a-z]+ )?(?:glasses|phones?|cars?|device))", place.before
        )
        return names[-1] if names else "product"

    def _quote(self, number: Number, place: _Place) -> str:
        words = place.before[-32:]
        cut = words.find(" ") + 1 if len(place.before) > 32 else 0
        return (words[cut:] + self.text[number.start : number.end]).strip()


def _money_metric(metric: str) -> str:
    return "other" if metric.startswith("other_") else metric


def _signed(number: Number, sign: int) -> Number:
    """The number turned negative where `sign` is and none is written; a range keeps its lower bound low."""
    if sign > 0 or number.signed:
        return number
    low, high = (None if bound is None else -abs(bound) for bound in (number.low, number.high))
    if number.relation == "range" and low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    if number.relation in (">", ">=", "<", "<="):
        low, high = high, low
    return replace(number, low=low, high=high, relation={">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(number.relation, number.relation))


def _same(one: Claim, two: Claim) -> bool:
    return (one.subject, one.about, one.metric, one.low, one.high, one.unit, one.kind) == (
        two.subject,
        two.about,
        two.metric,
        two.low,
        two.high,
        two.unit,
        two.kind,
    )


def _widest(first: str, second: str) -> str:
    return first if second == "=" else second


def _outside(mentions: Sequence[Mention], cues: list[Cue]) -> list[Cue]:
    """The cues that are no part of a company's name: "Target" the company is no target."""
    names = sorted((m for m in mentions if m.how in ("name", "tag") and m.end > m.start), key=lambda m: m.start)
    if not names:
        return cues
    starts = [m.start for m in names]
    held = (bisect_right(starts, cue.start) - 1 for cue in cues)
    return [cue for cue, place in zip(cues, held, strict=True) if place < 0 or cue.start >= names[place].end]


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None)


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.findall(text)
    return found[-1] if found else None
