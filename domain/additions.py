"""A table with what a ledger knows beyond the shipped one: newer listings and renames, and names of one's own."""

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from domain.instruments import Instrument, InstrumentTable, Name, Rename, official_name, short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """`listings` and `renames` of the SEC's lists, `titles` (companies that took another name), `names` and `codes` of one's own."""

    listings: tuple[Instrument, ...] = ()
    renames: tuple[Rename, ...] = ()
    titles: tuple[Instrument, ...] = ()
    names: tuple[Name, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


def extended(table: InstrumentTable, more: Additions, *, words: Set[str] = frozenset()) -> InstrumentTable:
    """The table with the additions; `table` itself where they hold nothing that it lacks.

    Names follow their company to its new symbol. `words` are frequent words: an added symbol or name that is one of them counts
    only where the text around it speaks of the company, as in the shipped table.
    """
    known = {(r.old, r.new) for r in table.renames}
    renames = tuple(r for r in more.renames if (r.old, r.new) not in known)
    listings = tuple(item for item in more.listings if item.symbol not in table.instruments)
    titles = (*more.titles, *(item for item in more.listings if _took_over(item, table.get(item.symbol))))
    if not (renames or listings or titles or more.names or more.codes):
        return table
    moved = {r.old: r.new for r in renames if r.new}
    common = table.common_words | (words & _words_of([*listings, *titles], more))
    instruments = {**table.instruments, **{item.symbol: item for item in listings}}
    return replace(
        table,
        instruments=instruments,
        renames=(*table.renames, *renames),
        codes={**{code: _now(symbol, moved) for code, symbol in table.codes.items()}, **dict(more.codes)},
        groups=_groups(table.groups, moved),
        hand_names=(
            *(replace(name, symbol=_now(name.symbol, moved)) for name in table.hand_names),
            *_later_names(table, titles, moved, common),
        ),
        own_names=tuple(_guarded(name, moved, common) for name in more.names),
        common_words=common,
        fingerprint=_fingerprint([*renames, *listings, *titles, *more.names, *more.codes]),
    )


def is_common(surface: str, words: Set[str]) -> bool:
    """Whether a name is nothing but frequent words."""
    return all(word in words for word in surface.lower().split())


def _guarded(name: Name, moved: dict[str, str], common: Set[str]) -> Name:
    return replace(name, symbol=_now(name.symbol, moved), ambiguous=name.ambiguous or is_common(name.surface, common))


def _words_of(items: list[Instrument], more: Additions) -> set[str]:
    texts = [
        *(item.symbol for item in items),
        *(item.name for item in items),
        *(name.surface for name in more.names),
        *(code for code, _ in more.codes),
    ]
    return {word for text in texts for word in short_name(text).lower().split()}


def _later_names(table: InstrumentTable, titles: tuple[Instrument, ...], moved: dict[str, str], common: frozenset[str]) -> list[Name]:
    """Official names that the shipped table gives to a symbol of the past, and those that companies took since."""
    taken = {name.surface.lower() for name in table.hand_names}
    before = [replace(table.instruments[old], symbol=_now(old, moved)) for old in moved if old in table.instruments]
    found = [official_name(item, common) for item in [*before, *titles]]
    return [name for name in found if name and name.surface.lower() not in taken]


def _now(symbol: str, moved: dict[str, str]) -> str:
    for _ in range(4):
        if symbol not in moved:
            break
        symbol = moved[symbol]
    return symbol


def _groups(groups: dict[str, tuple[str, ...]], moved: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found = dict(groups)
    for members in set(groups.values()):
        now = tuple(_now(symbol, moved) for symbol in members)
        if now != members:
            found.update(dict.fromkeys([*members, *now], now))
    return found


def _took_over(item: Instrument, before: Instrument | None) -> bool:
    """Whether a company took over a symbol that the shipped table gives to another."""
    return before is not None and None not in (before.cik, item.cik, item.since) and before.cik != item.cik


def _fingerprint(parts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, parts))).encode("utf-8", "surrogatepass")).hexdigest()[:8]
