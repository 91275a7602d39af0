"""How good a source is: A official, B reliable, C unofficial (DESIGN §5); what is derived from it is D."""

from functools import lru_cache

OFFICIAL = ("sec", "edgar", "ecb")
RELIABLE = ("tiingo", "massive", "eodhd")


@lru_cache(maxsize=256)
def grade_of(source: str) -> str:
    """The grade of a value that one source gives."""
    name = source.lower()
    return "A" if name.startswith(OFFICIAL) else "B" if name.startswith(RELIABLE) else "C"
