"""Numbers in traders' shorthand: decades ("mid-30s", "$70's"), "high teens", "low single digits", verbs of multiplying ("doubled")."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nlp.components.word_number import WordNumber

_BANDS: Final = {"low": (0, 3), "mid": (3, 7), "high": (7, 9)}
_TEENS: Final = {"low": (11, 13), "mid": (13, 17), "high": (17, 19)}
_DIGITS: Final = {"low": (1, 3), "mid": (4, 6), "high": (7, 9)}
_LOW_TENS: Final = (10, 13)
_SAME: Final = {"lower": "low", "middle": "mid", "upper": "high"}
_DECADES: Final = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True)
)
_VERBS: Final = {"doubl": 100, "tripl": 200, "quadrupl": 300, "halv": -50}
_SHORT: Final = re.compile(
    r"\b(?P<part>low|lower|mid|middle|high|upper)(?:[ -]to[ -](?P<top>mid|middle|high|upper))?[ -]{1,3}"
    r"(?:(?P<teens>teens)|(?P<digits>single|double)[ -]digits?|(?P<cur>\$)?"
    rf"(?:(?P<base>\d{{1,4}})['’]?s|(?P<tens>{'|'.join(_DECADES)})))\b(?P<pct> ?%| percent\b| per cent\b)?"
    r"|(?<![\w.,$'’/-])(?:\$(?P<money>\d{1,3}0)['’]?s|(?P<bare>\d{1,3}0)s)\b(?! of\b)"
    r"|\b(?P<will>(?:to|will|would|can|could|should|may|might|gonna|must|easily) )?"
    r"(?P<stem>doubl|tripl|quadrupl|halv)(?P<end>e|ed|es|ing)\b"
    r"(?![ -]+(?:down|up|as|check\w*|digits?|bottom\w*|top\w*|dip\w*|time|edged|witching|play|a+)\b)"
    r"(?!(?<=halving)(?! (?:its|their|his|our|the|in|from)\b))"
)
_AGES: Final = re.compile(r"\b(?:my|his|her|their|your|our|early|late|(?:back in|since|of|during|from) the) $")
_NOUN: Final = re.compile(r"\b(?:two|both|the|into|in|2|of) $")


def find_shorthand(text: str) -> Iterator[WordNumber]:
    """Decades ("mid-30s", "$70's"), teens and single digits ("high teens"), and verbs of multiplying."""
    for match in _SHORT.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if match["stem"]:
            if (match["end"] != "e" or match["will"]) and not (match["end"] == "es" and _NOUN.search(before)):
                change = Decimal(_VERBS[match["stem"]])
                yield WordNumber(match.start("stem"), match.end(), change, change, "%", Decimal(1), False)
        elif match["cur"] or match["money"] or match["teens"] or match["digits"] or not _AGES.search(before):
            yield from _decade(match)


def _decade(match: re.Match[str]) -> Iterator[WordNumber]:
    """A part of a decade ("mid $400s" is 430 to 470), the whole of it ("350s"), or of a dollar ("mid-$15s" is about 15.5)."""
    if match["teens"] or match["digits"]:
        yield from _digits(match)
        return
    part, top = (_SAME.get(match[name] or "", match[name] or "") for name in ("part", "top"))
    unit = "%" if match["pct"] else "$" if match["cur"] or match["money"] else None
    base = _DECADES.get(match["tens"] or "") or int(match["base"] or match["money"] or match["bare"] or 0)
    width = next((width for width in (1000, 100, 10) if base % width == 0), 1)
    if not part:
        if base < 20 or (match["bare"] and base >= 1000 and (width < 100 or 1900 <= base < 2100)):
            return
        low, high = Decimal(base), Decimal(base + width - 1)
    elif width > 1:
        low, high = (base + Decimal(band) * width / 10 for band in (_BANDS[part][0], _BANDS[top or part][1]))
    else:
        low = high = base + sum(_BANDS[part]) / Decimal(20)
    yield WordNumber(match.start(), match.end(), low, high, unit, Decimal(width) / 10, low == high)


def _digits(match: re.Match[str]) -> Iterator[WordNumber]:
    """A part of the teens or the single digits ("mid to high single digits" is 4 to 9 %); of double ones only the low end says enough."""
    part, top = (_SAME.get(match[name] or "", match[name] or "") for name in ("part", "top"))
    if match["digits"] == "double":
        bounds = _LOW_TENS if part == "low" and not top else None
    else:
        table = _DIGITS if match["digits"] else _TEENS
        bounds = table[part][0], table[top or part][1]
    if bounds:
        yield WordNumber(match.start(), match.end(), Decimal(bounds[0]), Decimal(bounds[1]), "%", Decimal(1), False)
