"""In what a claim is counted: its unit, and its bounds in that unit."""

import re
from dataclasses import replace
from decimal import Decimal

from nlp.components.currencies import listing_currency
from nlp.components.metrics import family
from nlp.components.numbers import Number

_PAIR = re.compile(r"[A-Z]{3}/?([A-Z]{3})\b[^A-Z]*$")
_DOLLARS = frozenset(["USD", "HKD", "CAD", "AUD", "SGD", "TWD", "NZD", "points"])
_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


def measured(number: Number, metric: str, symbol: str | None, before: str) -> tuple[str, Decimal | None, Decimal | None]:
    """(unit, low, high) of a number read as `metric` of `symbol`; `before` is the text just before it (it may name a pair)."""
    kind = number.unit if number.unit in ("%", "x") else family(metric)
    if metric == "other" and kind == "money" and number.unit is None:
        kind = "count"
    if kind != "money":
        return kind, number.low, number.high
    low, high = number.low, number.high
    if number.unit in ("p", "c") and metric != "option_strike":
        low, high = (None if bound is None else bound / 100 for bound in (low, high))
        return ("GBP" if number.unit == "p" else money_of(number, symbol, before)), low, high
    return money_of(number, symbol, before), low, high


def money_of(number: Number, symbol: str | None, before: str) -> str:
    """The ISO code of an amount: as written, else that of the pair named before it, else the listing's own (points for an index)."""
    if number.unit not in (None, "$", "c", "p"):
        return number.unit
    own = listing_currency(symbol)
    if number.unit == "$" and own not in _DOLLARS:
        return "USD"
    pair = _PAIR.search(before[-40:]) if symbol is None else None
    return pair[1] if pair else own


def exact(number: Number) -> Number:
    """The number as a level without a bound: "a stop below 465" stands at 465."""
    if number.relation[0] not in "<>":
        return number
    return replace(number, relation="=", low=number.value, high=number.value)


def falling(number: Number) -> Number:
    """The number turned negative where no sign is written; a range keeps its lower bound low."""
    if number.signed:
        return number
    low, high = (None if bound is None else -abs(bound) for bound in (number.low, number.high))
    if number.relation == "range" and low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    if number.relation in _FLIPPED:
        low, high = high, low
    return replace(number, low=low, high=high, relation=_FLIPPED.get(number.relation, number.relation))
