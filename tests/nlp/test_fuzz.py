"""Any text at all: no crash, no span outside the text, the same reading whatever was read before."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.components.not_numbers import masked
from nlp.reader import Reader
from tests.fuzz.reader import PIECES, faults, post, random_texts, read

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PIECED = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
SIGNS = st.text(st.sampled_from("0123456789$€£%.,-–+/()[]|#*~<>x'’ \nabKMB🚀一二三十百万亿٣۵"), max_size=300)
MIXED = st.lists(ANY | PIECED | SIGNS, max_size=4).map(" ".join)
CALMLY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(stance=False)


@CALMLY
@given(MIXED)
def test_no_text_breaks_the_reader(reader: Reader, text: str) -> None:
    assert read(reader, text).id == "p"


@CALMLY
@given(st.lists(MIXED, min_size=1, max_size=5), st.data())
def test_a_text_is_read_alike_whatever_stood_before_it(reader: Reader, texts: list[str], data: st.DataObject) -> None:
    posts = [post(text, str(at)) for at, text in enumerate(texts)]
    last = list(reader.read(posts))[-1]
    (alone,) = Reader(stance=False, batch_size=data.draw(st.integers(1, 3))).read(posts[-1:])
    assert alone == last


@CALMLY
@given(MIXED, MIXED)
def test_an_answer_to_any_text_breaks_nothing(reader: Reader, above: str, text: str) -> None:
    _, answer = reader.read([post(above, "above"), post(text, "answer", "above")])
    assert not faults(text, answer)


@CALMLY
@given(MIXED)
def test_masking_keeps_every_place(text: str) -> None:
    assert [one for one, two in zip(text, masked(text), strict=True) if two not in (one, "\0")] == []


def test_the_fuzz_targets_own_texts_are_read(reader: Reader) -> None:
    assert all(read(reader, text).id == "p" for text in islice(random_texts(seed=7), 300))
