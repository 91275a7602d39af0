"""Every number of a text that could be a claim's: value or range, bound, currency, scale and the place it is written to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from nlp.components.amounts import find_amounts
from nlp.components.bounds import bounded
from nlp.components.chinese_numbers import find_chinese_numbers
from nlp.components.fractions import find_fractions
from nlp.components.not_numbers import masked
from nlp.components.number import Number, quantities
from nlp.components.ranges import ranges
from nlp.components.spelled import find_word_numbers
from nlp.components.word_number import WordNumber

__all__ = ["Number", "find_numbers", "quantities"]

#: The wide forms that Chinese and Japanese keyboards give -> ASCII; a wide comma within wide digits alone.
_WIDTHS: Final = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９．％＄－＋／＾ｅＥｋＫｍＭｂＢ"} | {ord("￥"): "¥"}
_WIDE_COMMA: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
#: In a Chinese text ¥ is the yuan; kana make it a Japanese one.
_CHINESE: Final = re.compile("[\u3007\u25cb\u3400-\u9fff]")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_KANA: Final = re.compile("[\u3040-\u30ff]")


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in its order; dates, times, names, list numbers and web addresses are none.

    Shapes: "$35-40", "between $35 and $40", "$200+", "1.2bn", "RMB83.8M", "HK$320", "1.5亿", "(1.23)", "-$0.08", "50 bps", "10x - 17x".
    """
    narrow = text if text.isascii() else _WIDE_COMMA.sub(",", text).translate(_WIDTHS)
    clean = masked(narrow)
    amounts = list(find_amounts(clean))
    chinese = not clean.isascii() and _CHINESE.search(clean)
    if chinese and _HAN.search(clean) and not _KANA.search(clean):
        amounts = [replace(number, unit="CNY") if "¥" in clean[number.start : number.end] else number for number in amounts]
    joined = list(ranges(amounts, clean))
    words = [*find_fractions(narrow), *find_word_numbers(clean), *(find_chinese_numbers(clean) if chinese else ())]
    said = sorted((_number(word) for word in words), key=lambda number: number.start)
    return [bounded(number, clean) for number in _merged(joined, said)]


def _number(word: WordNumber) -> Number:
    relation = "range" if word.low != word.high else "="
    return Number(
        start=word.start, end=word.end, low=word.low, high=word.high, relation=relation, unit=word.unit, hedged=word.hedged,
        step=word.step, kind=word.kind,
    )  # fmt: skip


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
