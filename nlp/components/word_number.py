"""A number that is written in words, as its finders pass it on."""

from decimal import Decimal
from typing import NamedTuple


class WordNumber(NamedTuple):
    """A number or range said in words, in whole units; `step` is the last place said, `unit` is `%`, `x`, `$`, an ISO code or None."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    step: Decimal
    hedged: bool
