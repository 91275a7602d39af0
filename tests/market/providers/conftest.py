"""A provider's surroundings that tests can look into: the clock stands still, waiting is written down, attempts follow at once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
import stamina

from domain.errors import DataError
from market.providers.allowance import CountedHere
from market.providers.provider import Surroundings

NOW = datetime(2026, 6, 12, 22, 0, tzinfo=UTC)


class Surrounded:
    """`surroundings` for a provider, `waits` in seconds, `faults` of rows."""

    def __init__(self, client: httpx.Client) -> None:
        self.waits: list[float] = []
        self.faults: list[DataError] = []
        self.now = NOW
        self.allowance = CountedHere(lambda: self.now)
        self.surroundings = Surroundings(
            client=client, contact="op@example.org", now=lambda: self.now, sleep=self.waits.append, allowance=self.allowance
        )


@pytest.fixture
def around() -> Iterator[Surrounded]:
    """What a provider is made with; retries come without a pause."""
    with httpx.Client() as client, stamina.set_testing(True, attempts=4, cap=True):
        yield Surrounded(client)
