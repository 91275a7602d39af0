"""Whose words a number stands in: quoted claims are kept, and are not the author's."""

import pytest

from domain.jsonl import claim_from_row, claim_row
from domain.posts import Post
from domain.readings import Claim
from nlp.components.quotes import QUOTE
from nlp.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(stance=False)


def answer(reader: Reader, body: str, *, to: str = "$META looks cheap") -> list[Claim]:
    """The claims of a comment on a post by somebody else."""
    posts = [Post(id="p", source="test", body=to, author="a"), Post(id="c", source="test", body=body, author="b", parent_id="p")]
    return list(list(reader.read(posts))[1].claims)


@pytest.mark.parametrize(
    ("body", "metric", "theirs"),
    [
        ("> P/E is 12\n\nNo, it trades at 17x", "pe", 12),
        ("&gt; P/E is 12\n\nNo, it trades at 17x", "pe", 12),
        ("you say it trades at 12x? No, it's 17x", "pe", 12),
        ('OP claims "$300 target", lol no', "price_target", 300),
        ("OP claims $300 target, lol no", "price_target", 300),
        ("Bulls say META goes to $300. Nope, not happening.", "price_target", 300),
        ("A friend keeps telling me “META pays a 3% dividend yield”.", "dividend_yield_pct", 3),
        ("META trades at 17x earnings, not 12x", "pe", 12),
    ],
)
def test_a_quoted_claim_is_kept_and_is_not_the_authors(reader: Reader, body: str, metric: str, theirs: int) -> None:
    found = {(c.metric, c.low): c.attributed_to for c in answer(reader, body)}
    assert found.pop((metric, theirs)) == QUOTE
    assert set(found.values()) <= {None}


@pytest.mark.parametrize(
    "body",
    [
        "META is strong, >$200 by June",
        'As I said last week: "META trades at $157"',
        "Analysts say META goes to $300. I agree",
        'META guides to revenue of "around $46.5bn" for the year',
        "You said META trades at 12x and you are right",
        "META is up 12% if not 15% this year",
        'META, the "growth" story, trades at 12x',
    ],
)
def test_what_the_author_says_himself_is_his_own(reader: Reader, body: str) -> None:
    found = answer(reader, body)
    assert found
    assert [c.attributed_to for c in found] == [None] * len(found)


def test_a_quote_of_the_answered_post_is_not_counted_again(reader: Reader) -> None:
    assert answer(reader, "> $META P/E is 17\n\nSays who?", to="$META P/E is 17") == []
    (own,) = answer(reader, "> $META P/E is 17\n\nIt trades at 22x.", to="$META P/E is 17")
    assert (own.low, own.attributed_to) == (22, None)


def test_what_is_quoted_and_then_said_is_the_authors(reader: Reader) -> None:
    (claim,) = answer(reader, "> META P/E is 12\n\nYes, META P/E is 12.")
    assert claim.attributed_to is None


def test_the_mark_of_a_quoted_line_is_no_bound(reader: Reader) -> None:
    (claim,) = answer(reader, "> $200 is the META price target I hear\n\nno")
    assert (claim.relation, claim.low, claim.attributed_to) == ("=", 200, QUOTE)


def test_whose_words_stand_in_the_line_of_a_claim_only_where_they_are_not_the_authors(reader: Reader) -> None:
    quoted, own = (claim_row(claim) for claim in answer(reader, "> P/E is 12\n\nNo, it trades at 17x"))
    assert quoted["attributed_to"] == QUOTE
    assert "attributed_to" not in own
    assert claim_from_row(quoted, place="x")[0].attributed_to == QUOTE
