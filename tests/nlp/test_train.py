"""Training: labels lead to numbers of their texts, small models learn what separates, and the shipped weights fit the code."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigurationError, DataError
from domain.instruments import InstrumentTable
from nlp.components import stance
from nlp.components.claims import shipped_judges
from nlp.components.context import FEATURES
from nlp.components.stance import LABELS, Head, Heads, shipped_heads
from nlp.components.weights import Weights
from nlp.train.answers import prepare
from nlp.train.fitting import fit, fit_choice
from nlp.train.labels import LABELLED, labelled_posts
from nlp.train.stance import sentence_examples

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = Path(stance.__file__).parents[1] / "data"


def written() -> list[dict]:
    return [json.loads(line) for line in (LABELLED / "written.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_label_points_into_its_text() -> None:
    for row in written():
        text = "\n".join(part for part in (row["title"], row["body"]) if part)
        for subject, *_, start, end in row["claims"]:
            assert 0 <= start < end <= len(text)
            assert subject is None or subject in row["stances"]


def test_labels_of_public_posts_hold_none_of_their_words() -> None:
    for name in ("tweets", "posts"):
        for line in (LABELLED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) == {"id", "stances", "claims"}


@pytest.mark.shared
def test_most_labelled_claims_are_numbers_that_reading_finds() -> None:
    if not SHARED.is_dir():
        pytest.skip("the texts of the labelled posts lie beside the project only")
    posts = labelled_posts(SHARED)[:300]
    found = sum(answer is not None for post in prepare(posts, InstrumentTable.load()) for answer in post.answers.values())
    assert found > 0.85 * sum(len(post.claims) for post in posts)


def test_a_missing_folder_of_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="stocknet"):
        labelled_posts(tmp_path)


def test_a_model_learns_what_separates_the_labels() -> None:
    rows = [["a", "both"], ["b", "both"], ["c", "both"]] * 20
    weights = fit(rows, ["x", "y", "z"] * 20, penalty=1.0)
    for word, label in zip("abc", "xyz", strict=True):
        odds = weights.probabilities([word, "never seen"])
        assert weights.labels[int(odds.argmax())] == label
        assert float(odds.sum()) == pytest.approx(1, abs=1e-5)


def test_a_choice_learns_which_candidate_is_right() -> None:
    weights = fit_choice([([["near"], ["far"]], 0), ([["far"], ["near"], ["far"]], 1)] * 10, penalty=1.0)
    assert weights.score(["near"]) > weights.score(["far"])


def test_our_sentences_cover_every_stance() -> None:
    assert min(Counter(example.label for example in sentence_examples()).values()) >= 40


def test_the_shipped_weights_are_small_and_know_every_kind() -> None:
    assert set(shipped_judges().kind.labels) == {"fact", "forecast", "position", "hypothetical"}
    assert shipped_judges().metric.matrix.shape[1] == len(shipped_judges().metric.labels)
    assert shipped_heads().quiet.dense.shape == (len(LABELS), len(FEATURES))
    assert sum(file.stat().st_size for file in DATA.glob("*.npz")) < 30_000_000


def test_heads_of_another_version_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = Head(Weights(LABELS, {"w": 0}, np.zeros((1, 3), np.float32), np.zeros(3, np.float32)), np.zeros((3, 5), np.float32))
    (tmp_path / "data").mkdir()
    Heads(head, head).save(tmp_path / "data" / stance.SHIPPED)
    monkeypatch.setattr(stance.resources, "files", lambda _: tmp_path)
    monkeypatch.setattr(stance, "FEATURES", ("another",))
    with pytest.raises(ConfigurationError, match="tapecheck train stance"):
        shipped_heads()


def test_saved_weights_read_back_the_same(tmp_path: Path) -> None:
    weights = fit([["a"], ["b"]] * 5, ["x", "y"] * 5, penalty=1.0)
    weights.save(tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz", allow_pickle=False) as stored:
        assert np.allclose(stored["matrix"].astype(np.float32), weights.matrix, atol=1e-2)
        assert list(stored["names"]) == ["a", "b"]
