"""The two stages that also work on plain files, with no database (DESIGN §4, File modes)."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import DataError
from domain.jsonl import Row, open_text, post_from_row, reading_row, rows, verdict_row
from domain.posts import Post

if TYPE_CHECKING:
    from market.data import MarketData
    from nlp.reader import Reader

FaultFunction = Callable[[DataError], None]


def end_of_day(day: date) -> datetime:
    """The last moment of a day, aware UTC: what `--as-of DATE` means."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def posts_in(path: str, *, fault: FaultFunction) -> Iterator[Post]:
    """The posts of a JSON-lines file; a line that is none goes to `fault`."""
    with open_text(path) as lines:
        for number, row in rows(lines, name=path, fault=fault):
            try:
                yield post_from_row(row, place=f"{path}:{number}")
            except DataError as error:
                fault(error)


def rows_in(path: str, *, fault: FaultFunction) -> Iterator[tuple[str, Row]]:
    """(place, object) for each line of a JSON-lines file."""
    with open_text(path) as lines:
        for number, row in rows(lines, name=path, fault=fault):
            yield f"{path}:{number}", row


def write_jsonl(found: Iterator[Row], out: str) -> int:
    """Write one object a line to a file or `-`; the count."""
    count = 0
    with open_text(out, "w") as stream:
        for row in found:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
        stream.flush()
    return count


def extract_file(path: str, out: str, *, reader: "Reader", fault: FaultFunction) -> int:
    """Read the posts of a file into readings, one line a post in the same order; the count."""
    posts = list(posts_in(path, fault=fault))
    return write_jsonl((reading_row(reading, post) for post, reading in zip(posts, reader.read(posts), strict=True)), out)


def check_file(path: str, out: str, *, market: "MarketData", as_of: datetime, fault: FaultFunction) -> int:
    """Judge the claims (or readings) of a file as of a moment, one line a claim in the same order; the count."""
    from market.checking import check_rows

    verdicts = check_rows(rows_in(path, fault=fault), market, as_of=as_of, fault=fault)
    return write_jsonl((verdict_row(verdict) for verdict in verdicts), out)


def load_folders(folders: list[Path], *, fault: FaultFunction) -> "MarketData":
    """The rows of several market folders as one."""
    from market.data import MarketData
    from market.providers.folder import load_folder

    return MarketData().merged(*(load_folder(folder, fault=fault) for folder in folders))
