"""The house as DESIGN draws it: who may import whom, what stays light, what is packaged."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("domain", "db", "nlp", "market", "crawler", "digest", "web", "charts", "tapecheck", "migrations")
HEAVY = {"torch", "spacy", "scrapy", "pandas", "sentence_transformers", "sklearn", "transformers", "exchange_calendars"}


def modules():
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_import_rules_hold():
    result = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_module_over_600_lines():
    assert [str(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > 600] == []


def test_no_module_of_leftovers():
    assert [str(path) for path in modules() if path.stem in {"utils", "helpers", "common", "misc"}] == []


def test_every_package_is_shipped():
    shipped = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in modules() if path.name == "__init__.py"}
    assert found - shipped == set()


@pytest.mark.parametrize("module", ["tapecheck.cli", "domain.instruments", "market.judge", "nlp.reader", "db.session"])
def test_start_up_loads_no_heavy_library(module):
    code = f"import {module}, sys; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert HEAVY & set(loaded) == set()


def test_every_module_says_what_it_is():
    silent = [str(path) for path in modules() if path.read_text(encoding="utf-8").strip() and not _docstring(path)]
    assert [name for name in silent if "versions" not in name] == []


def _docstring(path):
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
