"""Lesson 04 quotes docs/training.md: the numbers are those of its tables."""

from __future__ import annotations

import re

import pytest

from benchmarks.pages import DOCS, rows
from gancourse.course.tidy import read
from tests.test_notebooks import ROOT

PAGE = DOCS / "training.md"
CELLS = read(ROOT / "solutions" / "04_training" / "04_training.ipynb").cells
TEXT = " ".join(cell.source for cell in CELLS if cell.cell_type == "markdown")


def spread(cells: list[str]) -> str:
    return f"{min(map(int, cells))} to {max(map(int, cells))}"


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("as published {}", "as published"),
        ("all three {}", "all three"),
        ("all but logits {}", "all three, but no logits"),
        (r"all but $\beta_2$ {}", "all three, but beta2 0.999"),
        (r"all but $\beta_1$ {}", "all three, but beta1 0.9"),
        ("all but steps {}", "all three, but steps of 0.0002"),
        ("with 0.5 the distance is {}", "all three, but beta1 0.5"),
        ("{} without a penalty", "all three"),
        ("{} with R1", "all three, and R1"),
        ("{} with R2 too", "all three, R1 and R2"),
        ("{} with all of it", "all three, pairing loss, R1 and R2"),
    ],
)
def test_distances_are_those_of_the_tables(words, setting):
    tables = rows(PAGE, "remedies") | rows(PAGE, "penalties")
    assert words.format(spread(tables[setting])) in TEXT


def test_islands_are_those_of_the_table():
    default, beta2, _, beta1, _, r1, both = rows(PAGE, "islands").values()
    ends = [cells[4].removesuffix(" of 4") for cells in (default, beta2, beta1)]
    assert (
        f"after 2,000 steps {ends[0]} cover all eight islands with the default betas, {ends[1]} "
        rf"with only $\beta_2$ changed, {ends[2]} with $\beta_1 = 0$"
    ) in TEXT
    medians = [cells[1].split(" (")[0] for cells in (default, beta2, beta1)]
    assert "after 1,000 steps the medians are {}, {} and {}".format(*medians) in TEXT
    shares = [re.findall(r"(\d+)%", cells[5])[1:] for cells in (r1, beta1, both)]
    low, alone, together = (" to ".join(pair) for pair in shares)
    assert f"{low} % of them lie on an island in the end" in TEXT
    assert rf"against {alone} % with $\beta_1 = 0$ alone and {together} % with both" in TEXT
