"""The words of a post with what surrounds them, as the instrument finder looks at them."""

import re
from dataclasses import dataclass
from functools import cached_property

from .wordlists import word_list

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?(?:['’][a-zA-Z]{1,2}(?![^\W_]))?")
_NUMBER_NEAR = re.compile(r"[$€£%]|\d")
_NOT_TEXT = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]{1,60}\.(?:com|org|net|io|co|gov)/\S*|@\w+|&(?:amp|gt|lt);")


def without_addresses(text: str) -> str:
    """The text with addresses and user names blanked out, every offset kept."""
    return _NOT_TEXT.sub(lambda m: ("&" if m[0] == "&amp;" else " ").ljust(len(m[0])), text)


@dataclass(slots=True)
class Word:
    """One word: as written, its lower-case key without possessive, offsets."""

    text: str
    key: str
    start: int
    end: int


class Words:
    """The words of one text, in order, with questions about their surroundings."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Word(m[0], _key(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]

    @cached_property
    def shouting(self) -> bool:
        """Whether capitals carry no information here."""
        letters = [w.text for w in self.words if w.text.isalpha() and len(w.text) > 1]
        return len(letters) >= 5 and sum(t.isupper() for t in letters) > 0.6 * len(letters)

    @cached_property
    def speaks_of_markets(self) -> bool:
        """Whether the text as a whole has a market word or money in it."""
        return "$" in self.text or "%" in self.text or any(w.key in word_list("market_words") for w in self.words)

    def key(self, index: int) -> str:
        """The key of a word, empty outside the text."""
        return self.words[index].key if 0 <= index < len(self.words) else ""

    def near_market(self, first: int, last: int, reach: int = 3) -> bool:
        """Whether a market word stands within `reach` words of the words first to last."""
        market = word_list("market_words")
        around = (*range(max(0, first - reach), first), *range(last + 1, min(len(self.words), last + 1 + reach)))
        return any(self.words[i].key in market for i in around)

    def number_after(self, index: int) -> bool:
        """Whether money, a percentage or a number stands within 12 characters after the word."""
        end = self.words[index].end
        return bool(_NUMBER_NEAR.search(self.text, end, end + 12))

    def starts_sentence(self, index: int) -> bool:
        """Whether nothing, a line break or a full stop stands before the word."""
        before = self.text[max(0, self.words[index].start - 3) : self.words[index].start].rstrip(" \"'*#>-")
        return not before or before[-1] in ".!?\n:"


def _key(word: str) -> str:
    lowered = word.lower().replace("’", "'")
    return lowered[:-2] if lowered.endswith("'s") else lowered.replace("'", "")
