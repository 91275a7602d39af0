"""The stance heads rebuilt from our own labelled posts and sentences; `tapecheck train stance`."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from domain.instruments import InstrumentTable
from domain.readings import Mention
from nlp.components.context import Context, contexts
from nlp.components.instruments import find_mentions
from nlp.components.stance import LABELS, SHIPPED, Head, Heads, all_numbers, cue_numbers
from nlp.components.stance_words import words_of
from nlp.components.weights import Weights
from nlp.encoder import Encoder
from nlp.reader import thread_of
from nlp.thread import Thread
from nlp.train.labels import Labelled, labelled_posts

PENALTIES: Final = {"spoken": 0.05, "quiet": 0.1}  # inverse strength of the L2 penalty
WEIGHTS: Final = {"bearish": 1.6, "bullish": 1.2, "neutral": 1.0}  # the rare labels count for more, though not alike
RARE: Final = 2
DATA: Final = Path(__file__).parents[1] / "data"
_NAMES: Final = ("$ACME", "$BOLT", "$CRNK", "$DYNO", "$EFFX")
_SLOT: Final = re.compile(r"\{[TO]\}")


@dataclass(frozen=True)
class Example:
    """A labelled instrument of a text: its context, the words around it, its label."""

    context: Context
    words: list[str]
    label: str


def sentence_examples() -> list[Example]:
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
    text += pattern[at:]
    context = next(c for c in contexts(text, mentions, (), None) if c.symbol == names["{T}"][1:])
    return Example(context, words_of(text, context, None), label)


def post_examples(posts: list[Labelled], table: InstrumentTable) -> Iterator[Example]:
    """Each labelled instrument that reading finds in a labelled post, comments in the light of the labels of what they answer."""
    threads: dict[str, Thread] = {}
    for example in posts:
        post, above = example.post, threads.get(example.post.parent_id or "")
        mentions = find_mentions(post.text, posted_at=post.posted_at, thread=above, table=table)
        labelled = example.reading(mentions)
        threads[post.id] = thread_of(post, labelled, above)
        for context in contexts(post.text, mentions, labelled.claims, above):
            if context.symbol in example.stances:
                yield Example(context, words_of(post.text, context, above), example.stances[context.symbol])


def fit_heads(examples: list[Example], encoder: Encoder) -> Heads:
    """Both heads: `spoken` from the contexts that have cues, `quiet` from all."""
    spoken = [example for example in examples if not example.context.silent]
    vectors = all_numbers(encoder, [example.context for example in spoken])
    counted = cue_numbers([example.context for example in examples])
    return Heads(_fit(spoken, vectors, PENALTIES["spoken"]), _fit(examples, counted, PENALTIES["quiet"]))


def _fit(examples: list[Example], numbers: NDArray[np.float32], penalty: float) -> Head:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    counts: dict[str, int] = {}
    for example in examples:
        for word in example.words:
            counts[word] = counts.get(word, 0) + 1
    vocabulary = {word: at for at, word in enumerate(sorted(word for word, seen in counts.items() if seen >= RARE))}
    rows = [[vocabulary[word] for word in example.words if word in vocabulary] for example in examples]
    flat = [at for row in rows for at in row]
    words = csr_matrix((np.ones(len(flat)), flat, np.cumsum([0, *map(len, rows)])), shape=(len(rows), len(vocabulary)))
    model: Any = LogisticRegression(C=penalty, max_iter=300, class_weight=WEIGHTS)
    model.fit(hstack([words, csr_matrix(numbers)]).tocsr(), [example.label for example in examples])
    assert tuple(model.classes_) == LABELS
    weights = model.coef_.astype(np.float32)
    return Head(
        Weights(LABELS, vocabulary, weights[:, : len(vocabulary)].T, model.intercept_.astype(np.float32)), weights[:, len(vocabulary) :]
    )


def train_stance(texts: Path, out: Path = DATA, say: Callable[[str], None] = print, encoder: Encoder | None = None) -> None:
    """Writes the stance heads to `out`, learned from the labelled posts whose texts lie in `texts` and our own sentences."""
    examples = [*sentence_examples(), *post_examples(labelled_posts(texts), InstrumentTable.load())]
    say(f"{len(examples)} labelled instruments")
    fit_heads(examples, encoder or Encoder()).save(out / SHIPPED)
    say(f"written to {out / SHIPPED}")
