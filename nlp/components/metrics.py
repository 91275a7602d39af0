"""The words that tell what a number measures, and which kind of number each of them can stand beside."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from nlp.components.numbers import Number
from nlp.components.openings import Openings

#: What family of unit a metric is measured in; every metric not named here is money.
_PERCENT: Final = frozenset(
    [
        "price_change_pct",
        "revenue_growth_pct",
        "earnings_growth_pct",
        "margin_pct",
        "dividend_yield_pct",
        "short_interest_pct",
        "rate_pct",
        "other_pct",
    ]
)
_MULTIPLE: Final = frozenset(["pe", "peg", "ps", "pb", "ev_ebitda", "other_x"])
_COUNTED: Final = {"users": "count", "units_sold": "count", "shares_outstanding": "shares", "float_shares": "shares", "volume": "shares"}
#: Metrics a bare number can carry although nothing but the word says so.
_LEVELS: Final = frozenset(
    [
        "price",
        "price_target",
        "entry_price",
        "exit_price",
        "stop_loss",
        "support",
        "resistance",
        "high",
        "low",
        "option_strike",
        "eps",
        "fx_rate",
        "deal_value",
    ]
)


def family(metric: str) -> str:
    """`%`, `x`, `count`, `shares` or `money`: how the metric is measured."""
    if metric in _PERCENT:
        return "%"
    return "x" if metric in _MULTIPLE else _COUNTED.get(metric, "money")


@dataclass(frozen=True, slots=True)
class Cue:
    """A metric's word in the text. `side`: b (stands before its number), a (after it), e (either)."""

    metric: str
    start: int
    end: int
    side: str
    cost: int


#: What a company sells that is no product: "sells its stake for", "prices its offering at".
_NO_PRODUCT: Final = r"(?:my|our|shares?|stocks?|stakes?|positions?|calls?|puts?|options?|bonds?|notes?|debt|units?|divisions?|business(?:es)?|subsidiary|arm|assets?|ipo|offerings?|offers?|buyout|everything)\b"

