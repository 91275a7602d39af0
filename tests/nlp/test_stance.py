"""Stances: per instrument, in the light of what is answered, neutral where nothing is said."""

import re
import subprocess
import sys

import pytest

from domain.readings import Mention, Stance
from nlp.components.stance import StanceInput, StanceReader
from nlp.encoder import Encoder
from nlp.thread import Thread


def asked(text: str, thread: Thread | None = None, inherited: str | None = None) -> StanceInput:
    """The text with each cashtag as a mention, and one inherited instrument where given."""
    found = [Mention(symbol=m[1], start=m.start(), end=m.end(), how="cashtag") for m in re.finditer(r"\$([A-Z]+)", text)]
    if inherited:
        found.append(Mention(symbol=inherited, start=0, end=0, how="inherited"))
    return StanceInput(text, found, (), thread)


@pytest.fixture(scope="module")
def reader() -> StanceReader:
    return StanceReader(Encoder())


def labels(reader: StanceReader, item: StanceInput) -> dict[str, str]:
    return {stance.symbol: stance.label for stance in reader.read([item])[0]}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Sold some cash secured puts on $WXYZ, happy to own it lower.", "bullish"),
        ("I bought more $WXYZ this morning and will keep adding.", "bullish"),
        ("I hold puts on $WXYZ, this thing is overpriced.", "bearish"),
        ("I am short $WXYZ and staying short.", "bearish"),
        ("$WXYZ is not undervalued at all, I would avoid it.", "bearish"),
        ("$WXYZ reports on Thursday after the close http://example.com/n", "neutral"),
        ("Analysts at two banks raised their target on $WXYZ http://example.com/n", "neutral"),
        ("Is $WXYZ a buy here?", "neutral"),
    ],
)
def test_what_a_holder_says_of_one_stock(reader: StanceReader, text: str, label: str) -> None:
    assert labels(reader, asked(text)) == {"WXYZ": label}


def test_one_post_can_like_one_and_dislike_the_other(reader: StanceReader) -> None:
    assert labels(reader, asked("I bought more $ABCD, but $WXYZ is overvalued garbage.")) == {"ABCD": "bullish", "WXYZ": "bearish"}


def test_a_preference_names_what_it_is_over(reader: StanceReader) -> None:
    stances = reader.read([asked("$ABCD over $WXYZ for me, any day.")])[0]
    assert [(s.symbol, s.label, s.versus) for s in stances] == [("ABCD", "bullish", "WXYZ"), ("WXYZ", "neutral", None)]


def test_agreement_takes_the_side_of_what_it_answers(reader: StanceReader) -> None:
    thread = Thread(symbols=("WXYZ",), stances=(Stance(symbol="WXYZ", label="bullish", score=0.9),))
    assert labels(reader, asked("Agreed, adding here.", thread, "WXYZ")) == {"WXYZ": "bullish"}


def test_a_list_of_tags_takes_no_side(reader: StanceReader) -> None:
    said = labels(reader, asked("Free webinar tonight http://example.com/w $AAAA $BBBB $CCCC $DDDD $EEEE"))
    assert set(said.values()) == {"neutral"}


def test_evidence_is_the_words_that_carry_it_and_score_a_probability(reader: StanceReader) -> None:
    text = "Nothing new today. I am short $WXYZ since May."
    (stance,) = reader.read([asked(text)])[0]
    assert any("short" in text[start:end] for start, end in stance.evidence)
    assert 1 / 3 <= stance.score <= 1


def test_stances_are_sorted_and_one_for_each_symbol(reader: StanceReader) -> None:
    stances = reader.read([asked("$ZZZZ $AAAA $ZZZZ are on my list"), asked("no names here")])
    assert [s.symbol for s in stances[0]] == ["AAAA", "ZZZZ"]
    assert stances[1] == ()


def test_building_a_reader_does_not_load_torch() -> None:
    code = "import sys; from nlp.components.stance import StanceReader; from nlp.encoder import Encoder; StanceReader(Encoder()); "
    done = subprocess.run([sys.executable, "-c", code + "sys.exit('torch' in sys.modules)"], check=False)
    assert done.returncode == 0
