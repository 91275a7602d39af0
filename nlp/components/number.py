"""One number of a text, as the finders of digits, words and Chinese numerals pass it on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

QUANTITY: Final = "quantity"
FRACTION: Final = "fraction"  # a part of one, of nothing that is named: "3/4", "one over three"
POWER: Final = "power"  # a calculation: "1.1^23"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number or range, in base units (1.2bn is 1200000000, 50 bps is 0.5 with unit `%`).

    `unit` is `%`, `x`, an ISO code, `$` (money of the listing's own currency), `c`/`p` (an option's or a hundredth's sign, for the
    linker to decide) or None for a bare number. `step` is the last written place in base units. `signed` tells a written sign.
    `kind` is QUANTITY, or FRACTION or POWER for what is counted in nothing and no claim rests on.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    relation: str = "="
    unit: str | None = None
    step: Decimal = Decimal(1)
    hedged: bool = False
    scaled: bool = False
    signed: bool = False
    bps: bool = False
    hundredth: bool = False
    exponent: int = 0
    kind: str = QUANTITY

    @property
    def value(self) -> Decimal:
        """The bound that is there; the low one of a range."""
        return self.low if self.low is not None else self.high if self.high is not None else Decimal(0)


def quantities(numbers: Iterable[Number]) -> list[Number]:
    """The numbers that a claim can rest on."""
    return [number for number in numbers if number.kind == QUANTITY]
