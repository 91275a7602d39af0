"""The words that surround an instrument, as features of the author's view of it."""

import re
from itertools import pairwise
from typing import Final

from nlp.components.context import TARGET, Context
from nlp.thread import Thread

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[\U0001F300-\U0001FAFF\u2600-\u27bf]|[?!$%]|\d+")
_HEARD: Final = 90  # words of a context that are weighed
_WHOLE: Final = 1500  # characters of the post that are heard for its main instrument
_LENGTH: Final = 150  # characters a step of the post's length


def words_of(text: str, context: Context, thread: Thread | None) -> list[str]:
    """The features of one instrument's context: its words, their order around the name, the post's words where it is the main one."""
    words = [_normal(word) for word in _WORD.findall(context.text)[:_HEARD]]
    symbols = min(5, round(2.718281828 ** context.numbers["log_symbols"]))
    found = [f"n={symbols}", f"length={min(4, len(text) // _LENGTH)}|{min(symbols, 4)}"]
    found += [f"w={word}" for word in dict.fromkeys(words)]
    found += [f"ww={one} {two}" for one, two in pairwise(words)]
    for at, word in enumerate(words):
        if word == TARGET:
            found += [f"T{step:+d}={words[at + step]}" for step in (-3, -2, -1, 1, 2, 3) if 0 <= at + step < len(words)]
    if symbols == 1 or context.numbers["main"]:
        found += [f"d={word.lower()}" for word in dict.fromkeys(_WORD.findall(text[:_WHOLE]))]
    if thread:
        above = next((s.label for s in thread.stances if s.symbol == context.symbol), "none")
        found += ["reply", f"parent={above}"]
    return list(dict.fromkeys(found))


def _normal(word: str) -> str:
    if word.isdigit():
        return "#"
    return word if word in (TARGET, "OTHER") else word.lower().replace("’", "'")
