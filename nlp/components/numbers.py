"""Every number of a text that could be a claim's: value or range, bound, currency, scale and the place it is written to."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from nlp.components.chinese_numbers import find_chinese_numbers
from nlp.components.currencies import HUNDREDTHS, SIGNS, in_whole
from nlp.components.digits import near_digits
from nlp.components.not_numbers import masked
from nlp.components.spelled import find_word_numbers

_SCALES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mln": 6, "mil": 6, "million": 6, "millions": 6, "millones": 6, "b": 9, "bb": 9,
    "bn": 9, "bln": 9, "bil": 9, "billion": 9, "billions": 9, "t": 12, "tn": 12, "trn": 12, "trillion": 12, "trillions": 12, "crore": 7, "cr": 7,
    "lakh": 5, "lac": 5, "lakh crore": 12, "万": 4, "亿": 8, "万亿": 12, "萬": 4, "億": 8, "兆": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number or range, in base units (1.2bn is 1200000000, 50 bps is 0.5 with unit `%`).

    `unit` is `%`, `x`, an ISO code, `$` (money of the listing's own currency), `c`/`p` (an option's or a hundredth's sign, for the
    linker to decide) or None for a bare number. `step` is the last written place in base units. `signed` tells a written sign.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    relation: str = "="
    unit: str | None = None
    step: Decimal = Decimal(1)
    hedged: bool = False
    scaled: bool = False
    signed: bool = False
    bps: bool = False
    hundredth: bool = False
    exponent: int = 0

    @property
    def value(self) -> Decimal:
        """The bound that is there; the low one of a range."""
        return self.low if self.low is not None else self.high if self.high is not None else Decimal(0)


_PREFIX: Final = "|".join(
    sorted((re.escape(s) for s in [*SIGNS, "gbx"] if s not in ("元", "dollars", "dollar", "bucks")), key=len, reverse=True)
)
_AFTER: Final = "|".join(sorted((re.escape(s) for s in [*SIGNS, *HUNDREDTHS]), key=len, reverse=True))
_SCALE: Final = "万亿|[万亿萬億兆]|(?: ?-?(?:thousand|millions?|millones|billions?|trillions?|lakh crore|crore|lakh|mln|bln|mil|bil)| ?(?:mm|mn|bn|bb|tn|trn)|[kmbt]| [mbt](?= ?(?:in|of|,|\\.))| (?-i:[MBT]))(?![a-z])"
_ATOM: Final = re.compile(
    rf"(?P<paren>\((?=[^()\n]{{0,12}}\)))?(?P<sign>[-+−–])?(?P<cur>(?<![a-z])(?:{_PREFIX})\s?)?(?P<sign2>[-−])?"
    r"(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?P<dots>\d{1,3}(?:\.\d{3})+(?=\s(?:millones|puntos|ptos|acciones|shares)\b))|\d+(?:\.\d+)?|(?<!\d)\.\d+)"
    r"(?P<comma>,\d{1,2}(?=\s?%)|(?<=\d),\d{2}(?![\d,.]|\s?\d))?"
    rf"(?P<plus0>\+(?=\s?(?:million|billion|trillion|[mb]n?\b)))?(?P<scale>{_SCALE})?(?P<plus>\+(?=[\s.,;!?)%]|$))?"
    rf"(?:(?P<pct>\s?%|\s?(?:percent(?:age points?)?|per cent|pct|pp)(?![a-z]))|(?P<mult>\s?(?:x|times)(?![a-z])|倍|×)|(?P<bps>\s?(?:(?-i:bps?)|basis points?)(?![a-z]))"
    rf"|(?P<cp>[cp](?![a-z]))|(?P<cur2>\s?(?:{_AFTER})(?![a-z])))?(?P<plus2>\+)?(?P<close>\))?",
    re.IGNORECASE,
)
_BEFORE_DIGITS: Final = 12  # characters of sign and currency that an atom may have before its first digit
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
_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|to|~|through|thru|至|到)\s*\+?", re.I)
_AND: Final = re.compile(r"\s*(?:and|to|-|–)\s*", re.I)
_FROM: Final = re.compile(r"\bfrom\s*(?:[a-z]+\s+)?$")
#: A move from one number to another, where "to" joins no range: "rose 3% to 41", "raised $250 to $300".
_MOVED: Final = re.compile(
    r"\b(?:went|rose|fell|grew|raised?|lifted|lowered|cut|up|down|increased?|declined?|moved|jumped|dropped|slid|climbed|gained|lost|added|by)\s*(?:by\s*)?$"
)
_WIDEST: Final = 12  # a range whose ends lie further apart than this is two numbers
_ABOVE: Final = re.compile(r"\s*(?:or (?:more|higher|above|better)|and (?:up|above|higher)|plus\b)", re.I)
_BELOW: Final = re.compile(r"\s*(?:or (?:less|lower|below|under)|以下)", re.I)


_CHINESE: Final = re.compile("[\u3007\u25cb\u3400-\u9fff]")
_WIDTHS: Final = {0xFF10 + n: str(n) for n in range(10)} | {
    ord("．"): ".",
    ord("，"): ",",
    ord("％"): "%",
    ord("＄"): "$",
    ord("￥"): "¥",
    ord("－"): "-",
}


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in its order; dates, times, names, list numbers and web addresses are none.

    Shapes: "$35-40", "between $35 and $40", "$200+", "1.2bn", "RMB83.8M", "HK$320", "1.5亿", "(1.23)", "-$0.08", "50 bps", "10x - 17x".
    """
    clean = masked(text if text.isascii() else text.translate(_WIDTHS))
    atoms = [_atom(match, clean) for match in near_digits(_ATOM, clean, _BEFORE_DIGITS) if _stands_alone(match, clean)]
    joined = list(_ranges(atoms, clean))
    words = [
        Number(
            start=word.start, end=word.end, low=word.low, high=word.high, relation="range" if word.low != word.high else "=", unit=word.unit,
            hedged=word.hedged, step=word.step,
        )
        for word in (*find_word_numbers(clean), *(find_chinese_numbers(clean) if _CHINESE.search(clean) else ()))
    ]  # fmt: skip
    return [_bounded(number, clean) for number in _merged(joined, sorted(words, key=lambda word: word.start))]


