"""Market folders as people write them."""

import gzip

import pytest

from domain.errors import DataError
from market.providers.folder import load_folder


def test_a_bad_row_is_named_and_the_rest_is_done(tmp_path):
    (tmp_path / "prices.csv").write_text("symbol,date,close\nKO,2024-01-02,59.82\nKO,soon,60\nKO,2024-01-03,lots\nKO,2024-01-04,-1\n")
    faults: list[DataError] = []
    assert [bar.symbol for bar in load_folder(tmp_path, fault=faults.append).bars] == ["KO"]
    assert [fault.place.rpartition(":")[2] for fault in faults] == ["3", "4", "5"]


def test_gzip_and_parquet_read_alike(tmp_path):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    for name in ("zipped", "columns"):
        (tmp_path / name).mkdir()
    (tmp_path / "zipped" / "prices.csv.gz").write_bytes(gzip.compress(b"symbol,date,close\nKO,2024-01-02,59.82\n"))
    parquet.write_table(
        pyarrow.table({"symbol": ["KO"], "date": ["2024-01-02"], "close": ["59.82"]}), tmp_path / "columns" / "prices.parquet"
    )
    assert load_folder(tmp_path / "zipped", fault=print).bars == load_folder(tmp_path / "columns", fault=print).bars


@pytest.mark.parametrize("name", ["absent", "."])
def test_a_folder_without_prices_says_what_is_needed(tmp_path, name):
    with pytest.raises(DataError, match=r"prices\.csv"):
        load_folder(tmp_path / name, fault=print)


def test_an_ecb_folder_gives_rates(tmp_path):
    (tmp_path / "eurofxref-hist.csv").write_text("Date,USD,CYP,CNY,\n2025-12-01,1.1646,N/A,8.2358,\nbad,1,1,1,\n")
    faults: list[DataError] = []
    rates = load_folder(tmp_path, fault=faults.append).rates
    assert [(rate.quote, str(rate.rate)) for rate in rates] == [("USD", "1.1646"), ("CNY", "8.2358")]
    assert len(faults) == 1


def test_an_infinite_ratio_is_no_value_and_no_fault(tmp_path) -> None:
    (tmp_path / "prices.csv").write_text("symbol,date,close\nA,2026-06-01,1\n", encoding="utf-8")
    rows = "A,ps,Infinity,x,ttm,2026-06-01T00:00:00Z,v\nA,ps,2,x,ttm,2026-06-02T00:00:00Z,v\nA,ps,NaN,x,ttm,2026-06-02T00:00:00Z,v\n"
    (tmp_path / "facts.csv").write_text("symbol,metric,value,unit,period,known_at,source\n" + rows, encoding="utf-8")
    faults: list[DataError] = []
    found = load_folder(tmp_path, fault=faults.append)
    assert [fact.value for fact in found.facts] == [2]
    assert [fault.place.rpartition(":")[2] for fault in faults] == ["4"]
