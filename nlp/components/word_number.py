"""A number that is written in words, as its finders pass it on."""

from decimal import Decimal
from typing import NamedTuple

from nlp.components.number import QUANTITY


class WordNumber(NamedTuple):
    """A number or range said in words, in whole units; `step` is the last place said.

    `unit` is `%`, `x`, `$`, an ISO code or None, `kind` as in Number.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    step: Decimal
    hedged: bool
    kind: str = QUANTITY
