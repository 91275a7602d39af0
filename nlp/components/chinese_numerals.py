"""Chinese numerals: the characters that numbers are made of, and what a run of them says (两千四百五 is 2450)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

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
    "CNY": "元人民币 元人民幣 人民币 人民幣 元 圆 圓 块 塊 块钱 塊錢",
    "USD": "美元 美金 美刀 美圆 美圓",
    "HKD": "港元 港币 港幣",
    "JPY": "日元 日圆 日圓",
    "EUR": "欧元 歐元",
    "GBP": "英镑 英鎊",
    "TWD": "新台币 新台幣 台币 台幣",
    "CHF": "瑞士法郎 瑞郎",
    "NGN": "奈拉",
    "THB": "泰铢 泰銖",
    "RUB": "卢布 盧布",
    "SGD": "新加坡元 新元",
    "KRW": "韩元 韓元",
    "CAD": "加元",
    "AUD": "澳元",
    "INR": "卢比",
}
MONEY: Final = {word: code for code, words in _MONEY.items() for word in words.split()}
_LEX: Final = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?![\d,])|\d{1,15}(?:\.\d{1,9})?)|(?P<over>分\s{0,2}之)|(?P<mixed>又)"
    r"|(?P<tenth>成(?![长長交本为為立果员員品绩績熟分份就都不功语語])半?)|(?P<off>折(?![叠疊旧舊合算射返现現腾騰]))|(?P<half>半(?=[成百]))|(?P<fixed>[对對]折(?![扣叠疊线線]))"
    r"|(?P<pct>%|[个個]?\s{0,2}百\s?分\s?[点點])|(?P<times>倍半?)|(?P<dozen>打(?![开開电電击擊破算造折对對出入工发發到败敗听聽包车車卡断斷]))"
    rf"|(?P<money>{'|'.join(sorted(MONEY, key=len, reverse=True))})(?![素旦宇月件老首气氣])|(?P<char>[{''.join(map(re.escape, _KIND))}])"
)
_FIXED: Final = {"half": Decimal("0.5"), "fixed": Decimal(50)}
_SECTION: Final = Decimal(10**4)
NUMERALS: Final = ("digit", "zero", "unit", "scale", "num", "more")


class Token(NamedTuple):
    kind: str
    value: Decimal
    start: int
    end: int
    near: bool
    text: str


class Read(NamedTuple):
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


def _tokens(text: str) -> Iterator[Token]:
    end = -9
    for match in _LEX.finditer(text):
        word, kind = match.group(), match.lastgroup or ""
        value = Decimal(word.replace(",", "")) if kind == "num" else _FIXED.get(kind, Decimal(0))
        if kind == "char":
            kind, value = _KIND[word]
        near = match.start() - end < 5 and not text[end : match.start()].strip(" ")
        yield Token("digit" if kind == "half" else kind, value, match.start(), match.end(), near, word)
        end = match.end()


class Numerals:
    """The numerals of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.edges = len(text) - len(text.lstrip()), len(text.rstrip())

    def kind(self, place: int) -> str:
        return self.tokens[place].kind if place < len(self.tokens) and self.tokens[place].near else ""

    def decimal(self, place: int) -> Read | None:
        """A numeral with its decimals: 十五点七, 三点五亿."""
        read = self._numeral(place)
        if read is None or read.kind == "none" or self.kind(read.place) != "point":
            return read
        digits, after = "", read.place + 1
        while self.kind(after) in ("digit", "zero") and self.tokens[after].value % 1 == 0 and len(digits) < 12:
            digits, after = digits + str(self.tokens[after].value), after + 1
        if not digits or self.kind(after) == "unit":
            return read
        value, step, lift = read.low + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits)), Decimal(1)
        while self.kind(after) == "scale" and lift < 10**12:
            lift, after = lift * self.tokens[after].value, after + 1
        return Read(after, value * lift, value * lift, step * lift, lift=lift)

    def _numeral(self, place: int) -> Read | None:
        """The longest numeral that begins here, hedged where 余, 多 or 几 stands in it; 二三十 is a range."""
        end = place
        while end < len(self.tokens) and self.tokens[end].kind in NUMERALS and (end == place or self._joins(end)):
            end += 1
        run = [token for token in self.tokens[place:end] if token.kind != "more"]
        if not run or self.tokens[place].kind == "more":
            return None
        lesser, greater = self._ends(run, self.kind(end))
        low = _worth(lesser) if lesser else None
        high = low if lesser is greater else _worth(greater)
        if low is None or high is None:
            return Read(end, Decimal(0), Decimal(0), Decimal(1), kind="none")
        lone = len(run) == 1 and run[0].kind in ("digit", "zero", "unit") and run[0].value <= 10
        bare = run[0].kind == "scale" or (run[0].kind == "unit" and run[0].value > 10)
        kind = "bare" if bare else "lone" if lone else "whole"
        lift = run[-1].value if run[-1].kind in ("unit", "scale") and run[-1].value > 10 else Decimal(1)
        return Read(end, low, high, _step(run), kind, len(run) < end - place, lift=lift)

    def _joins(self, place: int) -> bool:
        """Whether the token goes on with the numeral before it; digits after digits do not."""
        last, token = self.tokens[place - 1].kind, self.tokens[place].kind
        return token in NUMERALS and self.tokens[place].near and not ("num" in (last, token) and {last, token} <= {"num", "digit"})

    def _ends(self, run: list[Token], after: str) -> tuple[list[Token], list[Token]]:
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


def _worth(run: list[Token]) -> Decimal | None:
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


def _step(run: list[Token]) -> Decimal:
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


def _place(token: Token) -> Decimal:
    return Decimal(1) if token.kind == "digit" else Decimal(1).scaleb(min(0, int(token.value.as_tuple().exponent)))
