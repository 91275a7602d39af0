"""The spaCy pipeline of the reader: a blank language, the linear tokenizer and the components, in order."""

from typing import TYPE_CHECKING

from nlp.components.tokens import LinearTokenizer

if TYPE_CHECKING:
    from spacy.language import Language

    from domain.instruments import InstrumentTable

MAX_LENGTH = 100_000  # characters read at one time; longer posts are read in parts


def build(*, model: str | None = None, stance: bool = True, table: "InstrumentTable | None" = None) -> "Language":
    """A blank English pipeline with tapecheck's components: instruments, numbers, claims and (unless switched off) stance.

    `model` names the embedding model of the stance component, `table` the instruments; None is what the package ships.
    """
    import spacy

    from nlp.factories import shipped_or  # its import also registers the components where the package is not installed

    nlp_ = spacy.blank("en")
    nlp_.max_length = MAX_LENGTH + 1
    nlp_.tokenizer = LinearTokenizer(nlp_.vocab)
    shipped_or(table, nlp_)
    for name in ("tapecheck_instruments", "tapecheck_numbers", "tapecheck_claims"):
        nlp_.add_pipe(name)
    if stance:
        nlp_.add_pipe("tapecheck_stance", config={"model": model} if model else {})
    return nlp_
