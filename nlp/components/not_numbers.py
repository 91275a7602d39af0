"""What looks like a number and is a date, a time, a name, a list's count or a web address."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Iterator
from typing import Final

from nlp.components.digits import digit_runs

_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_UNIT: Final = r"(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|quarters?|d|w|yo|sessions?|miles?|km|nm|mg|kg|gb|mb|tb|mw|gw|kwh)"

_PATTERNS: Final = (
    r"https?://\S+|www\.\S+|\b[\w.-]{1,60}\.(?:com|org|net|io|ly|co|gl|me)/\S*|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|(?<!\w)@[A-Za-z_]\w+",
    r"\b\d{4}-\d{2}(?:-\d{2})?\b(?!\d)|(?<![\d.])\b\d{1,2}(?P<dash>[/.-])\d{1,2}(?P=dash)(?:\d{4}|\d{2})\b|(?<![$€£.\d/])\b(?:0?[1-9]|1[0-2])/(?:[0-2]?\d|3[01])\b(?![.\d/%])",
    rf"(?<![$€£])\b\d{{1,2}}(?:st|nd|rd|th)?[ -]?{_MONTH}(?:[ -]?,?(?:20)?[0-3]\d\b(?![.,%\d]))?(?![a-z])",
    rf"\b{_MONTH}[ -]?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![.,]\d|%|\s?(?:call|put|c\b|p\b))(?:,?[ -](?:19|20)\d\d\b)?",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:am|pm|[ap]\.m\.)?|(?<![$€£.\d])\b(?:0?[1-9]|1[0-2])(?:\.[0-5]\d)?\s?(?:am|pm)\b",
    r"\bs\s?&\s?p[ -]?\d{3}|\b(?:russell|nasdaq|ndx|ftse|nikkei|csi|stoxx|cac|dax|euro stoxx|dow|sp)[ -]?(?:30|40|50|100|225|250|300|500|600|1000|2000)\b",
    r"\b(?:10-[kq]|(?-i:10[KQ])|8-k|(?-i:8K)|20-?f|6-?k|13-?[fdg]|401k|[2-6]g|web[23]|b2b|24/7|50/50|9/11|4k|365)\b(?![.\d])",
    rf"\b\d+(?:\.\d+)?\s?(?:-|–|to)\s?\d+(?:\.\d+)?[ -]?{_UNIT}\b|(?<![$€£])\b\d+(?:\.\d)?\+?[ -]?{_UNIT}\b(?!\$)",
    r"\b\d+(?:st|nd|rd|th)\b|#\d+\b|\bno\. ?\d+\b",
    r"(?m)^\s*\(?\d{1,2}[.)](?=\s)",
    r"\b\d{4,6}\.(?:hk|t|ks|kq|tw|ss|sz)\b|\(\d{4,6}(?:\.[a-z]{1,2})?\)",
    r"\b(?:gpt|iphone|galaxy|model|series|windows|ps|xbox|boeing|airbus|rtx|gen|level|tier|phase|part|chapter|page|top|step|point|ema|sma|rsi|ios|gtx)[ -]?\d+(?:[ .]\d+)*\b(?!%)",
    r"\b(?:ema|sma|rsi|dma)\s?\(?\d+\)?|(?<!\$)\b(?-i:MA|ma)\s?\(?(?:5|8|9|10|13|20|21|50|100|150|200)\b(?![.,]\d)\)?",
    r"(?<![\w$€£.,])(?:fy\s?['’]?)?(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?(?:e|s|'s|’s)?\b(?![.,]\d|\s?%|\s?(?:usd|rmb|million|billion|mm?|bn|k)\b|x)",
    r"\b(?:fy|q[1-4]|h[12]|[1-4]q|[12]h)\s?['’]?\d{0,4}\b(?!\.\d)|\bq[1-4]\b",
    r"\+?\b\d{3}[ -]\d{3}[ -]\d{4}\b|\b\d+ (?:of|out of) \d+\b",
)
_ALL: Final = re.compile("|".join(f"(?:{pattern.removeprefix('(?m)')})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)


#: Addresses and user names that need no search, and what tells that there may be others.
_PLAIN_WEB: Final = re.compile(r"[hHwW@](?i:(?<=h)ttps?://\S+|(?<=w)ww\.\S+|(?<=@)(?<!\w@)[A-Za-z_]\w+)")
_OTHER_WEB: Final = re.compile(r"\.(?:com|org|net|io|ly|co|gl|me)/|[\w.+-]@", re.IGNORECASE)
_BEGINS: Final = re.compile(r"\b(?=\w)|[#(+]|^", re.MULTILINE)  # where any of the patterns without addresses can begin
_REACH: Final = 24  # characters that one may have before its first digit


def masked(text: str) -> str:
    """The text at the same length with every such stretch blanked (by `\\x00`, so that no number joins across it).

    What holds no digit and is no address does not matter to a number and may stay.
    """
    plain = _PLAIN_WEB.sub(_blank, text)
    if ("/" in plain or "@" in plain) and _OTHER_WEB.search(plain):
        return _ALL.sub(_blank, text)
    found, done = [], 0
    for start, end in _dated(plain):
        found += [plain[done:start], "\0" * (end - start)]
        done = end
    return "".join([*found, plain[done:]]) if found else plain


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _dated(text: str) -> Iterator[tuple[int, int]]:
    """The stretches with digits in them that are no numbers, looked for from each run of digits backwards."""
    tried = 0
    for start, end in digit_runs(text):
        if end <= tried:
            continue
        for begin in _BEGINS.finditer(text, max(tried, _start(text, start)), end):
            if match := _ALL.match(text, begin.start()):
                yield match.span()
                tried = match.end()
                break
        else:
            tried = end


def _start(text: str, digit: int) -> int:
    """Where to begin to look for what holds this digit; before white space, at its line's start."""
    near = max(0, digit - _REACH)
    return max(0, text.rfind("\n", max(0, digit - 40 * _REACH), near) + 1) if text[near:digit].isspace() else near
