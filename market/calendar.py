"""Which session a moment means: exchange hours from exchange_calendars, half days and holidays included."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from market.listing import ALWAYS_OPEN

FIRST_DAY = "2003-01-01"
QUOTES_YESTERDAY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sessions of one exchange in order: their dates, when each opened and closed (aware UTC), and the openings in seconds.

    Numbers are looked through an order of magnitude faster than aware times.
    """

    days: list[date]
    opens: list[datetime]
    closes: list[datetime]
    seconds: list[float]

    def close_of(self, day: date) -> datetime:
        """When the session of a day closed; the day's last moment where it was none."""
        at = bisect_left(self.days, day)
        if at < len(self.days) and self.days[at] == day:
            return self.closes[at]
        return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)

    def opened(self, moment: datetime) -> date | None:
        """The session that is open at a moment, else the last one before it."""
        at = bisect_right(self.seconds, moment.timestamp()) - 1
        return self.days[at] if at >= 0 else None

    def meant(self, moment: datetime) -> list[date]:
        """The sessions a price at a moment can mean, likeliest first: for two hours after the open also the one before."""
        at = bisect_right(self.seconds, moment.timestamp()) - 1
        if at < 0:
            return []
        early = moment.timestamp() - self.seconds[at] < QUOTES_YESTERDAY.total_seconds()
        return [self.days[at], self.days[at - 1]] if early and at > 0 else [self.days[at]]

    def within(self, first: date, last: date) -> list[date]:
        """The sessions from `first` to `last`, and the one before `first`, which a post of that morning still means."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return self.days[max(start - 1, 0) : end]

    def after(self, day: date) -> date | None:
        """The first session after a day."""
        at = bisect_right(self.days, day)
        return self.days[at] if at < len(self.days) else None

    def at_or_before(self, day: date) -> date | None:
        """The session of a day, else the last one before it."""
        at = bisect_right(self.days, day) - 1
        return self.days[at] if at >= 0 else None


@lru_cache(maxsize=64)
def calendar_of(exchange: str, last_year: int) -> Calendar:
    """The calendar of a market code to the end of a year; weekdays of New York hours are never guessed: an unknown code trades always."""
    import exchange_calendars

    known = set(exchange_calendars.get_calendar_names(include_aliases=True))
    if exchange == ALWAYS_OPEN or exchange not in known:
        return _always(last_year)
    try:
        schedule = exchange_calendars.get_calendar(exchange, start=FIRST_DAY, end=f"{last_year}-12-31").schedule
    except ValueError:  # XTAE moved its week in 2026, and 4.13 holds its past Sundays to be no sessions
        return _always(last_year)
    opens, closes = ([stamp.to_pydatetime().astimezone(UTC) for stamp in schedule[name]] for name in ("open", "close"))
    return Calendar([stamp.date() for stamp in schedule.index], opens, closes, [moment.timestamp() for moment in opens])


def _always(last_year: int) -> Calendar:
    first = date.fromisoformat(FIRST_DAY)
    days = [first + timedelta(days=n) for n in range((date(last_year, 12, 31) - first).days + 1)]
    opens = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    closes = [moment + timedelta(hours=23, minutes=59, seconds=59) for moment in opens]
    return Calendar(days, opens, closes, [moment.timestamp() for moment in opens])
