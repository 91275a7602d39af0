"""The plain-file contracts of DESIGN §4: posts in, readings out, claims in, checks out, one JSON object a line.

Numbers are read as Decimal so that nothing is lost between the text and the verdict, and written as JSON numbers.
"""

import gzip
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from domain.errors import DataError
from domain.observations import Verdict
from domain.posts import Post
from domain.readings import Claim, Reading

Row = dict[str, Any]


@contextmanager
def open_text(path: str, mode: str = "r") -> Iterator[IO[str]]:
    """A text stream of a file, of a `.gz` file, or of standard input or output (left open) for `-`. UTF-8 always."""
    if path == "-":
        yield sys.stdin if mode == "r" else sys.stdout
    elif not path.endswith(".gz"):
        with Path(path).open(mode, encoding="utf-8") as stream:
            yield stream
    else:
        with io.TextIOWrapper(gzip.GzipFile(path, mode), encoding="utf-8") as stream:
            yield stream


def rows(lines: Iterator[str] | IO[str], *, name: str, fault: Callable[[DataError], None]) -> Iterator[tuple[int, Row]]:
    """(line number, object) of each line that is a JSON object; any other non-empty line goes to `fault`, the rest is done."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError as error:
            fault(DataError(f"not a JSON object ({error.msg})", place=f"{name}:{number}"))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            fault(DataError(f"a JSON object was due, not {type(row).__name__}", place=f"{name}:{number}"))


def parse_moment(words: str | None) -> tuple[datetime | None, str]:
    """(aware UTC moment, precision) of an ISO 8601 time, date (`2025-12-01`) or month (`2025-12`); (None, "unknown") for None.

    A date or month gives its first moment. A time without an offset is taken as UTC. Raises ValueError on other words.
    """
    if words is None or not words.strip():
        return None, "unknown"
    words = words.strip()
    if len(words) == 7:
        return datetime.strptime(words, "%Y-%m").replace(tzinfo=UTC), "month"
    if len(words) == 10:
        return datetime.combine(date.fromisoformat(words), datetime.min.time(), UTC), "day"
    moment = datetime.fromisoformat(words)
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)), "second"


def written_moment(moment: datetime | None, precision: str) -> str | None:
    """`parse_moment` turned round: ISO words that carry no more precision than is known."""
    if moment is None:
        return None
    return moment.strftime({"month": "%Y-%m", "day": "%Y-%m-%d"}.get(precision, "%Y-%m-%dT%H:%M:%SZ"))


def post_from_row(row: Row, *, place: str) -> Post:
    """A post from its JSON form (`id`, `body` or `text`, and what else is known).

    Raises DataError where there is no id, no text, or a time that is none.
    """
    body = row.get("body", row.get("text"))
    if row.get("id") in (None, "") or not isinstance(body, str):
        raise DataError("a post needs an id and a body (or text)", place=place)
    try:
        posted_at, precision = parse_moment(row.get("posted_at"))
    except (ValueError, TypeError, AttributeError):
        raise DataError(f"posted_at {row.get('posted_at')!r} is no ISO 8601 time", place=place) from None
    parent = row.get("parent_id")
    return Post(
        id=str(row["id"]),
        source=str(row.get("source") or "import"),
        title=row.get("title") or None,
        body=body,
        author=row.get("author") or None,
        posted_at=posted_at,
        posted_precision=precision,
        posted_words=row.get("posted_at"),
        url=row.get("url") or None,
        parent_id=None if parent is None else str(parent),
        repost=bool(row.get("repost", False)),
    )


def plain(value: Decimal | None) -> int | float | None:
    """A Decimal as a JSON number: an int where it is whole, else the nearest float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


#: Fields of a claim that its line holds only where they say something.
ONLY_SET = ("attributed_to", "supersedes")


def claim_row(claim: Claim) -> Row:
    """A claim in the form of the file modes."""
    names = ("id", "subject", "about", "metric", "relation", "unit", "kind", "basis", "quote", "start", "end", "hedged", "when", "converts")
    row: Row = {name: getattr(claim, name) for name in names}
    row.update(low=plain(claim.low), high=plain(claim.high), step=plain(claim.step), confidence=round(claim.confidence, 3))
    return row | {name: value for name in ONLY_SET if (value := getattr(claim, name)) is not None}


def reading_row(reading: Reading, post: Post) -> Row:
    """A reading in the form of `extract --jsonl`."""
    return {
        "id": reading.id,
        "posted_at": written_moment(post.posted_at, post.posted_precision),
        "tickers": list(reading.tickers),
        "mentions": [{"symbol": m.symbol, "start": m.start, "end": m.end} for m in reading.mentions],
        "stances": [{"symbol": s.symbol, "label": str(s.label), "score": round(s.score, 3), "versus": s.versus} for s in reading.stances],
        "claims": [claim_row(c) for c in reading.claims],
        "statements": [{"subject": s.subject, "quote": s.quote, "start": s.start, "end": s.end} for s in reading.statements],
    }


def verdict_row(verdict: Verdict) -> Row:
    """A verdict in the form of `check --jsonl`."""
    return {
        "id": verdict.id,
        "status": str(verdict.status),
        "when_made": verdict.when_made,
        "now": verdict.now,
        "stale_since": verdict.stale_since.isoformat() if verdict.stale_since else None,
        "stale_cause": verdict.stale_cause,
        "target": verdict.target,
        "observed": plain(verdict.observed),
        "grade": verdict.grade,
        "reason": verdict.reason,
    }


def claim_from_row(row: Row, *, place: str) -> tuple[Claim, datetime | None, str]:
    """(claim, posted_at, precision) of a claim's JSON form; `when` left out is `past` where `basis` names a past date or period.

    Raises DataError where the id or the metric is missing, or a number or time is none.
    """
    if row.get("id") in (None, "") or not isinstance(row.get("metric"), str):
        raise DataError("a claim needs an id and a metric", place=place)
    try:
        posted_at, precision = parse_moment(row.get("posted_at"))
        low, high, step = (_exact(row.get(name)) for name in ("low", "high", "step"))
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        raise DataError("a number or the time of the claim is not readable", place=place) from None
    basis, when = row.get("basis") or None, row.get("when")
    claim = Claim(
        id=str(row["id"]),
        subject=row.get("subject") or None,
        about=row.get("about") or None,
        metric=row["metric"],
        relation=str(row.get("relation") or "="),
        low=low,
        high=high,
        unit=str(row.get("unit") or ""),
        kind=str(row.get("kind") or "fact"),
        basis=basis,
        quote=row.get("quote"),
        start=row.get("start"),
        end=row.get("end"),
        step=step,
        hedged=bool(row.get("hedged")),
        when=str(when) if when else _when(basis),
        converts=row.get("converts"),
        attributed_to=row.get("attributed_to") or None,
        supersedes=row.get("supersedes") or None,
    )
    return claim, posted_at, precision


_PAST = re.compile(r"(?i)\d{4}-\d{2}(-\d{2})?|fy ?\d{2,4}|(\d{4} ?)?(q[1-4]|h[12])( ?\d{2,4})?|(19|20)\d{2}")


def _when(basis: str | None) -> str:
    if basis and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", basis):
        return basis
    return "past" if basis and _PAST.fullmatch(basis) else "now"


def _exact(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    return number
