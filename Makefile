# `make run`, `make start` and `make test` need Python 3.11 or newer with venv, and nothing else.

PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do \
	command -v $$each >/dev/null && $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && { echo $$each; break; }; done)
BIN := .venv/bin
PORT ?= 8501
WORKERS ?= 3
# One worker a file, in the order that tests/conftest.py gives them.
SHARED_OUT = -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Whatever this machine says: without it, each of many processes would compile all code again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run start dev test test-long test-again test-nightly check format clean

run: .venv/running
	@PORT=$(PORT) deploy/demo

start: .venv/running
	@PORT=$(PORT) deploy/start

dev: .venv/running
	@PORT=$(PORT) deploy/demo --server.fileWatcherType=auto --server.runOnSave=true

test: .venv/testing
	@$(BIN)/python -m tests.browser.find --install
	@$(BIN)/pytest $(SHARED_OUT)

test-long: .venv/testing
	@$(BIN)/python -m tests.browser.find --install
	@$(BIN)/pytest $(SHARED_OUT) -m "long and not nightly"

test-again: .venv/testing
	@$(BIN)/pytest --last-failed --last-failed-no-failures none -m "not nightly"

test-nightly: .venv/testing
	@$(BIN)/pytest $(SHARED_OUT) -m nightly

check: .venv/testing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/testing
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	rm -rf .venv data/demo.* .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (python3 with venv)."; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/running: requirements.txt | .venv/made
	@echo "Installing what Amudu needs (once)..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/testing: tests/requirements.txt .venv/running
	@echo "Installing what the tests need (once)..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
