"""Rows for people and for programs: the same rows as a table, CSV, JSON or JSON lines."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TextIO


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


def write_rows(
    rows: Sequence[Mapping[str, Any]],
    *,
    form: Format,
    columns: Sequence[str] | None = None,
    title: str | None = None,
    out: TextIO | None = None,
) -> None:
    """Write rows to `out` (standard output). A table shows `columns` only; the other forms carry every field."""
    out = out or sys.stdout
    if form is Format.TABLE:
        _table(rows, columns or (list(rows[0]) if rows else []), title, out)
    elif form is Format.CSV:
        writer = csv.DictWriter(out, list(rows[0]) if rows else list(columns or []))
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in row.items()} for row in rows)
    elif form is Format.JSON:
        print(json.dumps([_jsonable(row) for row in rows], ensure_ascii=False, indent=1), file=out)
    else:
        for row in rows:
            print(json.dumps(_jsonable(row), ensure_ascii=False), file=out)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str | None, out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        print("nothing found", file=out)
        return
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row.get(column)), style=STYLES.get(str(row.get(column)), "")) for column in columns))
    console = Console(file=out, width=None if out.isatty() else 160)
    console.print(table)


#: Colours of the statuses on a terminal; the word itself always stands there too.
STYLES = {"contradicted": "red", "stale": "yellow", "current": "green", "hit": "green", "missed": "red", "open": "cyan", "unchecked": "dim"}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Decimal):
        return written_number(value)
    return str(value).replace("\n", " ")


def written_number(value: Decimal) -> str:
    """A number as people write it: no exponent, no idle zeros, thousands separated."""
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def _jsonable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _json_value(value) for key, value in row.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return _jsonable(value)
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    return value


def claimed(row: Mapping[str, Any]) -> str:
    """What a claim says, in short: `~1,899 CNY`, `25–27 x`, `≥200 USD`."""
    low, high, unit = row["low"], row["high"], row["unit"]
    if low is not None and high is not None:
        numbers = written_number(low) if low == high else f"{written_number(low)}–{written_number(high)}"
        return f"{'~' if row['relation'] == '~' else ''}{numbers} {unit}"
    if low is None and high is None:
        return ""
    sign = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}.get(row["relation"], "")
    return f"{sign}{written_number(low if low is not None else high)} {unit}"
