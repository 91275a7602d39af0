"""The words of a post with what surrounds them, as the instrument finder looks at them."""

import re
from functools import cached_property

from .lexicon import key_of
from .wordlists import word_list

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?(?:['’][a-zA-Z]{1,2}(?![^\W_]))?")
_NUMBER_NEAR = re.compile(r"[$€£%]|\d")
_NOT_TEXT = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]{1,60}\.(?:com|org|net|io|co|gov)/\S*|@\w+|&(?:amp|gt|lt);")
_PLAIN = re.compile(r"(?:https?://|www\.)\S+|@\w+|&(?:amp|gt|lt);")  # all but bare domains, whose search is dear
_DOMAIN = re.compile(r"\.(?:com|org|net|io|co|gov)/")


def without_addresses(text: str) -> str:
    """The text with addresses and user names blanked out, every offset kept."""
    plain = _PLAIN.sub(_blank, text)
    return _NOT_TEXT.sub(_blank, text) if _DOMAIN.search(plain) else plain


def _blank(match: re.Match[str]) -> str:
    return ("&" if match[0] == "&amp;" else " ").ljust(len(match[0]))


class Words:
    """The words of one text, in order (`texts` as written, `keys` in small letters without possessive), and what surrounds them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found = list(_WORD.finditer(text))
        self.texts = [match[0] for match in self._found]
        self.keys = list(map(key_of, self.texts))

    def __len__(self) -> int:
        return len(self.texts)

    def start(self, index: int) -> int:
        """Where a word starts in the text."""
        return self._found[index].start()

    def end(self, index: int) -> int:
        """Where a word ends in the text."""
        return self._found[index].end()

    @cached_property
    def shouting(self) -> bool:
        """Whether capitals carry no information here."""
        letters = [text for text in self.texts if text.isalpha() and len(text) > 1]
        return len(letters) >= 5 and sum(t.isupper() for t in letters) > 0.6 * len(letters)

    @cached_property
    def speaks_of_markets(self) -> bool:
        """Whether the text as a whole has a market word or money in it."""
        return "$" in self.text or "%" in self.text or not word_list("market_words").isdisjoint(self.keys)

    def key(self, index: int) -> str:
        """The key of a word, empty outside the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def near_market(self, first: int, last: int, reach: int = 3) -> bool:
        """Whether a market word stands within `reach` words of the words first to last."""
        market = word_list("market_words")
        return not (
            market.isdisjoint(self.keys[max(0, first - reach) : first]) and market.isdisjoint(self.keys[last + 1 : last + 1 + reach])
        )

    def number_after(self, index: int) -> bool:
        """Whether money, a percentage or a number stands within 12 characters after the word."""
        end = self.end(index)
        return bool(_NUMBER_NEAR.search(self.text, end, end + 12))

    def starts_sentence(self, index: int) -> bool:
        """Whether nothing, a line break or a full stop stands before the word."""
        start = self.start(index)
        before = self.text[max(0, start - 3) : start].rstrip(" \"'*#>-")
        return not before or before[-1] in ".!?\n:"