#: "Max pain" and "break-even" are options traders' terms of art for levels that are no price of the share.
#: metric, side, cost (the more common the word, the dearer), words
_WORDS: Final = (
    ("price_target", "e", 0, r"price targets?|target prices?|p/?t|tgt|targets?|targeting|fair value|intrinsic value|average pt|目标价"),
    ("price_target", "b", 4, r"(?:heading|headed|going|goes|go|run(?:ning|s)?|rips?|ripping|moon(?:ing)?|climb(?:s|ing)?|drops?|fall|falls|falling|back|re-?rat(?:e|ing)(?: back)?|push|move|pops?|bounces?|on its way|takes? it|breaks? down|squeeze|upside|rally|rall(?:ies|ying)|recover|return|all clear|road|crash(?:es)?|tank|dump|correct|pull ?back)\s+(?:back )?(?:up |down )?(?:to|towards?|into|below|above|past|at)|next stop|i (?:still )?(?:see|think|expect)|sees?|will (?:hit|be|reach|see|touch|test|go)|(?:could|can|might|may|should|would|gonna|going to|to|easily) (?:easily )?(?:see|hit|reach|be at|be|touch|test|break|go)|worth|toward|towards|see you at|headed|eoy|calling for|drop to|fall to|on (?:the|its) way to|as high as|(?:could|can|might|may|should|would|gonna|going to|will)(?: [a-z]+){1,3}? (?:to|below|above|past|at)"),
    ("price_target", "a", 1, r"by (?:year|the end|eoy|next|20\d\d|christmas|monday|tuesday|wednesday|thursday|friday|early|late|mid|january|february|march|april|may|june|july|august|september|october|november|december|end)|before (?:christmas|the end|year)|next (?:week|month|year)|eoy|incoming|or bust|again"),
    ("other", "b", 0, r"beats? by|miss(?:es|ed)? by|break-?even|max pain|converts? at"),
    ("entry_price", "e", 1, r"entry(?: price| point)?|cost basis|average cost|avg cost|my average(?: is)?|buy (?:point|pt|price|zone|limit|stop)|buy-?in|new position|breakeven price"),
    ("entry_price", "b", 3, r"added to (?:my )?\$?[\w'&.-]+(?: position)? (?:at|@)|(?:bought|buy(?:ing)?|entered|add(?:ed|ing)?|long|short(?:ed|ing)?|picked up|got in|starter|accumulat(?:e|ed|ing)|in|bids?)(?: (?!at\b|@|for\b|to\b)\$?[\w'&.-]+){0,5}? ?(?:at|for|@|below|under|from|above)|bought|would add|paid|loaded|long @?|avg|average(?: price)?(?: is| of)?|加一注"),
    ("exit_price", "e", 1, r"exit(?:ed)?(?: price)?"),
    ("exit_price", "b", 2, r"(?:sold|sell(?:ing)?|cover(?:ed|ing)?|trim(?:med|ming)?|took profits?|got out|out|closed (?:out|my|the))(?: (?!at\b|@|for\b)\$?[\w'&.-]+){0,6}? ?(?:at|for|@)|sold|清仓"),
    ("stop_loss", "e", 0, r"stop[ -]?loss(?:es)?|stopped out|stops?(?: is| at| on [a-z ]{2,20} at)?|s/l"),
    ("support", "e", 1, r"supports?(?: level| zone| is| at| line)?|demand zone|floor(?: price)?"),
    ("resistance", "e", 1, r"resist(?:ance)?(?: level| zone| is| at)?|overhead supply|ceiling"),
    ("high", "e", 1, r"52[ -]?(?:week|wk|w) highs?|highs? of the (?:last|past) (?:52 weeks|12 months|twelve months|year)|all[ -]time highs?|ath|day(?:'s)? high|high of day|hod|highs?(?: of| at| today of| was)|new highs?|high ?[=:]|record high"),
    ("low", "e", 1, r"52[ -]?(?:week|wk|w) lows?|lows? of the (?:last|past) (?:52 weeks|12 months|twelve months|year)|all[ -]time lows?|day(?:'s)? low|lod|lows?(?: of| at| were| was)|new lows?|low ?[=:]"),
    ("market_cap", "e", 0, r"market ?caps?(?:italization)?|mkt ?cap|mcap|market value|valued (?:it )?at|valuation(?: of| at)?|valor de mercado|市值"),
    ("enterprise_value", "e", 0, r"enterprise value"),
    ("pe", "e", 0, r"p/?e(?: ratio)?|price[ -]to[ -]earnings|(?:forward|fwd|trailing|ttm|this year's|next year's|last year's)(?: p/?e| earnings)?|times earnings|earnings multiple|multiple|市盈率"),
    ("peg", "e", 0, r"peg(?: ratio)?"),
    ("ps", "e", 0, r"p/?s(?: ratio)?|price[ -]to[ -]sales|ev/(?:sales|revenue)"),
    ("pb", "e", 0, r"p/?b(?: ratio)?|price[ -]to[ -](?:tangible )?book|tangible book|times book"),
    ("ev_ebitda", "e", 0, r"ev ?/ ?ebitda"),
    ("other_x", "e", 0, r"debt(?: |-)to(?: |-)ebitda|net debt/ebitda|leverage(?:d)?|relative volume|rvol|p/fcf|free cash flow multiple|volume ratio|faster|oversubscribed"),
    ("eps", "e", 0, r"eps|earnings per share|earned|adjusted earnings of|每股收益"),
    ("revenue", "e", 1, r"revenues?|net sales|sales(?! growth)|turnover|top line|rev|收入|营收"),
    ("net_income", "e", 0, r"net (?:income|profit|loss|earnings)|profits?(?! margin)|earnings(?! per| growth| multiple| call| report| season)|净利润"),
    ("free_cash_flow", "e", 0, r"free cash flow|fcf|free cashflow"),
    ("cash", "e", 2, r"cash(?! flow)(?: pile| position| balance)?(?: and [a-z -]{3,30})?|cash and equivalents|现金"),
    ("debt", "e", 1, r"net debt|debt(?! to)|notes? (?:due|payable)|convertible notes?|bonds?|borrowings|in loans"),
    ("book_value", "e", 0, r"book value(?: per share)?|bvps|nav per share"),
    ("dividend_yield_pct", "e", 0, r"dividend yield|yields?|yielding|股息率"),
    ("dividend", "e", 1, r"dividends?|divs?|distribution|payout|股息"),
    ("shares_outstanding", "e", 0, r"shares outstanding|outstanding shares|share count"),
    ("float_shares", "e", 0, r"float(?: of| is|:)|share float|free float|public float|share float"),
    ("short_interest_pct", "e", 0, r"short interest|(?:of (?:the |its )?(?:float|shares)(?: is| are| sold)? )?(?:sold )?shorted|of (?:the |its )?(?:float|shares) (?:is |are )?(?:sold )?short|sold short|short float|si|% short"),
    ("volume", "e", 0, r"volume|vol|shares traded|成交量"),
    ("margin_pct", "e", 0, r"(?:gross|operating|net|ebitda|profit|adjusted)? ?margins?|毛利率"),
    ("rate_pct", "e", 1, r"(?:fed(?:eral)? funds?|policy|interest|mortgage|prime|unemployment|inflation|overnight|repo|discount|base|cash|bank) rates?|inflation|cpi|pce|unemployment|(?:10|ten|two|2|30|five|5)[ -]?(?:year|yr)(?:'s)?(?: treasury| note| yield| bond| gilt)?|treasur(?:y|ies)|t-?bills?|gic|i-?bonds?|gilts?|apr|apy|rate (?:cut|hike)s?|rates|hike(?:d)?|cut by|tesouro|funds rate"),
    ("users", "a", 0, r"(?:users|subscribers|subs|customers|members|accounts|maus?|daus?)"),
    ("users", "b", 3, r"users|subscribers|customers|mau|dau|members"),
    ("units_sold", "a", 0, r"(?:vehicles|cars|phones|iphones?|ipads?|units|deliveries|preorders|pre-orders|consoles|macs|watches|devices|trucks|handsets|shipments)"),
    ("units_sold", "b", 1, r"deliver(?:ed|ies)|shipped|units sold|shipments|preorders"),
    ("deal_value", "e", 1, r"(?:acquir(?:e|es|ed|ing)|acquisition|buyout|takeover|merger|bid|deal|offer(?:ed|s|ing)?|bought out)(?: (?:for|of|at|worth))?|take[ -]private"),
    ("product_price", "b", 0, rf"(?:sells|(?:is |are )?selling|pric(?:es|ed)|launche[sd]|lists|offers|charges)(?: (?!{_NO_PRODUCT}|(?:for|at|from)\b)[\w'’-]+){{1,6}}? (?:for|at|from)"),
    ("product_price", "e", 2, r"starts? at|starting (?:at|from)|starts|retail(?:s|ing)?(?: price| for| at)?|list price|msrp|sticker(?: price)?|sells? for|selling price|price tag|device|per month|a month|/mo(?:nth)?|per year for|subscription|a ride|a barrel of|per unit|per pair|pairs|costs?(?! basis)|glasses|headsets?|monthly fee|tier"),
    ("fx_rate", "b", 0, r"(?:usd|eur|gbp|aud|nzd)[/ ]?(?:cad|usd|hkd|jpy|cny|cnh|gbp|chf|eur|inr|krw|brl|mxn)|exchange rate|美元兑\S{1,3}|cable"),
    ("option_strike", "e", 0, r"strikes?|calls?|puts?|straddle|strangle|leaps?|covered call|csp|csps"),
    ("price", "b", 6, r"(?:stock|share|current|closing|last|spot) price|price(?:d)?(?: at| is| was|[=:])?|trad(?:es?|ing|ed)(?: at| around| near| for)?|clos(?:ed?|ing)(?: (?:at|above|below|around))?[=:]?|open(?:ed|s)?(?: at|[=:])|sits? at|currently|last(?: trade)?|broke|breaks?|crossed|hit|hits|touched|quoted|chop(?:ping)?|now|opened|股价|around|near"),
    ("price", "b", 12, r"at|@|from|above|below|over|under"),
    ("other_pct", "e", 1, r"iv|implied vol(?:atility)?|stake|market share|share of|roe|roic|tax(?:es)?|tariffs?|odds|chance|probability|position size|of my (?:portfolio|account|net worth|position)|portfolio|allocation|weight(?:ing)?|probab\w+|penetration|discount|premium|downside protection|capacity|correlation|ownership|owned?|win rate|weight loss|body weight|certain|sure|confident|of (?:the )?(?:revenue|sales|profits?|people|companies|traders|investors|workforce|time)|layoffs?|workforce|fee"),
    ("other_money", "e", 0, r"backlog|capex|capital expenditure|buy-?backs?|repurchase|billings|bookings|arr|ebitda|operating (?:profit|income|loss|cash flow)|guidance cut|fine[ds]?|settlement|penalt(?:y|ies)|fund|invest(?:s|ed|ment|ing)?|contract|tax|spending|subsidy|loan|impairment|write-?down|beat(?:s)? by|miss(?:es|ed)? by|beat|salary|budget|aum|inflows?|outflows?|gmv|account|net worth|savings"),
)  # fmt: skip


