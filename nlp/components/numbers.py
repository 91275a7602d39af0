"""Every number of a text that could be a claim's: value or range, bound, currency, scale and the place it is written to."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from nlp.components.currencies import HUNDREDTHS, SIGNS, in_whole
from nlp.components.not_numbers import masked
from nlp.components.spelled import find_word_numbers

_SCALES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mln": 6, "mil": 6, "million": 6, "millions": 6, "millones": 6, "b": 9, "bb": 9,
    "bn": 9, "bln": 9, "bil": 9, "billion": 9, "billions": 9, "t": 12, "tn": 12, "trn": 12, "trillion": 12, "万": 4, "亿": 8, "万亿": 12,
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

    @property
    def value(self) -> Decimal:
        """The bound that is there; the low one of a range."""
        return self.low if self.low is not None else self.high if self.high is not None else Decimal(0)


_PREFIX: Final = "|".join(
    sorted((re.escape(s) for s in [*SIGNS, "gbx"] if s not in ("元", "dollars", "dollar", "bucks")), key=len, reverse=True)
)
_AFTER: Final = "|".join(sorted((re.escape(s) for s in [*SIGNS, *HUNDREDTHS]), key=len, reverse=True))
_SCALE: Final = "万亿|万|亿|(?: ?-?(?:thousand|millions?|millones|billions?|trillion|mln|bln|mil|bil)| ?(?:mm|mn|bn|bb|tn|trn)|[kmbt]| [mbt](?= ?(?:in|of|,|\\.)))(?![a-z])"
_ATOM: Final = re.compile(
    rf"(?P<paren>\((?=[^()\n]{{0,12}}\)))?(?P<sign>[-+−–])?(?P<cur>(?<![a-z])(?:{_PREFIX})\s?)?(?P<sign2>[-−])?"
    r"(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+)(?P<comma>,\d{1,2}(?=\s?%))?"
    rf"(?P<scale>{_SCALE})?(?P<plus>\+(?=[\s.,;!?)%]|$))?"
    rf"(?:(?P<pct>\s?%|\s?(?:percent(?:age points?)?|per cent|pct|pp)(?![a-z]))|(?P<mult>\s?(?:x|times)(?![a-z])|倍|×)|(?P<bps>\s?(?:(?-i:bps?)|basis points?)(?![a-z]))"
    rf"|(?P<cp>[cp](?![a-z]))|(?P<cur2>\s?(?:{_AFTER})(?![a-z])))?(?P<plus2>\+)?(?P<close>\))?",
    re.IGNORECASE,
)
_HEDGE: Final = re.compile(
    r"(?:~|≈|\b(?:about|around|roughly|approx(?:imately|\.)?|near(?:ly)?|almost|circa|some|say|close to|somewhere around|大概|约|或|like)\s*)\s*$",
    re.I,
)
_HEDGE_AFTER: Final = re.compile(r"\s?(?:ish\b|左右|or so\b|-ish\b)", re.I)
_BOUNDS: Final = (
    (">=", re.compile(r"(?:at least|no less than|minimum of|≥|>=|至少)\s*$", re.I)),
    ("<=", re.compile(r"(?:up to|at most|no more than|as high as|as much as|maximum of|max of|≤|<=)\s*$", re.I)),
    (">", re.compile(r"(?:\b(?:over|above|more than|north of|exceed(?:s|ed|ing)?|greater than|超过)\s*|(?<![-=])>\s*)$", re.I)),
    ("<", re.compile(r"(?:\b(?:under|below|less than|sub|south of|fewer than)[\s-]*|<\s*)$", re.I)),
)
_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|to|~|through|至|到)\s*", re.I)
_ABOVE: Final = re.compile(r"\s*(?:or (?:more|higher|above|better)|and (?:up|above|higher)|plus\b)", re.I)
_BELOW: Final = re.compile(r"\s*(?:or (?:less|lower|below|under)|以下)", re.I)


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in its order; dates, times, names, list numbers and web addresses are none.

    Shapes: "$35-40", "between $35 and $40", "$200+", "1.2bn", "RMB83.8M", "HK$320", "1.5亿", "(1.23)", "-$0.08", "50 bps", "10x - 17x".
    """
    clean = masked(text)
    atoms = [_atom(match, clean) for match in _ATOM.finditer(clean) if _stands_alone(match, clean)]
    joined = list(_ranges(atoms, clean))
    words = [
        Number(start=start, end=end, low=low, high=high, relation="range" if low != high else "=", unit=unit, hedged=hedged)
        for start, end, low, high, unit, hedged in find_word_numbers(clean)
    ]
    joined = [number for number in joined if not any(number.start < word.end and word.start < number.end for word in words)] + words
    return sorted((_bounded(number, clean) for number in joined), key=lambda number: number.start)


