"""The reader's own word lists, read once."""

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of `nlp/data/<name>.txt`, case kept; lines that start with # are comments."""
    text = (files("nlp") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
