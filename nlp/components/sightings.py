"""Words that may stand for an instrument: bare codes in any case and names in any case, with what speaks for each.

The finders of `symbols` and `names` say what is sure by rule; here everything possible is gathered, and learned weights
say which of it the text means.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.instruments import InstrumentTable

from .homonyms import means_something_else
from .lexicon import Lexicon, Spelling, lexicon_of
from .names import Found, as_platform, as_source
from .surroundings import Words
from .wordlists import word_list

_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words `first` to `last` of a text that may mean `symbol`; `ruled` is the confidence that the rules give it, 0.0 for none."""

    symbol: str
    first: int
    last: int
    how: str
    ruled: float
    ambiguous: bool = False
    surface: str = ""


def code_sightings(
    words: Words, spellings: Sequence[Spelling | None], lexicon: Lexicon, ruled: dict[int, tuple[str, float]]
) -> Iterator[Sighting]:
    """Every word that is a listed code: in capitals any, in small letters those of known instruments that are no English word."""
    for index, spelling in enumerate(spellings):
        if spelling is None or (item := spelling.code) is None:
            continue
        text = spelling.bare
        symbol, ruled_so = ruled.get(index, (item.symbol, 0.0))
        possible = 2 <= len(text) <= 5 and (text.isupper() or (len(text) > 2 and item.known and not lexicon.english(text)))
        if (index in ruled or possible) and not means_something_else(words, index):
            yield Sighting(symbol, index, index, "symbol", ruled_so)


def name_sightings(spotted: Iterable[tuple[Found, bool]]) -> Iterator[Sighting]:
    """The spotted names, each with whether the rules are sure of it."""
    for (name, first, last), ruled in spotted:
        yield Sighting(name.symbol, first, last, name.how, 0.9 if ruled else 0.0, name.ambiguous, name.surface)


def features(words: Words, seen: Sighting, table: InstrumentTable, sure: Collection[str], counts: Counter[str]) -> list[str]:
    """What speaks for the text meaning the instrument; `sure` are the symbols written out or of the thread, `counts` all sightings."""
    start, end = words.start(seen.first), words.end(seen.last)
    text, item = words.texts[seen.first], table.get(seen.symbol)
    known, english = bool(item and item.known), lexicon_of(table).english(text)
    how, rule = seen.how[0], f"{seen.ruled:.1f}"
    case = "U" if text.isupper() else "l" if text.islower() else "T" if text.istitle() else "m"
    kind = how + case
    b4, b3, b2, before = (words.key(i) for i in range(seen.first - 4, seen.first))
    after, a2, a3, a4 = (words.key(i) for i in range(seen.last + 1, seen.last + 5))
    found = [
        *_itself(text, seen.symbol, kind, rule, seen.last - seen.first, seen.ambiguous, item.kind if item else "?", known, english),
        f"word={text.lower() in word_list('code_words')}|{kind}|{known}|{words.speaks_of_markets}",
        f"shout={words.shouting}|{case}|{rule}", f"market={words.speaks_of_markets}|{kind}",
        f"sure={seen.symbol in sure}|{kind}", f"sure={bool(sure)}|{kind}|{rule}", f"count={min(3, counts[seen.symbol])}|{kind}",
        f"starts={words.starts_sentence(seen.first)}|{kind}|{english}",
        f"near={words.near_market(seen.first, seen.last)}|{kind}", f"number={words.number_after(seen.last)}|{kind}|{english}",
        f"p={before}|{how}", f"n={after}|{how}", "p=" + before, "n=" + after, f"pp={b2} {before}", f"nn={after} {a2}",
        f"left={words.text[max(0, start - 1) : start]}|{kind}", f"right={words.text[end : end + 1]}|{kind}",
        f"size={min(4, len(words) // 20)}|{kind}",
        "b=" + b4, "b=" + b3, "b=" + b2, "b=" + before, "a=" + after, "a=" + a2, "a=" + a3, "a=" + a4,
    ]  # fmt: skip
    if len(text) <= 5 and case == "U" and seen.how == "symbol":
        found.append(f"listed={_is_code(words, seen.first - 1)}|{_is_code(words, seen.last + 1)}")
        found.append(f"chat={text in word_list('not_symbols')}|{words.shouting}")
    if seen.how != "symbol":
        found += [
            f"source={as_source(words, seen.symbol, seen.first, seen.last)}",
            f"platform={as_platform(words, seen.symbol, seen.first, seen.last)}",
            "surface=" + seen.surface.lower(),
        ]
    return found


@lru_cache(1 << 14)
def _itself(
    text: str, symbol: str, kind: str, rule: str, longer: int, ambiguous: bool, traded: str, known: bool, english: bool
) -> tuple[str, ...]:
    """What speaks for a sighting whatever stands around it; `longer` counts its words after the first."""
    return (
        f"rule={rule}", f"rule={rule}|{kind}", f"kind={kind}|{known}|{english}", f"len={len(text)}|{kind}|{longer}",
        f"word={text.lower() in word_list('code_words')}|{kind}", f"amb={ambiguous}|{kind}",
        f"is={text}" if kind[1] in "Ul" else f"is={text.lower()}", f"sym={symbol}", f"type={traded}|{kind}",
        f"possessive={text.endswith(_POSSESSIVE)}|{kind}",
    )  # fmt: skip


def denied(words: Words, seen: Sighting) -> bool:
    """Whether it looks like chat shorthand in capitals, a broker quoted or a platform used."""
    text = words.texts[seen.first]
    if seen.how == "symbol":
        return text.isupper() and text in word_list("not_symbols")
    return as_source(words, seen.symbol, seen.first, seen.last) or as_platform(words, seen.symbol, seen.first, seen.last)


def _is_code(words: Words, index: int) -> bool:
    return 0 <= index < len(words) and words.texts[index].isupper() and 2 <= len(words.texts[index]) <= 5
