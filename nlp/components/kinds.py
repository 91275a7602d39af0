"""Whether a number is said to be so, expected, the author's own trade, or only imagined; and of what time it speaks."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from typing import Final

from nlp.components.openings import Phrases

_FORECAST: Final = (
    r"\b(?:guid(?:e|es|ed|ing|ance)|expect(?:s|ed|ing|ation)?|forecasts?|consensus|estimat\w*|est|will|should|sees|outlook|project(?:s|ed|ing|ion)|by (?:year|the end|eoy|next|20\d\d|christmas|friday)|next (?:year|week|month)|"
    r"i think|predict\w*|to reach|going to|gonna|potential|upside|could)\b|预计|预期"
)
_HYPOTHETICAL: Final = r"\b(?:if|would|wish|imagine|suppose|what if|let's say|hypothetical\w*|show me|i want)\b|\?\s*$"
#: A pure what-if, however far before the number it stands; "I suppose" is a belief.
_IMAGINED: Final = re.compile(
    r"\b(?:what if|imagine|(?<!i )suppose|supposing|let['’]?s (?:say|pretend)|pretend|wish(?:ed|es|ing)?|if only)\b(?:(?!\b(?:but|though|while|whereas)\b)[^;.!?\n]|\.(?=\d))*$",
    re.IGNORECASE,
)
_IMAGINING: Final = ("what if", "imagine", "suppos", "let", "pretend", "wish", "if only")  # without one of these nothing is imagined
_REACH: Final = 120  # characters before a number that a pattern which ends there can span
_OWN: Final = r"\b(?:i|i'm|i’m|i've|my|mine|we|bought|sold|long|short|added|holding|covered|loaded|paid|trimmed|stop|our)\b|我"
_PAST: Final = r"\b(?:was|were|had|last (?:year|week|month|quarter|time)|ago|yesterday|back in|used to|from|in (?:19|20)\d\d|previously|at the time|when it)\b"
#: A price told in the past tense, right before its number: what was so at one moment and need not be so any more.
_TOLD: Final = re.compile(
    r"\b(?:closed|opened|finished|ended|settled|traded|changed hands|stood|was|were|been|had|hit|touched|reached|peaked|bottomed|fell|dropped|rose|climbed|jumped)\b[^.;,\d]{0,32}$",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:trades|(?<!was )(?<!were )trading|trade|now|currently|sits|stands|is|are|it['’]s|quoted)\W{0,3}(?:(?:at|around|near|for|about|roughly|just|only)\W{1,3}){0,3}$",
    re.IGNORECASE,
)
_TOLD_METRICS: Final = frozenset({"price", "fx_rate", "market_cap"})
_POSITION: Final = frozenset({"entry_price", "exit_price", "stop_loss"})


def imagined(before: str) -> bool:
    """Whether the sentence up to a number makes it a pure what-if: "what if", "imagine", "wish"."""
    lower = before.lower()
    return any(word in lower for word in _IMAGINING) and bool(_IMAGINED.search(before))


def kind_of(metric: str, clause: str, before: str = "") -> str:
    """`fact`, `forecast`, `position` or `hypothetical`, from the metric and the words around the number.

    `before` is the sentence up to the number: "what if", "imagine", "wish" in it make any level a hypothetical one.
    """
    if imagined(before):
        return "hypothetical"
    if metric == "price_target":
        return "forecast"
    said = _SAID.first(clause)
    if metric in _POSITION:
        return "position" if "own" in said or "hypothetical" not in said else "hypothetical"
    if metric == "option_strike":
        return "position" if "own" in said else "hypothetical"
    if "hypothetical" in said:
        return "hypothetical"
    return "forecast" if metric not in ("price", "product_price") and "forecast" in said else "fact"


_BASES: Final = (
    ("forward/ttm", r"forward (?:vs\.?|versus|/|or|and) (?:ttm|trailing)"), ("forward", r"forward|fwd|next year's"), ("ttm", r"ttm|trailing"),
    ("52w", r"52[ -]?w(?:ee)?k?"), ("all-time", r"all[ -]time|\bath\b"), ("ytd", r"ytd|year[ -]to[ -]date"), ("non-gaap", r"non-gaap|adjusted|adj"),
)  # fmt: skip
_PERIOD: Final = (
    r"\b(?:(?:fiscal )?q[1-4](?: ?(?:fy)?['’]?\d{2,4})?|[1-4]q['’]?\d{2,4}|fy ?['’]?\d{2,4}|h[12] ?\d{2,4}|full[- ]year 20\d\d)\b"
)
_YEAR: Final = r"\b(?-i:in|for|of) (20\d\d)\b"
_SPAN: Final = (
    r"\b(today|this week|this month|this year|weekly|daily|monthly|yesterday|last (?:week|month|quarter|year)|yoy|y/y|year over year)\b"
)
_SPANS: Final = {
    "today": "day",
    "daily": "day",
    "this week": "week",
    "this year": "ytd",
    "weekly": "week",
    "this month": "month",
    "monthly": "month",
}


#: All that is looked for in a clause, searched for in one walk.
_SAID: Final = Phrases(
    {
        "forecast": _FORECAST, "hypothetical": _HYPOTHETICAL, "own": _OWN, "past": _PAST, "period": _PERIOD, "year": _YEAR, "span": _SPAN,
        **{name: rf"\b(?:{words})\b" for name, words in _BASES},
    }
)  # fmt: skip
#: The price at which a company was floated, not one at which it trades.
_FLOATED: Final = re.compile(r"\b(?:ipo|offering|listing|issue)(?: price)?(?: of| at|:| was| is)?\s*$", re.IGNORECASE)
#: A label right before its number, as tables on one line have it: "Daily:-0.8% Weekly:1.1% YTD:-7.6%".
_LABEL: Final = re.compile(r"\b(today|daily|day|weekly|week|monthly|month|ytd|1y|yoy)\s*[:=]\s*[+-]?$", re.IGNORECASE)


def basis_of(metric: str, clause: str, before: str = "") -> str | None:
    """What pins the number down, as the text gives it: ttm, forward, 52w, a quarter, a year, a day.

    `before` is the sentence up to the number; a label that ends it counts before anything else in the clause.
    """
    if label := _LABEL.search(before, max(0, len(before) - _REACH)):
        return _SPANS.get(label[1].lower(), label[1].lower())
    if metric == "price" and _FLOATED.search(before, max(0, len(before) - _REACH)):
        return "ipo"
    said = _SAID.first(clause)
    found = next((name for name, _ in _BASES if name in said), None)
    if found in ("52w", "all-time") and metric == "price_change_pct":
        found = None  # the high or low of another number, not the span of this one
    if found in ("forward", "ttm", "forward/ttm") and metric not in ("pe", "ps", "pb", "ev_ebitda", "eps", "peg"):
        found = None
    period = said.get("period") or said.get("year")
    if found is None and period and metric not in ("price_target", "option_strike"):
        return period[period.lastindex or 0]
    if found is None and (span := said.get("span")):
        return _SPANS.get(span[0].lower(), span[0].lower())
    return found


#: The old figure of a move: what an arrow leads away from, or what stands after "raised … from", "previously".
_LEFT: Final = re.compile(r"\s*(?:->|=>|→|➡️?)\s*[^\s\d]{0,4}\d")
_OLD: Final = re.compile(
    r"(?:\b(?:rais|lift|hik|boost|cut|lower|trim|slash|reduc|increas|up|down)\w*\b[^.;!?\n]{0,80}\bfrom|\b(?:previous(?:ly)?|prior|old|earlier)(?: (?:price )?(?:target|pt))?(?: (?:of|was|at))?:?)\s*$",
    re.IGNORECASE,
)


def superseded(before: str, after: str) -> bool:
    """Whether a target is the one that a new one has replaced: the 250 of "PT $250 -> $300" and of "raised to $300 from $250"."""
    return bool(_LEFT.match(after) or _OLD.search(before, max(0, len(before) - 2 * _REACH)))


def when_of(kind: str, clause: str, basis: str | None, metric: str = "", before: str = "") -> str:
    """`past` where the words or the basis say the number was so then, else `now`; an ISO date or year where one is written.

    `before` is the sentence up to the number: "closed at", "hit" tell a price of the past, "trades at" one of now.
    """
    if "-" in clause and (day := re.search(r"\b\d{4}-\d{2}-\d{2}\b", clause)):
        return day[0]
    still = metric in _TOLD_METRICS and _STILL.search(before, max(0, len(before) - _REACH))
    if kind == "fact" and metric in _TOLD_METRICS and not still and _TOLD.search(before, max(0, len(before) - _REACH)):
        return "past"
    if kind == "fact" and (
        (not still and "past" in _SAID.first(clause))
        or basis in ("day", "week", "month", "ipo")
        or (basis and re.search(r"\d{2}|^last|^q", basis, re.IGNORECASE) and basis != "52w")
    ):
        return "past"
    return "now"
