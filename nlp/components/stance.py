"""What the author thinks of each instrument of a post: a label, a probability, and the words that carry it.

Words decide first, meaning second: every instrument gets the cues of its own clauses (`context`), and a small
logistic head weighs them together with the embedding of those clauses. Where neither the post nor what it answers
says anything for or against the instrument the label is neutral and nothing is encoded; of tweets that is most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from domain.errors import ConfigurationError
from domain.readings import Claim, Mention, Stance
from nlp.components.context import FEATURES, Context, contexts
from nlp.components.cues import NEWS
from nlp.encoder import Encoder
from nlp.thread import Thread

LABELS = ("bearish", "bullish", "neutral")
SHIPPED = "stance_head.npz"
SILENT_SCORE = 0.8  # probability given to "neutral" where nothing is said
EMBEDDING_SCALE = 3.0  # unit vectors have tiny parts beside cue counts; this brings them to one size for the penalty


@dataclass(frozen=True)
class StanceInput:
    """One post to judge: its text, who is mentioned where, its claims, and what it answers (None for a first post)."""

    text: str
    mentions: Sequence[Mention]
    claims: Sequence[Claim] = ()
    thread: Thread | None = None


@dataclass(frozen=True)
class Head:
    """Weights of the three labels over [embedding, cue features]: `weights` (3, n), `bias` (3,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 3) in the order of LABELS; each row sums to 1."""
        scores = features @ self.weights.T + self.bias
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


def shipped_head() -> Head:
    """The head that comes with the program. Raises ConfigurationError where its file is missing or of another make."""
    file = resources.files("nlp") / "data" / SHIPPED
    if not file.is_file():
        raise ConfigurationError(f"the stance weights nlp/data/{SHIPPED} are missing; reinstall, or train them with `python -m nlp.train`")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        if tuple(stored["features"]) != FEATURES or tuple(stored["labels"]) != LABELS:
            raise ConfigurationError(
                f"the stance weights nlp/data/{SHIPPED} fit another version; train them anew with `python -m nlp.train`"
            )
        return Head(stored["weights"], stored["bias"])


def head_features(encoder: Encoder, found: Sequence[Context]) -> NDArray[np.float32]:
    """(n, dimensions + features): the scaled embedding of each context beside its cue features."""
    vectors = encoder.encode([context.text for context in found])
    return np.hstack([vectors * EMBEDDING_SCALE, np.asarray([context.vector() for context in found], dtype=np.float32)]).astype(np.float32)


class StanceReader:
    """Stances of posts.

    Args:
        encoder: gives the vectors; used (and loaded) only where a post has something to weigh.
        head: trained weights; None takes the shipped ones at first use.
    """

    def __init__(self, encoder: Encoder, head: Head | None = None) -> None:
        self.encoder, self._given = encoder, head

    @cached_property
    def head(self) -> Head:
        """The weights in use."""
        return self._given or shipped_head()

    def read(self, items: Sequence[StanceInput]) -> list[tuple[Stance, ...]]:
        """For each item one Stance per distinct symbol of its mentions, sorted by symbol; `score` is the label's probability."""
        found = [contexts(item.text, item.mentions, item.claims, item.thread) for item in items]
        judged = self._judge([context for group in found for context in group if not context.silent])
        return [tuple(_stance(context, judged.get(id(context))) for context in group) for group in found]

    def _judge(self, spoken: Sequence[Context]) -> dict[int, NDArray[np.float32]]:
        if not spoken:
            return {}
        probabilities = self.head.probabilities(head_features(self.encoder, spoken))
        return {id(context): row for context, row in zip(spoken, probabilities, strict=True)}


def _stance(context: Context, probabilities: NDArray[np.float32] | None) -> Stance:
    """The likeliest label; a preference makes the preferred one bullish, and the other neutral unless it is run down."""
    if probabilities is None:
        return Stance(symbol=context.symbol, label="neutral", score=SILENT_SCORE)
    best = int(np.argmax(probabilities))
    label, score = LABELS[best], float(probabilities[best])
    if context.preferred_to and label == "neutral":
        label, score = "bullish", max(0.5, float(probabilities[1]))
    if context.passed_over and label == "bullish":
        label, score = "neutral", max(0.5, float(probabilities[2]))
    sign = {"bullish": 1, "bearish": -1}.get(label, 0)
    evidence = tuple((cue.start, cue.end) for cue in context.cues if cue.kind != NEWS and (cue.sign == sign or not sign))
    return Stance(symbol=context.symbol, label=label, score=score, versus=context.preferred_to, evidence=evidence)