def _stands_alone(match: re.Match[str], text: str) -> bool:
    start = match.start("cur") if match["cur"] else match.start("num")
    before = text[start - 1] if start else " "
    outer = text[match.start() - 1] if match.start() else " "
    if match["sign"] and outer.isascii() and outer.isalpha():
        return bool(match["pct"] or match["cur"])
    if match["sign"] or match["paren"]:
        pass
    elif ((before.isascii() and (before.isalnum() or before in "_#")) and not match["cur"]) or (
        before in ".,/" and start > 1 and text[start - 2].isdigit()
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
    digits = match["num"].replace(",", "") + (match["comma"] or "").replace(",", ".")
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    scale = Decimal(10) ** _SCALES.get((match["scale"] or "").strip(" -").lower(), 0)
    value, step = value * scale, step * scale
    unit = _unit(match)
    word = (match["cur2"] or match["cur"] or "").strip().lower()
    if match["bps"] or word in HUNDREDTHS:
        value, step = in_whole(value), in_whole(step)
    previous = text[max(0, match.start() - 1) : match.start()]
    joins = match["sign"] in ("-", "–") and (previous.isdigit() or previous in "%xX$") and match.start() > 0
    accounting = bool(match["paren"] and match["close"] and "." in digits and not match["cur"] and unit is None and not match["sign"])
    joins = joins or (
        match["sign"] == "-"
        and previous.isascii()
        and previous.isalpha()
        and not previous.isspace()
        and text[match.start() - 1] == previous
        and previous.islower()
    )
    minus = (match["sign"] in ("-", "−", "–") and not joins) or bool(match["sign2"]) or accounting
    start, end = match.start(), match.end()
    if match["paren"] and not accounting:
        start += 1
    if match["close"] and not accounting:
        end -= 1
    if joins:
        start += 1
    value = -value if minus else value
    more = bool(match["plus"] or match["plus2"])
    return Number(
        start=start, end=end, low=value, high=None if more else value, relation=">=" if more else "=", unit=unit, step=step,
        scaled=bool(match["scale"]), signed=bool(match["sign"] and not joins) or bool(match["sign2"]), bps=bool(match["bps"]),
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
    gap, before = text[first.end : second.start], text[max(0, first.start - 14) : first.start].lower()
    if not gap or len(gap) > 12 or first.relation != "=":
        return False
    if re.fullmatch(r"\s*(?:and|to|-|–)\s*", gap, re.I) and ("between" in before or "range of" in before):
        return True
    if not _BETWEEN.fullmatch(gap) or re.search(r"\bfrom\s*$", before) or second.signed:
        return False
    same = first.unit == second.unit or first.unit is None or (second.unit is None and first.unit is not None and not second.scaled)
    return same and first.value < second.value * _lift(first, second)


def _lift(first: Number, second: Number) -> Decimal:
    return Decimal(1) if first.scaled == second.scaled else Decimal(10) ** 12


def _range(first: Number, second: Number) -> Number:
    low = first.value
    if second.scaled and not first.scaled:
        low *= Decimal(10) ** (second.step.adjusted() - first.step.adjusted()) if second.step >= 1 else 1
    high = second.value
    if second.bps and not first.bps:
        low = in_whole(low)
    unit = second.unit if first.unit is None or (second.unit and second.unit != "$") else first.unit
    return replace(
        first,
        end=second.end,
        low=low,
        high=high,
        relation="range" if second.high is not None else ">=",
        unit=unit,
        step=min(first.step, second.step) if first.scaled == second.scaled else second.step,
        scaled=second.scaled or first.scaled,
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
