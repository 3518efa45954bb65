"""Lesson 06 and the page on training say of MLP and DCGAN what was measured."""

import csv
from pathlib import Path

import pytest

from benchmarks.neighbours import FIGURES, MOMENTS, SEEDS, Row, median, table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LESSON = ROOT / "solutions" / "06_dcgan" / "06_dcgan.ipynb"
NAMES = {"first-gan-course": "MLP", "dcgan-course": "DCGAN"}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with (DOCS / "neighbours.csv").open(encoding="utf-8") as file:
        lines = list(csv.reader(file))[1:]
    return [
        Row(recipe, int(seed), int(steps), *map(float, rest))
        for recipe, seed, steps, *rest in lines
    ]


def test_every_run_was_measured(rows):
    wanted = {(name, seed, steps) for name in MOMENTS for seed in SEEDS for steps in MOMENTS[name]}
    assert {(row.recipe, row.seed, row.steps) for row in rows} == wanted


def test_the_table_is_made_of_the_measurements(rows):
    assert table(rows) in (DOCS / "training.md").read_text(encoding="utf-8")


def test_the_lesson_shows_the_medians_of_the_longest_runs(rows):
    text = LESSON.read_text(encoding="utf-8")
    for name, (*_, last) in MOMENTS.items():
        medians = [median(rows, name, last, figure) for figure in FIGURES]
        cells = [f"{NAMES[name]}, {last:,} steps", f"{medians[0]:.1f}"]
        cells += [f"{value:.2f}" for value in medians[1:]]
        assert f"| {' | '.join(cells)} |" in text
