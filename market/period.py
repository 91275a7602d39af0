"""The past day, span or fiscal period a claim speaks of, where it names one."""

import re
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_FISCAL = re.compile(r"^(?:fy ?\d{2,4}e?|(?:\d{4} ?)?(?:q[1-4]|h[12])(?: ?(?:fy)?\d{2,4})?|(?:19|20)\d{2})$", re.IGNORECASE)
_MONTH = re.compile(r"^\d{4}-\d{2}$")


@lru_cache(maxsize=8192)
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


@lru_cache(maxsize=8192)
def names_past(basis: str | None) -> bool:
    """Whether a basis names a past date or a period, so that the claim is none about now."""
    words = (basis or "").strip()
    return bool(span_of(words) or _FISCAL.match(words))


_QUARTER = re.compile(
    r"(?i)\bq(?P<n>[1-4])(?:[ ,]*(?:fy|of)? ?['’]?(?P<y>(?:20)?\d{2}))?\b|\b(?P<y2>20\d{2}) ?q(?P<n2>[1-4])\b"
    r"|\b(?P<n3>[1-4])q['’ ]?(?P<y3>(?:20)?\d{2})?\b"
)
_HALF = re.compile(r"(?i)\bh(?P<n>[12])(?:[ ,]*['’]?(?P<y>(?:20)?\d{2}))?\b|\b(?P<y2>20\d{2}) ?h(?P<n2>[12])\b")
_YEARLY = re.compile(r"(?i)\b(?:fy|fiscal(?: year)?|full[- ]year) ?['’]?(?P<y>(?:20)?\d{2})e?\b|\b(?P<y2>(?:19|20)\d{2})e?\b")
_MONTH_WORDS = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_WORDS = {
    "last quarter": "quarter",
    "this quarter": "quarter",
    "quarter": "quarter",
    "quarterly": "quarter",
    "last year": "FY",
    "annual": "FY",
    "full year": "FY",
}
_NAMED = {
    "ttm": "ttm",
    "ltm": "ttm",
    "trailing": "ttm",
    "trailing twelve months": "ttm",
    "forward": "forward",
    "fwd": "forward",
    "ntm": "forward",
    "52w": "52w",
    "1y": "52w",
}


@lru_cache(maxsize=8192)
def canonical(words: str | None) -> str | None:
    """A period as facts name it: `ttm`, `forward`, `52w`, `2024Q3`, `2024H1`, `FY2024`; without a year `Q3`, `H1`, `quarter`, `FY`.

    None where the words name no period; what else they hold ("gross, Q2 2024") is passed over.
    """
    text = (words or "").strip().lower()
    if span_of(text) is not None:
        return None
    if text in _NAMED or text in _WORDS:
        return _NAMED.get(text) or _WORDS[text]
    for pattern, letter in ((_QUARTER, "Q"), (_HALF, "H")):
        if match := pattern.search(text):
            found = match.groupdict()
            number = next(found[key] for key in ("n", "n2", "n3") if found.get(key))
            year = next((found[key] for key in ("y", "y2", "y3") if found.get(key)), None)
            return (str(century(year)) if year else "") + letter + number
    if _MONTH_WORDS.search(text):
        return None  # "September 2025 quarter": which fiscal quarter that is, no fact says
    if match := _YEARLY.search(text):
        return f"FY{century(match['y'] or match['y2'])}"
    return next((period for word, period in (_NAMED | _WORDS).items() if re.search(rf"\b{word}\b", text)), None)


def year_before(period: str) -> str | None:
    """The same period a year earlier; None for one without a year."""
    match = re.search(r"\d{4}", period)
    return None if match is None else period.replace(match[0], str(int(match[0]) - 1))


@lru_cache(maxsize=8192)
def covers(known: str | None, asked: str | None) -> bool:
    """Whether a fact's period answers an asked one; an asked period without a year takes any of its kind."""
    if asked is None:
        return known in (None, "ttm", "52w")
    if known == asked or (asked == "ttm" and known is None):
        return True
    if known is None:
        return False
    return bool(known[4:] == asked or (asked == "quarter" and known[4:5] == "Q") or (asked == "FY" and known.startswith("FY")))


def century(year: str) -> int:
    """The year of two or four digits."""
    return int(year) if len(year) == 4 else 2000 + int(year)
