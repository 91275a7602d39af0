"""The Reader: order, threads, long posts, and the thread the program was made for."""

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest

from domain.jsonl import post_from_row
from domain.posts import Post
from nlp.reader import Reader
from nlp.thread import Thread

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(stance=False, batch_size=4)


def post(number: int, body: str, parent: int | None = None) -> Post:
    return Post(id=str(number), source="test", body=body, parent_id=None if parent is None else str(parent))


def test_readings_come_in_input_order_and_cover_their_tickers(reader: Reader) -> None:
    readings = list(reader.read(post(n, f"$BABA closed at ${100 + n}") for n in range(10)))
    assert [r.id for r in readings] == [str(n) for n in range(10)]
    assert [r.claims[0].low for r in readings] == [100 + n for n in range(10)]
    assert all([s.symbol for s in r.stances] == list(r.tickers) for r in readings)


def test_an_answer_is_about_what_it_answers(reader: Reader) -> None:
    _, answer = reader.read([post(1, "$BABA looks cheap to me"), post(2, "The stock trades at $157", 1)])
    assert [(c.subject, c.low) for c in answer.claims] == [("BABA", Decimal(157))]


def test_context_from_elsewhere_serves_like_a_parent_in_the_stream(reader: Reader) -> None:
    (answer,) = reader.read([post(2, "The stock trades at $157", 1)], threads={"2": Thread(symbols=("BABA",))})
    assert [c.subject for c in answer.claims] == ["BABA"]


def test_a_post_beyond_the_pipelines_length_is_read_to_its_end(reader: Reader) -> None:
    body = "nothing here. " * 20_000 + "$BABA trades at $157"
    (reading,) = reader.read([post(1, body)])
    (claim,) = reading.claims
    assert (claim.id, body[claim.start : claim.end]) == ("1#1", "$157")


def test_an_empty_post_has_an_empty_reading(reader: Reader) -> None:
    (reading,) = reader.read([post(1, "")])
    assert (reading.tickers, reading.claims) == ((), ())


@pytest.mark.shared
def test_the_seed_thread_gives_exactly_its_nine_claims(reader: Reader) -> None:
    file = SHARED / "gold" / "seed_thread.jsonl"
    if not file.exists():
        pytest.skip("the labelled thread is not beside this checkout")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    readings = reader.read(post_from_row(row, place="seed") for row in rows)
    for row, reading in zip(rows, readings, strict=True):
        wanted = [(c["subject"], c["metric"], c["relation"], c["low"], c["high"], c["unit"], c["kind"]) for c in row["claims"]]
        assert [(c.subject, c.metric, c.relation, c.low, c.high, c.unit, c.kind) for c in reading.claims] == wanted
        assert [c.converts is not None for c in reading.claims] == [c["low"] == 268 for c in row["claims"]]


@pytest.mark.parametrize("unit", ["1234567890", "🚀", "$", "a@", "$AAPL 5.25 ", "Apple 7.25 ", "|AAPL|7.25"])
def test_a_post_without_end_is_read_in_linear_time(reader: Reader, unit: str) -> None:
    taken = []
    for length in (2_000, 8_000):
        text = unit * (length // len(unit))
        best = []
        for _ in range(2):
            begun = time.process_time()
            list(reader.read([Post(id="p", source="test", body=text)]))
            best.append(time.process_time() - begun)
        taken.append(min(best))
    assert taken[1] < 8 * taken[0] + 0.2
