"""What a trace of one number holds: what each component said of it, with what weight, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.readings import Claim
from nlp.components.numbers import Number
from nlp.components.weights import Weights

REASONS: Final = 5  # features for, and as many against, that a candidate shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A named feature and what it adds to a candidate's score (log odds), or takes from it."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading that was weighed: its final chance, what was learned said before the rules' word (`learned`), and why.

    `ruled` is what the rules added: to the chance of a metric or kind, to the score of a subject. `name` None: no instrument.
    """

    name: str | None
    chance: float
    learned: float
    ruled: float = 0.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the rules alone made of the number: the metric, at what cost (lower is surer), and whose it is.

    `far` is how far that was looked for: 0 same sentence, 1 an earlier one, 2 the thread, 3 nowhere.
    """

    metric: str | None
    cost: int
    symbol: str | None
    far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """A word that means an instrument or could: how it was recognised, how likely it is meant, and what it needed (`bar`).

    `bar` is None where nothing had to be weighed: a cashtag, a tag, a name of the thread.
    """

    words: str
    symbol: str
    start: int
    end: int
    how: str
    chance: float
    meant: bool
    bar: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One number and all that was said of it. A choice that was not reached is empty; `number` None: these digits are no number.

    `came_of` is a word of `Fate`, `why` the sentence that explains it.
    """

    words: str
    start: int
    end: int
    sentence: str
    came_of: str
    why: str
    number: Number | None = None
    written: str = ""
    rule: Rule | None = None
    metrics: tuple[Candidate, ...] = ()
    subjects: tuple[Candidate, ...] = ()
    kinds: tuple[Candidate, ...] = ()
    sign: Candidate | None = None
    confidence: tuple[Reason, ...] = ()
    mentions: tuple[Spotted, ...] = ()
    claim: Claim | None = None


def reasons(weights: Weights, features: Iterable[str], label: int = 0) -> tuple[Reason, ...]:
    """The weightiest features for a label, then those against it.

    Beside other labels a feature counts as far as it speaks for this one more than for the rest.
    """
    rows = {name: weights.matrix[row] for name in features if (row := weights.vocabulary.get(name)) is not None}
    several = len(weights.labels) > 1
    added = sorted(((float(row[label]) - float(row.mean()) * several, name) for name, row in rows.items()), reverse=True)
    chosen = [one for one in added[:REASONS] if one[0] > 0] + [one for one in added[: -REASONS - 1 : -1] if one[0] < 0]
    return tuple(Reason(feature=name, weight=round(weight, 2)) for weight, name in chosen)
