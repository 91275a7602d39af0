"""Symbols written bare, in capitals or small letters, where the text means the stock."""

from collections.abc import Collection, Iterator, Sequence

from domain.instruments import Instrument, InstrumentTable

from .lexicon import Spelling
from .surroundings import Words
from .wordlists import word_list

_OPTION_WORDS = frozenset(["call", "calls", "put", "puts", "share", "shares", "stock", "leaps", "options", "option", "weeklies", "fds"])
_BEFORE = frozenset(
    [
        "buy",
        "buying",
        "bought",
        "sell",
        "selling",
        "sold",
        "hold",
        "holding",
        "long",
        "short",
        "shorting",
        "shorted",
        "own",
        "yolo",
        "yoloed",
        "trading",
        "dd",
        "ticker",
    ]
)
_VOWELS = frozenset("aeiouy")
_AFTER = frozenset({"is", "at", "was", "will"})
_LINKS = frozenset({"on", "of", "in", "more", "my", "some", "the", "into"})


def bare_symbols(
    words: Words, spellings: Sequence[Spelling | None], table: InstrumentTable, sure: Collection[str]
) -> Iterator[tuple[str, int, float]]:
    """Symbol, index of its word and confidence, for words that are symbols here; `sure` holds those found written out.

    `spellings` are those of the words, in order.
    """
    for index, spelling in enumerate(spellings):
        if spelling is None or (item := spelling.code) is None:
            continue
        text = spelling.bare
        if text.isupper():
            confidence = _capitals(words, index, text.upper(), item, table, item.symbol in sure)
        else:
            confidence = _small(words, index, text, item, table, item.symbol in sure)
        if confidence:
            yield item.symbol, index, confidence


def _capitals(words: Words, index: int, code: str, item: Instrument, table: InstrumentTable, sure: bool) -> float:
    if sure and len(code) > 1:
        return 0.95
    if code in word_list("not_symbols") or len(code) == 1:
        return 0.7 if not words.shouting and _strong(words, index) and code not in _NEVER else 0.0
    everyday = code.lower() in table.common_words or code.lower() in word_list("not_symbols") or len(code) == 2
    if words.shouting or everyday:
        return 0.75 if _close(words, index) and not (words.shouting and everyday) else 0.0
    if item.known:
        return 0.9
    return 0.7 if words.speaks_of_markets else 0.0


_NEVER = frozenset(
    [
        "A",
        "I",
        "DD",
        "CEO",
        "EPS",
        "ETF",
        "YOLO",
        "AI",
        "IT",
        "US",
        "USA",
        "PT",
        "ATH",
        "EV",
        "IPO",
        "ET",
        "IV",
        "OTM",
        "ITM",
        "PUT",
        "PUTS",
        "CALL",
        "CALLS",
        "LEAP",
        "LEAPS",
        "FD",
        "FOMO",
        "FED",
        "SEC",
        "FDA",
        "USD",
        "UK",
        "EU",
        "BUY",
        "SELL",
        "HOLD",
        "IRA",
        "WSB",
        "IMO",
        "P",
        "S",
        "E",
        "K",
        "D",
        "R",
        "M",
        "B",
    ]
)


def _strong(words: Words, index: int) -> bool:
    """An option or share word right after, or `shares of`, `calls on` before."""
    if words.key(index + 1) in _OPTION_WORDS:
        return True
    return words.key(index - 1) in {"of", "on"} and words.key(index - 2) in _OPTION_WORDS


def _close(words: Words, index: int) -> bool:
    return words.near_market(index, index, 3) or words.number_after(index)


def _small(words: Words, index: int, text: str, item: Instrument, table: InstrumentTable, sure: bool) -> float:
    if len(text) < 3 or text in word_list("not_symbols") or text.lower() in table.common_words or text.upper() in word_list("not_symbols"):
        return 0.0
    if not (text.islower() or text.istitle()):
        return 0.0
    if sure:
        return 0.8
    before, behind = words.key(index - 1), words.key(index - 2)
    beside = words.key(index + 1) in _OPTION_WORDS or before in _OPTION_WORDS or (before in _LINKS and behind in _OPTION_WORDS)
    if beside:
        # a capitalised word before "stock" is more often a place or a name ("New York stock exchange")
        return 0.0 if text.istitle() and words.key(index + 1) == "stock" else 0.8
    if not item.known:
        return 0.0
    if not _VOWELS.intersection(text.lower()) and words.speaks_of_markets:
        return 0.8  # no English word lacks a vowel: pltr, bbby, Rklb
    if text.istitle():
        return 0.0
    if words.key(index + 1) in _AFTER and words.speaks_of_markets:
        return 0.7
    return 0.7 if (before in _BEFORE or (before in _LINKS and behind in _BEFORE)) else 0.0
