"""How often providers may be asked, counted in the ledger: the limits hold across runs and machines."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from market.providers.allowance import Use, next_use
from market.providers.provider import Limits, ProviderOut

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

TRIES = 20


class CountedInLedger:
    """An allowance (`market.providers.provider.Allowance`) that several processes share."""

    def __init__(self, sessions: "sessionmaker[Session]", now: Callable[[], datetime]) -> None:
        self._sessions, self._now = sessions, now

    def take(self, provider: str, limits: Limits) -> float:
        """The seconds to wait before one more request, which is counted now; ProviderOut where the limit is reached."""
        from db.queries.providers import record_use, use_of

        for _ in range(TRIES):
            at = self._now()
            with self._sessions.begin() as session:
                row = use_of(session, provider)
                use = None if row is None else Use(day=row[0], requests=row[1], last_at=row[2])
                after = next_use(provider, use, at, limits)
                if record_use(session, provider, row, (after.day, after.requests, after.last_at)):
                    return max(0.0, (after.last_at - at).total_seconds())
        raise ProviderOut(f"{provider}: other processes ask it all the time; the next run tries again")

    def rest(self, provider: str, until: datetime) -> None:
        """Ask nothing before a moment, in no process."""
        from db.queries.providers import rest_until

        with self._sessions.begin() as session:
            rest_until(session, provider, until)
