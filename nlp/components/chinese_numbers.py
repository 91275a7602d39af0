"""Numbers written in Chinese characters: 一百五十二, 三点五亿, 7万5千, 百分之五, 三成半, 九折."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final

from nlp.components.chinese_numerals import MONEY, NUMERALS, Numerals, Read
from nlp.components.word_number import WordNumber

#: What find_numbers reads: digits with one scale and a sign that it knows.
_PLAIN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万亿|[万亿萬億兆])?(?:%|倍|元|人民币|元人民币|美元|港元|港币)?")
_NOT_BEFORE: Final = re.compile(
    r"(?:[第周週初]|(?<![一二三四五六七八九十两兩])[双雙]|星期|[礼禮]拜|[标標]普|[沪滬]深|中[证證]|上[证證]|[国國][证證]|恒生|科创|科創|[罗羅]素)\s?$"
)
_TIME: Final = re.compile(
    r"\s?(?:[年月号號日天周週岁歲秒届屆强強路时時季度]|[个個](?:月|小[时時]|季|星期|交易日|工作日)|小[时時]|分[钟鐘]|世[纪紀]|多年)"
)
_GOODS: Final = re.compile(r"\s?[斤吨噸辆輛双雙]")
_END: Final = re.compile(r"[^\u4e00-\u9fff]|[的左以]|$")
_DIVISION: Final = Context(prec=6)


def find_chinese_numbers(text: str) -> Iterator[WordNumber]:
    """Each number with a Chinese numeral in it, in the text's order; what digits and 万, 亿, 元 alone say is left to `find_numbers`."""
    yield from _Quantities(text).numbers()


