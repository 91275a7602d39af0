"""Whose number it is: the instrument, and where it is about a product, the product."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.readings import Mention
from nlp.thread import Thread

_END: Final = re.compile(r"(?<=[.!?。！？])(?:\s+|(?<=[。！？]))|\n+")
_SHORT: Final = re.compile(r"(?:\b(?:vs|est|approx|inc|corp|co|no|u\.s|e\.g|i\.e|mr|dr|jr|st)\.)$", re.IGNORECASE)


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence or line, in order, covering the text."""
    found, start = [], 0
    for match in _END.finditer(text):
        if "\n" in match.group() or not _SHORT.search(text[max(0, match.start() - 8) : match.start()]):
            found.append((start, match.start()))
            start = match.end()
    found.append((start, len(text)))
    return found


_SECTION: Final = re.compile(r"\n\n|(?:.?\n|..)?(?:#+ |\d{1,2}[.)] )")
_WALKED: Final = 60  # names either side of a number that are looked at
_OPENS: Final = 30  # characters within which a name stands at a sentence's head


class Topics:
    """Answers which mention a place of the text speaks of."""

    def __init__(self, text: str, mentions: Sequence[Mention], thread: Thread | None, spans: list[tuple[int, int]]) -> None:
        self.text = text
        self.named = sorted((m for m in mentions if m.end > m.start), key=lambda m: m.start)
        self._starts = [m.start for m in self.named]
        self.inherited = next((m.symbol for m in mentions if m.end == m.start), None) or (
            thread.symbols[0] if thread and thread.symbols else None
        )
        self._topics = list(self._follow(spans))

    def of(self, start: int, end: int, sentence: int, bounds: tuple[int, int]) -> tuple[str | None, Mention | None, int]:
        """(symbol, the mention that gave it, how far it was looked for: 0 same sentence, 1 earlier one, 2 thread)."""
        mention = self._nearest(start, end, bisect_left(self._starts, bounds[0]), bisect_left(self._starts, bounds[1]))
        if mention is not None:
            return mention.symbol, mention, 0
        topic = self._topics[sentence]
        if topic is not None:
            return topic.symbol, None, 1
        if self.inherited:
            return self.inherited, None, 2
        at = bisect_left(self._starts, end)
        later = self.named[at] if at < len(self.named) else None
        return (later.symbol, None, 2) if later else (None, None, 3)

    def _nearest(self, start: int, end: int, first: int, last: int) -> Mention | None:
        """Of the names `first` to `last` the one with the least distance, the earlier of equals; walks outwards while a gap alone costs less."""
        best: tuple[int, Mention] | None = None
        after = min(max(bisect_right(self._starts, start), first), last)
        for mention in reversed(self.named[max(first, after - _WALKED) : after]):
            if best and start - mention.end > best[0]:
                break
            if best is None or self._distance(mention, start, end) <= best[0]:
                best = self._distance(mention, start, end), mention
        for mention in self.named[after : min(last, after + _WALKED)]:
            if best and mention.start - end + 8 > best[0]:
                break
            if best is None or self._distance(mention, start, end) < best[0]:
                best = self._distance(mention, start, end), mention
        return best[1] if best else None

    def _distance(self, mention: Mention, start: int, end: int) -> int:
        if mention.start <= start:
            gap = self.text[mention.end : start]
            return len(gap) + 25 * len(re.findall(r"[;|]|\b(?:but|while|against|whereas)\b", gap))
        gap = self.text[end : mention.start]
        close = re.fullmatch(r"[\s%]*(?:for|on|in|of|at|to)?\s*(?:the )?\$?", gap) is not None
        return len(gap) + (8 if close else 60) + 25 * len(re.findall(r"[;,|]|\b(?:but|while|and|vs)\b", gap))

    def _main(self) -> Mention | None:
        """The instrument named most often, the first of equals."""
        count = Counter(m.symbol for m in self.named)
        return max(self.named, key=lambda m: count[m.symbol], default=None)

    def _follow(self, spans: list[tuple[int, int]]) -> list[Mention | None]:
        """For each sentence, what was spoken of before it: the instrument that last opened a sentence or had one to itself; a new section is about the main one."""
        topics: list[Mention | None] = []
        main = self._main()
        dominant = main is not None and sum(m.symbol == main.symbol for m in self.named) * 5 >= len(self.named) * 2
        topic: Mention | None = None
        headed = False  # a line that only names an instrument heads what follows it
        place = 0
        for start, end in spans:
            if topic is not None and (
                _SECTION.match(self.text, max(0, start - 2), end)
                or (dominant and not headed and self.text[max(0, start - 1) : start] == "\n")
            ):
                topic, headed = main, False
            topics.append(topic)
            here = []
            while place < len(self.named) and self.named[place].start < end:
                here.append(self.named[place])
                place += 1
            if here and (topic is None or here[0].start - start < _OPENS or len({m.symbol for m in here}) == 1):
                topic = here[0]
                headed = headed or _is_heading(self.text[start:end], here)
        return topics


def _is_heading(line: str, here: list[Mention]) -> bool:
    """Whether a line says no more than one instrument's name."""
    named = sum(m.end - m.start for m in here)
    return len({m.symbol for m in here}) == 1 and sum(c.isalnum() for c in line) <= named + 3
