"""A table with additions: newer renames move names along, a taken-over symbol keeps its old bearer, guards hold."""

from datetime import date

from domain.additions import Additions, extended
from domain.instruments import Instrument, InstrumentTable, Name, Rename

SHIPPED = InstrumentTable.load()
DAY = date(2026, 11, 2)


def listing(symbol: str, name: str, *, known: bool = True, since: date | None = DAY) -> Instrument:
    return Instrument(symbol=symbol, name=name, issuer=name, mic="XNYS", currency="USD", kind="stock", known=known, since=since)


def rename(old: str, new: str | None, day: date = DAY, earliest: date | None = None) -> Rename:
    return Rename(old=old, new=new, date=day, how="rename" if new else "end", earliest=earliest)


def test_nothing_to_add_leaves_the_shipped_table():
    assert extended(SHIPPED, Additions()) is SHIPPED
    assert extended(SHIPPED, Additions(listings=(listing("AAPL", "Apple Inc."),))) is SHIPPED


def test_a_rename_moves_names_codes_and_sisters_to_the_new_symbol_and_back_by_date():
    table = extended(SHIPPED, Additions(renames=(rename("BABA", "QZBA"),), listings=(listing("QZBA", "Alibaba Group", since=None),)))
    assert table.names["Alibaba"].symbol == "QZBA"
    assert table.as_of("QZBA", date(2026, 11, 1)) == "BABA"
    assert table.as_of("QZBA", DAY) == "QZBA"
    assert "9988.HK" in table.siblings("QZBA")
    assert "QZBA" in table.siblings("9988.HK")
    assert table.fingerprint


def test_an_official_name_follows_its_company():
    old = next(
        item
        for item in SHIPPED.instruments.values()
        if item.name and item.known and item.symbol not in {n.symbol for n in SHIPPED.hand_names}
    )
    table = extended(
        SHIPPED, Additions(renames=(rename(old.symbol, "QZXX"),), listings=(listing("QZXX", "Quite Another Corp", since=None),))
    )
    before = {surface for surface, name in SHIPPED.names.items() if name.symbol == old.symbol}
    assert before
    assert {table.names[surface].symbol for surface in before} == {"QZXX"}


def test_between_two_lists_a_written_symbol_stays_as_it_is():
    table = extended(
        SHIPPED, Additions(renames=(rename("KVUE", "QZKV", earliest=date(2026, 8, 1)),), listings=(listing("QZKV", "", since=None),))
    )
    assert table.resolve("QZKV", date(2026, 7, 31)) == "KVUE"
    assert table.resolve("QZKV", date(2026, 9, 1)) == "QZKV"


def test_a_symbol_taken_over_keeps_its_old_bearer_for_the_old_days():
    # GOLD was Barrick's until 2025-05-09 (shipped); here another company takes it in 2026
    table = extended(SHIPPED, Additions(renames=(rename("QZRK", "GOLD"),)))
    assert table.resolve("GOLD", date(2022, 1, 3)) == "GOLD"
    assert table.as_of("B", date(2022, 1, 3)) == "GOLD"
    assert table.as_of("B", date(2018, 1, 3)) == "ABX"
    assert table.resolve("GOLD", date(2025, 12, 1)) == "QZRK"
    assert table.as_of("GOLD", date(2022, 1, 3)) == "QZRK"


def test_an_added_listing_counts_from_the_day_it_can_have_been_listed():
    table = extended(SHIPPED, Additions(listings=(listing("QZFG", "Quartzfigure Corp"),)))
    assert table.names["Quartzfigure"].since == DAY
    found = table.get("QZFG")
    assert found is not None
    assert (found.listed(date(2026, 11, 1)), found.listed(DAY), found.listed(None)) == (False, True, True)


def test_frequent_words_are_no_names_by_themselves():
    words = frozenset({"wolf", "figure"})
    own = Name(surface="Wolf", symbol="NVDA", how="name", ambiguous=False)
    table = extended(SHIPPED, Additions(names=(own,), listings=(listing("FIGURE", "Figure Corp"),)), words=words)
    assert table.names["Wolf"].ambiguous
    assert {"wolf", "figure"} <= table.common_words
    assert table.common_words <= SHIPPED.common_words | words


def test_ones_own_name_goes_before_the_shipped_one():
    own = Name(surface="apple", symbol="MSFT", how="name", ambiguous=False)
    table = extended(SHIPPED, Additions(names=(own,)))
    assert "Apple" not in table.names
    assert table.names["apple"].symbol == "MSFT"


def test_the_fingerprint_is_that_of_the_content():
    one, two = (Additions(codes=((code, "NVDA"),)) for code in ("QZA", "QZB"))
    assert extended(SHIPPED, one).fingerprint == extended(SHIPPED, one).fingerprint
    assert extended(SHIPPED, one).fingerprint != extended(SHIPPED, two).fingerprint
