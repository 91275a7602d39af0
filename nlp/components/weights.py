"""Learned weights: features of a number in, a probability for each reading out. Plain arrays, no pickle."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import ConfigurationError


@dataclass(frozen=True, eq=False)
class Weights:
    """A linear model over named features: `matrix` (features, labels), `bias` (labels)."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """(labels,) summing to 1; features that training did not know count for nothing."""
        scores = self.scores(features)
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), dtype=np.float32)

    def scores(self, features: Iterable[str]) -> NDArray[np.float32]:
        """(labels,) raw scores."""
        rows = [row for row in map(self.vocabulary.get, features) if row is not None]
        return np.asarray(np.add.reduce(self.matrix.take(np.array(rows, dtype=np.intp), axis=0), axis=0) + self.bias, dtype=np.float32)

    def score(self, features: Iterable[str]) -> float:
        """The first label's raw score: for ranking one candidate beside others."""
        return sum(map(self._first.get, features, repeat(0.0)), float(self.bias[0]))

    @cached_property
    def _first(self) -> dict[str, float]:
        """The first label's weight of each feature: for a handful of features a dictionary is faster than an array."""
        return dict(zip(self.vocabulary, self.matrix[list(self.vocabulary.values()), 0].tolist(), strict=True))

    def likelihood(self, features: Iterable[str]) -> float:
        """The first label's probability beside its opposite, from named features."""
        return _chance(self.score(features))

    def chance(self, values: Mapping[str, float]) -> float:
        """The first label's probability beside its opposite, from numbers by name."""
        total = float(self.bias[0]) + sum(float(self.matrix[self.vocabulary[name], 0]) * value for name, value in values.items())
        return _chance(total)

    def save(self, path: Path) -> None:
        """Writes the weights, in half precision: what is lost is far below what training leaves uncertain."""
        names = np.array(sorted(self.vocabulary, key=self.vocabulary.__getitem__))
        np.savez_compressed(path, labels=np.array(self.labels), names=names, matrix=self.matrix.astype(np.float16), bias=self.bias)


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


@cache
def shipped(name: str) -> Weights:
    """The weights `nlp/data/<name>.npz` that come with the program. Raises ConfigurationError where the file is missing."""
    file = resources.files("nlp") / "data" / f"{name}.npz"
    if not file.is_file():
        raise ConfigurationError(f"the weights nlp/data/{name}.npz are missing; reinstall, or train them with `tapecheck train claims`")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        vocabulary = {str(name): row for row, name in enumerate(stored["names"])}
        return Weights(
            tuple(map(str, stored["labels"])), vocabulary, stored["matrix"].astype(np.float32), stored["bias"].astype(np.float32)
        )
