"""Claims or readings, row by row, into verdicts in the same order: `tapecheck check` on plain files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from domain.errors import DataError
from domain.jsonl import Row, claim_from_row
from domain.observations import Verdict
from domain.readings import Claim
from market.data import MarketData
from market.evidence import Evidence
from market.floors import Floors
from market.judge import judge


def check_rows(
    rows: Iterable[tuple[str, Row]],
    market: MarketData,
    *,
    as_of: datetime,
    fault: Callable[[DataError], None],
    floors: Mapping[str, float] | None = None,
) -> Iterator[Verdict]:
    """One verdict a claim, in order, of (place, claim or reading) rows; a row that is neither goes to `fault`."""
    claims = list(_claims(rows, fault))
    related = sides([claim for claim, _, _ in claims])
    evidence = Evidence(market, as_of=as_of)
    for claim, posted_at, precision in claims:
        yield judge(claim, posted_at=posted_at, precision=precision, evidence=evidence, floors=Floors(floors or {}), related=related)


def sides(claims: Iterable[Claim]) -> dict[str, Claim]:
    """The other side of each conversion by claim id, both ways round."""
    by_id = {claim.id: claim for claim in claims}
    found: dict[str, Claim] = {}
    for claim in by_id.values():
        if claim.converts in by_id and claim.converts != claim.id:
            other = by_id[claim.converts]
            found[claim.id] = other
            found.setdefault(other.id, claim)
    return found


def _claims(rows: Iterable[tuple[str, Row]], fault: Callable[[DataError], None]) -> Iterator[tuple[Claim, datetime | None, str]]:
    for place, row in rows:
        inner = row.get("claims")
        for number, one in enumerate(inner if isinstance(inner, list) else [row], start=1):
            try:
                if not isinstance(one, dict):
                    raise DataError("a claim has to be an object", place=place)
                whole = one if one is row else {"id": f"{row.get('id')}#{number}", **one, "posted_at": row.get("posted_at")}
                yield claim_from_row(whole, place=place)
            except DataError as error:
                fault(error)
