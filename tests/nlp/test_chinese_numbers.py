"""Numbers written in Chinese characters."""

import time
from decimal import Decimal

import pytest

from nlp.components.chinese_numbers import find_chinese_numbers

VALUES = [
    ("一百五十二", "152", None),
    ("两千四百五", "2450", None),
    ("壹佰伍拾", "150", None),
    ("一千零五", "1005", None),
    ("五亿零六", "500000006", None),
    ("四十五亿四千零四万", "4540040000", None),
    ("一万五千亿", "15000e8", None),
    ("四十九兆九千五百九十二億元", "49959200000000", "CNY"),
    ("兩萬三", "23000", None),
    ("三点五", "3.5", None),
    ("三点五亿元", "3.5e8", "CNY"),
    ("十五点七", "15.7", None),
    ("负三十二", "-32", None),
    ("负40%", "-40", "%"),
    ("7万5千", "75000", None),
    ("7 万5 千4 百", "75400", None),
    ("10万万", "1e9", None),
    ("5百万美元", "5e6", "USD"),
    ("百万美元", "1e6", "USD"),
    ("百分之五", "5", "%"),
    ("百分之15", "15", "%"),
    ("千分之三", "0.3", "%"),
    ("下跌二%", "2", "%"),
    ("六个百分点", "6", "%"),
    ("营收的三分之二", "66.7", "%"),
    ("五分之一", "0.2", None),
    ("一又二分之一", "1.5", None),
    ("三成", "30", "%"),
    ("三成半", "35", "%"),
    ("七成六", "76", "%"),
    ("九折", "90", "%"),
    ("五十打", "600", None),
    ("三双", "3", None),
    ("八吨铜", "8", None),
    ("三百瑞士法郎", "300", "CHF"),
    ("三百美圆", "300", "USD"),
    ("九九折", "99", "%"),
    ("95折", "95", "%"),
    ("打对折", "50", "%"),
    ("三倍", "3", "x"),
    ("两倍半", "2.5", "x"),
    ("十五美元", "15", "USD"),
    ("三百港币", "300", "HKD"),
    ("五千日元", "5000", "JPY"),
    ("二十欧元", "20", "EUR"),
    ("十英镑", "10", "GBP"),
    ("一块钱", "1", "CNY"),
    ("五", "5", None),
]

RANGES = [
    ("两三倍", "2", "3", "x"),
    ("百分之二三十", "20", "30", "%"),
    ("百分之五到十", "5", "10", "%"),
    ("三到五成", "30", "50", "%"),
    ("三到五万", "30000", "50000", None),
    ("三五百股", "300", "500", None),
    ("二十至三十元", "20", "30", "CNY"),
]

NONE = [
    "一直一样一下一起一个一些一定进一步",
    "万一",
    "千万别买",
    "十分看好",
    "第一名和第二十三名",
    "一成不变",
    "以15成交",
    "三折叠屏",
    "半成品",
    "三块业务",
    "二〇二四年",
    "二十年和十五天",
    "下午三点半",
    "十四五规划",
    "世界五百强",
    "沪深三百",
    "双十一",
    "一二三",
    "一打开就涨",
    "1.5亿元涨了20%",
    "3万到5万",
    "20-30%",
]


@pytest.mark.parametrize(("text", "value", "unit"), VALUES)
def test_value_and_unit(text, value, unit):
    (found,) = find_chinese_numbers(text)
    assert (found.low, found.high, found.unit) == (Decimal(value), Decimal(value), unit)


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_range(text, low, high, unit):
    (found,) = find_chinese_numbers(text)
    assert (found.low, found.high, found.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text", NONE)
def test_no_quantity_or_one_that_find_numbers_reads(text):
    assert list(find_chinese_numbers(text)) == []


@pytest.mark.parametrize(("text", "value"), [("十余万股", "1e5"), ("一百多元", "100"), ("二十几亿", "20e8")])
def test_more_than_is_hedged(text, value):
    (found,) = find_chinese_numbers(text)
    assert (found.low, found.hedged) == (Decimal(value), True)


@pytest.mark.parametrize(
    ("text", "step"), [("五亿", "1e8"), ("7万5千", "1000"), ("三点五亿", "1e7"), ("两千四百五", "10"), ("三成半", "1")]
)
def test_step_is_the_last_place_said(text, step):
    (found,) = find_chinese_numbers(text)
    assert found.step == Decimal(step)


def test_several_numbers_with_their_places():
    text = "🚀涨了三成,跌两成,共十五美元"
    assert [text[n.start : n.end] for n in find_chinese_numbers(text)] == ["三成", "两成", "十五美元"]


@pytest.mark.parametrize("words", ["一", "一百", "一到", "一又", "三分之", "1,111,", "10万", "百分之五到"])
def test_long_text_takes_linear_time(words):
    def seconds(size):
        start = time.process_time()
        list(find_chinese_numbers(words * (size // len(words))))
        return time.process_time() - start

    assert seconds(100_000) < 20 * (seconds(10_000) + 0.05)
