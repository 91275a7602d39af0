"""`python -m benchmarks.accuracy`: how well the reader reads the labelled posts and the rules judge the verdict cases.

Prints one table for `benchmarks/RESULTS.md`. Works on the labelled files beside the project (`../shared`, or the folder
given) with their own scorers, through the plain-file modes, as anybody else would. `--floors` exits 1 below a floor.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

GOLD = ("posts_dev", "tweets_dev", "threads_dev")
PARTS = ("all", "read", "set aside")
FLOORS = {"tickers": 0.80, "claims": 0.55, "stances": 0.50}
CASES = (("sp500", "market/sp500", "2026-08-21"), ("stocknet", "stocknet/market", "2016-04-01"))
CASES_FLOOR = 30


def scored(gold: Path, readings: Path, scorer: ModuleType) -> dict[str, Any]:
    """The scorer's own figures for one labelled file."""
    wanted, found = ([json.loads(line) for line in path.open(encoding="utf-8") if line.strip()] for path in (gold, readings))
    result: dict[str, Any] = scorer.score(wanted, found)
    return result


def scorer_of(shared: Path) -> ModuleType:
    """The labelled files' own `score.py`, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{shared}/gold/score.py: not found; give the folder with the labelled files")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> None:
    """One tapecheck command; exit 1 (a line that could not be read) is passed on as a failure."""
    subprocess.run([sys.executable, "-m", "tapecheck", *arguments], check=True)


def reading_table(shared: Path, folder: Path) -> list[dict[str, Any]]:
    """Rows of figures for each labelled file: all of it, the four fifths that were read, the fifth set aside."""
    scorer, table = scorer_of(shared), []
    for name in GOLD:
        out, begun = folder / f"{name}.jsonl", time.perf_counter()
        run("extract", "--jsonl", str(shared / "gold" / f"{name}.jsonl"), "--out", str(out))
        seconds = time.perf_counter() - begun
        for part in PARTS:
            wanted = folder / f"{name}.{part}.jsonl"
            write_part(shared / "gold" / f"{name}.jsonl", wanted, part)
            table.append({"file": name, "part": part, **figures(scored(wanted, out, scorer)), "seconds": seconds})
    return table


def figures(result: dict[str, Any]) -> dict[str, Any]:
    """The scorer's figures by the names of the table."""
    return {
        "posts": result["posts"],
        "tickers": result["tickers"]["f1"],
        "values": result["values"]["f1"],
        "claims": result["claims"]["f1"],
        "precision": result["claims"]["precision"],
        "recall": result["claims"]["recall"],
        "stances": result["stances"]["macro_f1"],
        "kinds": result["kinds"],
        "relations": result["relations"],
    }


def write_part(gold: Path, out: Path, part: str) -> None:
    """The labelled posts of a part: those set aside for measuring only (their id's SHA-1 ends in 0 to 2), the others, or all."""
    lines = [line for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    aside = [hashlib.sha1(json.loads(line)["id"].encode()).hexdigest()[-1] in "012" for line in lines]
    chosen = [line for line, held in zip(lines, aside, strict=True) if part == "all" or held == (part == "set aside")]
    out.write_text("\n".join(chosen), encoding="utf-8")


def ticker_recall(shared: Path, folder: Path) -> str:
    """What the ticker set's own script says of the share of labelled surfaces that were found."""
    texts, out = shared / "claims" / "wsb_tickers", folder / "wsb.jsonl"
    run("extract", "--jsonl", str(texts / "dev.jsonl"), "--out", str(out))
    script = [sys.executable, str(texts / "recall.py"), str(texts / "dev.jsonl"), str(out)]
    return subprocess.run(script, check=True, capture_output=True, text=True).stdout.strip()


def verdict_cases(shared: Path, folder: Path) -> list[tuple[str, str]]:
    """(name, "met/all") for each set of verdict cases, with the misses printed by the cases' own scorer."""
    found = []
    for name, market, as_of in CASES:
        cases, out = shared / "market" / "verdicts", folder / f"checks_{name}.jsonl"
        run("check", "--jsonl", str(cases / f"claims_{name}.jsonl"), "--market", str(shared / market), "--as-of", as_of, "--out", str(out))
        score = [sys.executable, str(cases / "score.py"), str(cases / f"expected_{name}.jsonl"), str(out)]
        lines = subprocess.run(score, check=False, capture_output=True, text=True).stdout.strip().splitlines()
        print(*lines[:-1], sep="\n")
        found.append((name, lines[-1].split()[0]))
    return found


def main() -> int:
    """Print the table; with `--floors`, 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = reading_table(options.shared, Path(folder))
        cases = verdict_cases(options.shared, Path(folder))
        recall = ticker_recall(options.shared, Path(folder))
    columns = list(table[0])
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
    for row in table:
        print("| " + " | ".join(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()) + " |")
    print(recall)
    for name, share in cases:
        print(f"verdict cases {name}: {share}")
    low = [
        f"{row['file']} {name} {row[name]:.3f} < {floor}"
        for row in table
        if row["part"] == "all"
        for name, floor in FLOORS.items()
        if row[name] < floor
    ]
    met = sum(int(share.split("/")[0]) for _, share in cases)
    low += [f"verdict cases {met} < {CASES_FLOOR}"] if met < CASES_FLOOR else []
    print(*low, sep="\n")
    return int(bool(low) and options.floors)


if __name__ == "__main__":
    sys.exit(main())
