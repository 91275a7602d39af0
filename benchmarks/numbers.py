"""`python -m benchmarks.numbers`: how many of other people's test numbers the numbers component finds with their value.

Reads the vectors of Recognizers-Text and quantulum3 beside the project (`../shared`, or the folder given) and prints a table:
set, values wanted, found, share, rows, and those of which every value was found. A value is found where a number of the text
has it as its value or as an end of its range, money in its currency, each number standing for one value.
`--misses` lists what was not found.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPECS = {
    "English numbers": "Number/English/NumberModel",
    "English percentages": "Number/English/PercentModel",
    "Chinese numbers": "Number/Chinese/NumberModel",
    "Chinese percentages": "Number/Chinese/PercentModel",
    "Chinese currencies": "NumberWithUnit/Chinese/CurrencyModel",
}
#: quantulum3's names of the units of money and percent -> (our unit, how many of theirs make one of ours).
QUANTULUM = {
    "percentage": ("%", 1), "dollar": ("$", 1), "euro": ("EUR", 1), "pound sterling": ("GBP", 1), "japanese yen": ("JPY", 1),
    "cent": ("$", 100), "penny": ("GBP", 100),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A value that a row's text holds; `unit` None where any will do."""

    value: float
    unit: str | None
    surface: str


@dataclass(frozen=True)
class Row:
    """A text with the values that it holds."""

    text: str
    wanted: tuple[Wanted, ...]


def specs(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a Recognizers-Text file that the model supports on every platform."""
    file = folder / "recognizers_text_specs" / "Specs" / f"{name}.json"
    for row in json.loads(file.read_text(encoding="utf-8-sig")):
        if "NotSupported" not in row:
            yield Row(row["Input"], tuple(_wanted(result) for result in row["Results"] if result["Resolution"]["value"]))


def _wanted(result: dict[str, Any]) -> Wanted:
    resolution = result["Resolution"]
    value = resolution["value"]
    return Wanted(float(value.rstrip("%")), resolution.get("isoCurrency"), result["Text"])


def quantulum(folder: Path) -> Iterator[Row]:
    """The rows of quantulum3's tests that hold money or percentages; a range is given by its middle and its half width."""
    for name in ("quantities", "quantities.ambiguity"):
        for row in json.loads((folder / "quantulum3_tests" / f"{name}.json").read_text(encoding="utf-8")):
            found = [result for result in row["res"] if result["unit"].partition(" per ")[0] in QUANTULUM]
            if found:
                yield Row(row["req"], tuple(wanted for result in found for wanted in _ends(result)))


def _ends(result: dict[str, Any]) -> Iterator[Wanted]:
    unit, many = QUANTULUM[result["unit"].partition(" per ")[0]]
    spread = result.get("uncertainty") or 0
    for value in sorted({result["value"] - spread, result["value"] + spread}):
        yield Wanted(value / many, unit, result["surface"])


def misses(doc: Any, row: Row) -> list[Wanted]:
    """The values of a row that no number of its text has."""
    bounds = [(float(bound), number.unit) for number in doc._.numbers for bound in {number.low, number.high} - {None}]
    missed = []
    for wanted in row.wanted:
        at = next((at for at, bound in enumerate(bounds) if _same(bound, wanted)), None)
        if at is None:
            missed.append(wanted)
        else:
            del bounds[at]
    return missed


def _same(bound: tuple[float, str | None], wanted: Wanted) -> bool:
    value, unit = bound
    fits = wanted.unit is None or unit == wanted.unit or (wanted.unit in ("USD", "$") and unit in ("USD", "$"))
    return fits and math.isclose(value, wanted.value, rel_tol=1e-5, abs_tol=1e-9)


@dataclass(frozen=True)
class Score:
    """What was found of one set."""

    name: str
    rows: list[Row]
    missed: list[list[Wanted]]

    @property
    def wanted(self) -> int:
        """How many values the rows hold."""
        return sum(len(row.wanted) for row in self.rows)

    @property
    def found(self) -> int:
        """How many of them were found."""
        return self.wanted - sum(map(len, self.missed))

    @property
    def share(self) -> float:
        """The share of the values that was found."""
        return self.found / self.wanted

    def __str__(self) -> str:
        whole = sum(not values for values in self.missed)
        return f"| {self.name} | {self.wanted} | {self.found} | {self.share:.3f} | {len(self.rows)} | {whole} |"


def scores(shared: Path) -> list[Score]:
    """The score of each set under `shared/claims`."""
    folder, nlp = shared / "claims", pipeline()
    sets = {name: list(specs(folder, file)) for name, file in SPECS.items()} | {"quantulum3, money and percent": list(quantulum(folder))}
    held = {name: [row for row in rows if row.wanted] for name, rows in sets.items()}
    return [Score(name, rows, [misses(nlp(row.text), row) for row in rows]) for name, rows in held.items()]


def main() -> int:
    """Print the table, and with `--misses` what was not found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if not (options.shared / "claims").is_dir():
        sys.exit(f"{options.shared}/claims: not found; give the folder with the number vectors")
    found = scores(options.shared)
    print("| set | values | found | share | rows | whole |\n|---|---|---|---|---|---|", *found, sep="\n")
    for score in found if options.misses else ():
        for row, values in zip(score.rows, score.missed, strict=True):
            print(
                "".join(f"{score.name}: {value.value:g} {value.unit or ''} ({value.surface}) in: {row.text}\n" for value in values), end=""
            )
    return 0


def pipeline() -> Any:
    """A spaCy pipeline with the numbers component alone."""
    import spacy

    import nlp.factories  # noqa: F401  registers the components where the package is not installed

    blank = spacy.blank("en")
    blank.add_pipe("tapecheck_numbers")
    return blank


if __name__ == "__main__":
    sys.exit(main())
