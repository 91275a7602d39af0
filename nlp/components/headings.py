"""What stands over a number: the heading or the line with a colon that opens its list, the title of its table's column."""

import re
from bisect import bisect_right
from typing import Final

_REACH: Final = 1500  # characters that a heading holds for
_WIDEST: Final = 4000  # a longer line is no row of a table
_LONGEST: Final = 160  # a longer line is no heading
_WORD: Final = re.compile(r"[^\W\d_]+(?:[/&-][^\W\d_]+)*")
_LEADS: Final = re.compile(r"^(?:\s*(?:#+|\*\*|\d{1,2}[.)])\s*\S)|[:：]\s*(?:\*\*)?\s*$|\*\*\s*$")
_RULE: Final = re.compile(r"^[\s|:-]+$")


class Headings:
    """The headings and tables of one text."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.lines: list[str] = []
        self.heads: list[int | None] = []  # for each line, the line that heads it
        self.columns: list[int | None] = []  # for each line of a table, the line with its column titles
        head: int | None = None
        table: int | None = None
        at = 0
        for number, line in enumerate(text.split("\n")):
            self.starts.append(at)
            self.lines.append(line)
            row = len(line) < _WIDEST and line.count("|") >= 2
            table = (table if table is not None else number) if row else None
            self.columns.append(table if table != number else None)
            near = head is not None and at - self.starts[head] < _REACH
            self.heads.append(head if near else None)
            if not row and line.strip() and len(line) < _LONGEST and (_LEADS.search(line) or number == 0):
                head = number
            at += len(line) + 1

    def over(self, start: int) -> tuple[str, ...]:
        """The words of the heading over a place, lower case, at most ten; empty where there is none."""
        head = self.heads[bisect_right(self.starts, start) - 1]
        return _words(self.lines[head]) if head is not None else ()

    def column(self, start: int) -> tuple[str, ...]:
        """The words of the title of the table column in which a place stands; empty outside tables."""
        line = bisect_right(self.starts, start) - 1
        titles = self.columns[line]
        if titles is None:
            return ()
        cell = self.lines[line][: start - self.starts[line]].count("|")
        cells = self.lines[titles].split("|")
        return _words(cells[cell]) if cell < len(cells) and not _RULE.match(cells[cell]) else ()

    def row(self, start: int) -> tuple[str, ...]:
        """The words of the first cell of the table row in which a place stands; empty outside tables."""
        line = bisect_right(self.starts, start) - 1
        if self.columns[line] is None:
            return ()
        cells = [cell for cell in self.lines[line].split("|") if cell.strip()]
        return _words(cells[0]) if cells else ()

    def spans(self, start: int) -> dict[str, list[tuple[int, int]]]:
        """Where the heading, the column's title, the row's first cell, the line and the title over a place stand in the text."""
        line = bisect_right(self.starts, start) - 1
        found = {"line": [self._span(line)]}
        if line:
            found["title"] = [self._span(0)]
        if (head := self.heads[line]) is not None:
            found["heading"] = [self._span(head)]
        if (titles := self.columns[line]) is not None:
            cell = self.lines[line][: start - self.starts[line]].count("|")
            found["column"] = [self._cell(titles, cell)]
            found["row"] = [self._cell(line, 1)]
        return found

    def _span(self, line: int) -> tuple[int, int]:
        return self.starts[line], self.starts[line] + len(self.lines[line])

    def _cell(self, line: int, cell: int) -> tuple[int, int]:
        cells = self.lines[line].split("|")
        start = self.starts[line] + sum(len(text) + 1 for text in cells[:cell])
        return start, start + (len(cells[cell]) if cell < len(cells) else 0)


def _words(line: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(line)[:10])
