"""Percentages: which way they go and of what they are a change."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from typing import Final

_DOWN: Final = re.compile(
    r"\b(?:down|fell|falls?|fallen|falling|drop(?:s|ped|ping)?|lost|loses?|declin\w*|off|plung\w*|tumbl\w*|sank|sinks?|slid\w*|slump\w*|shed|crash\w*|lower|less(?! than)|"
    r"decreas\w*|tank(?:s|ed)?|haircut|dip(?:s|ped)?|pull ?back|correction|sell-?off|shr[aiu]nk|cut|drawdown|downside|red|worse|contract(?:s|ed))\b|同比下降|下跌",
    re.IGNORECASE,
)
_UP: Final = re.compile(
    r"\b(?:daily|weekly|up|rose|ris(?:e|es|en|ing)|gain(?:s|ed|ing)?|jump\w*|soar\w*|surg\w*|rall\w+|climb\w*|increas\w*|higher|grew|grow(?:s|n|ing|th)?|added|pop(?:s|ped)?|"
    r"upside|spik\w*|run|ran|boom\w*|return(?:s|ed)?|ytd|outperform\w*|rip(?:s|ped)?|moon\w*|beat|move[ds]?|swing|double[ds]?|change[ds]?|yoy|y/y|green|more(?! than))\b|[▲↑]|同比|增长|上涨",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]|[▲↑]")  # without a letter or an arrow nothing moves
_SALES: Final = re.compile(r"\b(?:revenues?|sales|top line|comps?|bookings|rev)\b|营收|收入", re.IGNORECASE)
_EARNINGS: Final = re.compile(r"\b(?:eps|earnings|profits?|net income|bottom line)\b|净利润", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"\b(?:dividend|volume|subscribers|users|margin|backlog|capex|arpu|deliveries|iv|billings|customers|costs?|headcount|portfolio|account|production|inventor\w+|gmv|ebitda)\b",
    re.IGNORECASE,
)


def moves(near: str, wide: str) -> tuple[str | None, int]:
    """(metric, sign) of a percentage from the words close before it or after it; (None, 1) where nothing moves.

    `near` is the clause; `wide` the sentence up to the number, whose last subject (sales, profit, a count) says what has moved.
    """
    if not _WORD.search(near):
        return None, 1
    down, up = list(_DOWN.finditer(near)), list(_UP.finditer(near))
    if not down and not up:
        return None, 1
    last_down, last_up = (max((m.start() for m in found), default=-1) for found in (down, up))
    sign = -1 if last_down > last_up else 1
    subjects = [
        (max((m.start() for m in words.finditer(wide)), default=-1), metric)
        for words, metric in ((_SALES, "revenue_growth_pct"), (_EARNINGS, "earnings_growth_pct"), (_OTHER, "other"))
    ]
    place, metric = max(subjects)
    return (metric if place >= 0 else "price_change_pct"), sign


def growth_of(near: str) -> str | None:
    """The growth metric whose subject ("revenue", "EPS") stands in the words, or None."""
    if _SALES.search(near):
        return "revenue_growth_pct"
    return "earnings_growth_pct" if _EARNINGS.search(near) else None
