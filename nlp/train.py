"""`python -m nlp.train FOLDER`: the stance head rebuilt from the project's own sentences and public sets that may ship.

FOLDER holds one folder for each public set. Used are only those whose licence lets weights ship: TFNS (MIT), neutral
rows and newsroom rows, and FinEntity (ODC-BY), both as what they are to us: news retold, which takes no side.
"""

import argparse
import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.readings import Mention
from nlp.components.context import FEATURES, Context, contexts
from nlp.components.stance import LABELS, SHIPPED, Head, head_features
from nlp.encoder import PACKAGED, Encoder

SEED = 7
NEWS_ROWS = 500  # of each public set: enough to learn what a newsroom sounds like, not so many that all turns neutral
OWN_WEIGHT = 3.0  # one of our sentences beside one news row
PENALTY = 0.15  # inverse strength of the L2 penalty; the best of 0.02 to 0.5 in cross-validation over our sentences
_NAMES = ("$ACME", "$BOLT", "$CRNK", "$DYNO", "$EFFX")
_SLOT = re.compile(r"\{[TO]\}")
_CASHTAG = re.compile(r"\$[A-Z]{1,5}\b")


@dataclass(frozen=True)
class Example:
    """A labelled (text, instrument): `mentions` of all instruments, `symbol` the one judged, `weight` in training."""

    text: str
    mentions: tuple[Mention, ...]
    symbol: str
    label: str
    weight: float = 1.0


def own_sentences() -> list[Example]:
    """The sentences written for the project; `{T}` is the instrument judged, `{O}` another."""
    lines = (resources.files("nlp") / "data" / "stance_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [_filled(row["text"], row["label"], number) for number, row in enumerate(map(json.loads, lines))]


def _filled(pattern: str, label: str, number: int) -> Example:
    names = {"{T}": _NAMES[number % 5], "{O}": _NAMES[(number + 1) % 5]}
    text, mentions, at = "", [], 0
    for slot in _SLOT.finditer(pattern):
        text += pattern[at : slot.start()]
        name = names[slot[0]]
        mentions.append(Mention(symbol=name[1:], start=len(text), end=len(text) + len(name), how="cashtag"))
        text += name
        at = slot.end()
    return Example(text + pattern[at:], tuple(mentions), names["{T}"][1:], label, OWN_WEIGHT)


def news(folder: Path) -> list[Example]:
    """News lines of the public sets, each taken as neutral: retold without comment."""
    rng = random.Random(SEED)
    found: list[Example] = []
    for rows in (list(_tweeted_news(folder / "TFNS" / "sent_train_9543.csv")), list(_newswire(folder / "FinEntity" / "FinEntity.json"))):
        found += rng.sample(rows, min(NEWS_ROWS, len(rows)))
    return found


def _tweeted_news(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tags = [Mention(symbol=m[0][1:], start=m.start(), end=m.end(), how="cashtag") for m in _CASHTAG.finditer(row["text"])]
            if tags and (row["label"] == "2" or " - " in row["text"]):
                yield Example(row["text"], tuple(tags), tags[0].symbol, "neutral")


def _newswire(path: Path) -> Iterator[Example]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        tags = tuple(Mention(symbol=a["value"], start=a["start"], end=a["end"], how="name") for a in row["annotations"])
        if tags:
            yield Example(row["content"], tags, tags[0].symbol, "neutral")


def example_contexts(examples: list[Example]) -> list[Context]:
    """The context of each example's instrument, made just as reading makes it."""
    return [next(c for c in contexts(e.text, e.mentions, (), None) if c.symbol == e.symbol) for e in examples]


def fit(features: NDArray[np.float32], labels: list[str], weights: list[float], penalty: float = PENALTY) -> Head:
    """A logistic head over standardless features; labels weigh alike whatever their number."""
    from sklearn.linear_model import LogisticRegression

    model: Any = LogisticRegression(C=penalty, class_weight="balanced", max_iter=3000, random_state=SEED)
    model.fit(features, labels, sample_weight=weights)
    return Head(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def train(folder: Path, encoder: Encoder) -> tuple[Head, float]:
    """(head, macro-F1 over our own sentences in five folds, each judged by a head that did not see them)."""
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold

    own, retold = own_sentences(), news(folder)
    examples = own + retold
    features = head_features(encoder, example_contexts(examples))
    labels, weights = [e.label for e in examples], [e.weight for e in examples]
    said = np.empty(len(own), dtype=object)
    for _, held in StratifiedKFold(5, shuffle=True, random_state=SEED).split(features[: len(own)], labels[: len(own)]):
        kept = [n for n in range(len(examples)) if n not in set(held)]
        head = fit(features[kept], [labels[n] for n in kept], [weights[n] for n in kept])
        said[held] = [LABELS[n] for n in head.probabilities(features[held]).argmax(axis=1)]
    return fit(features, labels, weights), float(f1_score(labels[: len(own)], list(said), average="macro"))


def save(head: Head, path: Path) -> None:
    """Writes the head as plain arrays, with the names of its features and labels."""
    np.savez_compressed(path, weights=head.weights, bias=head.bias, features=np.array(FEATURES), labels=np.array(LABELS))


def main() -> None:
    """Trains and writes the shipped weights, and prints what cross-validation says of them."""
    parser = argparse.ArgumentParser(description="Rebuild the stance weights")
    parser.add_argument("folder", type=Path, help="folder that holds TFNS/ and FinEntity/")
    parser.add_argument("--model", default=PACKAGED)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / SHIPPED)
    given = parser.parse_args()
    head, score = train(given.folder, Encoder(given.model))
    save(head, given.out)
    print(f"own sentences, five folds: macro-F1 {score:.3f}; written to {given.out}")


if __name__ == "__main__":
    main()
