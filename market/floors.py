"""How closely a metric can be known at all: the tolerance of DESIGN §5, as a share of the bound and as an amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_MULTIPLE = (Decimal("0.05"), Decimal("0.5"))
_POINTS = (Decimal(0), Decimal("0.5"))
FLOORS: dict[str, tuple[Decimal, Decimal]] = {
    **dict.fromkeys(("price", "market_cap", "enterprise_value"), (Decimal("0.03"), Decimal(0))),
    **dict.fromkeys(("pe", "ps", "pb", "ev_ebitda", "peg"), _MULTIPLE),
    "eps": (Decimal(0), Decimal("0.01")),
    "dividend_yield_pct": (Decimal(0), Decimal("0.1")),
    **dict.fromkeys(("revenue_growth_pct", "earnings_growth_pct", "margin_pct", "price_change_pct"), _POINTS),
    **dict.fromkeys(("high", "low"), (Decimal("0.001"), Decimal(0))),
    "fx_rate": (Decimal("0.01"), Decimal(0)),
}
FORWARD = (Decimal("0.10"), Decimal(0))
OTHER = (Decimal("0.01"), Decimal(0))


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors in force; `changed` is the settings' table, a percent for metrics that have one, else an amount."""

    changed: Mapping[str, float]

    def of(self, metric: str, period: str | None = None) -> tuple[Decimal, Decimal]:
        """(share of the bound, amount in the metric's unit) of a metric's floor."""
        share, amount = FORWARD if period == "forward" and metric in FLOORS and FLOORS[metric] == _MULTIPLE else FLOORS.get(metric, OTHER)
        if metric not in self.changed:
            return share, amount
        given = Decimal(str(self.changed[metric]))
        return (given / 100, Decimal(0)) if share else (Decimal(0), given)

    def words(self, metric: str, period: str | None = None) -> str:
        """The floor for people."""
        share, amount = self.of(metric, period)
        return " or ".join([f"{(share * 100).normalize():f} %"] * bool(share) + [f"{amount.normalize():f}"] * bool(amount))
