"""What a digest tells, before it has a shape: sections of lines, and counts."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim: its words, who made it (as the reader may see them), and the verdict with what it rests on.

    `claimed` and `observed` are written out with their unit. `quote` is None where the post was deleted at its source.
    """

    key: int
    symbol: str | None
    quote: str | None
    author: str | None
    source: str
    link: str | None
    page: str | None
    posted: str
    claimed: str
    observed: str | None
    observed_at: str | None
    tolerance: str | None
    grade: str | None
    provider: str | None
    status: str
    before: str | None
    reason: str
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one sort; `more` counts those that did not fit. `short` names one of them in the subject line ("target hit")."""

    name: str
    title: str
    short: str
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are, told or only counted."""
        return len(self.lines) + self.more


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A symbol whose balance of bullish and bearish posts changed sides: counts before and in the digest's days."""

    symbol: str
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def to(self) -> str:
        """The side that leads now."""
        return "bullish" if self.after[0] > self.after[1] else "bearish"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """All that one subscriber is told for one day. `waiting` counts contradicted claims that nobody has reviewed."""

    day: date
    since: datetime
    until: datetime
    watch: tuple[str, ...]
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...]
    waiting: int
    unsubscribe: str

    @property
    def empty(self) -> bool:
        """Nothing changed; what waits for review is no news by itself."""
        return not self.turns and not any(section.count for section in self.sections)
