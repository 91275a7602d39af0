"""Numbers written in Chinese characters: 一百五十二, 三点五亿, 7万5千, 百分之五, 三成半, 九折."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final, NamedTuple

from nlp.components.word_number import WordNumber

_KINDS: Final[dict[str, dict[str, int]]] = {
    "digit": {
        c: n for n, cs in enumerate(("一壹", "二贰貳两兩俩倆", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"), 1) for c in cs
    },
    "zero": dict.fromkeys("零〇○", 0),
    "unit": {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000},
    "scale": {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12},
    "point": dict.fromkeys("点點", 1),
    "more": dict.fromkeys("余餘多几幾", 0),
    "minus": dict.fromkeys("负負", 1),
    "to": dict.fromkeys("到至~～-－—–", 1),
}
_KIND: Final = {character: (kind, Decimal(value)) for kind, values in _KINDS.items() for character, value in values.items()}
_MONEY: Final = {
    "元人民币": "CNY", "元人民幣": "CNY", "人民币": "CNY", "人民幣": "CNY", "元": "CNY", "圆": "CNY", "圓": "CNY", "块": "CNY", "塊": "CNY",
    "块钱": "CNY", "塊錢": "CNY", "美元": "USD", "美金": "USD", "美刀": "USD", "港元": "HKD", "港币": "HKD", "港幣": "HKD", "日元": "JPY",
    "日圆": "JPY", "日圓": "JPY", "欧元": "EUR", "歐元": "EUR", "英镑": "GBP",
    "英鎊": "GBP", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD",
    "台幣": "TWD", "韩元": "KRW", "韓元": "KRW", "加元": "CAD", "澳元": "AUD", "卢比": "INR",
}  # fmt: skip
_LEX: Final = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?![\d,])|\d{1,15}(?:\.\d{1,9})?)|(?P<over>分\s{0,2}之)|(?P<mixed>又)"
    r"|(?P<tenth>成(?![长長交本为為立果员員品绩績熟分份就都不功语語])半?)|(?P<off>折(?![叠疊旧舊合算射返现現腾騰]))|(?P<half>半(?=[成百]))|(?P<fixed>[对對]折(?![扣叠疊线線]))"
    r"|(?P<pct>%|[个個]?\s{0,2}百\s?分\s?[点點])|(?P<times>倍半?)"
    rf"|(?P<money>{'|'.join(sorted(_MONEY, key=len, reverse=True))})(?![素旦宇月件老首气氣])|(?P<char>[{''.join(map(re.escape, _KIND))}])"
)
#: What find_numbers reads: digits with one scale and a sign that it knows.
_PLAIN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万亿|[万亿萬億兆])?(?:%|倍|元|人民币|元人民币|美元|港元|港币)?")
_NOT_BEFORE: Final = re.compile(
    r"(?:[第周週初]|(?<![一二三四五六七八九十两兩])[双雙]|星期|[礼禮]拜|[标標]普|[沪滬]深|中[证證]|上[证證]|[国國][证證]|恒生|科创|科創|[罗羅]素)\s?$"
)
_TIME: Final = re.compile(
    r"\s?(?:[年月号號日天周週岁歲秒届屆强強路时時季度]|[个個](?:月|小[时時]|季|星期|交易日|工作日)|小[时時]|分[钟鐘]|世[纪紀]|多年)"
)
_END: Final = re.compile(r"[^\u4e00-\u9fff]|[的左以]|$")
_FIXED: Final = {"half": Decimal("0.5"), "fixed": Decimal(50)}
_DIVISION: Final = Context(prec=6)
_SECTION: Final = Decimal(10**4)
_NUMERALS: Final = ("digit", "zero", "unit", "scale", "num", "more")


class _Token(NamedTuple):
    kind: str
    value: Decimal
    start: int
    end: int
    near: bool
    text: str


class _Read(NamedTuple):
    """What the tokens before `place` say."""

    place: int
    low: Decimal
    high: Decimal
    step: Decimal
    kind: str = "whole"
    hedged: bool = False
    unit: str | None = None
    lift: Decimal = Decimal(1)
    first: int = 0


def find_chinese_numbers(text: str) -> Iterator[WordNumber]:
    """Each number with a Chinese numeral in it, in the text's order; what digits and 万, 亿, 元 alone say is left to `find_numbers`."""
    yield from _Reader(text).numbers()


def _tokens(text: str) -> Iterator[_Token]:
    end = -9
    for match in _LEX.finditer(text):
        word, kind = match.group(), match.lastgroup or ""
        value = Decimal(word.replace(",", "")) if kind == "num" else _FIXED.get(kind, Decimal(0))
        if kind == "char":
            kind, value = _KIND[word]
        near = match.start() - end < 5 and not text[end : match.start()].strip(" ")
        yield _Token("digit" if kind == "half" else kind, value, match.start(), match.end(), near, word)
        end = match.end()


