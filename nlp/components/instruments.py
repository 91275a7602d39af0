"""Finds the instruments that a post speaks of."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from domain.instruments import InstrumentTable
from domain.readings import Mention
from nlp.thread import Thread

from .cashtags import written_instruments
from .inherit import speaks_of_parent
from .names import chinese_names, name_index, named_instruments
from .surroundings import Words, without_addresses
from .symbols import bare_symbols

_CANADA = re.compile(r"\bTSX\b|\bCanadian dollars\b|\bC\$\d")
_HK_NUMBER = re.compile(r"(?<![\d.,$])0?(\d{4})(?![\d.,]?\d|%)")


def find_mentions(text: str, *, posted_at: datetime | None, thread: Thread | None, table: InstrumentTable) -> list[Mention]:
    """The mentions of a post, sorted by start, none overlapping; symbols are those of the post's day (undated: as written).

    A comment that names nothing and plainly speaks of what it answers gets one mention of the thread's main symbol, with
    an empty span at 0 and `how` inherited.
    """
    on = posted_at.date() if posted_at else None
    clean = without_addresses(text)
    found = _disjoint(written_instruments(clean, table, on))
    words = Words(clean)
    found = _disjoint([*found, *_names(clean, words, table, on)])
    context = tuple(thread.symbols) if thread else ()
    sure = {m.symbol for m in found} | {symbol.partition(".")[0] for symbol in context}
    if _CANADA.search(clean):
        sure |= {symbol[:-3] for symbol in table.groups if symbol.endswith(".TO")}
    found = _disjoint([*found, *_symbols(words, table, on, sure)])
    found = _disjoint([*found, *_hong_kong_numbers(clean, table, (*context, *(m.symbol for m in found)))])
    found = _home_listing(clean, found, context, table)
    if not found and thread and thread.symbols and speaks_of_parent(clean):
        found = [Mention(symbol=thread.symbols[0], start=0, end=0, how="inherited", confidence=0.7)]
    return sorted(found, key=lambda m: m.start)


def _disjoint(mentions: Iterable[Mention]) -> list[Mention]:
    """Those that overlap none before them in the order given."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in mentions:
        span = range(mention.start, mention.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mention)
    return kept


def _names(text: str, words: Words, table: InstrumentTable, on: date | None) -> Iterable[Mention]:
    for name, start, end in chinese_names(text, name_index(table)) if not text.isascii() else ():
        product = name.surface if name.how == "product" else None
        yield Mention(symbol=table.as_of(name.symbol, on), start=start, end=end, how=name.how, confidence=0.95, product=product)
    for name, first, last in named_instruments(words, table):
        start, end = words.words[first].start, words.words[last].end
        product = name.surface if name.how == "product" else None
        confidence = 0.75 if name.ambiguous else 0.9
        yield Mention(symbol=table.as_of(name.symbol, on), start=start, end=end, how=name.how, confidence=confidence, product=product)


def _symbols(words: Words, table: InstrumentTable, on: date | None, sure: set[str]) -> Iterable[Mention]:
    for symbol, index, confidence in bare_symbols(words, table, sure):
        word = words.words[index]
        yield Mention(symbol=table.as_of(symbol, on), start=word.start, end=word.end, how="symbol", confidence=confidence)


def _hong_kong_numbers(text: str, table: InstrumentTable, spoken_of: tuple[str, ...]) -> Iterable[Mention]:
    """A bare four-digit code counts where it is the Hong Kong listing of what is spoken of anyway."""
    codes = {s[:4]: s for symbol in spoken_of for s in (symbol, *table.siblings(symbol)) if s.endswith(".HK")}
    for match in _HK_NUMBER.finditer(text) if codes else ():
        if match[1] in codes:
            yield Mention(symbol=codes[match[1]], start=match.start(), end=match.end(), how="symbol", confidence=0.8)


def _home_listing(text: str, found: list[Mention], context: tuple[str, ...], table: InstrumentTable) -> list[Mention]:
    """Canadian companies take their Toronto listing where the text or its thread speaks of Toronto."""
    if not (_CANADA.search(text) or any(symbol.endswith(".TO") for symbol in context)):
        return found
    home = {m.symbol: next((s for s in table.siblings(m.symbol) if s.endswith(".TO")), m.symbol) for m in found}
    return [replace(m, symbol=home[m.symbol]) for m in found]
