"""Many claims, symbol by symbol: one symbol's market data at a time, so that memory does not grow with the market."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.observations import Verdict
from domain.readings import Claim
from market.evidence import Evidence
from market.floors import Floors
from market.judge import judge


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim to judge under a key of the caller's, with its post's time."""

    key: int
    claim: Claim
    posted_at: datetime | None
    precision: str


def judged_by_symbol(
    groups: Iterable[tuple[str, Iterable[Asked]]],
    evidence_of: Callable[[str], Evidence],
    *,
    floors: Floors,
    related: Mapping[str, Claim] | None = None,
) -> Iterator[tuple[int, Verdict]]:
    """(key, verdict) of each claim of (symbol, claims) groups, in their order; a symbol's evidence is let go of after its claims.

    `related` holds the other side of each conversion, as `market.checking.sides` gives it.
    """
    for symbol, asked in groups:
        evidence = evidence_of(symbol)
        for one in asked:
            yield (
                one.key,
                judge(one.claim, posted_at=one.posted_at, precision=one.precision, evidence=evidence, floors=floors, related=related),
            )
