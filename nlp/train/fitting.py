"""Linear models over named features, fitted: one label of several, or one candidate of a choice."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nlp.components.weights import Weights

Choice = tuple[list[list[str]], int]  # the features of each candidate, and which of them is right
RARE: Final = 2  # a feature seen less often teaches nothing that carries over
RULED: Final = ("r=", "rs=", "rule=", "kind=", "ruled=")  # what the rules say, which a penalty made for words would drown
TRUST: Final = 1.5  # how much dearer than a word it is


def fit(rows: Sequence[Sequence[str]], labels: Sequence[str], *, penalty: float, only: str | None = None) -> Weights:
    """A logistic regression over named features. `only` names the one label to keep of two (its score is the log odds)."""
    from sklearn.linear_model import LogisticRegression

    vocabulary, matrix, scale = _matrix(rows)
    model: Any = LogisticRegression(C=penalty, max_iter=250, tol=1e-3)
    model.fit(matrix, labels)
    classes = tuple(map(str, model.classes_))
    weights: NDArray[np.float32] = (model.coef_ * scale).astype(np.float32).T
    bias: NDArray[np.float32] = model.intercept_.astype(np.float32)
    if only is not None:
        sign = 1 if classes[1] == only else -1
        return Weights((only,), vocabulary, sign * weights, sign * bias)
    return Weights(classes, vocabulary, weights, bias)


def fit_choice(choices: Sequence[Choice], *, penalty: float) -> Weights:
    """Weights that make the right candidate of each choice the likeliest (a conditional logit, McFadden 1974)."""
    from scipy.optimize import minimize

    rows = [row for candidates, _ in choices for row in candidates]
    vocabulary, matrix, scale = _matrix(rows)
    ends = np.cumsum([len(candidates) for candidates, _ in choices])
    starts = np.concatenate([[0], ends[:-1]])
    right = starts + np.array([at for _, at in choices])
    group = np.repeat(np.arange(len(choices)), ends - starts)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        odds = np.exp(scores)
        total = np.add.reduceat(odds, starts)
        surplus = odds / total[group]
        cost = float((np.log(total) - scores[right]).sum() + weights @ weights / (2 * penalty))
        surplus[right] -= 1
        return cost, np.asarray(matrix.T @ surplus + weights / penalty)

    found = minimize(loss, np.zeros(len(vocabulary)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights = (found.x * scale).astype(np.float32)[:, None]
    return Weights(("right",), vocabulary, weights, np.zeros(1, dtype=np.float32))


def _matrix(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], Any, NDArray[np.float64]]:
    """(vocabulary, sparse matrix of the rows, how much each feature was scaled)."""
    from scipy.sparse import csr_matrix

    counts: dict[str, int] = {}
    for row in rows:
        for name in set(row):
            counts[name] = counts.get(name, 0) + 1
    vocabulary = {name: at for at, name in enumerate(sorted(name for name, seen in counts.items() if seen >= RARE))}
    indices = [[vocabulary[name] for name in row if name in vocabulary] for row in rows]
    flat = np.array([at for row in indices for at in row])
    scale = np.array([TRUST if name.startswith(RULED) else 1.0 for name in vocabulary])
    matrix = csr_matrix((scale[flat], flat, np.cumsum([0, *map(len, indices)])), shape=(len(rows), len(vocabulary)))
    return vocabulary, matrix, scale