_CUES: Final = [
    (metric, side, cost, re.compile(rf"(?<![A-Za-z0-9&$])(?:{words})(?![A-Za-z])", re.IGNORECASE)) for metric, side, cost, words in _WORDS
]
_PLACES: Final = re.compile(r"(?<![A-Za-z0-9&$])[^.!?)]")  # where a cue can begin; none begins with one of these signs
_OPENINGS: Final = Openings([words for *_, words in _WORDS])


def find_cues(text: str) -> list[Cue]:
    """Every metric's word of a text, in order of place."""
    found: list[Cue] = []
    reached = [0] * len(_CUES)
    for place in _PLACES.finditer(text):
        at = place.start()
        for number in _OPENINGS.at(text[at : at + 3]):
            metric, side, cost, words = _CUES[number]
            if at >= reached[number] and (match := words.match(text, at)):
                reached[number] = match.end()
                found.append(Cue(metric, at, match.end(), side, cost))
    return sorted(found, key=lambda cue: (cue.start, -cue.end))


_BREAK: Final = re.compile(r"[;|(]|,(?!\d)|\b(?:and|but|while|with|vs|versus|against)\b", re.IGNORECASE)
_LINK: Final = re.compile(
    r"[\s:=,(~$-]*(?:of|in|is|was|at|to|for|per|the|a|an|it|its|on|us|now|are|like|only|hit|be|or|annual|net|gross|just|about|roughly|around|over|under|up|down|near|nearly|~|\s)*[\s:=(~$-]*",
    re.IGNORECASE,
)


