"""A pseudonym is stable, tells nothing without its key, and joins nobody across sites."""

from domain.privacy import pseudonym, shown_author


def test_a_pseudonym_is_stable_and_different_by_source_author_and_key():
    names = {pseudonym(*who, key=key) for who in (("town", "Ann"), ("city", "Ann"), ("town", "Bo")) for key in ("a", "b")}
    assert len(names) == 6
    assert pseudonym("town", "Ann", key="a") == pseudonym("town", "Ann", key="a")
    assert not any("Ann" in name for name in names)


def test_who_sees_a_name():
    assert shown_author("town", "Ann", named=True, public_figures=[], key="a") == "Ann"
    assert shown_author("town", "Ann", named=False, public_figures=["town:Ann"], key="a") == "Ann"
    assert shown_author("town", "Ann", named=False, public_figures=["city:Ann"], key="a") == pseudonym("town", "Ann", key="a")
    assert shown_author("town", None, named=True, public_figures=[], key="a") is None
