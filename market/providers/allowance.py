"""How often a provider may be asked: a pace within the minute and a count for the day, as pure arithmetic and in memory."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from market.providers.provider import Limits, ProviderOut

#: Longer than this a run does not wait for its turn.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How a provider was used: requests on a day (UTC), and the moment of the last one (the future where it asked for rest)."""

    day: date
    requests: int
    last_at: datetime


def next_use(provider: str, use: Use | None, at: datetime, limits: Limits) -> Use:
    """The use with one more request, whose `last_at` is when it may go out: requests keep an even pace of the minute's limit.

    Raises ProviderOut where the day's limit is reached, or the turn comes later than a run should wait.
    """
    today = at.astimezone(UTC).date()
    spent = use.requests if use is not None and use.day == today else 0
    if spent >= limits.per_day:
        midnight = datetime.combine(today + timedelta(days=1), time(), UTC)
        raise ProviderOut(f"{provider}: its limit of {limits.per_day} requests a day is reached until {midnight:%Y-%m-%d %H:%M} UTC")
    pace = timedelta(seconds=60 / limits.per_minute)
    turn = at if use is None else max(at, use.last_at + pace)
    if turn - at > PATIENCE:
        raise ProviderOut(f"{provider}: it asked not to be called before {turn:%Y-%m-%d %H:%M} UTC")
    return Use(day=today, requests=spent + 1, last_at=turn)


class CountedHere:
    """An allowance that is counted in memory, for as long as the process lives."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.uses: dict[str, Use] = {}

    def take(self, provider: str, limits: Limits) -> float:
        """See `Allowance`."""
        at = self._now()
        use = self.uses[provider] = next_use(provider, self.uses.get(provider), at, limits)
        return (use.last_at - at).total_seconds()

    def rest(self, provider: str, until: datetime) -> None:
        """See `Allowance`."""
        if provider in self.uses:
            self.uses[provider] = replace(self.uses[provider], last_at=until)