class _Quantities(Numerals):
    """Walks the numerals of one text once."""

    def numbers(self) -> Iterator[WordNumber]:
        place = 0
        while place < len(self.tokens):
            first = self._quantity(place)
            if first is None:
                place += 1
                continue
            last = self._second(first) or first
            start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
            if self._counts(first, last):
                low = first.low if first is last else _lifted(first, last)
                yield WordNumber(start, end, low, last.high, last.unit or first.unit, last.step, first.hedged or last.hedged)
            place = last.place

    def _second(self, first: Read) -> Read | None:
        """The other end of a range that begins with this number."""
        if self.kind(first.place) != "to" or not self.kind(first.place + 1):
            return None
        second = self._quantity(first.place + 1)
        if second is None or (first.unit and second.unit and first.unit != second.unit):
            return None
        return second if _lifted(first, second) < second.high else None

    def _quantity(self, place: int) -> Read | None:
        """A number with its sign and unit."""
        minus = self.tokens[place].kind == "minus" and bool(self.kind(place + 1))
        if self.tokens[place].kind == "fixed":
            return Read(place + 1, self.tokens[place].value, self.tokens[place].value, Decimal(1), unit="%", first=place)
        read = self._mixed(place + minus)
        if read is None:
            return None
        read = self._unit(self._tenths(read))
        low, high = (-read.high, -read.low) if minus else (read.low, read.high)
        kind = "whole" if minus and read.kind == "lone" else read.kind
        return Read(read.place, low, high, read.step, kind, read.hedged, read.unit, read.lift, place)

    def _unit(self, read: Read) -> Read:
        token = self.tokens[read.place] if self.kind(read.place) in ("pct", "times", "money", "dozen") else None
        if token is None or read.unit is not None:
            return read
        if token.kind == "dozen":
            return read._replace(place=read.place + 1, low=read.low * 12, high=read.high * 12, kind="whole")
        if token.kind != "times":
            unit = "%" if token.kind == "pct" else MONEY[token.text]
            kind = "lone" if read.kind == "lone" and token.text in "块塊" else "whole"
            return read._replace(place=read.place + 1, unit=unit, kind=kind)
        half = Decimal("0.5") if token.text == "倍半" else Decimal(0)
        step = Decimal("0.1") if half else read.step
        return read._replace(place=read.place + 1, low=read.low + half, high=read.high + half, step=step, unit="x", kind="whole")

    def _tenths(self, read: Read) -> Read:
        """三成 is 30 %, 七成六 76 %, 九折 and 90折 are 90 %."""
        kind, place = self.kind(read.place), read.place + 1
        if kind not in ("tenth", "off") or read.kind == "none" or read.high > (10 if kind == "tenth" else 99):
            return read
        if kind == "off" and read.low >= 10:
            return read._replace(place=place, unit="%", kind="whole" if read.low > 10 else "none")
        more = Decimal(5) if self.tokens[read.place].text.endswith("半") else Decimal(0)
        if kind == "tenth" and self.kind(place) == "digit" and _END.match(self.text, self.tokens[place].end):
            more, place = self.tokens[place].value, place + 1
        step = Decimal(1) if more else read.step * 10
        return read._replace(
            place=place, low=read.low * 10 + more, high=read.high * 10 + more, step=step, unit="%", kind="whole", lift=Decimal(10)
        )

    def _mixed(self, place: int) -> Read | None:
        """A numeral, a fraction, or both: 一又二分之一 is 1.5."""
        whole = self._fraction(place)
        if whole is None or self.kind(whole.place) != "mixed" or self.kind(whole.place + 1) not in NUMERALS:
            return whole
        part = self._fraction(whole.place + 1)
        return part._replace(low=whole.low + part.low, high=whole.high + part.high) if part and part.kind == "part" else whole

    def _fraction(self, place: int) -> Read | None:
        """百分之五 is 5 %; 三分之二 is 0.667, and 66.7 % beside 的."""
        under = self.decimal(place)
        if under is None or self.kind(under.place) != "over":
            return under
        minus = self.kind(under.place + 1) == "minus"
        after = under.place + 1 + minus
        top = self.decimal(after) if self.kind(after) in NUMERALS else None
        if top is None or top.kind == "none" or not under.low:
            return under._replace(kind="none")
        start, end = self.tokens[place].start, self.tokens[top.place - 1].end
        percent = place + 1 == under.place and self.tokens[place].text in "百佰千仟万萬"
        share = "的" in (self.text[start - 1 : start], self.text[end : end + 1])
        factor = Decimal(-100 if minus else 100) if percent or share else Decimal(-1 if minus else 1)
        low, high = (_DIVISION.divide(value * factor, under.low) for value in (top.low, top.high))
        if share and not percent:
            low, high = low.quantize(Decimal("0.1")), high.quantize(Decimal("0.1"))
        if percent:
            return top._replace(low=low, high=high, step=top.step * 100 / under.low, kind="whole", unit="%")
        step = Decimal("0.1") if share else Decimal("0.01")
        return top._replace(low=low, high=high, step=step, kind="whole" if share else "part", unit="%" if share else None)

    def _plain(self, read: Read) -> bool:
        return _PLAIN.fullmatch(self.text, self.tokens[read.first].start, self.tokens[read.place - 1].end) is not None

    def _counts(self, first: Read, last: Read) -> bool:
        """Whether it is a quantity that `find_numbers` does not read: 一直, 第三, 二十年 and 千万别 are none."""
        start, end = self.tokens[first.first].start, self.tokens[last.place - 1].end
        if "none" in (first.kind, last.kind) or (self._plain(first) and self._plain(last)):
            return False
        if _NOT_BEFORE.search(self.text, max(0, start - 4), start):
            return False
        if first.unit or last.unit:
            return last.kind != "lone" or last.unit != "CNY"
        if _TIME.match(self.text, end):
            return False
        alone = (start, end) == self.edges or _GOODS.match(self.text, end) is not None
        return last.kind in ("whole", "part") or (last.kind == "lone" and alone)


def _lifted(first: Read, last: Read) -> Decimal:
    """The low end of a range in the scale of its high end (三到五万, 三到五成)."""
    return first.low * last.lift if first.lift == 1 and first.low < last.high / last.lift else first.low
