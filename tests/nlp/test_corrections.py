"""What an author takes back: the right number takes the wrong one's place, and news is no correction."""

from collections.abc import Sequence

import pytest

from domain.posts import Post
from domain.readings import Claim
from nlp.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(stance=False)


def claims(reader: Reader, *bodies: str, authors: Sequence[str] = "abcdef") -> list[list[Claim]]:
    """The claims of a thread in which each post answers the one before."""
    posts = [
        Post(id=str(n), source="test", body=body, author=authors[n], parent_id=str(n - 1) if n else None) for n, body in enumerate(bodies)
    ]
    return [list(reading.claims) for reading in reader.read(posts)]


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("$META trades at a P/E of 71x. Great.\n\nEDIT: meant 17x not 71x", "pe", 17),
        ("$META trades at $175 today.\nCorrection: it's $157", "price", 157),
        ("$META revenue was 52B last year.\nTypo, should be 5.2B", "revenue", 5_200_000_000),
        ("$META market cap is 1.6B\n\n*1.6T", "market_cap", 1_600_000_000_000),
        ("$META trades at a P/E of ~~71x~~ 17x", "pe", 17),
        ("$META P/E of 71x (edit: 17x, fat fingered)", "pe", 17),
        ("META at a P/E of 22x.\nEDIT: 21x for META, not 22x", "pe", 21),
        ("I wrote 71x for $META P/E, should be 17x", "pe", 17),
        ("$META fell 71% last week. Typo: 17%", "price_change_pct", -17),
    ],
)
def test_the_right_number_takes_the_wrong_ones_place(reader: Reader, text: str, metric: str, value: int) -> None:
    ((claim,),) = claims(reader, text)
    assert (claim.subject, claim.metric, claim.relation, claim.low, claim.hedged) == ("META", metric, "=", value, False)
    assert claim.quote is not None
    assert claim.quote in text
    assert claim.supersedes is None


def test_a_number_struck_out_with_nothing_in_its_place_is_no_claim(reader: Reader) -> None:
    ((claim,),) = claims(reader, "$META trades at $200, ~~target $300~~")
    assert claim.low == 200


@pytest.mark.parametrize(
    "text",
    [
        "$META trades at $155.\nEDIT: it's now at $160",
        "$META trades at 71x\nEDIT: some folks noticed. It was 17x in 2022",
        "$META is down 5%. Correction: 10% from the top is what I expect",
        "$META target $200. Sorry, but $180 is where I'd sell",
        "$META was meant to deliver 25% growth. Revenue growth was 52%",
        "META said margins would expand 500 basis points. CFO on the call: sorry, 50 basis points",
        "$META revenue was $52B.\nEDIT: I meant the net income of $25B when I asked",
    ],
)
def test_news_and_other_numbers_take_nothing_back(reader: Reader, text: str) -> None:
    (found,) = claims(reader, text)
    assert len(found) == 2


def test_a_number_of_another_kind_is_not_the_one_that_was_wrong(reader: Reader) -> None:
    (found,) = claims(reader, "META trades at $18.\nEDIT: revenue growth is 14-15%, not 18")
    assert ("price", 18) in [(c.metric, c.low) for c in found]


def test_the_words_of_a_correction_say_which_number_it_mends(reader: Reader) -> None:
    ((revenue, income),) = claims(reader, "$META revenue $52B, net income $20B.\nedit - I meant $25B for net income")
    assert [(c.metric, c.low) for c in (revenue, income)] == [("revenue", 52_000_000_000), ("net_income", 25_000_000_000)]
    ((other, own),) = claims(reader, "META P/E 12, GOOG P/E 17.\nEDIT: typo, META is 21x")
    assert [(c.subject, c.low) for c in (other, own)] == [("GOOG", 17), ("META", 21)]


@pytest.mark.parametrize(
    ("bodies", "authors"),
    [(("meant 17x",), "aa"), (("71x? Really?", "typo, should be 17x not 71x"), "aba")],
)
def test_a_comment_under_ones_own_post_supersedes_its_claim(reader: Reader, bodies: tuple[str, ...], authors: str) -> None:
    first, *_, last = claims(reader, "$META trades at a P/E of 71x and a P/S of 9x", *bodies, authors=authors)
    ((claim),) = last
    assert (claim.subject, claim.metric, claim.low, claim.supersedes) == ("META", "pe", 17, first[0].id)


def test_nobody_takes_back_what_another_said(reader: Reader) -> None:
    _, answer = claims(reader, "$META trades at a P/E of 71x", "meant 17x", authors="ab")
    assert [c.supersedes for c in answer] == [None]
