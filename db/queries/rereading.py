"""Which claim of an earlier reading a claim of a later one is, so that reviews and history survive a new reader."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.readings import Claim


class Known(NamedTuple):
    """A claim of the earlier reading of a text: its fingerprint and where its words stand (None: not known)."""

    fingerprint: str
    start: int | None
    end: int | None


def kept(marks: Sequence[str], claims: Sequence[Claim], known: Sequence[Known]) -> list[str]:
    """The fingerprint of each claim in order: its own of `marks`, or that of the earlier claim whose words it reads otherwise.

    A claim that both readings found keeps its own. Of the rest, those that overlap belong together, most shared
    characters first, each earlier claim once.
    """
    before = [old for old in known if old.fingerprint not in marks]
    new = set(marks) - {old.fingerprint for old in known}
    pairs = [(_shared(claim, old), -at, old.fingerprint) for at, claim in enumerate(claims) if marks[at] in new for old in before]
    found, taken = list(marks), set()
    for shared, place, mark in sorted(pairs, reverse=True):
        if shared and mark not in taken and found[-place] in new:
            found[-place] = mark
            taken.add(mark)
    return found


def _shared(claim: Claim, old: Known) -> int:
    if claim.start is None or claim.end is None or old.start is None or old.end is None:
        return 0
    return max(0, min(claim.end, old.end) - max(claim.start, old.start))
