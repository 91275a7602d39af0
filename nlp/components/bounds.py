"""What stands around a number and bounds or blurs it: about, over, under, at least, or more."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from dataclasses import replace
from typing import Final

from nlp.components.number import Number

_HEDGE: Final = re.compile(
    r"(?:~|≈|\b(?:about|around|roughly|approx(?:imately|\.)?|(?<!trading )near(?:ly)?|almost|circa|some|say|close to|closer to|somewhere around|大概|约|或|like)\s*)\s*$",
    re.I,
)
_HEDGE_AFTER: Final = re.compile(r"\s?(?:ish\b|range\b|area\b|-?give or take|左右|or so\b|-ish\b)", re.I)
_BOUNDS: Final = (
    (">=", re.compile(r"(?:at[ -]least(?: an?)?(?: price of)?|no less than|minimum of|≥|>=|至少)\s*$", re.I)),
    (
        "<=",
        re.compile(
            r"(?:(?<!went )(?<!gap )(?<!moved )(?<!bounced )(?<!jumped )(?<!back )(?<!ran )(?<!all the way )\bup to|at most|no more than|as high as|as much as|maximum of|max(?:imum)?(?: of)?|≤|<=)\s*$",
            re.I,
        ),
    ),
    (
        ">",
        re.compile(
            r"(?:\b(?:over|above|more than|north of|exceed(?:s|ed|ing)?|greater than|超过)\s*(?:an? )?|(?:(?<![-=])>|&gt;)\s*)$", re.I
        ),
    ),
    ("<", re.compile(r"(?:\b(?:under|below|less than|sub|south of|fewer than)[\s-]*(?:an? )?|(?:<|&lt;)\s*)$", re.I)),
)
_ABOVE: Final = re.compile(r"\s*(?:or (?:more|higher|above|better)|and (?:up|above|higher)|plus\b)", re.I)
_BELOW: Final = re.compile(r"\s*(?:or (?:less|lower|below|under)|以下)", re.I)


def bounded(number: Number, text: str) -> Number:
    """The number with what stands around it heard: about, over, under, or more."""
    before = text[max(0, number.start - 24) : number.start]
    after = text[number.end : number.end + 14]
    hedged = number.hedged or bool(_HEDGE.search(before)) or bool(_HEDGE_AFTER.match(after))
    if number.relation != "=":
        return replace(number, hedged=hedged)
    for relation, pattern in _BOUNDS:
        if pattern.search(before):
            return _one_sided(number, relation, hedged)
    if _ABOVE.match(after):
        return _one_sided(number, ">=", hedged)
    if _BELOW.match(after):
        return _one_sided(number, "<=" if "or" in after else "<", hedged)
    return replace(number, hedged=hedged, relation="~" if hedged else "=")


def _one_sided(number: Number, relation: str, hedged: bool) -> Number:
    if relation[0] == ">":
        return replace(number, relation=relation, high=None, hedged=hedged)
    return replace(number, relation=relation, low=None, hedged=hedged)
