# tapecheck: `make demo` shows what it does, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO ?= tapecheck-demo
export HF_HUB_OFFLINE = 1

.DEFAULT_GOAL := help
.PHONY: help demo test e2e lint format check-types check-imports accuracy speed fuzz clean

help: ## list the tasks
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.installed-run: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("tapecheck needs Python 3.11 or newer; set PYTHON=python3.11, say" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing tapecheck into $(VENV); the first time takes some minutes"
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed-run
	$(PIP) install -c constraints.txt --group dev
	touch $@

$(VENV)/.pip-groups: $(VENV)/.installed-run
	$(PIP) install --upgrade 'pip>=25.1'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.pip-groups

demo: $(VENV)/.installed-run ## the whole product on the bundled sample, offline
	$(BIN)/tapecheck demo --dir $(DEMO)

test: $(VENV)/.installed-dev ## the tests, in a few minutes
	$(BIN)/python -m pytest -m "not e2e"

e2e: $(VENV)/.installed-dev ## the slow tests: the wheel in an empty environment, the demo from it
	$(BIN)/python -m pytest -m e2e -n 0

lint: $(VENV)/.installed-dev ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accuracy: $(VENV)/.installed-dev ## score the reader and the rules on the labelled files beside the project
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.numbers

speed: $(VENV)/.installed-dev ## posts a second beside reticker and quantulum3, and texts made to be slow
	$(PIP) install -c constraints.txt --group bench
	$(BIN)/python -m benchmarks.speed

fuzz: $(VENV)/.installed-dev ## ten minutes of looking for a text that breaks the reader
	$(PIP) install -c constraints.txt --group fuzz
	mkdir -p build/fuzz
	$(BIN)/python -m tests.fuzz.reader build/fuzz -max_total_time=600 -timeout=20 -max_len=2000

clean: ## remove what the tasks above made
	rm -rf $(VENV) $(DEMO) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
