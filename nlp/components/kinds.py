"""Whether a number is said to be so, expected, the author's own trade, or only imagined; and of what time it speaks."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from typing import Final

_FORECAST: Final = re.compile(
    r"\b(?:guid(?:e|es|ed|ing|ance)|expect(?:s|ed|ing|ation)?|forecasts?|consensus|estimat\w*|est|will|should|sees|outlook|project(?:s|ed|ing|ion)|by (?:year|the end|eoy|next|20\d\d|christmas|friday)|next (?:year|week|month)|"
    r"i think|predict\w*|to reach|going to|gonna|potential|upside|could)\b|预计|预期",
    re.IGNORECASE,
)
_HYPOTHETICAL: Final = re.compile(r"\b(?:if|would|wish|imagine|suppose|what if|let's say|hypothetical\w*|show me)\b|\?\s*$", re.IGNORECASE)
_OWN: Final = re.compile(
    r"\b(?:i|i'm|i’m|i've|my|mine|we|bought|sold|long|short|added|holding|covered|loaded|paid|trimmed|stop|our)\b|我", re.IGNORECASE
)
_PAST: Final = re.compile(
    r"\b(?:was|were|had|last (?:year|week|month|quarter|time)|ago|yesterday|back in|used to|from|in (?:19|20)\d\d|previously|at the time|when it)\b",
    re.IGNORECASE,
)
_POSITION: Final = frozenset({"entry_price", "exit_price", "stop_loss"})


def kind_of(metric: str, clause: str) -> str:
    """`fact`, `forecast`, `position` or `hypothetical`, from the metric and the words around the number."""
    if metric == "price_target":
        return "forecast"
    if metric in _POSITION:
        return "position" if _OWN.search(clause) or not _HYPOTHETICAL.search(clause) else "hypothetical"
    if metric == "option_strike":
        return "position" if _OWN.search(clause) else "hypothetical"
    if _HYPOTHETICAL.search(clause):
        return "hypothetical"
    return "forecast" if metric not in ("price", "product_price") and _FORECAST.search(clause) else "fact"


_BASES: Final = (
    ("forward/ttm", r"forward (?:vs\.?|versus|/|or|and) (?:ttm|trailing)"), ("forward", r"forward|fwd|next year's"), ("ttm", r"ttm|trailing"),
    ("52w", r"52[ -]?w(?:ee)?k?"), ("all-time", r"all[ -]time|\bath\b"), ("ytd", r"ytd|year[ -]to[ -]date"), ("non-gaap", r"non-gaap|adjusted|adj"),
)  # fmt: skip
_BASIS: Final = [(name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _BASES]
_PERIOD: Final = re.compile(
    r"\b(?:(?:fiscal )?q[1-4](?: ?(?:fy)?['’]?\d{2,4})?|[1-4]q['’]?\d{2,4}|fy ?['’]?\d{2,4}|h[12] ?\d{2,4}|full[- ]year 20\d\d)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:in|for|of) (20\d\d)\b")
_SPAN: Final = re.compile(
    r"\b(today|this week|this month|weekly|daily|monthly|yesterday|last (?:week|month|quarter|year)|yoy|y/y|year over year)\b",
    re.IGNORECASE,
)
_SPANS: Final = {
    "today": "day",
    "daily": "day",
    "yesterday": "day",
    "this week": "week",
    "weekly": "week",
    "this month": "month",
    "monthly": "month",
}


def basis_of(metric: str, clause: str) -> str | None:
    """What pins the number down, as the text gives it: ttm, forward, 52w, a quarter, a year, a day."""
    found = next((name for name, words in _BASIS if words.search(clause)), None)
    if found in ("forward", "ttm", "forward/ttm") and metric not in ("pe", "ps", "pb", "ev_ebitda", "eps", "peg"):
        found = None
    period = _PERIOD.search(clause) or _YEAR.search(clause)
    if found is None and period and metric not in ("price_target", "option_strike"):
        return period[period.lastindex or 0]
    if found is None and (span := _SPAN.search(clause)):
        return _SPANS.get(span[0].lower(), span[0].lower())
    return found


def when_of(kind: str, clause: str, basis: str | None) -> str:
    """`past` where the words or the basis say the number was so then, else `now`; an ISO date or year where one is written."""
    if day := re.search(r"\b\d{4}-\d{2}-\d{2}\b", clause):
        return day[0]
    if kind == "fact" and (
        _PAST.search(clause)
        or basis in ("day", "week", "month")
        or (basis and re.search(r"\d{2}|^last|^q", basis, re.IGNORECASE) and basis != "52w")
    ):
        return "past"
    return "now"
