"""The encoder: right vectors, honest refusal of weights that are not the published ones."""

from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigurationError
from nlp import encoder as subject
from nlp.encoder import Encoder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_vectors_are_of_unit_length_and_in_order(encoder: Encoder) -> None:
    texts = ["The bank raised its dividend.", "Frogs sing in the pond at night.", "The bank raised its dividend."]
    vectors = encoder.encode(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[2])
    assert vectors[0] @ encoder.encode(["The lender pays shareholders more."])[0] > vectors[0] @ vectors[1] + 0.2


def test_no_text_gives_no_rows_and_loads_nothing() -> None:
    assert Encoder("no-such-folder").encode([]).shape == (0, 384)


def test_each_distinct_text_is_encoded_once(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    real = encoder._transformer.encode
    monkeypatch.setattr(encoder._transformer, "encode", lambda texts, **how: given.append(len(texts)) or real(texts, **how))
    encoder.encode(["one", "two", "one", "one"])
    assert given == [2]


def test_changed_weights_are_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the published weights")
    monkeypatch.setattr(subject, "packaged_folder", lambda: tmp_path)
    with pytest.raises(ConfigurationError, match=r"not the published ones.*reinstall.*constraints\.txt"):
        Encoder().encode(["anything"])


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be loaded"):
        Encoder(str(tmp_path / "absent")).encode(["anything"])
