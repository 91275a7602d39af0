"""Which number of a text each labelled claim is: the claim reader's steps walked with the answers at hand."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.instruments import InstrumentTable
from nlp.components.claims import NOTHING, Linker
from nlp.components.instruments import MentionJudges, find_mentions
from nlp.components.numbers import Number, find_numbers, quantities
from nlp.reader import thread_of
from nlp.thread import Thread
from nlp.train.labels import Label, Labelled


@dataclass(frozen=True)
class Prepared:
    """A labelled post ready to learn from: its linker, and for each number its claim (None: no claim; absent: not known)."""

    example: Labelled
    linker: Linker
    answers: Mapping[int, Label | None]

    def metric(self, at: int) -> str:
        """What number `at` measures: a metric, or NOTHING."""
        claim = self.answers.get(at)
        return NOTHING if claim is None else str(claim["metric"])

    def falls(self, at: int) -> bool:
        """Whether the words, not a written sign, make number `at` negative."""
        claim = self.answers[at]
        assert claim is not None
        bound = claim["low"] if claim["low"] is not None else claim["high"]
        return bool(bound < 0 < self.linker.numbers[at].value)


def prepare(posts: Iterable[Labelled], table: InstrumentTable, judges: MentionJudges | None = None) -> Iterator[Prepared]:
    """Each post with numbers in it, its mentions found as reading finds them, comments in the light of what they answer."""
    seen: dict[str, Thread] = {}
    for example in posts:
        post = example.post
        thread = seen.get(post.parent_id or "")
        mentions = find_mentions(post.text, posted_at=post.posted_at, thread=thread, table=table, judges=judges)
        seen[post.id] = thread_of(post, example.reading(mentions), thread)
        numbers = quantities(find_numbers(post.text))
        if numbers:
            yield Prepared(example, Linker(post.text, mentions, thread, numbers), answers(numbers, example.claims))


def answers(numbers: Sequence[Number], claims: Sequence[Label]) -> dict[int, Label | None]:
    """For each number its claim, None where it is none's; a number that only says a claim again is left out."""
    found: dict[int, Label | None] = {}
    for claim in claims:
        fitting = [at for at, number in enumerate(numbers) if at not in found and _is(number, claim)]
        inside = [at for at in fitting if claim["start"] <= numbers[at].start and numbers[at].end <= claim["end"] + 1]
        if inside or fitting:
            found[(inside or fitting)[0]] = claim
    for at, number in enumerate(numbers):
        if at not in found and not any(claim and _is(number, claim) for claim in claims):
            found[at] = None
    return found


def _is(number: Number, claim: Label) -> bool:
    bounds, wanted = (number.low, number.high), (claim["low"], claim["high"])
    if number.unit in ("c", "p") and wanted[0] is not None and _close(number.value / 100, wanted[0]):
        return True
    if _both(bounds, wanted) or _both(bounds[::-1], wanted):
        return True
    one = (number.low == number.high or None in bounds) and (wanted[0] == wanted[1] or None in wanted)
    return one and _close(number.value, wanted[0] if wanted[0] is not None else wanted[1])


def _both(bounds: tuple[Decimal | None, Decimal | None], wanted: tuple[float | None, float | None]) -> bool:
    return all(_close(bound, want) for bound, want in zip(bounds, wanted, strict=True))


def _close(one: Decimal | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return math.isclose(abs(float(one)), abs(other), rel_tol=1e-6, abs_tol=1e-9)
