"""The components as spaCy users meet them."""

import pytest

from domain.posts import Post
from nlp.reader import Reader

TEXT = "$BABA trades at $157 and the P/E is 17x."


def test_claims_alone_runs_what_it_needs() -> None:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("tapecheck_claims")
    doc = pipeline(TEXT)
    assert [c.metric for c in doc._.claims] == ["price", "pe"]
    assert [span.label_ for span in doc.spans["claims"]] == ["price", "pe"]
    assert {m.symbol for m in doc._.mentions} == {"BABA"}


@pytest.mark.parametrize("name", ["tapecheck_instruments", "tapecheck_numbers", "tapecheck_claims"])
def test_each_component_is_found_by_entry_point(name: str) -> None:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe(name)
    assert pipeline(TEXT).spans[name.removeprefix("tapecheck_").replace("instruments", "mentions")]


def test_the_pipeline_reads_what_the_reader_reads() -> None:
    from nlp.pipeline import build

    doc = build(stance=False)(TEXT)
    (reading,) = Reader(stance=False).read([Post(id="", source="test", body=TEXT)])
    assert (doc.text, tuple(doc._.mentions), tuple(doc._.claims)) == (TEXT, reading.mentions, reading.claims)
    assert [(span.start_char, span.end_char) for span in doc.spans["claims"]] == [(c.start, c.end) for c in reading.claims]
