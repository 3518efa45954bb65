# Thin: each line calls a command that anyone can type. `make` alone lists the targets.

ifeq ($(OS),Windows_NT)
  PYTHON ?= python
  BIN := .venv/Scripts
else
  PYTHON ?= python3
  BIN := .venv/bin
endif

# Tests share the machine: one thread each, so that two at a time are quick and repeatable.
QUIET := PYTHONHASHSEED=0 OMP_NUM_THREADS=1

.PHONY: help demo test lab release grade solutions bench-training bench-quality bench-measuring bench-checks bench-grading bench-class redteam mutation soundness checks-table clean .venv

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

demo: .venv ## a made-up class of six, from release to grades, in demo/
	$(BIN)/gancourse demo

test: .venv ## everything that CI checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(QUIET) $(BIN)/pytest -n 2 --dist loadscope
	$(QUIET) $(BIN)/pytest --nbval solutions -n 2 --dist loadscope --nbval-cell-timeout=300 -p no:cacheprovider

lab: .venv ## open the student notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

release: .venv ## make the student notebooks (notebooks/) from solutions/
	$(BIN)/gancourse release

grade: .venv ## grade what lies in submitted/
	$(BIN)/gancourse grade

solutions: .venv ## run all solution notebooks and store what they show
	$(BIN)/gancourse execute

bench-training: .venv ## how fast training is, beside the tutorials' own loops
	$(BIN)/python -m benchmarks.training

bench-quality: .venv ## how soon the digits get good, published and course recipes
	$(BIN)/python -m benchmarks.quality

bench-measuring: .venv ## what the measures notice; writes docs/measuring.md
	$(BIN)/python -m benchmarks.measuring

bench-checks: .venv ## how long the checks take
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.checks

bench-grading: .venv ## how fast grading is, beside nbgrader and otter-grader; writes docs/grading.md
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.grading

bench-class: .venv ## a large made-up class: seconds and memory
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.class_size

redteam: .venv ## a class with cheats and damaged notebooks: what each deserves and gets
	$(QUIET) $(BIN)/python -m benchmarks.redteam

mutation: .venv ## mutants of the solutions that no check notices
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.trust.mutation

soundness: .venv ## right answers under thousands of seeds; an hour
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m benchmarks.trust.soundness

checks-table: .venv ## what the checks notice; writes docs/checks.md; an hour
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m benchmarks.checks_table

clean: ## delete .venv and what demo and tests wrote
	rm -rf .venv .venv.lock .venv-install.log demo .pytest_cache .ruff_cache

.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and there is no $(PYTHON). Install it, or name yours: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) bootstrap.py
