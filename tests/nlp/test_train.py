"""Training: the shipped head matches the code, and our own sentences can be learnt from."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigurationError
from nlp.components import stance
from nlp.components.stance import LABELS, Head, shipped_head
from nlp.train import fit, news, own_sentences, save

SHARED = Path(__file__).parents[2].parent / "shared"


def test_our_sentences_name_the_instrument_they_judge() -> None:
    examples = own_sentences()
    assert min(Counter(example.label for example in examples).values()) >= 40
    assert len({example.text for example in examples}) == len(examples)
    for example in examples:
        assert any(m.symbol == example.symbol and example.text[m.start : m.end] == "$" + m.symbol for m in example.mentions)


def test_a_head_learns_what_separates_the_labels() -> None:
    features = np.repeat(np.eye(3, dtype=np.float32), 20, axis=0)
    head = fit(features, [label for label in LABELS for _ in range(20)], [1.0] * 60, penalty=1.0)
    chances = head.probabilities(np.eye(3, dtype=np.float32))
    assert chances.argmax(axis=1).tolist() == [0, 1, 2]
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_the_shipped_head_is_small_and_of_this_version() -> None:
    assert shipped_head().weights.shape[0] == len(LABELS)
    assert (Path(stance.__file__).parents[1] / "data" / stance.SHIPPED).stat().st_size < 2_000_000


def test_a_head_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    save(Head(np.zeros((3, 5), np.float32), np.zeros(3, np.float32)), tmp_path / "data" / stance.SHIPPED)
    monkeypatch.setattr(stance.resources, "files", lambda _: tmp_path)
    monkeypatch.setattr(stance, "FEATURES", ("another",))
    with pytest.raises(ConfigurationError, match=r"python -m nlp\.train"):
        shipped_head()


@pytest.mark.shared
def test_public_news_is_taken_as_neutral() -> None:
    if not (SHARED / "stance").is_dir():
        pytest.skip("no ../shared/stance beside the checkout")
    rows = news(SHARED / "stance")
    assert len(rows) == 1000
    assert {row.label for row in rows} == {"neutral"}
