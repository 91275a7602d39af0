"""Digits as people write them: grouped by commas, spaces, apostrophes or dots, with exponents, powers and signs like ½."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from decimal import Context, Decimal
from typing import Final

_VULGAR: Final = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split(), strict=True))
_DIVISION: Final = Context(prec=10)
_TRADED: Final = r"(?! ?(?:calls?|puts?|[cp]|strikes?|spreads?)\b)"
_GROUP: Final = "[\u00a0\u2009\u202f]"

_BIG: Final = r"(?:million|billion|trillion|mn|bn)"


def numeral(money: str) -> str:
    """The pattern of a number in digits, group `num`; `money` is the pattern of a currency's word or sign after it.

    Plain spaces join digits only where the groups cannot be a list of levels: many groups, zeros alone, or money.
    """
    shapes = (
        r"\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)(?:\.\d+)?",  # lakh and crore
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?",
        r"\d{1,3}(?:\.\d{3}){1,5},\d{1,2}(?![\d,.]?\d)",
        r"\d{1,3}(?:\.\d{3}){2,5}(?!\.?\d)",
        r"(?P<dots>\d{1,3}(?:\.\d{3})+(?=\s(?:millones|puntos|ptos|acciones|shares|€|eur)))",
        r"\d{1,3}(?:['’]\d{3}){1,5}(?!\d)(?:\.\d+)?",
        rf"\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,5}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?",
        rf"(?<!\d )(?:\d{{1,2}}(?: \d{{3}}){{2,5}}|\d{{1,3}} \d{{3}}(?: \d{{3}}){{2,4}}|\d{{1,3}}(?: 000){{1,4}})(?!\d| \d)(?:[.,]\d{{1,2}}(?!\d))?{_TRADED}",
        rf"(?<!\d )\d{{1,3}}(?: \d{{3}}){{1,5}}(?:[.,]\d{{1,2}})?(?= ?(?:{money}|{_BIG})(?![a-z]))",
        rf"\d{{0,6}}[{''.join(_VULGAR)}]",
        r"\d{1,6} {1,2}\d{1,2}/\d{1,2}(?=\s?%|\s?per ?cent|\s?(?:bps?|basis points?|points?)\b)",
        r"\d+(?:\.\d+)?e[+-]?\d{1,2}(?!\w)",
        r"(?:\d+(?:\.\d+)?|\.\d+)\^[+-]{0,2}\d{1,3}(?:\.\d+)?(?![\w^])",
        r"\d+,\d{1,2}(?=\s?%|\s?(?:millones|milliarden|mrd|mio|€|eur)\b)",
        r"(?<!\d,)\d+,\d{2}(?![\d,.]|\s?\d)",
        r"\d+(?:\.\d+)?",
        r"(?<!\d)\.\d+",
    )
    return f"(?=[.\\d{''.join(_VULGAR)}])(?P<num>{'|'.join(shapes)})"


def worth(text: str, *, grouped_by_dots: bool) -> tuple[Decimal, Decimal] | None:
    """(value, last written place) of such a numeral; None for a division by nothing or a power beyond reckoning.

    `grouped_by_dots` says that its only dots group thousands ("1.250 shares" in Spanish).
    """
    if "/" in text or text[-1] in _VULGAR:
        return _mixed(text)
    base, caret, power = text.partition("^")
    if caret:
        sign = -1 if power.count("-") % 2 else 1
        return _raised(Decimal(base), sign * Decimal(power.lstrip("+-")))
    base, _, exponent = base.lower().partition("e")
    digits = _plain(base, grouped_by_dots=grouped_by_dots)
    place = int(exponent or 0)
    return Decimal(digits).scaleb(place), Decimal(1).scaleb(place - len(digits.partition(".")[2]))


def _plain(text: str, *, grouped_by_dots: bool) -> str:
    """The digits with a point before their decimals and nothing else."""
    text = re.sub(r"[\s'’]", "", text)
    comma, dots = text.rfind(","), text.count(".")
    if dots and comma > text.rfind("."):
        return text.replace(".", "").replace(",", ".")
    if dots > 1 or grouped_by_dots:
        return text.replace(".", "")
    decimals = comma >= 0 and not dots and len(text) - comma - 1 < 3
    return text.replace(",", "." if decimals else "")


def _mixed(text: str) -> tuple[Decimal, Decimal] | None:
    """A whole number with a fraction after it, or the fraction alone: 2½, 4 1/4."""
    whole, _, part = text.rpartition(" ") if "/" in text else (text[:-1], "", _VULGAR[text[-1]])
    top, _, under = part.partition("/")
    if not int(under):
        return None
    return Decimal(whole.strip() or 0) + _DIVISION.divide(Decimal(top), Decimal(under)), Decimal("0.01")


def _raised(base: Decimal, power: Decimal) -> tuple[Decimal, Decimal] | None:
    if not base or abs(power * base.adjusted()) > 300:
        return None
    return _DIVISION.power(base, power), Decimal("0.01")
