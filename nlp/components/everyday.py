"""Company names that are everyday or market words (Target, Match, Block): when one stands for the company."""

import re
from collections.abc import Callable
from typing import Final

from domain.instruments import InstrumentTable, Name

from .surroundings import Words

_PRICE_NEXT: Final = re.compile(
    r"\W*(?:(?:prices?|is|was|at|of|to|now|around|near|above|below|raised|cut|hit|reached|for|range|zone|set)\W+){0,4}[^\w\s]{0,3}\s?\d",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"\s?[(（](?:ticker:? ?|NYSE: ?|NASDAQ: ?)?\$?[A-Z]{1,5}[)）]")
#: What stands right after a company's name and hardly after the plain word at a sentence's start.
_COMPANY_AFTER: Final = frozenset(
    [
        "stock", "stocks", "shares", "shareholders", "investors", "earnings", "stores", "store", "shoppers", "customers", "ceo", "cfo",
        "management", "employees", "calls", "puts", "leaps", "inc", "corp", "corporation", "holdings", "reports", "reported", "reporting",
        "says", "said", "sells", "sold", "announces", "announced", "trades", "traded", "trading", "closed", "opened", "guided", "guides",
        "pays", "acquires", "acquired", "launches", "launched", "beats", "plans", "hires", "hired",
    ]
)  # fmt: skip
_JUDGED: Final = frozenset(["cheap", "undervalued", "overvalued", "oversold", "overbought", "bullish", "bearish", "dead"])
_IS: Final = frozenset(["is", "looks", "seems", "remains"])
_HELD: Final = frozenset(["shares", "stock", "calls", "puts", "stores", "ceo", "investors", "earnings", "position", "stake"])
_LINKS: Final = frozenset(["of", "on", "in", "at", "from", "for"])
_TRADED: Final = frozenset(
    ["own", "buy", "bought", "buying", "sold", "long", "short", "shorted", "shorting", "holding", "hold", "like", "love", "hate"]
)
_RATINGS: Final = frozenset(["buy", "hold", "sell"])
_JOINS: Final = frozenset(["and", "or", "vs", "versus", "over", "than", "like"])


def is_everyday(name: Name, table: InstrumentTable) -> bool:
    """Whether people also write the name with no company in mind: one common word, or a rating ("Best Buy")."""
    first, _, rest = name.surface.lower().partition(" ")
    return name.ambiguous and (rest in _RATINGS if rest else first in table.common_words)


def means_company(words: Words, first: int, last: int, is_name: Callable[[str], bool]) -> bool:
    """Whether the company is meant: a possessive, "(TGT)", "shares of", a company's verb, another company beside it.

    A price right after the word is a level's ("Target $500"), unless one of the sure signs is there. `is_name` says
    whether a lower-case word alone begins a company's name that is no everyday word.
    """
    if _sure(words, first, last):
        return True
    end = words.end(last)
    if _PRICE_NEXT.match(words.text, end):
        return words.key(first - 1) in _TRADED and words.text[end : end + 3].strip() in ("at", "fo") and _inside(words, first)
    if last > first:
        return True  # two capitals, no price: the shop, not a rating
    after, judged = words.key(last + 1), words.key(last + 2)
    if after in _COMPANY_AFTER or (after in _IS and judged in _JUDGED) or _beside(words, first, last, is_name):
        return True
    return _inside(words, first) and words.near_market(first, last, 6)


def _sure(words: Words, first: int, last: int) -> bool:
    text = words.texts[last].lower().replace("’", "'")
    held = words.key(first - 1) in _LINKS and words.key(first - 2) in _HELD
    return text.endswith("'s") or held or bool(_BRACKETED.match(words.text, words.end(last)))


def _inside(words: Words, first: int) -> bool:
    """Whether a small word stands right before it, so that the capital means something."""
    if first == 0:
        return False
    before = first - 1
    return (
        words.texts[before].islower()
        and words.text[words.end(before) : words.start(first)] == " "
        and words.keys[before] not in {"my", "our", "price", "new", "the", "a"}
    )


def _beside(words: Words, first: int, last: int, is_name: Callable[[str], bool]) -> bool:
    after = words.key(last + 1) in _JOINS and is_name(words.key(last + 2))
    return after or (words.key(first - 1) in _JOINS and is_name(words.key(first - 2)))
