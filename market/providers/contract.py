"""The contract of a market provider as a pytest class: inherit it, give it your provider, and run it.

class TestMine(ProviderContract):
    @pytest.fixture
    def provider(self, my_fake_server): return MyProvider(...)

    wants = (Want(kind="bars", symbol="ACME", since=date(2026, 6, 1), until=date(2026, 6, 5)),)
"""

from collections import Counter
from datetime import UTC
from typing import ClassVar

from domain.errors import DataError
from market.providers.provider import Failed, Fetched, MarketProvider, Want, within


class ProviderContract:
    """What holds for every provider. `wants` are answered by the server, folder or double behind the fixture `provider`."""

    wants: ClassVar[tuple[Want, ...]]

    def answers(self, provider: MarketProvider) -> list[Fetched | Failed]:
        """All answers, with no row left out."""
        faults: list[DataError] = []
        found = list(provider.fetch(self.wants, fault=faults.append))
        assert not faults, f"rows of a good answer were left out: {faults[0]}"
        return found

    def test_it_says_what_it_is(self, provider: MarketProvider) -> None:
        """Name, kinds, limits and whether values may be passed on are set."""
        assert isinstance(provider, MarketProvider)
        assert provider.name
        assert provider.name.isidentifier()
        assert provider.kinds
        assert provider.kinds <= {"bars", "facts", "rates"}
        assert provider.may_be_passed_on in (True, False)
        assert provider.limits.per_minute > 0
        assert provider.limits.per_day > 0

    def test_it_covers_what_it_is_asked_for(self, provider: MarketProvider) -> None:
        """It says yes to the wants, and no to kinds that it does not give."""
        assert all(provider.covers(want.kind, want.symbol) for want in self.wants)
        assert not [kind for kind in ("bars", "facts", "rates") if kind not in provider.kinds and provider.covers(kind, "ACME")]

    def test_each_want_is_answered_once(self, provider: MarketProvider) -> None:
        """Every want comes back, with data."""
        found = self.answers(provider)
        assert Counter(one.want for one in found) == Counter(self.wants)
        assert all(isinstance(one, Fetched) for one in found)
        assert any(_size(one) for one in found)

    def test_rows_name_their_source_and_stay_within_what_was_asked(self, provider: MarketProvider) -> None:
        """Rows are of the wanted symbol and span; facts carry an aware time; the payload's hash is a SHA-256."""
        for one in self.answers(provider):
            assert isinstance(one, Fetched)
            data, want = one.data, one.want
            sources = {bar.source for bar in data.bars} | {fact.source for fact in data.facts} | {rate.source for rate in data.rates}
            assert sources <= {provider.name}
            symbols = {bar.symbol for bar in data.bars} | {fact.symbol for fact in data.facts} | {split.symbol for split in data.splits}
            assert symbols <= {want.symbol}
            assert all(within(want, bar.date) for bar in data.bars)
            assert all(fact.known_at.tzinfo is UTC for fact in data.facts)
            assert one.payload is None or len(one.payload.sha256) == 64

    def test_the_same_question_gets_the_same_rows(self, provider: MarketProvider) -> None:
        """Asking twice doubles nothing: the rows have the same keys."""
        keys = [[{(b.symbol, b.date) for b in one.data.bars} for one in self.answers(provider) if isinstance(one, Fetched)] for _ in "12"]
        assert keys[0] == keys[1]

    def test_no_wants_no_answers(self, provider: MarketProvider) -> None:
        """Nothing asked, nothing answered."""
        assert list(provider.fetch((), fault=lambda _: None)) == []


def _size(one: Fetched | Failed) -> int:
    data = one.data if isinstance(one, Fetched) else None
    return 0 if data is None else len(data.bars) + len(data.facts) + len(data.rates)
