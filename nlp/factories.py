"""The spaCy components, for `spacy.blank("en").add_pipe("tapecheck_claims")` and the like.

Each writes spans to `doc.spans` (`mentions`, `numbers`, `claims`) and typed results to `doc._`: `mentions` (list of
Mention), `numbers` (list of Number), `claims` (list of Claim), `stances` (tuple of Stance). What is known of the post
comes in as `doc._.post_id`, `doc._.posted_at` (aware datetime) and `doc._.thread` (Thread). A component that needs an
earlier one's result, and does not find it, makes it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.components.tokens import text_of

if TYPE_CHECKING:
    from domain.instruments import InstrumentTable
    from nlp.components.stance import StanceReader

Component = Callable[[Doc], Doc]
_ATTRIBUTES = ("post_id", "posted_at", "thread", "mentions", "numbers", "claims", "stances")


def _attributes() -> None:
    for name in _ATTRIBUTES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default="" if name == "post_id" else None)


def _show(doc: Doc, key: str, found: Iterable[tuple[int | None, int | None, str]]) -> None:
    """Fills `doc.spans[key]`; a span that starts within a token takes the whole of it."""
    spans = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in found if start is not None and end)
    doc.spans[key] = [span for span in spans if span is not None]


def instruments(doc: Doc, table: "InstrumentTable") -> Doc:
    """The doc with its mentions."""
    from nlp.components.instruments import find_mentions

    doc._.mentions = find_mentions(text_of(doc), posted_at=doc._.posted_at, thread=doc._.thread, table=table)
    _show(doc, "mentions", ((m.start, m.end, m.symbol) for m in doc._.mentions))
    return doc


def numbers(doc: Doc) -> Doc:
    """The doc with its numbers."""
    from nlp.components.numbers import find_numbers

    doc._.numbers = find_numbers(text_of(doc))
    _show(doc, "numbers", ((n.start, n.end, n.unit or "number") for n in doc._.numbers))
    return doc


def claims(doc: Doc, table: "InstrumentTable") -> Doc:
    """The doc with its claims, after the mentions and numbers where they are still wanting."""
    from nlp.components.claims import find_claims

    doc = doc if doc._.mentions is not None else instruments(doc, table)
    doc = doc if doc._.numbers is not None else numbers(doc)
    doc._.claims = find_claims(text_of(doc), doc._.mentions, post_id=doc._.post_id, thread=doc._.thread, numbers=doc._.numbers)
    _show(doc, "claims", ((c.start, c.end, c.metric) for c in doc._.claims))
    return doc


class StanceComponent:
    """Stances of the docs, judged batch by batch."""

    def __init__(self, reader: "StanceReader", table: "InstrumentTable", batch_size: int) -> None:
        self.reader, self.table, self.batch_size = reader, table, batch_size

    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int | None = None) -> Iterator[Doc]:
        """The docs in order, each with its stances."""
        from nlp.components.stance import StanceInput

        for batch in minibatch(stream, batch_size or self.batch_size):
            docs = [doc if doc._.claims is not None else claims(doc, self.table) for doc in batch]
            items = [StanceInput(text_of(doc), doc._.mentions, doc._.claims, doc._.thread) for doc in docs]
            for doc, found in zip(docs, self.reader.read(items), strict=True):
                doc._.stances = found
                yield doc


_TABLE = "tapecheck_table"


def shipped_or(table: "InstrumentTable | None", nlp: Language) -> None:
    """Hands the pipeline's components a table of one's own; None leaves them the shipped one. Call it before `add_pipe`."""
    if table is not None:
        setattr(nlp, _TABLE, table)


def _table(nlp: Language) -> "InstrumentTable":
    from domain.instruments import InstrumentTable

    given: InstrumentTable | None = getattr(nlp, _TABLE, None)
    return given or InstrumentTable.load()


@Language.factory("tapecheck_instruments")  # type: ignore[untyped-decorator]  # spaCy gives its decorator no types
def make_instruments(nlp: Language, name: str) -> Component:  # noqa: ARG001  spaCy's factory signature
    """The component that finds mentions."""
    _attributes()
    return partial(instruments, table=_table(nlp))


@Language.factory("tapecheck_numbers")  # type: ignore[untyped-decorator]  # spaCy gives its decorator no types
def make_numbers(nlp: Language, name: str) -> Component:  # noqa: ARG001  spaCy's factory signature
    """The component that finds numbers."""
    _attributes()
    return numbers


@Language.factory("tapecheck_claims")  # type: ignore[untyped-decorator]  # spaCy gives its decorator no types
def make_claims(nlp: Language, name: str) -> Component:  # noqa: ARG001  spaCy's factory signature
    """The component that finds claims; alone it finds mentions and numbers too."""
    _attributes()
    return partial(claims, table=_table(nlp))


@Language.factory("tapecheck_stance", default_config={"model": "packaged:all-MiniLM-L6-v2", "batch_size": 256})  # type: ignore[untyped-decorator]  # spaCy gives its decorator no types
def make_stance(nlp: Language, name: str, model: str, batch_size: int) -> Any:  # noqa: ARG001  spaCy's factory signature
    """The component that judges stances; alone it finds all that it needs."""
    from nlp.components.stance import StanceReader
    from nlp.encoder import Encoder

    _attributes()
    return StanceComponent(StanceReader(Encoder(model)), _table(nlp), batch_size)