def _merged(digits: list[Number], words: list[Number]) -> Iterator[Number]:
    """Both in order of place; where two share characters the one in words stands, having read the digits with it."""
    waiting = 0
    reached = 0
    for number in digits:
        while waiting < len(words) and words[waiting].start < number.end:
            if words[waiting].start >= reached:
                reached = words[waiting].end
                yield words[waiting]
            waiting += 1
        if number.start >= reached:
            yield number
    for word in words[waiting:]:
        if word.start >= reached:
            reached = word.end
            yield word


def _stands_alone(match: re.Match[str], text: str) -> bool:
    start = match.start("cur") if match["cur"] else match.start("num")
    before = text[start - 1] if start else " "
    outer = text[match.start() - 1] if match.start() else " "
    if match["sign"] and outer.isascii() and outer.isalpha():
        return bool(match["pct"] or match["cur"]) or text[match.start() - 2 : match.start() - 1].isdigit()
    if match["sign"] or match["paren"]:
        pass
    elif ((before.isascii() and (before.isalnum() or before in "_#")) and not match["cur"]) or (
        before in ".," and start > 1 and text[start - 2].isdigit()
    ):
        return False
    after = text[match.end()] if match.end() < len(text) else " "
    return not (
        after.isascii()
        and after.isalpha()
        and not match["pct"]
        and not match["mult"]
        and text[match.end() : match.end() + 3].lower() not in ("ish", "usd")
    )


def _atom(match: re.Match[str], text: str) -> Number:
    whole = match["num"].replace(",", "")
    digits = (whole.replace(".", "") if match["dots"] else whole) + (match["comma"] or "").replace(",", ".")
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    exponent = _SCALES.get((match["scale"] or "").strip(" -").lower(), 0)
    value, step = value * Decimal(10) ** exponent, step * Decimal(10) ** exponent
    unit = _unit(match)
    word = (match["cur2"] or match["cur"] or "").strip().lower()
    hundredth = bool(match["bps"] or word in HUNDREDTHS)
    if hundredth:
        value, step = in_whole(value), in_whole(step)
    previous = text[max(0, match.start() - 1) : match.start()]
    joins = match["sign"] in ("-", "–", "−") and match.start() > 0 and (previous.isalnum() or previous in "%$€£")
    accounting = bool(match["paren"] and match["close"] and "." in digits and unit in (None, "$") and not match["sign"])
    minus = (match["sign"] in ("-", "−", "–") and not joins) or bool(match["sign2"]) or accounting
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
        scaled=bool(match["scale"]), signed=bool(match["sign"] and not joins) or bool(match["sign2"]), bps=bool(match["bps"]), hundredth=hundredth, exponent=exponent,
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


def _ranges(atoms: list[Number], text: str) -> Iterator[Number]:
    """The atoms with every two that a dash, "to" or "between … and" joins made one."""
    place = 0
    while place < len(atoms):
        first = atoms[place]
        second = atoms[place + 1] if place + 1 < len(atoms) else None
        if second is not None and _joined(first, second, text):
            yield _range(first, second)
            place += 2
        else:
            yield first
            place += 1


def _joined(first: Number, second: Number, text: str) -> bool:
    gap, before = text[first.end : second.start], text[max(0, first.start - 24) : first.start].lower()
    if not gap or len(gap) > 12 or first.relation != "=":
        return False
    if _AND.fullmatch(gap) and ("between" in before[-14:] or "range of" in before):
        return True
    if gap.strip() == "/":
        return first.unit in (None, "$") and first.value >= 20 and first.value < second.value < first.value * Decimal("1.1")
    if not _BETWEEN.fullmatch(gap) or _FROM.search(before) or ("to" in gap.lower() and _MOVED.search(before)):
        return False
    if second.signed and not first.signed:
        return False
    same = first.unit == second.unit or first.unit is None or (second.unit is None and (second.exponent == 0 or first.exponent == 0))
    low, high = _aligned(first, second), second.value
    return same and (low < high <= low * _WIDEST if low > 0 else low != high)


def _aligned(first: Number, second: Number) -> Decimal:
    """The first bound in the scale of the second, where only the second is written with one: "$5-15m"."""
    value = first.value * Decimal(10) ** second.exponent if second.exponent and not first.exponent else first.value
    return in_whole(value) if second.hundredth and not first.hundredth else value


def _range(first: Number, second: Number) -> Number:
    low, high = _aligned(first, second), second.value
    if low > high:
        low, high = high, low
    unit = second.unit if first.unit is None or (second.unit and second.unit != "$") else first.unit
    return replace(
        first,
        end=second.end,
        low=low,
        high=high,
        relation="range" if second.high is not None else ">=",
        unit=unit,
        step=min(first.step, second.step) if first.exponent == second.exponent else second.step,
        scaled=second.scaled or first.scaled,
        exponent=max(first.exponent, second.exponent),
    )


def _bounded(number: Number, text: str) -> Number:
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
