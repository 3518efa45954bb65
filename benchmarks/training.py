"""Each system as its tutorial wrote it, against the trainer: same networks, same mathematics.

    python -m benchmarks training             prints the table; about four minutes on one core
    python -m benchmarks training --write     and puts it into docs/training.md

Tutorial and trainer take turns, so that both meet the same noise of the machine, and the medians
of their turns are compared. Ratios of one run can be trusted; milliseconds of two machines cannot
be compared.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.pages import DOCS, markdown, put
from benchmarks.sources import source
from ganlab.data import load_digits
from ganlab.recipes import get_recipe
from ganlab.speed import quickest
from ganlab.training import Mode, Trainer

SYSTEMS = (
    ("minimal", "published"),
    ("practice", "published"),
    ("first-gan", "published"),
    ("images", "published"),
    ("dcgan", "small"),
    ("dcgan", "published"),
)
TURNS = 9
SECONDS_A_TURN = 0.5  # one step at least
COLUMNS = (
    "system",
    "tutorial, ms a step",
    "in data",
    "trainer, ms a step",
    "ratio",
    "quickest way here",
    "ms a step",
    "ratio",
    "images a second",
    "GFLOP a step",
    "floor, ms",
    "of the floor",
)


class Row(NamedTuple):
    """One system's figures; times are seconds a step."""

    system: str
    tutorial: float
    in_data: float
    trainer: float
    mode: Mode
    quick: float
    batch_size: int
    operations: float
    floor: float

    def cells(self) -> tuple[str, ...]:
        return (
            self.system,
            f"{1e3 * self.tutorial:.2f}",
            f"{self.in_data:.0%}",
            f"{1e3 * self.trainer:.2f}",
            f"{self.tutorial / self.trainer:.2f}",
            str(self.mode),
            f"{1e3 * self.quick:.2f}",
            f"{self.tutorial / self.quick:.2f}",
            f"{self.batch_size / self.quick:,.0f}",
            f"{self.operations / 1e9:.3g}",
            f"{1e3 * self.floor:.2f}",
            f"{self.floor / self.quick:.0%}",
        )


def measured(name: str, size: str, digits: torch.Tensor, rates: dict[str, float]) -> Row:
    """Measure one system in turns: tutorial, trainer, trainer in its quickest way."""
    recipe = get_recipe(name)
    mode = quickest(recipe, digits, size=size, threads=(1,))
    with tempfile.TemporaryDirectory() as folder:
        tutorial = source(name, size, Path(folder))
        trainer = Trainer(recipe, digits, size=size)
        quick = Trainer(recipe, digits, size=size, mode=mode)
        runners = [tutorial.make_step, trainer.make_step, quick.make_step]
        for make_step in runners:
            make_step()
        tutorial.seconds_in_data = 0.0
        spent, steps = 0.0, 0
        turns: list[list[float]] = [[], [], []]
        for _ in range(TURNS):
            for times, make_step in zip(turns, runners, strict=True):
                count, took = one_turn(make_step)
                times.append(took / count)
                if make_step == tutorial.make_step:
                    spent, steps = spent + took, steps + count
    operations = floating_point_operations(trainer)
    medians = [statistics.median(times) for times in turns]
    return Row(
        system=name if size == "published" else f"{name}, {size}",
        tutorial=medians[0],
        in_data=tutorial.seconds_in_data / spent,
        trainer=medians[1],
        mode=mode,
        quick=medians[2],
        batch_size=recipe.batch_size,
        operations=operations,
        floor=operations / rates[mode.precision],
    )


def one_turn(make_step: Callable[[], None]) -> tuple[int, float]:
    """Make steps for a moment; return how many, and the seconds they took."""
    started, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - started < SECONDS_A_TURN:
        make_step()
        count += 1
    return count, time.perf_counter() - started


def floating_point_operations(trainer: Trainer) -> float:
    """Additions and multiplications in the matrix products and convolutions of one step."""
    with FlopCounterMode(display=False) as counter:
        trainer.make_step()
    return counter.get_total_flops()


def matrix_rate(dtype: torch.dtype, size: int = 1024, turns: int = 15) -> float:
    """Floating-point operations a second of a large square matrix product; the best of some."""
    a, b = (torch.randn(size, size).to(dtype) for _ in range(2))
    best = float("inf")
    for _ in range(turns):
        started = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - started)
    return 2 * size**3 / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/training.md")
    write = parser.parse_args().write
    torch.set_num_threads(1)
    digits = load_digits("train").images
    rates = {name: matrix_rate(getattr(torch, name)) for name in ("float32", "bfloat16")}
    rate_line = (
        f"One thread. Matrix products: {rates['float32'] / 1e9:.0f} GFLOP a second in float32, "
        f"{rates['bfloat16'] / 1e9:.0f} in bfloat16. torch {torch.__version__.split('+')[0]}."
    )
    print(rate_line)
    rows = []
    for name, size in SYSTEMS:
        rows.append(measured(name, size, digits, rates))
        print("  ".join(rows[-1].cells()), flush=True)
    text = f"{rate_line}\n\n{markdown(list(COLUMNS), [list(row.cells()) for row in rows])}"
    print(text)
    if write:
        put(DOCS / "training.md", speed=text)


if __name__ == "__main__":
    main()