_ASSIGNS: Final = re.compile(r"\s?[=:]")


def fits(cue: Cue, number: Number) -> bool:
    """Whether a number of this unit can be what the word measures."""
    kind = family(cue.metric) if not cue.metric.startswith("other_") else {"other_pct": "%", "other_x": "x"}.get(cue.metric, "money")
    if number.unit == "%":
        return kind == "%"
    if number.unit == "x":
        return kind == "x"
    if number.unit in (None, "c", "p"):
        if number.scaled:
            return kind in ("money", "count", "shares") and not (cue.metric in _LEVELS and number.value >= 10**6)
        if kind == "x":
            return number.value < 1000
        return cue.metric in _LEVELS or kind == "shares" or (kind == "count" and number.value >= 1000)
    if number.scaled and number.value >= 10**6:
        return kind == "money" and (cue.metric not in _LEVELS or cue.metric == "deal_value")
    if (
        cue.metric in ("market_cap", "revenue", "net_income", "free_cash_flow", "debt", "enterprise_value", "other_money")
        and number.value < 10**5
    ):
        return False
    return kind == "money"


def choose(number: Number, cues: list[Cue], numbers: list[Number], text: str, bounds: tuple[int, int]) -> tuple[Cue, int] | None:
    """(the cue that best explains a number, its cost), looking only within `bounds`; None where none fits.

    Near beats far, before beats after, few clause breaks and other numbers between beat many.
    """
    best: tuple[Cue, int] | None = None
    low = bisect_left(cues, bounds[0], key=lambda cue: cue.start)
    for cue in cues[low:]:
        if cue.start >= bounds[1]:
            break
        cost = _cost(cue, number, numbers, text)
        if cost is not None and (best is None or cost < best[1]):
            best = cue, cost
    return best


def _cost(cue: Cue, number: Number, numbers: list[Number], text: str) -> int | None:
    before = cue.end <= number.start + 1
    if not (before or cue.start >= number.end) or (cue.side == "b" and not before) or (cue.side == "a" and before) or not fits(cue, number):
        return None
    if not before and (text[cue.end - 1] in "=:" or _ASSIGNS.match(text, cue.end)):
        return None
    left, right = (cue.end, number.start) if before else (number.end, cue.start)
    if right - left > (90 if before else 36):
        return None
    gap = text[left:right]
    between = sum(left <= n.start < right and (n.unit == number.unit or number.unit is None) for n in numbers)
    breaks = len(_BREAK.findall(gap))
    if not before and between:
        return None
    tight = _LINK.fullmatch(gap) is not None
    cost = cue.cost + (len(gap) // 4 if tight else len(gap)) + 14 * breaks + 30 * between - (cue.end - cue.start) // 3
    if cue.cost >= 6 and not tight:
        return None
    return cost + (0 if before else (2 if tight else 14))
