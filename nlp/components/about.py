"""What a number is about where it is not the instrument's own: a product, an option, a thing that is no instrument."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from typing import Final

from domain.readings import Mention
from nlp.components.proposals import Place

_OPTION: Final = re.compile(
    r"(?<![\w.,])\$?\d{1,5}(?:\.\d+)?\s?(?:[cCpP]|(?:[Ss]trike )?(?:[Cc]alls?|[Pp]uts?|CALLS?|PUTS?))\b(?:\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?)?"
)
_SOLD: Final = re.compile(
    r"\b(?:its|their|the|this|an?|new) (?P<thing>(?:(?!(?:for|at|from|starts?|costs?|retails?|sells?|is|are)\b)[\w-]+ ){0,2}?[\w-]+)(?: now)?"
    r" (?:for|at|from|starts?|starting|costs?|retails?|sells?|(?:is |are )?priced|goes (?:on sale )?for)\b[^,;.]{0,24}$",
    re.IGNORECASE,
)
_THING: Final = re.compile(r"\b(?:[A-Z][\w-]+(?: (?:[A-Z0-9][\w-]*|\d+))+|[A-Z][\w-]+ (?:[a-z]+ )?(?:glasses|phones?|cars?|device))")


def about_of(metric: str, symbol: str | None, mention: Mention | None, text: str, place: Place) -> str | None:
    """The product, option or thing; None where the number is the instrument's own. `text` is the post."""
    if metric in ("entry_price", "exit_price", "price") and (option := _last(_OPTION, place.before[-60:])):
        return option
    if metric == "product_price" and mention is None:
        return _product(place)
    if metric in ("product_price", "units_sold", "users") and mention is not None:
        return (
            mention.product
            or (text[mention.start : mention.end] if mention.how == "product" else None)
            or (_product(place) if metric == "product_price" else None)
        )
    if symbol is None:
        return place.clause.strip(" ,;.")[:60] or place.before.strip()[-60:] or metric
    return mention.product if mention is not None and metric in ("revenue", "revenue_growth_pct") else None


def _product(place: Place) -> str:
    sold = max(_SOLD.finditer(place.before), key=lambda found: found.start(), default=None)
    if sold:
        return sold["thing"]
    names = _THING.findall(place.before)
    return names[-1] if names else "product"


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.findall(text)
    return found[-1] if found else None
