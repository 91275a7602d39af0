"""A file of one's own names: good rows are taken, bad ones named with their line."""

from datetime import date

import pytest

from domain.errors import DataError
from domain.names_file import read_names


def read(path, text, *, is_symbol=lambda _: True):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    faults = []
    return read_names(path, fault=lambda error: faults.append(str(error)), is_symbol=is_symbol), faults


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.csv"


def test_rows_are_taken_with_their_days(path):
    rows, faults = read(
        path, '\ufeffsymbol,name,kind,since,until\naapl,"Fruit, Inc",,2020-01-01,\n9988.HK,阿里,name,,2024-06-01\nRBI.VI,raif,code,,\n'
    )
    assert faults == []
    assert [(r.symbol, r.name, r.kind, r.since, r.until) for r in rows] == [
        ("AAPL", "Fruit, Inc", "name", date(2020, 1, 1), None),
        ("9988.HK", "阿里", "name", None, date(2024, 6, 1)),
        ("RBI.VI", "RAIF", "code", None, None),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("AA PL,fruit,name,,", "no symbol in Yahoo notation"),
        (",fruit,name,,", "no symbol"),
        ("AAPL,,name,,", "no name"),
        ("AAPL,7,name,,", "no name"),
        ("AAPL,fruit,nick,,", "kind 'nick'"),
        ("AAPL,fruit,name,2020-13-01,", "since '2020-13-01' is no day"),
        ("AAPL,fruit,name,2021-01-01,2020-01-01", "not after since"),
        ("AAPL,fruit,name,,,more", "more cells than columns"),
        ("AAPL,fr uit!,code,,", "no code"),
        ("AAPL,frt,code,2020-01-01,", "takes no days"),
        ("MSFT,goodname,name,,", "stands in line 2 already, for TSLA"),
        ("AAPL", "no name"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_taken(path, row, words):
    rows, faults = read(path, f"symbol,name,kind,since,until\nTSLA,Goodname,name,,\n{row}\nNVDA,Other Name,name,,\n")
    assert [r.symbol for r in rows] == ["TSLA", "NVDA"]
    assert len(faults) == 1
    assert f"{path}:3: " in faults[0]
    assert words in faults[0]


def test_one_name_may_stand_for_two_symbols_one_after_the_other(path):
    rows, faults = read(path, "symbol,name,kind,since,until\nTSLA,The One,,,2020-01-01\nNVDA,The One,,2020-01-01,\n")
    assert (len(rows), faults) == (2, [])


def test_an_unknown_exchange_is_named(path):
    _, faults = read(path, "symbol,name\nABC.QQ,Local\n", is_symbol=lambda symbol: not symbol.endswith(".QQ"))
    assert "'ABC.QQ' is no symbol" in faults[0]


@pytest.mark.parametrize(
    ("content", "words"), [("a,b\n1,2\n", "no columns symbol and name"), ("", "no columns"), (b"symbol,name\nAAPL,\xff\xfe\n", "not UTF-8")]
)
def test_a_file_that_is_none_is_one_sentence(path, content, words):
    with pytest.raises(DataError, match=words):
        read(path, content)


def test_an_absent_file_is_one_sentence(path):
    with pytest.raises(DataError, match="No such file"):
        read_names(path, fault=lambda _: None, is_symbol=lambda _: True)
