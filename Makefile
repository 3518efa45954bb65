# Thin: each line calls a command that anyone can type. `make` alone lists the targets.

ifeq ($(OS),Windows_NT)
  PYTHON ?= python
  BIN := .venv/Scripts
else
  PYTHON ?= python3
  BIN := .venv/bin
endif

# Tests share the machine: one thread each, so that two at a time are quick and repeatable.
QUIET := PYTHONHASHSEED=0 OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE TQDM_DISABLE=1

define LINT
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(BIN)/lint-imports --no-cache
endef

.PHONY: help demo quick test docs lab release grade solutions bench clean .venv

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

demo: .venv ## a made-up class of six, from release to grades, in demo/
	$(BIN)/gancourse demo

quick: .venv ## lint, types, imports, and the tests of what has changed: before a commit
	$(LINT)
	$(QUIET) $(BIN)/pytest -n 2 --dist loadscope --changed -m "not slow"

test: .venv ## everything that CI checks
	$(LINT)
	$(QUIET) $(BIN)/pytest -n 2 --dist loadscope
	$(QUIET) $(BIN)/pytest --nbval solutions -n 2 --dist loadscope --nbval-cell-timeout=300 -p no:cacheprovider

docs: .venv ## build the site, in docs/_build/html/
	$(BIN)/sphinx-build -q -E -W --keep-going -b html docs docs/_build/html

lab: .venv ## open the lessons in JupyterLab
	$(BIN)/gancourse lab

release: .venv ## make the student notebooks (notebooks/) from solutions/
	$(BIN)/gancourse release

grade: .venv ## grade what lies in submitted/
	$(BIN)/gancourse grade

solutions: .venv ## run all solution notebooks and store what they show
	$(BIN)/gancourse execute

bench: .venv ## list the benchmarks; `make bench-NAME` runs one
	$(BIN)/python -m benchmarks

bench-%: .venv
	$(BIN)/python -m benchmarks $*

clean: ## delete .venv and what demo, tests and docs wrote
	rm -rf .venv demo docs/_build docs/lessons .pytest_cache .ruff_cache .mypy_cache

.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and there is no $(PYTHON). Install it, or name yours: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) bootstrap.py
