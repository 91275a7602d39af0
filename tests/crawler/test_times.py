"""Times without a year or a zone mean what they meant when the page was fetched."""

from datetime import UTC, datetime

import pytest

from crawler.times import from_millis, resolve

NEW_YEAR = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "moment", "precision"),
    [
        ("12-31", datetime(2025, 12, 31, tzinfo=UTC), "day"),
        ("01-02 08:00", datetime(2026, 1, 2, 0, 0, tzinfo=UTC), "minute"),
        ("10:30", datetime(2026, 1, 2, 2, 30, tzinfo=UTC), "minute"),
        ("2024-03-05 21:15", datetime(2024, 3, 5, 13, 15, tzinfo=UTC), "minute"),
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC), "day"),
        ("02-29", datetime(2024, 2, 29, tzinfo=UTC), "day"),
        ("13-40", None, "unknown"),
        ("a while ago", None, "unknown"),
    ],
)
def test_resolve(words, moment, precision):
    assert resolve(words, fetched_at=NEW_YEAR, zone="Asia/Shanghai") == (moment, precision)


def test_epoch_milliseconds():
    assert from_millis("1780300800000") == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    assert from_millis("yesterday") is None
