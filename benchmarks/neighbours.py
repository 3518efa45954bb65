"""What are neighbours worth? Lesson 06's comparison, from several seeds and for longer.

    python -m benchmarks neighbours             prints the table; about ten minutes on one core
    python -m benchmarks neighbours --write     and puts table and CSV into docs/

Your first GAN's networks and the small DCGAN, both trained by their course recipes, measured after
fixed numbers of steps: the MLP when it has seen as many digits as DCGAN, and when it has cost as
much processor time; then both once more after twice as long. All figures are of as many images as
there are held-out digits, 1,000, so that the row of real digits can be compared.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from typing import NamedTuple

import torch

from benchmarks.pages import DOCS, markdown, put
from ganlab import measure
from ganlab.data import load_digits
from ganlab.recipes import get_recipe
from ganlab.training import Trainer

MOMENTS = {"first-gan-course": (900, 2100, 4500), "dcgan-course": (1800, 3900)}
"""Steps after which each recipe is measured; the MLP's batches hold 64 digits, DCGAN's 32."""

SEEDS = (0, 1, 2)
IMAGES = 1000
FIGURES = (
    "frechet_distance", "coverage", "recall", "precision", "near_copies", "nearer_to_training",
)  # fmt: skip


class Row(NamedTuple):
    """One measurement."""

    recipe: str
    seed: int
    steps: int
    cpu_seconds: float
    frechet_distance: float
    coverage: float
    recall: float
    precision: float
    near_copies: float
    nearer_to_training: float


def trained(name: str, seed: int) -> list[Row]:
    """Train a recipe from one seed and measure it at its moments."""
    digits = load_digits("train").images
    trainer, rows, spent = Trainer(get_recipe(name), digits, seed=seed), [], 0.0
    for moment in MOMENTS[name]:
        began = time.process_time()
        trainer.train(steps=moment - trainer.step)
        spent += time.process_time() - began
        report = measure.measure(measure.as_digits(trainer.sample(IMAGES)))
        figures = (round(getattr(report, figure), 3) for figure in FIGURES)
        rows.append(Row(name, seed, moment, round(spent, 1), *figures))
        print(*rows[-1], flush=True)
    return rows


def values(rows: list[Row], name: str, steps: int, figure: str) -> list[float]:
    """One figure of a recipe at one moment, from every seed."""
    return [getattr(row, figure) for row in rows if (row.recipe, row.steps) == (name, steps)]


def median(rows: list[Row], name: str, steps: int, figure: str) -> float:
    return statistics.median(values(rows, name, steps, figure))


def cell(numbers: list[float]) -> str:
    """The median, and the smallest and largest in brackets."""
    return f"{statistics.median(numbers):.2f} ({min(numbers):.2f} to {max(numbers):.2f})"


def table(rows: list[Row]) -> str:
    """The medians of each recipe and moment as Markdown."""
    head = ["recipe", "steps", *(figure.replace("_", " ") for figure in FIGURES)]
    lines = []
    for name, steps in dict.fromkeys((row.recipe, row.steps) for row in rows):
        cells = [cell(values(rows, name, steps, figure)) for figure in FIGURES]
        lines.append([name, f"{steps:,}", *cells])
    real = measure.landmarks()["held-out real digits"]
    lines.append(["real digits, held out", "", *(f"{getattr(real, f):.2f}" for f in FIGURES)])
    return markdown(head, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put table and CSV into docs/")
    write = parser.parse_args().write
    torch.set_num_threads(1)
    rows = [row for name in MOMENTS for seed in SEEDS for row in trained(name, seed)]
    print(table(rows))
    if write:
        put(DOCS / "training.md", neighbours=table(rows))
        with (DOCS / "neighbours.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([Row._fields, *rows])


if __name__ == "__main__":
    main()
