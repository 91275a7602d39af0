"""Finds the instruments that a post speaks of."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from domain.instruments import InstrumentTable
from domain.readings import Mention
from nlp.thread import Thread

from . import inherit
from .cashtags import written_instruments
from .lexicon import CJK, lexicon_of
from .listings import as_listed
from .names import chinese_names, spotted_names, stands
from .sightings import Sighting, code_sightings, denied, features, name_sightings
from .surroundings import Words, without_addresses
from .symbols import bare_symbols
from .weights import Weights, shipped

MEANT: Final = 0.5  # a sighting likelier than this is a mention,
RULED: Final = 0.15  # the less where the rules are sure of it,
UNRULED: Final = 0.1  # the more where they know nothing of it,
EVERYDAY: Final = 0.15  # the more again where the name is an everyday word too,
DENIED: Final = 0.25  # and more still where they say it is chat, a source or a platform

_CANADA = re.compile(r"\bTSX\b|\bCanadian dollars\b|\bC\$\d")
_FOUR_DIGITS = re.compile(r"\d{4}")
_HK_NUMBER = re.compile(r"(?<![\d.,$])0?(\d{4})(?![\d.,]?\d|%)")


@dataclass(frozen=True, slots=True)
class MentionJudges:
    """The learned parts: which sightings are meant, which comments speak of what they answer."""

    meant: Weights
    inherits: Weights


@cache
def shipped_judges() -> MentionJudges:
    """The weights that come with the program. Raises ConfigurationError where one is missing."""
    return MentionJudges(shipped("mentions_meant"), shipped("mentions_inherits"))


def find_mentions(
    text: str, *, posted_at: datetime | None, thread: Thread | None, table: InstrumentTable, judges: MentionJudges | None = None
) -> list[Mention]:
    """The mentions of a post, sorted by start, none overlapping; symbols are those of the post's day (undated: as written).

    A comment that names nothing and plainly speaks of what it answers gets one mention of the instrument of its thread that it speaks of,
    with an empty span at 0 and `how` inherited. `judges` are the learned parts; None takes the shipped ones.
    """
    on = posted_at.date() if posted_at else None
    context = tuple(thread.symbols) if thread else ()
    look = Look(text, table, on, context)
    judges = judges or shipped_judges()
    found = [*look.written, *_meant(look, judges.meant)]
    found = _disjoint([*found, *_hong_kong_numbers(look.clean, table, (*context, *(m.symbol for m in found)))])
    found = as_listed(look.clean, sorted(found, key=lambda m: m.start), context, table)
    if not found and thread and thread.symbols:
        symbol, sure = inherit.inherited(look.clean, thread, judges.inherits)
        found = [Mention(symbol=symbol, start=0, end=0, how="inherited", confidence=round(sure, 3))] if symbol else []
    return sorted(found, key=lambda m: m.start)


class Look:
    """One text looked at: what is written out in it, and what else may stand for an instrument (`sightings`)."""

    def __init__(self, text: str, table: InstrumentTable, on: date | None, context: tuple[str, ...]) -> None:
        self.table, self.on = table, on
        self.clean = without_addresses(text)
        self.words = Words(self.clean)
        lexicon = lexicon_of(table)
        spellings = [lexicon.spelling(word) for word in self.words.texts]
        self.written = sorted(
            _disjoint([*written_instruments(self.clean, table, on), *_chinese(self.clean, table, on)]), key=lambda m: m.start
        )
        spotted = [(found, stands(self.words, found, table)) for found in spotted_names(self.words, spellings, on)]
        named = {table.as_of(found[0].symbol, on) for found, ruled in spotted if ruled}
        sure = {m.symbol for m in self.written} | {symbol.partition(".")[0] for symbol in context}
        toronto = {symbol[:-3] for symbol in table.groups if symbol.endswith(".TO")} if _canadian(self.clean) else set()
        codes = {index: (symbol, conf) for symbol, index, conf in bare_symbols(self.words, spellings, table, sure | named | toronto)}
        self._starts = [m.start for m in self.written]
        spots = [*name_sightings(spotted), *code_sightings(self.words, spellings, lexicon, codes)]
        self.sightings = [s for s in spots if not self._covered(s) and self._listed(s)]
        self.sure = sure
        self.counts = Counter(s.symbol for s in self.sightings)

    def features(self, seen: Sighting) -> list[str]:
        """What speaks for a sighting."""
        return features(self.words, seen, self.table, self.sure, self.counts)

    def bar(self, seen: Sighting) -> float:
        """How likely a sighting must be to count."""
        if seen.ruled:
            return MEANT - RULED * (seen.ruled >= 0.9)
        return MEANT + UNRULED + EVERYDAY * seen.ambiguous + DENIED * denied(self.words, seen)

    def mention(self, seen: Sighting, confidence: float) -> Mention:
        """The mention that a sighting is, in the symbol of the post's day."""
        start, end = self.words.start(seen.first), self.words.end(seen.last)
        product = seen.surface if seen.how == "product" else None
        return Mention(
            symbol=self.table.as_of(seen.symbol, self.on),
            start=start,
            end=end,
            how=seen.how,
            confidence=round(confidence, 3),
            product=product,
        )

    def _listed(self, seen: Sighting) -> bool:
        """Whether what it may mean can have been listed on the post's day."""
        item = self.table.get(seen.symbol)
        return item is None or item.listed(self.on)

    def _covered(self, seen: Sighting) -> bool:
        start, end = self.words.start(seen.first), self.words.end(seen.last)
        at = bisect_left(self._starts, end)  # written mentions overlap none of each other, so the last before `end` decides
        return at > 0 and self.written[at - 1].end > start


def _meant(look: Look, judge: Weights) -> list[Mention]:
    """The sightings that are meant, names before codes where they overlap."""
    odds = [(seen, judge.likelihood(look.features(seen))) for seen in look.sightings]
    return _disjoint(look.mention(seen, sure) for seen, sure in odds if sure > look.bar(seen))


def _chinese(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    for name, start, end in chinese_names(text, lexicon_of(table), on) if not text.isascii() and CJK.search(text) else ():
        product = name.surface if name.how == "product" else None
        yield Mention(symbol=table.as_of(name.symbol, on), start=start, end=end, how=name.how, confidence=0.95, product=product)


def _disjoint(mentions: Iterable[Mention]) -> list[Mention]:
    """Those that overlap none before them in the order given; empty ones overlap nothing."""
    kept: list[Mention] = []
    starts: list[int] = []
    ends: list[int] = []  # of the kept, which are disjoint, so both lists are in order
    for mention in mentions:
        at = bisect_left(starts, mention.end)
        if mention.start < mention.end:
            if at and ends[at - 1] > mention.start:
                continue
            starts.insert(at, mention.start)
            ends.insert(at, mention.end)
        kept.append(mention)
    return kept


def _hong_kong_numbers(text: str, table: InstrumentTable, spoken_of: tuple[str, ...]) -> Iterable[Mention]:
    """A bare four-digit code counts where it is the Hong Kong listing of what is spoken of anyway."""
    if not _FOUR_DIGITS.search(text):
        return
    codes = {s[:4]: s for symbol in dict.fromkeys(spoken_of) for s in (symbol, *table.siblings(symbol)) if s.endswith(".HK")}
    for match in _HK_NUMBER.finditer(text) if codes else ():
        if match[1] in codes:
            yield Mention(symbol=codes[match[1]], start=match.start(), end=match.end(), how="symbol", confidence=0.8)


def _canadian(text: str) -> bool:
    return ("TSX" in text or "Canadian" in text or "C$" in text) and bool(_CANADA.search(text))
