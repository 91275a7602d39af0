"""What a word alone can stand for, looked up once for each spelling: names that begin with it, the listed code that it is."""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from domain.instruments import Instrument, InstrumentTable, Name

from .wordlists import word_list

Named = tuple[tuple[str, ...], Name]  # the words of a name, lower case, and the name

CJK: Final = re.compile(r"[\u3400-\u9fff]")
_PART: Final = re.compile(r"[^\W_]+(?:&[^\W_]+)?")
_REMEMBERED: Final = 1 << 15  # spellings; what they mean depends on nothing but the table, so forgetting one costs time only


class Names(NamedTuple):
    """The names that begin with one word: the `longer` ones by their second word, longest first, and those of the word alone."""

    longer: dict[str, list[Named]]
    alone: list[Named]


class Spelling(NamedTuple):
    """One way to write a word: the names that it can begin, and the code that it is without its possessive."""

    names: tuple[Names, ...]
    bare: str
    code: Instrument | None


class Lexicon:
    """The names and codes of one table by how they are written."""

    def __init__(self, table: InstrumentTable) -> None:
        self._instruments, self._codes, self._common = table.instruments, table.codes, table.common_words
        self.by_first: dict[str, Names] = {}
        self.chinese: dict[str, list[Name]] = {}
        for name in sorted(table.spoken, key=lambda name: -len(_parts(name.surface))):
            if CJK.search(name.surface):
                self.chinese.setdefault(name.surface, []).append(name)
            elif parts := _parts(name.surface):
                names = self.by_first.setdefault(parts[0], Names({}, []))
                (names.longer.setdefault(parts[1], []) if len(parts) > 1 else names.alone).append((parts, name))
        self.chinese_pattern = re.compile("|".join(sorted(map(re.escape, self.chinese), key=len, reverse=True)) or "(?!)")
        self.spelling = lru_cache(_REMEMBERED)(self._spelling)
        self.english = lru_cache(_REMEMBERED)(self._english)

    def _spelling(self, text: str) -> Spelling | None:
        """What a word as written can stand for; None where for nothing."""
        joined, key = joined_of(text), key_of(text)
        names = tuple(found for first in dict.fromkeys((joined, key)) if (found := self.by_first.get(first)))
        bare = text.removesuffix("'s").removesuffix("’s")
        code = self._code(bare.upper()) if 1 <= len(bare) <= 6 and bare.isascii() and bare.isalpha() else None
        return Spelling(names, bare, code) if names or code else None

    def _code(self, code: str) -> Instrument | None:
        return self._instruments.get(code) or self._instruments.get(self._codes.get(code, ""))

    def _english(self, text: str) -> bool:
        """Whether a spelling is a common English word or chat shorthand."""
        chat = word_list("not_symbols")
        return text.lower() in self._common or text.lower() in chat or text.upper() in chat


def _parts(surface: str) -> tuple[str, ...]:
    return tuple(_PART.findall(surface.lower().replace("'s", "s").replace("’s", "s")))


_LEXICONS: WeakKeyDictionary[InstrumentTable, Lexicon] = WeakKeyDictionary()


def lexicon_of(table: InstrumentTable) -> Lexicon:
    """The lexicon of a table, built once for each."""
    found = _LEXICONS.get(table)
    if found is None:
        found = _LEXICONS[table] = Lexicon(table)
    return found


@lru_cache(_REMEMBERED)
def key_of(word: str) -> str:
    """A word in small letters without possessive or apostrophes."""
    lowered = word.lower().replace("’", "'")
    return lowered[:-2] if lowered.endswith("'s") else lowered.replace("'", "")


@lru_cache(_REMEMBERED)
def joined_of(word: str) -> str:
    """A word in small letters, its possessive's s joined to it: "Macy's" as "macys"."""
    return word.lower().replace("'", "").replace("’", "")
