"""A tokenizer whose time grows with the text's length and with nothing else.

spaCy's own peels affixes one at a time, which takes tens of seconds for 20,000 brackets, emoji or dollar signs.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN = re.compile(r"\d+|[^\W\d]+|[^\w\s]|\s+")
_BREAK = re.compile(r"\s")


_TEXT = "tapecheck_text"


def text_of(doc: "Doc") -> str:
    """The doc's text, as it came: spaCy joins it anew from the tokens each time that it is asked."""
    text: str = doc.user_data.get(_TEXT) or doc.text
    return text


class LinearTokenizer:
    """Text in, spaCy Doc out: runs of digits, runs of letters and single signs are tokens; no character is lost."""

    def __init__(self, vocab: "Vocab") -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> "Doc":
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if words and word[0] == " " and not spaces[-1]:
                spaces[-1], word = True, word[1:]
            if word:
                words.append(word)
                spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[_TEXT] = text
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> "LinearTokenizer":
        """This tokenizer; it has no state to restore."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to keep: the tokenizer has no state."""

    def from_disk(self, _path: object, **_: object) -> "LinearTokenizer":
        """This tokenizer; it has no state to restore."""
        return self


def parts(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """(offset, part) pairs that make up `text`, none longer than `limit`, cut at white space in a part's last tenth where there is some."""
    start = 0
    while len(text) - start > limit:
        breaks = [match.end() for match in _BREAK.finditer(text, start + limit - limit // 10, start + limit)]
        end = breaks[-1] if breaks else start + limit
        yield start, text[start:end]
        start = end
    yield start, text[start:]
