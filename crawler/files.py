"""What `tapecheck import` takes: JSON lines, saved Tiger pages (or a folder of them), a thread copied as text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.pages import tiger, tiger_text
from domain.errors import DataError
from domain.jsonl import open_text, parse_moment, post_from_row, rows
from domain.posts import Post

Fault = Callable[[DataError], None]
_PAGES = (".html", ".htm")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_TEXTS = (".txt", ".text", ".md")
_KINDS = "JSON lines (.jsonl, .jsonl.gz), saved pages (.html) and copied threads (.txt)"
_SAVED_FROM = re.compile(rb"saved from url=\(\d+\)(\S+)|<link[^>]+rel=\"canonical\"[^>]+href=\"([^\"]+)\"")


def read_import(
    path: Path,
    *,
    posted_at: str | None = None,
    year: int | None = None,
    source: str | None = None,
    fault: Fault,
    fetched_at: datetime | None = None,
    zone: str = "Asia/Shanghai",
) -> Iterator[Post]:
    """Posts of a file or of a folder's files, a post before its comments; what cannot be read goes to `fault`, the rest is done.

    `posted_at` (ISO 8601, may be a day or month) fills in for posts without a time, `year` for dates shown as MM-DD,
    `source` for files that name none. A saved page's times count from `fetched_at`, else from the file's own date.
    Raises DataError for a `posted_at` that is no time.
    """
    try:
        moment, precision = parse_moment(posted_at)
    except ValueError:
        raise DataError(
            f"{posted_at!r} is no ISO 8601 time", place="--posted-at", remedy="write it as 2025-12-01 or 2025-12-01T09:30Z"
        ) from None
    for file in _files(path, fault):
        try:
            for post in _read(file, fetched_at or _age(file), zone, source, year, (moment, precision, posted_at), fault):
                missing = post.posted_at is None and post.parent_id is None and moment is not None
                yield replace(post, posted_at=moment, posted_precision=precision, posted_words=posted_at) if missing else post
        except DataError as error:
            fault(error)
        except UnicodeDecodeError:
            fault(DataError("not UTF-8 text", place=str(file), remedy="save it as UTF-8"))
        except (OSError, EOFError) as error:
            fault(DataError(f"cannot be read ({error})", place=str(file)))


def _read(
    file: Path,
    fetched_at: datetime,
    zone: str,
    source: str | None,
    year: int | None,
    when: tuple[datetime | None, str, str | None],
    fault: Fault,
) -> Iterator[Post]:
    if file.name.endswith(_LINES):
        yield from _json_lines(file, source, fault)
    elif file.name.endswith(_PAGES):
        yield from _page(file, fetched_at, zone, source, year)
    elif file.name.endswith(_TEXTS):
        text = file.read_text(encoding="utf-8-sig")
        if not tiger_text.looks_like_thread(text):
            raise DataError("no copied thread (a title line and a body are the least)", place=str(file))
        moment, precision, words = when
        yield from tiger_text.thread(
            text, source=source or "import", posted_at=moment, precision=precision, words=words, year=year, fetched_at=fetched_at, zone=zone
        )
    else:
        raise DataError("not a kind of file that can be imported", place=str(file), remedy=f"import takes {_KINDS}")


def _json_lines(file: Path, source: str | None, fault: Fault) -> Iterator[Post]:
    with open_text(str(file)) as lines:
        for number, row in rows(lines, name=str(file), fault=fault):
            if source and not row.get("source"):
                row["source"] = source
            try:
                yield post_from_row(row, place=f"{file}:{number}")
            except DataError as error:
                fault(error)


def _page(file: Path, fetched_at: datetime, zone: str, source: str | None, year: int | None) -> Iterator[Post]:
    body = file.read_bytes()
    found = _SAVED_FROM.search(body[:20_000])
    url = next((group.decode("utf-8", "replace") for group in found.groups() if group), "") if found else ""
    # A year given by hand counts as if the page had been saved at the end of it.
    fetched_at = datetime(year, 12, 31, 12, tzinfo=UTC) if year else fetched_at
    try:
        page = tiger.parse(body, url=url, fetched_at=fetched_at, zone=zone, source=source or "tiger")
    except DataError as error:
        raise DataError(error.problem, place=str(file), remedy=error.remedy) from None
    yield from page.posts


def _files(path: Path, fault: Fault) -> Iterator[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.name.endswith((*_PAGES, *_LINES, *_TEXTS)))
        if not found:
            fault(DataError("no file in it that can be imported", place=str(path), remedy=f"import takes {_KINDS}"))
        yield from found
    elif path.exists():
        yield path
    else:
        fault(DataError("no such file", place=str(path)))


def _age(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
