"""What the author thinks of each instrument of a post: a label, a probability, and the words that carry it.

Every instrument gets the cues of its own clauses (`context`) and the words around its name (`stance_words`). Two small
linear heads weigh them: where a cue speaks for or against the instrument, together with the embedding of those clauses;
where none does, words alone, and nothing is encoded; of tweets that is most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import ConfigurationError
from domain.readings import Claim, Mention, Stance
from nlp.components.context import FEATURES, Context, contexts
from nlp.components.cues import NEWS
from nlp.components.stance_words import words_of
from nlp.components.weights import Weights
from nlp.encoder import Encoder
from nlp.thread import Thread

LABELS = ("bearish", "bullish", "neutral")
SHIPPED = "stance_head.npz"
EMBEDDING_SCALE = 6.0  # unit vectors have tiny parts beside counted words; this brings them to one size for the penalty
CUE_SCALE = 0.7


@dataclass(frozen=True)
class StanceInput:
    """One post to judge: its text, who is mentioned where, its claims, and what it answers (None for a first post)."""

    text: str
    mentions: Sequence[Mention]
    claims: Sequence[Claim] = ()
    thread: Thread | None = None


@dataclass(frozen=True)
class Head:
    """A linear head: `words` over named words, `dense` (3, n) over the numbers beside them, in the order of LABELS."""

    words: Weights
    dense: NDArray[np.float32]

    def probabilities(self, words: Sequence[Sequence[str]], numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 3) in the order of LABELS; each row sums to 1."""
        scores = np.array([self.words.scores(row) for row in words]) + numbers @ self.dense.T
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Heads:
    """`spoken` judges contexts with cues (words, cue numbers, embedding), `quiet` those without (words, cue numbers)."""

    spoken: Head
    quiet: Head

    def save(self, path: Path) -> None:
        """Writes both as plain arrays, in half precision, with the names of their features and labels."""
        arrays: dict[str, NDArray[np.generic]] = {"features": np.array(FEATURES), "labels": np.array(LABELS)}
        for name, head in (("spoken", self.spoken), ("quiet", self.quiet)):
            names = sorted(head.words.vocabulary, key=head.words.vocabulary.__getitem__)
            arrays |= {f"{name}_names": np.array(names), f"{name}_words": head.words.matrix.astype(np.float16)}
            arrays |= {f"{name}_bias": head.words.bias, f"{name}_dense": head.dense}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # numpy types its keyword arrays as flags


def shipped_heads() -> Heads:
    """The heads that come with the program. Raises ConfigurationError where their file is missing or of another make."""
    file = resources.files("nlp") / "data" / SHIPPED
    if not file.is_file():
        raise ConfigurationError(f"the stance weights nlp/data/{SHIPPED} are missing; reinstall, or run `tapecheck train stance`")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        if tuple(stored["features"]) != FEATURES or tuple(stored["labels"]) != LABELS:
            raise ConfigurationError(f"the stance weights nlp/data/{SHIPPED} fit another version; run `tapecheck train stance`")

        def head(name: str) -> Head:
            vocabulary = {str(word): row for row, word in enumerate(stored[f"{name}_names"])}
            words = Weights(LABELS, vocabulary, stored[f"{name}_words"].astype(np.float32), stored[f"{name}_bias"])
            return Head(words, stored[f"{name}_dense"])

        return Heads(head("spoken"), head("quiet"))


def cue_numbers(found: Sequence[Context]) -> NDArray[np.float32]:
    """(n, features): the counted cues of each context."""
    return np.asarray([context.vector() for context in found], dtype=np.float32).reshape(len(found), len(FEATURES)) * CUE_SCALE


def all_numbers(encoder: Encoder, found: Sequence[Context]) -> NDArray[np.float32]:
    """(n, features + dimensions): the counted cues beside the scaled embedding of each context."""
    vectors = encoder.encode([context.text for context in found])
    return np.hstack([cue_numbers(found), vectors * EMBEDDING_SCALE]).astype(np.float32)


class StanceReader:
    """Stances of posts.

    Args:
        encoder: gives the vectors; used (and loaded) only where a post has something to weigh.
        heads: trained weights; None takes the shipped ones at first use.
    """

    def __init__(self, encoder: Encoder, heads: Heads | None = None) -> None:
        self.encoder, self._given = encoder, heads

    @cached_property
    def heads(self) -> Heads:
        """The weights in use."""
        return self._given or shipped_heads()

    def read(self, items: Sequence[StanceInput]) -> list[tuple[Stance, ...]]:
        """For each item one Stance per distinct symbol of its mentions, sorted by symbol; `score` is the label's probability."""
        found = [(item, contexts(item.text, item.mentions, item.claims, item.thread)) for item in items]
        pairs = [(item, context) for item, group in found for context in group]
        judged = {**self._judge([p for p in pairs if not p[1].silent], True), **self._judge([p for p in pairs if p[1].silent], False)}
        return [tuple(_stance(context, judged[id(context)]) for context in group) for _, group in found]

    def _judge(self, pairs: Sequence[tuple[StanceInput, Context]], spoken: bool) -> dict[int, NDArray[np.float32]]:
        if not pairs:
            return {}
        words = [words_of(item.text, context, item.thread) for item, context in pairs]
        group = [context for _, context in pairs]
        head = self.heads.spoken if spoken else self.heads.quiet
        rows = head.probabilities(words, all_numbers(self.encoder, group) if spoken else cue_numbers(group))
        return {id(context): row for context, row in zip(group, rows, strict=True)}


def _stance(context: Context, probabilities: NDArray[np.float32]) -> Stance:
    """The likeliest label; yes or no to what it answers takes a side.

    A preference makes the preferred one bullish, and the other neutral unless it is run down.
    """
    best = int(np.argmax(probabilities))
    label, score = LABELS[best], float(probabilities[best])
    if context.preferred_to and label == "neutral":
        label, score = "bullish", max(0.5, float(probabilities[1]))
    if context.passed_over and label == "bullish":
        label, score = "neutral", max(0.5, float(probabilities[2]))
    taken = context.numbers["agree_sign"] + context.numbers["disagree_sign"]
    if taken and label == "neutral":
        label = "bullish" if taken > 0 else "bearish"
        score = max(0.5, float(probabilities[LABELS.index(label)]))
    sign = {"bullish": 1, "bearish": -1}.get(label, 0)
    evidence = tuple((cue.start, cue.end) for cue in context.cues if cue.kind != NEWS and (cue.sign == sign or not sign))
    return Stance(symbol=context.symbol, label=label, score=score, versus=context.preferred_to, evidence=evidence)
