"""Instruments that are written as such: cashtags, `$Name(CODE)$`, `Name (CODE)`, `NASDAQ:AAPL`, `9988.HK`."""

import re
from collections.abc import Iterator
from datetime import date

from domain.exchanges import PREFIXES
from domain.instruments import InstrumentTable
from domain.readings import Mention

from .wordlists import word_list

_TAG = re.compile(r"\$[^$()\n]{1,60}\(([A-Z0-9][A-Z0-9.\-]{0,9})\)\$?")
_CASHTAG = re.compile(r"\$(?<![\w$]\$)([A-Za-z][A-Za-z0-9]{0,9}(?:[.:/_-][A-Za-z]{1,2}(?![A-Za-z]))?)(?![A-Za-z0-9])")
_EXCHANGES = "|".join(["NYSE ?(?:American|Arca|MKT)?", "Nasdaq", "TSE", *(name for name in PREFIXES if len(name) > 2)])
_EXCHANGE = re.compile(rf"\b({_EXCHANGES}) ?: ?\$?([A-Z0-9][A-Z0-9.&\-]{{0,19}})\b")
_SUFFIXED = re.compile(
    r"(?<![\w$.])([A-Z0-9]{1,6}(?:-[A-Z])?\.(?:TO|L|T|DE|PA|KS|TW|SS|SZ|HK|CO|SW|AX|NS|MI|AS|BRK)|[A-Z0-9]{2,20}\.(?:NS|BO|JK)|"
    r"[A-Z0-9]{2,5}\.(?:SI|WA|VI|LS|IR)|\d{4,6}\.(?:TWO|KQ))\b|\b(BRK[./-][AB])\b"
)
_DOTTED = re.compile(r"[A-Z0-9]\.[A-Z]|BRK[./-]")
_CLASS = re.compile(r"(?<![\w$.-])([A-Z]{2,6}-[A-Z])(?![\w.])")
_HONG_KONG = re.compile(r"\b0*(\d{1,5})[ .]HK\b(?!\$)", re.I)
_BRACKETED = re.compile(r"(?<=\w)( ?[\(（](?:ticker:? ?)?(\$?[A-Z]{1,5}(?:\.[A-Z]{1,2})?|0\d{3,4}|\d{6})[\)）])")
_OBJECTS = frozenset({"me", "us", "them", "him", "you", "it", "my", "her"})
_MONTHS = frozenset(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC"])
_WORD_AFTER = re.compile(r"\s+([a-z]+)")


def written_instruments(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    """Mentions that need no context; they may overlap, the surer first."""
    if "$" in text:
        if "(" in text:
            yield from _tags(text, table, on)
        yield from _cashtags(text, table, on)
    yield from _listings(text, table, on)
    if "-" in text:
        yield from _classes(text, table, on)
    if "(" in text or "（" in text:
        yield from _bracketed(text, table, on)


def _mention(symbol: str, span: tuple[int, int], how: str, confidence: float = 1.0) -> Mention:
    return Mention(symbol=symbol, start=span[0], end=span[1], how=how, confidence=confidence)


def _tags(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    for match in _TAG.finditer(text):
        if match[1] in word_list("not_symbols"):
            continue
        if symbol := table.resolve(match[1], on) or _plausible(match[1]):
            yield _mention(symbol, match.span(), "tag")


def _cashtags(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    for match in _CASHTAG.finditer(text):
        code = match[1].upper()
        if code in _MONTHS or (code.lower() in table.common_words and _object_after(text, match.end())):
            continue
        symbol = table.resolve(code, on)
        if symbol is None and match[1].isupper():
            symbol = _plausible(code)
        if symbol and (match[1].isupper() or len(code) > 1):
            yield _mention(symbol, match.span(), "cashtag", 1.0 if symbol in table.instruments else 0.8)


def _object_after(text: str, end: int) -> bool:
    after = _WORD_AFTER.match(text, end)
    return after is not None and after[1] in _OBJECTS


def _plausible(code: str) -> str | None:
    """An unlisted code that may have been a symbol once: two to five letters, a class after a dot turned into Yahoo's dash."""
    return code.replace(".", "-") if re.fullmatch(r"[A-Z]{2,5}(?:\.[A-Z])?", code) else None


def _listings(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    if ":" in text:
        for match in _EXCHANGE.finditer(text):
            exchange = match[1].upper().split()[0]
            abroad = PREFIXES.get(exchange) or exchange == "TSE"
            symbol = table.resolve(f"{exchange}:{match[2]}", on) or (None if abroad else _plausible(match[2]))
            if symbol and (symbol in table.instruments or not abroad or _is_code(match, table)):
                yield _mention(symbol, match.span(), "tag")
    for match in _HONG_KONG.finditer(text) if "hk" in text.lower() else ():
        yield _mention(f"{int(match[1]):04d}.HK", match.span(), "symbol")
    for match in _SUFFIXED.finditer(text) if _DOTTED.search(text) else ():
        code = match[0]
        symbol = table.resolve(code, on) or (code if len(code) > 4 and not code.endswith(".T") else None)
        if symbol:
            yield _mention(symbol, match.span(), "symbol", 0.95)


def _is_code(match: re.Match[str], table: InstrumentTable) -> bool:
    """Whether what follows an exchange abroad is a code that the table lacks, not a word ("ASX: DOWN 2 %")."""
    code, written = match[2], match[0]
    if code in word_list("not_symbols") or code.lower() in table.common_words or code.lower() in word_list("code_words"):
        return False
    return " " not in written or not code.isalpha() or match.string[max(0, match.start() - 1) : match.start()] in {"(", "（", "["}


def _bracketed(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    for match in _BRACKETED.finditer(text):
        code = match[2].lstrip("$")
        if (code in word_list("not_symbols") or len(code) == 1) and not _named_before(text, match.start(), code, table):
            continue
        if symbol := table.resolve(code, on):
            yield _mention(symbol, match.span(2), "tag", 0.95)


def _named_before(text: str, at: int, code: str, table: InstrumentTable) -> bool:
    """Whether the word before the bracket belongs to the name of what the code stands for."""
    item = table.get(code)
    words = re.findall(r"\w+", text[max(0, at - 40) : at])[-3:]
    return bool(item and words and any(w[0].isupper() and len(w) > 2 and w.lower() in item.name.lower() for w in words))


def _classes(text: str, table: InstrumentTable, on: date | None) -> Iterator[Mention]:
    """Share classes written with a dash (BRK-B, NOVO-B), at home or on the exchange that lists them so."""
    for match in _CLASS.finditer(text):
        symbol = next((s for s in (match[1], f"{match[1]}.CO", f"{match[1]}.ST", f"{match[1]}.TO") if s in table.instruments), None)
        if symbol and match[1] not in word_list("not_symbols"):
            yield _mention(table.as_of(symbol, on), match.span(), "symbol", 0.9)
