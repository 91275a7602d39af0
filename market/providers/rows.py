"""Rows of a provider's answer, each checked by a pydantic model: a bad one is named, the rest is used."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.errors import DataError, SourceError
from market.providers.provider import Fault

Checked = TypeVar("Checked", bound="Row")


def _rounded(value: Decimal) -> Decimal:
    """Six places: providers write binary fractions such as 19.738000869750977."""
    places = value.as_tuple().exponent
    return round(value, 6) if isinstance(places, int) and places < -6 else value


def _exact(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number was due")
    return Decimal(str(value)) if isinstance(value, float) else value


Number = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False)]
Price = Annotated[Decimal, BeforeValidator(_exact), Field(gt=0, allow_inf_nan=False), AfterValidator(_rounded)]


class Row(BaseModel):
    """A row as a provider writes it; fields that nobody reads are let be."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Prices(Row):
    """The prices of one session; the close lies between low and high, but for a hair of rounding."""

    open: Price | None = None
    high: Price | None = None
    low: Price | None = None
    close: Price
    volume: Number | None = None

    def model_post_init(self, _context: Any) -> None:
        """Raises ValueError for prices that cannot be one session's."""
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                raise ValueError(f"low {self.low} is above high {self.high}")
            if not self.low * Decimal("0.99") <= self.close <= self.high * Decimal("1.01"):
                raise ValueError(f"close {self.close} is not between low {self.low} and high {self.high}")


def checked(rows: Iterable[Any], model: type[Checked], *, place: str, fault: Fault) -> Iterator[Checked]:
    """The rows that hold, in order; a row that does not goes to `fault` with its number.

    Raises SourceError at the end where there were rows and none held: then the provider has changed its shape.
    """
    number = held = 0
    first = ""
    for number, row in enumerate(rows, start=1):
        try:
            made = model.model_validate(row)
        except ValidationError as error:
            said = why(error)
            first = first or said
            fault(DataError(said, place=f"{place}, row {number}"))
        else:
            held += 1
            yield made
    if number and not held:
        raise SourceError(f"{place}: none of {number} rows can be read ({first}); the provider may have changed its shape")


def shaped(value: Any, model: type[Checked], *, place: str) -> Checked:
    """An answer's envelope; SourceError where it is not of that shape."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise SourceError(f"{place}: the answer has another shape than expected ({why(error)})") from None


def why(error: ValidationError) -> str:
    """The first thing wrong with a row, in a few words."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg'].lower()}" if where else first["msg"].removeprefix("Value error, ")
