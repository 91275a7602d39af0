"""Listed codes that plainly mean something else where they stand: a currency before its amount, a verb made for fun."""

import re
from typing import Final

from nlp.components.currencies import SIGNS
from nlp.components.surroundings import Words

_AMOUNT: Final = re.compile(r"\s?\d[\d.,]*\s?(?:[kmbt]|mn|bn|tn|million|billion|trillion)\b", re.IGNORECASE)
_SPOIL: Final = re.compile(r"\s+(?:that|this|the|my|your|some|all)\s+(?:money|cash|gains?|profits?|tendies|bags?)\b", re.IGNORECASE)
_TO_DO: Final = frozenset(["", "to", "and", "can", "just", "gonna", "let's", "will", "please", "go"])


def means_something_else(words: Words, index: int) -> bool:
    """Whether a word that is a listed code is none here: "NOK 3.04B", "GME that money"."""
    if words.texts[index].lower() in SIGNS and _AMOUNT.match(words.text, words.end(index)):
        return True
    verb = words.starts_sentence(index) or words.key(index - 1) in _TO_DO
    return verb and _SPOIL.match(words.text, words.end(index)) is not None
