"""`tapecheck show --trace`: how a claim was read, from the ledger or from a text."""

import json
import subprocess
import sys
from pathlib import Path


def tapecheck(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "tapecheck", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_a_text_is_traced_with_no_ledger(tmp_path: Path) -> None:
    shown = tapecheck("show", "--trace", "--text", "META trades at a P/E of 17x", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "META pe 17 x (fact, now)" in shown.stdout
    for part in ("number", "rules", "metric", "subject", "kind", "confidence", "mentions"):
        assert f"\n{part} " in shown.stdout
    (row,) = json.loads(tapecheck("show", "--text", "META trades at a P/E of 17x", "--json", cwd=tmp_path).stdout)
    assert (row["claim"]["metric"], row["metrics"][0]["name"], row["came_of"]) == ("pe", "pe", "claim")


def test_wrong_usage_exits_2(tmp_path: Path) -> None:
    assert tapecheck("show", cwd=tmp_path).returncode == 2
    assert tapecheck("show", "1", "--text", "17x", cwd=tmp_path).returncode == 2


def test_a_stored_claim_is_traced_in_its_thread(tmp_path: Path) -> None:
    assert tapecheck("init", "--source", "hackernews", "--contact", "me@example.org", cwd=tmp_path).returncode == 0
    posts = [
        {"id": "p", "source": "t", "author": "a", "posted_at": "2026-05-01T15:00:00Z", "body": "$META trades at a P/E of 71x and pays 2%"},
        {"id": "c", "source": "t", "author": "a", "posted_at": "2026-05-01T16:00:00Z", "parent_id": "p", "body": "typo, meant 17x"},
        {"id": "d", "source": "t", "author": "b", "posted_at": "2026-05-01T17:00:00Z", "parent_id": "c", "body": "It trades at $612 tho"},
        {"id": "e", "source": "t", "author": "b", "parent_id": "p", "body": "> a P/E of 44x\n\nNo, META is cheap"},
    ]
    (tmp_path / "posts.jsonl").write_text("\n".join(map(json.dumps, posts)), encoding="utf-8")
    for command in (("import", "posts.jsonl"), ("extract",)):
        assert tapecheck(*command, cwd=tmp_path).returncode == 0
    (row,) = json.loads(tapecheck("show", "d#1", "--trace", "--json", cwd=tmp_path).stdout)
    assert (row["claim"]["subject"], row["words"]) == ("META", "$612")
    assert [spot["how"] for spot in row["mentions"] if spot["meant"]] == ["inherited"]
    shown = tapecheck("show", "c#1", "--trace", cwd=tmp_path)
    assert "it puts another number right" in shown.stdout
    assert "supersedes p#1" in shown.stdout
    gone = tapecheck("show", "p#1", cwd=tmp_path)
    assert gone.returncode == 1
    assert "its author took this claim back" in gone.stderr
    assert "quoted by b on t" in tapecheck("show", "e#1", cwd=tmp_path).stdout
    listed = json.loads(tapecheck("claims", "--author", "b", "--json", cwd=tmp_path).stdout)
    assert {row["claim"]: row["attributed_to"] for row in listed} == {"d#1": None, "e#1": "quote"}
    # a record keeps what was taken back, and leaves out what was quoted
    records = json.loads(tapecheck("authors", "--json", cwd=tmp_path).stdout)
    assert {row["author"]: row["claims"] for row in records} == {"a": 3, "b": 1}
