# Everything a contributor does, from a fresh clone with Python >= 3.11 and nothing else.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CAIRN_PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never
# The certificates of the machine, which in a school may be those of its own proxy.
export UV_SYSTEM_CERTS := true

.DEFAULT_GOAL := help
.PHONY: help setup run tour test e2e test-postgres drill test-fast lint format messages types contracts coverage peers bench fuzz docs lock clean

##@ Use

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Make the environment in .venv and nothing else

run: setup ## The platform with the demonstration, on port 8000 (or CAIRN_PORT); sign in as anybody
	@CAIRN_PORT=$(CAIRN_PORT) $(BIN)/cairn demo
	@CAIRN_DEMO=1 CAIRN_PORT=$(CAIRN_PORT) $(BIN)/cairn serve

tour: setup ## A credential's way on the command line: key, a hundred credentials, tampering, revoking, verdicts
	@$(BIN)/cairn tour

##@ Check

test: setup $(VENV)/.ready-dev ## The whole test suite but for what needs a browser, the drills and the peers
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore=tests/peers --ignore=tests/e2e -m "not drill and not browser"

e2e: setup $(VENV)/.ready-dev ## The whole chain and every page, in a real browser on a real server (needs Chromium)
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/e2e tests/web -m browser

test-postgres: setup $(VENV)/.ready-dev ## The tests that touch the database once more, on a PostgreSQL of their own
	$(BIN)/python -m tests.on_postgres

drill: setup $(VENV)/.ready-dev ## What takes minutes: thousands of real learners awarded from the page
	$(BIN)/python -m pytest -m drill --ignore=tests/peers

test-fast: $(VENV)/.ready-dev ## The suite without the slow tests
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore=tests/peers --ignore=tests/e2e -m "not slow and not drill"

lint: $(VENV)/.ready-dev ## Style, formatting and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev ## Write the formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.ready-dev ## Collect the texts for translators, and compile what they wrote (needs gettext)
	$(BIN)/python -m tests.messages

types: $(VENV)/.ready-dev ## mypy, strict
	$(BIN)/mypy

coverage: $(VENV)/.ready-dev ## Branch coverage, with the floors that the kernel must keep
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q tests/standards tests/advisories tests/hostile -m "not slow"
	$(BIN)/coverage report --include='src/cairn/standards/*' --fail-under=97
	$(BIN)/coverage report --include='src/cairn/standards/proofs/*,src/cairn/standards/status/*,src/cairn/standards/verify/*' --fail-under=100

peers: $(VENV)/.ready-dev ## Independent programs check what Cairn makes, and Cairn what they make (needs Node)
	$(BIN)/python -m pytest tests/peers

##@ Measure

bench: $(VENV)/.ready-dev ## Speed as ratios to the raw limit and to peers
	$(BIN)/python benchmarks/run.py

fuzz: $(VENV)/.ready-dev ## A million documents through the fast and the full canonicalization
	$(BIN)/python -m benchmarks.canonicalization.fuzz 1 1000000

##@ Write

docs: $(VENV)/.ready-dev ## Build the documentation into docs/_build
	$(BIN)/sphinx-build -W -b html docs docs/_build

lock: $(VENV)/bin/uv ## Resolve the dependencies again, into hashed requirement files
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		pyproject.toml --group build -o requirements/main.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		pyproject.toml --group dev -c requirements/main.txt -o requirements/dev.txt

clean: ## Remove the environment and everything that was built
	rm -rf $(VENV) build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

# --- how the environment comes to be: a plain venv, then uv from the hashed lock, then the lock itself ---

$(VENV)/bin/uv: requirements/main.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cairn needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@awk '/^uv==/{p=1} p{print} p&&!/\\$$/{exit}' requirements/main.txt > $(VENV)/uv.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@touch $@

$(VENV)/.ready: $(VENV)/bin/uv requirements/main.txt pyproject.toml
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/main.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@
