"""The SEC's list of tickers and what changed since the last one: added, renamed, ended, passed to another company."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: exchange as the SEC names it -> market code; what it names otherwise, or not at all, trades over the counter.
SEC_MICS: Final = {"Nasdaq": "XNAS", "NYSE": "XNYS", "OTC": "OTCM", "CBOE": "BATS"}
KNOWN_RANK: Final = 1500  # the list is in order of size; so many of its first rows are widely spoken of
LEAST_SHARE: Final = 0.8  # a list that holds less of what was listed before is not the whole list
_STATE: Final = re.compile(r"\s*[/\\\\][A-Z]{2,3}[/\\\\]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of the list: symbol in Yahoo notation, the company's number and name, market code, whether it is large."""

    symbol: str
    cik: int
    name: str
    mic: str
    known: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a newer list says of the older.

    `renamed` pairs a company's old symbol with its new row; `passed` are symbols that stayed on the list with another company.
    """

    added: tuple[Listed, ...] = ()
    renamed: tuple[tuple[str, Listed], ...] = ()
    ended: tuple[str, ...] = ()
    passed: tuple[Listed, ...] = ()


def company_name(title: str) -> str:
    """A company's name as the list has it, without the state that the SEC writes after it."""
    return _STATE.sub("", title)


def is_whole(seen: Sequence[Listed], known: Mapping[str, int]) -> bool:
    """Whether a list still holds most of the symbols that were listed before; an empty or cut list does not."""
    return bool(seen) and sum(row.symbol in known for row in seen) >= LEAST_SHARE * len(known)


def compare(known: Mapping[str, int], seen: Sequence[Listed]) -> Changes:
    """The changes from the symbols listed before (symbol -> company number) to the list seen now."""
    now = {row.symbol: row for row in seen}
    gone: dict[int, list[str]] = {}
    for symbol, cik in known.items():
        if symbol not in now or now[symbol].cik != cik:
            gone.setdefault(cik, []).append(symbol)
    fresh: dict[int, list[str]] = {}
    for row in seen:
        if known.get(row.symbol) != row.cik:
            fresh.setdefault(row.cik, []).append(row.symbol)
    pairs = {old: new for cik, symbols in gone.items() for old, new in _paired(symbols, fresh.get(cik, []))}
    left = [symbol for symbols in gone.values() for symbol in symbols if symbol not in pairs]
    continuing = set(pairs.values())
    new = [now[symbol] for symbols in fresh.values() for symbol in symbols if symbol not in continuing]
    passed = tuple(row for row in new if row.symbol in left)
    return Changes(
        added=tuple(row for row in new if row not in passed),
        renamed=tuple((old, now[symbol]) for old, symbol in pairs.items()),
        ended=tuple(symbol for symbol in left if now.get(symbol) not in passed),
        passed=passed,
    )


def _paired(gone: Sequence[str], fresh: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Which of a company's new symbols continues which of its old ones: the only ones, else by the ending that follows the stem.

    DWAC, DWACU and DWACW became DJT and DJTWW: the stems are one share, what hangs on them is paired only where it is alike.
    """
    if len(gone) == len(fresh) == 1:
        return [(gone[0], fresh[0])]
    if not gone or not fresh:
        return []
    old, new = min(gone, key=len), min(fresh, key=len)
    if not all(s.startswith(old) for s in gone) or not all(s.startswith(new) for s in fresh):
        return []
    endings = {symbol[len(new) :]: symbol for symbol in fresh}
    return [(symbol, endings[symbol[len(old) :]]) for symbol in gone if symbol[len(old) :] in endings]
