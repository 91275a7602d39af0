"""Migrations go up, down and up again, and agree with the models."""

import pytest

from db.session import open_ledger
from db.upgrade import check, compare, downgrade, upgrade
from domain.errors import ConfigurationError


def test_up_down_up_and_no_drift(empty_url: str) -> None:
    upgrade(empty_url)
    check(empty_url)
    compare(empty_url)
    downgrade(empty_url)
    with pytest.raises(ConfigurationError, match="tapecheck db upgrade"):
        check(empty_url)
    upgrade(empty_url)
    upgrade(empty_url)
    compare(empty_url)


def test_ledger_without_tables_is_named(empty_url: str) -> None:
    with pytest.raises(ConfigurationError, match="tapecheck db upgrade"):
        open_ledger(empty_url)


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "postgresql+psycopg://u:secret@127.0.0.1:1/none", "sqlite:////no/such/x"])
def test_unreachable_is_one_sentence(address: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_ledger(address)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
