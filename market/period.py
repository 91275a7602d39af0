"""The past day, span or fiscal period a claim speaks of, where it names one."""

import re
from datetime import date

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_FISCAL = re.compile(r"^(?:fy ?\d{2,4}e?|(?:\d{4} ?)?(?:q[1-4]|h[12])(?: ?(?:fy)?\d{2,4})?|(?:19|20)\d{2})$", re.IGNORECASE)
_MONTH = re.compile(r"^\d{4}-\d{2}$")


def span_of(when: str) -> tuple[date, date] | None:
    """First and last day of an ISO date, month or interval `a/b`; None for anything else."""
    first, _, last = when.partition("/")
    try:
        if _DAY.match(first):
            return date.fromisoformat(first), date.fromisoformat(last or first)
        if _MONTH.match(first) and not last:
            start = date.fromisoformat(first + "-01")
            following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
            return start, date.fromordinal(following.toordinal() - 1)
    except ValueError:
        return None
    return None


def names_past(basis: str | None) -> bool:
    """Whether a basis names a past date or a period, so that the claim is none about now."""
    words = (basis or "").strip()
    return bool(span_of(words) or _FISCAL.match(words))
