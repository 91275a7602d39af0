"""Traces: a trace says what the reading says, and for every number why."""

from collections.abc import Iterable

import pytest

from domain.posts import Post
from nlp.components.claims import shipped_judges
from nlp.reader import Reader
from nlp.thread import Thread
from nlp.trace import Trace, reasons
from nlp.tracer import traces

THREAD = [
    ("p", None, "$META closed at $612.50 on 2026-05-01, a P/E of 27x. I hold 300 shares. Apple fell 4%.\nEDIT: 26x for META, not 27x"),
    ("c", "p", "> a P/E of 26x\n\nSays who? It trades at 31x, phones from 1,899 RMB (~$268). IT spending is up 5%"),
]


def posts() -> list[Post]:
    return [Post(id=key, source="test", body=body, author=key, parent_id=parent) for key, parent, body in THREAD]


def trace(words: str, text: str, thread: Thread | None = None) -> Trace:
    (found,) = [one for one in traces(Post(id="t", source="test", body=text), thread=thread) if one.words == words]
    return found


def test_a_trace_holds_the_claims_of_the_reading_and_no_others() -> None:
    seen: dict[str, Thread] = {}
    for post, reading in zip(posts(), Reader(stance=False).read(posts()), strict=True):
        found = list(traces(post, thread=seen.get(post.parent_id or "")))
        assert [one.claim for one in found if one.came_of == "claim"] == list(reading.claims)
        assert [one.start for one in found] == sorted(one.start for one in found)
        seen[post.id] = Thread(symbols=tuple(m.symbol for m in reading.mentions), claims=reading.claims, text=post.text)


def test_every_number_has_its_fate() -> None:
    first, second = posts()
    fates = {one.words: one.came_of for one in traces(first)}
    assert fates["$612.50"] == "claim"
    assert fates["2026-05-01"] == "no number"
    assert fates["300"] == "no claim"
    (parent,) = Reader(stance=False).read([first])
    above = Thread(symbols=("META",), claims=parent.claims, text=first.text)
    assert [one.came_of for one in traces(second, thread=above)][:2] == ["quoted from above", "claim"]


def test_the_chosen_candidates_are_the_claims_own() -> None:
    found = trace("17x", "META trades at a P/E of 17x and AAPL is a phone maker")
    assert found.claim is not None
    assert (found.metrics[0].name, found.subjects[0].name, found.kinds[0].name) == ("pe", "META", "fact")
    assert found.rule is not None
    assert (found.rule.metric, found.rule.symbol) == ("pe", "META")
    assert "AAPL" in {one.name for one in found.subjects}
    assert sum(one.chance for one in found.subjects) == pytest.approx(1, abs=0.01)


def test_confidence_is_the_sum_of_what_made_it() -> None:
    found = trace("17x", "META trades at a P/E of 17x")
    assert found.claim is not None
    odds = 2.718281828 ** sum(reason.weight for reason in found.confidence)
    assert odds / (1 + odds) == pytest.approx(found.claim.confidence, abs=0.01)


def test_a_word_that_was_not_meant_is_shown_with_what_it_lacked() -> None:
    spots = {spot.words: spot for spot in trace("17x", "META trades at a P/E of 17x in the IT sector").mentions}
    assert spots["META"].meant
    assert not spots["IT"].meant
    assert spots["IT"].bar is not None
    assert spots["IT"].chance < spots["IT"].bar


def test_what_is_inherited_and_what_nobody_names() -> None:
    found = trace("17x", "It trades at 17x earnings", Thread(symbols=("META",)))
    assert [(spot.symbol, spot.how) for spot in found.mentions] == [("META", "inherited")]
    assert "names an instrument" in trace("17x", "It trades at 17x earnings").why


def test_reasons_are_the_weightiest_features_for_and_against() -> None:
    weights = shipped_judges().metric
    label = weights.labels.index("pe")

    def weigh(features: Iterable[str]) -> list[tuple[str, bool]]:
        return [(reason.feature, reason.weight > 0) for reason in reasons(weights, features, label)]

    assert weigh(["c=pe|b", "never seen", "u=%"]) == [("c=pe|b", True), ("u=%", False)]
