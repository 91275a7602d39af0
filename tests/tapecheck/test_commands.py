"""The command line on wrong input: one clear sentence that names the place and the way out, exit 1, everything good kept."""

import json
import subprocess
import sys

import pytest


def tapecheck(*arguments, cwd, stdin=""):
    command = [sys.executable, "-m", "tapecheck", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)


def sentence(result):
    """What stderr says; fails where it is more than one line, or a traceback."""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.fixture
def place(tmp_path):
    """A folder with settings and an empty ledger."""
    done = tapecheck("init", "--source", "hackernews", "--contact", "me@example.org", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_help_names_every_verb(tmp_path):
    shown = tapecheck("--help", cwd=tmp_path)
    assert shown.returncode == 0
    for verb in "init crawl import extract check digest run claims stances statements authors show sql serve subscribe".split():
        assert f"  {verb}" in shown.stdout


def test_wrong_usage_exits_2(tmp_path):
    assert tapecheck("claims", "--no-such-option", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--config", "absent.toml", "claims"), "absent.toml: no such settings file"),
        (("claims",), "there is no ledger yet"),
        (("init", "--source", "nonsense"), "no such source"),
        (("init", "--source", "feed"), "--feed"),
        (("init", "--source", "hackernews", "--provider", "nonsense"), "no such market provider"),
        (("check", "--jsonl", "-"), "--market"),
        (("extract", "--again", "--jsonl", "-"), "leave out --jsonl"),
        (("instruments", "update"), "there is no ledger yet"),
        (("instruments", "QZXJV"), "no such instrument"),
    ],
)
def test_what_is_missing_is_named(tmp_path, arguments, words):
    result = tapecheck(*arguments, cwd=tmp_path)
    assert result.returncode == 1
    assert words in sentence(result)


def test_a_broken_config_is_named(tmp_path):
    (tmp_path / "tapecheck.toml").write_text("[ledger\n", encoding="utf-8")
    result = tapecheck("claims", cwd=tmp_path)
    assert result.returncode == 1
    assert "tapecheck.toml" in sentence(result)


def test_an_unreachable_database_is_named(tmp_path):
    (tmp_path / "tapecheck.toml").write_text('[ledger]\nurl = "postgresql+psycopg://nobody@127.0.0.1:1/none"\n', encoding="utf-8")
    result = tapecheck("claims", cwd=tmp_path)
    assert result.returncode == 1
    assert "127.0.0.1:1" in sentence(result)


def test_a_line_that_is_no_post_is_named_and_the_rest_is_kept(place):
    good = {"id": "p1", "body": "NVDA trades at $187.50 today", "posted_at": "2026-06-01T15:00:00Z", "source": "test"}
    (place / "posts.jsonl").write_text(json.dumps(good) + "\nnot json\n" + json.dumps({"id": "x"}) + "\n", encoding="utf-8")
    result = tapecheck("import", "posts.jsonl", cwd=place)
    assert result.returncode == 1
    assert "posts.jsonl:2" in result.stderr
    assert "posts.jsonl:3" in result.stderr
    assert "1 new" in result.stdout


def test_a_page_that_is_no_tiger_page_is_named(place):
    (place / "page.html").write_text("<html><body><p>Nothing of the kind.</p></body></html>", encoding="utf-8")
    result = tapecheck("import", "page.html", cwd=place)
    assert result.returncode == 1
    assert "page.html" in sentence(result)


def test_a_bad_market_row_is_named_and_the_rest_is_kept(place):
    folder = place / "prices"
    folder.mkdir()
    (folder / "prices.csv").write_text("symbol,date,close\nNVDA,2026-06-01,187.5\nNVDA,someday,1\n", encoding="utf-8")
    result = tapecheck("market", "import", "prices", cwd=place)
    assert result.returncode == 1
    assert "prices.csv:3" in sentence(result)
    assert "1 bars" in result.stdout


def test_wrong_sql_and_writing_sql_are_refused(place):
    for query in ("SELECT nothing FROM nowhere", "DELETE FROM post"):
        result = tapecheck("sql", query, cwd=place)
        assert result.returncode == 1
        assert sentence(result).startswith("tapecheck: SQL")


def test_doctor_names_the_missing_price_source(place):
    result = tapecheck("doctor", cwd=place)
    assert result.returncode == 1
    assert "no price source" in result.stdout
    assert "no source" not in result.stdout.replace("no price source", "")


def test_a_figure_looked_up_by_a_person_settles_a_claim(place):
    post = {"id": "p1", "body": "NVDA has a P/E of 30x.", "posted_at": "2026-06-01T15:00:00Z", "source": "test"}
    (place / "posts.jsonl").write_text(json.dumps(post) + "\n", encoding="utf-8")
    for arguments in (("import", "posts.jsonl"), ("extract",), ("check", "--as-of", "2026-06-02")):
        assert tapecheck(*arguments, cwd=place).returncode == 0
    before = json.loads(tapecheck("claims", "NVDA", "--json", cwd=place).stdout)
    assert [row["status"] for row in before] == ["unchecked"]
    for day in ("2026-05-31", "2026-06-02"):
        added = tapecheck(
            "market", "add", "NVDA", "pe", "30.2", "x", "--period", "ttm", "--known-at", day, "--source", "looked up", cwd=place
        )
        assert added.returncode == 0, added.stderr
    assert tapecheck("check", "--as-of", "2026-06-02", cwd=place).returncode == 0
    after = json.loads(tapecheck("claims", "NVDA", "--json", cwd=place).stdout)
    assert [(row["status"], row["observed"]) for row in after] == [("current", 30.2)]
    key = str(after[0]["claim_key"])
    assert tapecheck("review", "hold", key, "--why", "to be looked at", cwd=place).returncode == 0
    held = json.loads(tapecheck("claims", "NVDA", "--json", cwd=place).stdout)
    assert (held[0]["status"], held[0]["review"]) == ("unchecked", "hold")


def test_file_modes_pipe_into_each_other(tmp_path):
    post = {"id": "p1", "body": "CRWD trades at a P/E of 30x.", "posted_at": "2026-06-01T15:00:00Z"}
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "prices.csv").write_text("symbol,date,close\nCRWD,2026-06-01,100\n", encoding="utf-8")
    read = tapecheck("extract", "--jsonl", "-", cwd=tmp_path, stdin=json.dumps(post) + "\n")
    assert read.returncode == 0, read.stderr
    reading = json.loads(read.stdout)
    fields = {"id", "posted_at", "tickers", "mentions", "stances", "claims", "statements"}
    assert set(reading) == fields
    checked = tapecheck("check", "--jsonl", "-", "--market", "m", "--as-of", "2026-06-02", cwd=tmp_path, stdin=read.stdout)
    assert checked.returncode == 0, checked.stderr
    row = json.loads(checked.stdout)
    wanted = {"id", "status", "when_made", "now", "stale_since", "stale_cause", "target", "observed", "grade", "reason"}
    assert set(row) == wanted
    assert (row["id"], row["status"]) == ("p1#1", "unchecked")


@pytest.mark.parametrize(
    ("words", "symbol"), [(("google",), "GOOGL"), (("BRK.B",), "BRK-B"), (("腾讯",), "0700.HK"), (("FB", "--on", "2015-01-01"), "FB")]
)
def test_instruments_says_what_a_written_code_means(tmp_path, words, symbol):
    shown = tapecheck("instruments", *words, cwd=tmp_path)
    assert shown.stdout.startswith(symbol), shown.stderr
