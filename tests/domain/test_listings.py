"""What a newer list of the SEC says of the older one."""

from domain.listings import Changes, Listed, compare, is_whole


def row(symbol: str, cik: int, name: str = "Some Corp") -> Listed:
    return Listed(symbol=symbol, cik=cik, name=name, mic="XNYS", known=False)


def renamed(changes: Changes) -> dict[str, str]:
    return {old: new.symbol for old, new in changes.renamed}


def test_the_same_list_changes_nothing():
    assert compare({"AAA": 1, "BBB": 2}, [row("AAA", 1), row("BBB", 2)]) == Changes()


def test_a_company_under_another_symbol_is_a_rename_and_no_end():
    changes = compare({"FB": 1, "BBB": 2}, [row("META", 1), row("BBB", 2)])
    assert renamed(changes) == {"FB": "META"}
    assert (changes.added, changes.ended, changes.passed) == ((), (), ())


def test_a_symbol_gone_ends_and_a_new_company_is_added():
    changes = compare({"AAA": 1, "BBB": 2}, [row("BBB", 2), row("CCC", 3)])
    assert changes.ended == ("AAA",)
    assert [r.symbol for r in changes.added] == ["CCC"]


def test_a_class_that_is_gone_while_the_other_stays_is_no_rename():
    changes = compare({"GOOG": 1, "GOOGL": 1}, [row("GOOGL", 1)])
    assert (changes.ended, changes.renamed) == (("GOOG",), ())


def test_share_and_warrant_are_paired_by_what_follows_the_stem():
    changes = compare({"DWAC": 1, "DWACU": 1, "DWACW": 1}, [row("DJT", 1), row("DJTW", 1)])
    assert renamed(changes) == {"DWAC": "DJT", "DWACW": "DJTW"}
    assert changes.ended == ("DWACU",)


def test_what_cannot_be_paired_surely_is_ended_and_added():
    changes = compare({"AAA": 1, "BBB": 1}, [row("CCC", 1), row("DDD", 1)])
    assert (changes.renamed, set(changes.ended)) == ((), {"AAA", "BBB"})
    assert {r.symbol for r in changes.added} == {"CCC", "DDD"}


def test_a_symbol_of_another_company_passed_on():
    changes = compare({"LB": 1}, [row("LB", 9)])
    assert [r.cik for r in changes.passed] == [9]
    assert (changes.added, changes.ended, changes.renamed) == ((), (), ())


def test_a_symbol_given_up_and_taken_by_another_the_same_day():
    changes = compare({"GOLD": 1, "AMRK": 2}, [row("B", 1), row("GOLD", 2)])
    assert renamed(changes) == {"GOLD": "B", "AMRK": "GOLD"}
    assert (changes.added, changes.ended, changes.passed) == ((), (), ())


def test_a_symbol_taken_over_by_a_renamed_company_ends_for_the_one_that_is_gone():
    changes = compare({"LB": 1, "OLDCO": 2}, [row("LB", 2)])
    assert renamed(changes) == {"OLDCO": "LB"}
    assert changes.ended == ("LB",)
    assert changes.passed == ()


def test_an_empty_or_cut_list_is_not_whole():
    known = {f"S{n}": n for n in range(100)}
    rows = [row(symbol, cik) for symbol, cik in known.items()]
    assert is_whole(rows, known)
    assert not is_whole(rows[:50], known)
    assert not is_whole([], {})
    assert not is_whole([row(f"T{n}", n) for n in range(100)], known)
