"""What `tapecheck import` takes, and what it says about what it cannot."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.files import read_import

RECORDINGS = Path(__file__).parents[1] / "recordings" / "tiger"
SEED = Path(__file__).parents[2].parent / "shared" / "gold" / "seed_thread.txt"
THREAD = """Leeks and ledgers
First line about $Apple(AAPL)$.
Apple(AAPL)
#Leeks
Disclaimer: Made-up notice.
- Ann Other·01-03I disagree
on two lines.LikeReport
- bo·12-31Me too.Like2Report
"""


def read(path, **known):
    faults = []
    return list(read_import(path, fault=faults.append, **known)), [str(fault) for fault in faults]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the labelled texts are not beside the project")
def test_the_seed_thread_is_a_post_and_its_comment():
    (post, comment), faults = read(SEED, year=2025)
    assert faults == []
    assert post.body.endswith("#TechWar")
    assert post.posted_at is None
    assert (comment.author, comment.posted_words, comment.posted_precision) == ("Porter Harry", "12-01", "day")
    assert comment.posted_at == datetime(2025, 12, 1, tzinfo=UTC)
    assert comment.parent_id == post.id
    assert comment.body.startswith("Thanks for")
    assert comment.body.endswith("Meta in China.")


def test_copied_thread(tmp_path):
    (tmp_path / "t.txt").write_text(THREAD, encoding="utf-8")
    (post, first, second), _ = read(tmp_path / "t.txt", posted_at="2025-12-30")
    assert (post.title, post.body) == ("Leeks and ledgers", "First line about $Apple(AAPL)$.\nApple(AAPL)\n#Leeks")
    assert (post.posted_at, post.posted_precision) == (datetime(2025, 12, 30, tzinfo=UTC), "day")
    assert first.body == "I disagree\non two lines."
    assert first.posted_at == datetime(2026, 1, 3, tzinfo=UTC)
    assert (second.body, second.posted_at) == ("Me too.", datetime(2025, 12, 31, tzinfo=UTC))
    again, _ = read(tmp_path / "t.txt", posted_at="2025-12-30")
    assert [p.id for p in again] == [post.id, first.id, second.id]


def test_json_lines_keep_the_good_and_name_the_bad(tmp_path):
    file = tmp_path / "posts.jsonl.gz"
    with gzip.open(file, "wt") as out:
        out.write('{"id": 1, "body": "one"}\nnot json\n{"id": 3}\n{"id": 4, "text": "four"}\n')
    posts, faults = read(file, source="mine")
    assert [(p.id, p.source) for p in posts] == [("1", "mine"), ("4", "mine")]
    assert [f"{file}:2" in faults[0], f"{file}:3" in faults[1]] == [True, True]


def test_folder_of_saved_pages_with_one_that_is_none(tmp_path):
    for name in ("post_json.html", "post_newer.html"):
        (tmp_path / name).write_bytes((RECORDINGS / name).read_bytes())
    (tmp_path / "leeks.html").write_text("<html><p>Cooking with leeks</p></html>")
    posts, faults = read(tmp_path, year=2025)
    assert {p.id for p in posts} >= {"505000000000101", "505000000000202", "9001"}
    assert len(faults) == 1
    assert "leeks.html: no Tiger page" in faults[0]


def test_absent_and_unknown_files_are_named(tmp_path):
    assert "no such file" in read(tmp_path / "gone.jsonl")[1][0]
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert "import takes" in read(tmp_path / "a.xlsx")[1][0]