class _Reader:
    """Walks the numerals of one text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.edges = len(text) - len(text.lstrip()), len(text.rstrip())

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

    def _kind(self, place: int) -> str:
        return self.tokens[place].kind if place < len(self.tokens) and self.tokens[place].near else ""

    def _second(self, first: _Read) -> _Read | None:
        """The other end of a range that begins with this number."""
        if self._kind(first.place) != "to" or not self._kind(first.place + 1):
            return None
        second = self._quantity(first.place + 1)
        if second is None or (first.unit and second.unit and first.unit != second.unit):
            return None
        return second if _lifted(first, second) < second.high else None

    def _quantity(self, place: int) -> _Read | None:
        """A number with its sign and unit."""
        minus = self.tokens[place].kind == "minus" and bool(self._kind(place + 1))
        if self.tokens[place].kind == "fixed":
            return _Read(place + 1, self.tokens[place].value, self.tokens[place].value, Decimal(1), unit="%", first=place)
        read = self._mixed(place + minus)
        if read is None:
            return None
        read = self._unit(self._tenths(read))
        low, high = (-read.high, -read.low) if minus else (read.low, read.high)
        kind = "whole" if minus and read.kind == "lone" else read.kind
        return _Read(read.place, low, high, read.step, kind, read.hedged, read.unit, read.lift, place)

    def _unit(self, read: _Read) -> _Read:
        token = self.tokens[read.place] if self._kind(read.place) in ("pct", "times", "money") else None
        if token is None or read.unit is not None:
            return read
        if token.kind != "times":
            unit = "%" if token.kind == "pct" else _MONEY[token.text]
            kind = "lone" if read.kind == "lone" and token.text in "块塊" else "whole"
            return read._replace(place=read.place + 1, unit=unit, kind=kind)
        half = Decimal("0.5") if token.text == "倍半" else Decimal(0)
        step = Decimal("0.1") if half else read.step
        return read._replace(place=read.place + 1, low=read.low + half, high=read.high + half, step=step, unit="x", kind="whole")

    def _tenths(self, read: _Read) -> _Read:
        """三成 is 30 %, 七成六 76 %, 九折 and 90折 are 90 %."""
        kind, place = self._kind(read.place), read.place + 1
        if kind not in ("tenth", "off") or read.kind == "none" or read.high > (10 if kind == "tenth" else 99):
            return read
        if kind == "off" and read.low >= 10:
            return read._replace(place=place, unit="%", kind="whole" if read.low > 10 else "none")
        more = Decimal(5) if self.tokens[read.place].text.endswith("半") else Decimal(0)
        if kind == "tenth" and self._kind(place) == "digit" and _END.match(self.text, self.tokens[place].end):
            more, place = self.tokens[place].value, place + 1
        step = Decimal(1) if more else read.step * 10
        return read._replace(
            place=place, low=read.low * 10 + more, high=read.high * 10 + more, step=step, unit="%", kind="whole", lift=Decimal(10)
        )

    def _mixed(self, place: int) -> _Read | None:
        """A numeral, a fraction, or both: 一又二分之一 is 1.5."""
        whole = self._fraction(place)
        if whole is None or self._kind(whole.place) != "mixed" or self._kind(whole.place + 1) not in _NUMERALS:
            return whole
        part = self._fraction(whole.place + 1)
        return part._replace(low=whole.low + part.low, high=whole.high + part.high) if part and part.kind == "part" else whole

    def _fraction(self, place: int) -> _Read | None:
        """百分之五 is 5 %; 三分之二 is 0.667, and 66.7 % beside 的."""
        under = self._decimal(place)
        if under is None or self._kind(under.place) != "over":
            return under
        minus = self._kind(under.place + 1) == "minus"
        after = under.place + 1 + minus
        top = self._decimal(after) if self._kind(after) in _NUMERALS else None
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

    def _decimal(self, place: int) -> _Read | None:
        """A numeral with its decimals: 十五点七, 三点五亿."""
        read = self._numeral(place)
        if read is None or read.kind == "none" or self._kind(read.place) != "point":
            return read
        digits, after = "", read.place + 1
        while self._kind(after) in ("digit", "zero") and self.tokens[after].value % 1 == 0 and len(digits) < 12:
            digits, after = digits + str(self.tokens[after].value), after + 1
        if not digits or self._kind(after) == "unit":
            return read
        value, step, lift = read.low + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits)), Decimal(1)
        while self._kind(after) == "scale" and lift < 10**12:
            lift, after = lift * self.tokens[after].value, after + 1
        return _Read(after, value * lift, value * lift, step * lift, lift=lift)

    def _numeral(self, place: int) -> _Read | None:
        """The longest numeral that begins here, hedged where 余, 多 or 几 stands in it; 二三十 is a range."""
        end = place
        while end < len(self.tokens) and self.tokens[end].kind in _NUMERALS and (end == place or self._joins(end)):
            end += 1
        run = [token for token in self.tokens[place:end] if token.kind != "more"]
        if not run or self.tokens[place].kind == "more":
            return None
        lesser, greater = self._ends(run, self._kind(end))
        low = _worth(lesser) if lesser else None
        high = low if lesser is greater else _worth(greater)
        if low is None or high is None:
            return _Read(end, Decimal(0), Decimal(0), Decimal(1), kind="none")
        lone = len(run) == 1 and run[0].kind in ("digit", "zero", "unit") and run[0].value <= 10
        bare = run[0].kind == "scale" or (run[0].kind == "unit" and run[0].value > 10)
        kind = "bare" if bare else "lone" if lone else "whole"
        lift = run[-1].value if run[-1].kind in ("unit", "scale") and run[-1].value > 10 else Decimal(1)
        return _Read(end, low, high, _step(run), kind, len(run) < end - place, lift=lift)

    def _joins(self, place: int) -> bool:
        """Whether the token goes on with the numeral before it; digits after digits do not."""
        last, token = self.tokens[place - 1].kind, self.tokens[place].kind
        return token in _NUMERALS and self.tokens[place].near and not ("num" in (last, token) and {last, token} <= {"num", "digit"})

    def _ends(self, run: list[_Token], after: str) -> tuple[list[_Token], list[_Token]]:
        """The numeral twice, or its two readings where two digits stand side by side (二三十); nothing for a string of digits."""
        pairs = [i for i in range(len(run) - 1) if run[i].kind == run[i + 1].kind == "digit"]
        if not pairs:
            return run, run
        at = pairs[0]
        if len(run) == 2 and after == "off":
            value = run[0].value * 10 + run[1].value
            return ([run[0]._replace(kind="num", value=value)],) * 2
        rises = run[at + 1].value - run[at].value == 1 or run[at].text + run[at + 1].text == "三五"
        counted = at + 2 < len(run) or after in ("pct", "times", "money", "tenth")
        return (run[: at + 1] + run[at + 2 :], run[:at] + run[at + 1 :]) if len(pairs) == 1 and rises and counted else ([], [])

    def _plain(self, read: _Read) -> bool:
        return _PLAIN.fullmatch(self.text, self.tokens[read.first].start, self.tokens[read.place - 1].end) is not None

    def _counts(self, first: _Read, last: _Read) -> bool:
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
        return last.kind in ("whole", "part") or (last.kind == "lone" and (start, end) == self.edges)


def _lifted(first: _Read, last: _Read) -> Decimal:
    """The low end of a range in the scale of its high end (三到五万, 三到五成)."""
    return first.low * last.lift if first.lift == 1 and first.low < last.high / last.lift else first.low


def _worth(run: list[_Token]) -> Decimal | None:
    """What a numeral says; a last digit counts in tenths of the place before it (两千四百五 is 2450)."""
    blocks: list[tuple[Decimal, Decimal]] = []
    section, place, ceiling, digit = Decimal(0), Decimal(1), _SECTION, None
    for token in run:
        if token.kind in ("digit", "num"):
            digit = token.value
        elif token.kind == "scale":
            block = section + (digit or 0)
            while blocks and (blocks[-1][1] < token.value or (not block and blocks[-1][1] == token.value)):
                block += blocks.pop()[0]
            blocks.append(((block or 1) * token.value, token.value))
            section, place, ceiling, digit = Decimal(0), token.value, _SECTION, None
        elif (token.kind == "zero" and digit is not None) or token.value >= ceiling:
            return None
        elif token.kind == "zero":
            place = Decimal(1)
        else:
            section += (1 if digit is None else digit) * token.value
            place, ceiling, digit = token.value, token.value, None
    short = place >= 100 and digit is not None and digit < 10 and digit % 1 == 0
    return sum((value for value, _ in blocks), section) + (digit or 0) * (place / 10 if short else 1)


def _step(run: list[_Token]) -> Decimal:
    """The last place that a numeral says: 五亿 is said to the 亿, 7万5千 to the 千."""
    last = run[-1]
    if last.kind in ("digit", "num"):
        short = len(run) > 1 and run[-2].kind in ("unit", "scale") and run[-2].value >= 100 and last.value < 10
        return run[-2].value / 10 if short else _place(last)
    step = Decimal(1)
    while len(run) > 1 and (run[-1].kind == "scale" or run[-1].value == 1000):
        step *= run[-1].value
        run = run[:-1] if run[-2].kind in ("scale", "num") else run[:1]
    return step * _place(run[-1]) if run[-1].kind == "num" else step


def _place(token: _Token) -> Decimal:
    return Decimal(1) if token.kind == "digit" else Decimal(1).scaleb(min(0, int(token.value.as_tuple().exponent)))
