"""Numbers in digits with what is written to them: sign, brackets, currency, scale, per cent, times, plus."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nlp.components.currencies import HUNDREDTHS, SIGNS, in_whole
from nlp.components.digits import near_digits
from nlp.components.number import POWER, QUANTITY, Number
from nlp.components.numerals import numeral, worth

_SCALES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mln": 6, "mil": 6, "mio": 6, "million": 6, "millions": 6, "millones": 6, "b": 9, "bb": 9,
    "bn": 9, "bln": 9, "bil": 9, "mrd": 9, "billion": 9, "billions": 9, "t": 12, "tn": 12, "tln": 12, "trn": 12, "trillion": 12, "trillions": 12,
    "crore": 7, "cr": 7, "lakh": 5, "lac": 5, "lakh crore": 12, "万": 4, "亿": 8, "万亿": 12, "萬": 4, "億": 8, "兆": 12,
}  # fmt: skip
_PREFIX: Final = "|".join(
    sorted(
        (re.escape(s) for s in [*SIGNS, "gbx"] if s not in ("元", "dollars", "dollar", "bucks", "us dollars", "us dollar", "pounds")),
        key=len,
        reverse=True,
    )
)
_AFTER: Final = "|".join(sorted((re.escape(s) for s in [*SIGNS, *HUNDREDTHS]), key=len, reverse=True))
_CODES: Final = "|".join(sorted({code for code in SIGNS.values() if code.isalpha()}))
_SCALE: Final = (
    "万亿|[万亿萬億兆]|(?: ?-?(?:thousand|millions?|millones|billions?|trillions?|lakh crore|crore|lakh|mln|bln|tln|mil|bil|mio|mrd)| ?(?:mm|mn|bn|bb|tn|trn)|[kmbt]"
    rf"| [mbt](?= ?(?:in|of|,|\.))| (?-i:[MBT])| {{1,2}}k| ?(?-i:[kMB])(?=(?-i:{_CODES})\b))(?:(?![a-z])|(?=(?-i:{_CODES})\b))"
)
_AMOUNT: Final = re.compile(
    rf"(?P<paren>\((?=[^()\n]{{0,12}}\)))?(?P<sign>[-+−–]|(?<!\d )(?<!% )\b(?:minus|negative) )?(?P<cur>(?<![a-z])(?:{_PREFIX})\s?)?(?P<sign2>[-−])?"
    rf"{numeral(_AFTER)}"
    rf"(?P<plus0>\+(?=\s?(?:million|billion|trillion|[mb]n?\b)))?(?P<scale>{_SCALE})?(?P<plus>\+(?=[\s.,;!?)%]|$))?"
    rf"(?:(?P<pct>\s?%|\s?(?:percent(?:age(?: points?)?)?|per cent|pct|pp)(?![a-z]))|(?P<mult>\s?(?:x|times)(?![a-z])|倍|×)|(?P<bps>\s?(?:(?-i:bps?)|basis points?)(?![a-z]))"
    rf"|(?P<cp>[cp](?![a-z]))|(?P<cur2>\s?(?:{_AFTER})(?![a-z])))?(?P<plus2>\+)?(?P<close>\))?",
    re.IGNORECASE,
)
_BEFORE_DIGITS: Final = 32  # characters of sign and currency that an amount may have before its first digit
_LISTED: Final = re.compile(r"(?<![\d.,])\d{1,2}(?:,\d{1,2}){0,8},$")
_MINUS: Final = ("-", "−", "–", "minus", "negative")


def find_amounts(text: str) -> Iterator[Number]:
    """The numbers that stand in digits, in the text's order, each by itself."""
    reached = -9
    for match in near_digits(_AMOUNT, text, _BEFORE_DIGITS):
        if _stands_alone(match, text) and (number := _amount(match, text, restates=match.start() - reached < 2)):
            reached = number.end
            yield number


def _stands_alone(match: re.Match[str], text: str) -> bool:
    start = match.start("cur") if match["cur"] else match.start("num")
    before = text[start - 1] if start else " "
    outer = text[match.start() - 1] if match.start() else " "
    if match["sign"] and outer.isascii() and outer.isalpha():
        return bool(match["pct"] or match["cur"]) or text[match.start() - 2 : match.start() - 1].isdigit()
    if not match["sign"] and not match["paren"]:
        within = before.isascii() and (before.isalnum() or before in "_#") and not match["cur"]
        decimals = before in ".," and start > 1 and text[start - 2].isdigit() and not _listed(match, text)
        if within or decimals:
            return False
    after = text[match.end()] if match.end() < len(text) else " "
    return not (
        after.isascii()
        and after.isalpha()
        and not match["pct"]
        and not match["mult"]
        and text[match.end() : match.end() + 3].lower() not in ("ish", "usd")
    )


def _listed(match: re.Match[str], text: str) -> bool:
    """Whether the number is one of a list of three and more that commas alone join: "22,24,26"."""
    before = _LISTED.search(text, max(0, match.start() - 30), match.start())
    return before is not None and len(match["num"]) <= 2 and (before[0].count(",") > 1 or text[match.end() : match.end() + 1] == ",")


def _amount(match: re.Match[str], text: str, *, restates: bool) -> Number | None:
    """The number of a match; one in brackets is negative, as accounts have it, unless it restates the amount just before it."""
    read = worth(match["num"], grouped_by_dots=bool(match["dots"]))
    if read is None:
        return None
    exponent = _SCALES.get((match["scale"] or "").strip(" -").lower(), 0)
    value, step = (part * Decimal(10) ** exponent for part in read)
    unit = _unit(match)
    word = (match["cur2"] or match["cur"] or "").strip().lower()
    hundredth = bool(match["bps"] or word in HUNDREDTHS)
    if hundredth:
        value, step = in_whole(value), in_whole(step)
    sign = (match["sign"] or "").strip().lower()
    previous = text[max(0, match.start() - 1) : match.start()]
    joins = sign in ("-", "–", "−") and match.start() > 0 and (previous.isalnum() or previous in "%$€£")
    accounting = bool(match["paren"] and match["close"] and "." in match["num"] and unit in (None, "$") and not sign and not restates)
    minus = (sign in _MINUS and not joins) or bool(match["sign2"]) or accounting
    start, end = match.start(), match.end()
    if match["paren"] and not accounting:
        start += 1
    if match["close"] and not accounting:
        end -= 1
    if joins:
        start += 1
    value = -value if minus else value
    more = bool(match["plus0"] or match["plus"] or match["plus2"])
    return Number(
        start=start, end=end, low=value, high=None if more else value, relation=">=" if more else "=", unit=unit, step=step,
        scaled=bool(match["scale"]), signed=bool(sign and not joins) or bool(match["sign2"]), bps=bool(match["bps"]), hundredth=hundredth,
        exponent=exponent, kind=POWER if "^" in match["num"] and unit is None else QUANTITY,
    )  # fmt: skip


def _unit(match: re.Match[str]) -> str | None:
    if match["pct"] or match["bps"]:
        return "%"
    if match["mult"]:
        return "x"
    if match["cp"] and not (match["cur"] and match["cp"].lower() == "m"):
        return match["cp"].lower()
    before, after = ((match[name] or "").strip().lower() for name in ("cur", "cur2"))
    if before and before != "$":
        after = ""
    return SIGNS.get(after) or HUNDREDTHS.get(after) or SIGNS.get(before) or HUNDREDTHS.get(before)
