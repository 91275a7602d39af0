"""Times as sites show them, often without a year or a zone, resolved against the moment the page was fetched."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FULL = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?")
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{2}))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DAY_AHEAD = timedelta(days=1)


def from_millis(value: object) -> datetime | None:
    """Aware UTC moment of epoch milliseconds (a number or its digits); None for anything else."""
    if isinstance(value, bool) or not re.fullmatch(r"\d{11,14}", str(value)):
        return None
    return datetime.fromtimestamp(int(str(value)) / 1000, UTC)


def resolve(words: str, *, fetched_at: datetime, zone: str = "UTC", year: int | None = None) -> tuple[datetime | None, str]:
    """(aware UTC moment, precision `minute`, `day` or `unknown`) of `YYYY-MM-DD[ HH:MM]`, `MM-DD[ HH:MM]` or `HH:MM` in `zone`.

    A missing year is `fetched_at`'s, or the year before where that lies over a day ahead; `year` overrides both.
    A day keeps its own date: midnight UTC, precision `day`, since a coarse date names no instant.
    """
    here = fetched_at.astimezone(ZoneInfo(zone))
    words = words.strip().lstrip("·").strip()
    try:
        if match := _FULL.search(words):
            y, m, d, hour, minute = match.groups()
            return _moment(int(y), int(m), int(d), hour, minute, zone)
        if match := _DAY.fullmatch(words):
            return _without_year(match, here, zone, year)
        if match := _CLOCK.fullmatch(words):
            return _moment(here.year, here.month, here.day, match[1], match[2], zone)
    except ValueError:  # such as month 13: the words are kept beside the post, the moment stays unknown
        return None, "unknown"
    return None, "unknown"


def _without_year(match: re.Match[str], here: datetime, zone: str, year: int | None) -> tuple[datetime | None, str]:
    month, day, hour, minute = match.groups()
    if year is not None:
        return _moment(year, int(month), int(day), hour, minute, zone)
    for candidate in range(here.year, here.year - 5, -1):  # 02-29 may lie up to four years back
        try:
            moment, precision = _moment(candidate, int(month), int(day), hour, minute, zone)
        except ValueError:
            continue
        if moment <= here + _DAY_AHEAD:
            return moment, precision
    return None, "unknown"


def _moment(year: int, month: int, day: int, hour: str | None, minute: str | None, zone: str) -> tuple[datetime, str]:
    if hour is None or minute is None:
        return datetime(year, month, day, tzinfo=UTC), "day"
    return datetime(year, month, day, int(hour), int(minute), tzinfo=ZoneInfo(zone)).astimezone(UTC), "minute"
