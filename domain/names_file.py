"""A file of one's own names: CSV with `symbol,name,kind,since,until`; what each row must hold, and what is wrong with it."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from domain.errors import DataError

KINDS: Final = ("name", "product", "code")
LONGEST: Final = 80
_SYMBOL: Final = re.compile(r"\^?[A-Z0-9][A-Z0-9&]*(?:[.=-][A-Z0-9]+)*")
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.:_&-]{0,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnName:
    """One row: `name` stands for `symbol` from `since` until `until` (exclusive; None: unbounded); `line` is where it stands."""

    symbol: str
    name: str
    kind: str
    since: date | None
    until: date | None
    line: int


def read_names(path: Path, *, fault: Callable[[DataError], None], is_symbol: Callable[[str], bool]) -> tuple[OwnName, ...]:
    """The rows of a names file that are one; each other goes to `fault` with file and line.

    `is_symbol` says whether a symbol's exchange is known. Raises DataError where the file cannot be read or lacks a column.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise DataError(f"cannot be read ({cause})", place=str(path), remedy="name a CSV file with symbol,name,kind,since,until") from None
    reader = csv.DictReader(lines, restkey="more")
    if not {"symbol", "name"} <= {(column or "").strip().lower() for column in reader.fieldnames or ()}:
        raise DataError("has no columns symbol and name", place=str(path), remedy="begin it with symbol,name,kind,since,until")
    found: list[OwnName] = []
    try:
        for row in reader:
            try:
                found.append(_checked(_row(row, reader.line_num), found, is_symbol))
            except ValueError as error:
                fault(DataError(str(error), place=f"{path}:{reader.line_num}"))
    except csv.Error as error:
        fault(DataError(f"not CSV from here on ({error})", place=f"{path}:{reader.line_num}"))
    return tuple(found)


def _row(cells: dict[str, str | None], line: int) -> OwnName:
    if cells.pop("more", None) is not None:
        raise ValueError("more cells than columns; put a name that holds a comma in quotes")
    row = {key.strip().lower(): (value or "").strip() for key, value in cells.items() if key}
    since, until = _day(row.get("since", ""), "since"), _day(row.get("until", ""), "until")
    kind = row.get("kind", "").lower() or "name"
    name = " ".join(row["name"].split())
    return OwnName(
        symbol=row["symbol"].upper(), name=name.upper() if kind == "code" else name, kind=kind, since=since, until=until, line=line
    )


def _day(words: str, column: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise ValueError(f"{column} {words!r} is no day; write it as YYYY-MM-DD") from None


def _checked(row: OwnName, before: list[OwnName], is_symbol: Callable[[str], bool]) -> OwnName:
    """The row; ValueError with what is wrong with it."""
    if not _SYMBOL.fullmatch(row.symbol) or not is_symbol(row.symbol):
        raise ValueError(f"{row.symbol!r} is no symbol in Yahoo notation")
    if row.kind not in KINDS:
        raise ValueError(f"kind {row.kind!r} is none of {', '.join(KINDS)}")
    if row.kind == "code":
        _check_code(row)
    elif not 2 <= len(row.name) <= LONGEST or not any(c.isalpha() for c in row.name) or not row.name.isprintable():
        raise ValueError(f"{row.name[:LONGEST]!r} is no name: two to {LONGEST} characters, one of them a letter")
    if row.since and row.until and row.until <= row.since:
        raise ValueError(f"until {row.until} is not after since {row.since}")
    for other in before:
        if (other.name.lower(), other.kind == "code") != (row.name.lower(), row.kind == "code"):
            continue
        if other.symbol == row.symbol or _overlap(other, row):
            raise ValueError(f"{row.name!r} stands in line {other.line} already, for {other.symbol}")
    return row


def _check_code(row: OwnName) -> None:
    if not _CODE.fullmatch(row.name):
        raise ValueError(f"{row.name!r} is no code: letters, digits and . : _ & - only, twenty at most")
    if row.since or row.until:
        raise ValueError("a code takes no days; leave since and until empty")


def _overlap(one: OwnName, other: OwnName) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (one.until or date.max)
