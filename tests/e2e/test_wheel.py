"""The wheel in an empty environment, with the constraints: everything it needs is in it, and the demo runs from it."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.e2e


def run(*command, cwd, **more):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The `bin` folder of an environment that holds the wheel and its run-time dependencies only."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("tapecheck-*.whl")
    venv.create(folder / "venv", with_pip=True)
    run(folder / "venv/bin/python", "-m", "pip", "install", "-c", ROOT / "constraints.txt", wheel, cwd=folder)
    return folder / "venv" / "bin"


def test_the_demo_runs_from_the_wheel(installed, tmp_path):
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"HF_HUB_OFFLINE": "1"}
    said = run(installed / "tapecheck", "demo", "--dir", "here", cwd=tmp_path, env=clean)
    assert "contradicted" in said
    assert list((tmp_path / "here" / "digests").glob("*.eml"))
    config = ("--config", tmp_path / "here" / "tapecheck.toml")
    rows = json.loads(run(installed / "tapecheck", *config, "claims", "--json", cwd=tmp_path, env=clean))
    assert {row["status"] for row in rows} >= {"contradicted", "stale", "current", "open", "hit", "missed", "unchecked"}


def test_spacy_finds_the_components_of_the_wheel(installed, tmp_path):
    code = "import spacy; n = spacy.blank('en'); n.add_pipe('tapecheck_claims'); d = n('BABA trades at $157.'); print(d.spans['claims'])"
    assert "157" in run(installed / "python", "-c", code, cwd=tmp_path)
