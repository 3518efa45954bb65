"""How soon do the digits get good? Published and course recipes, for the same time.

    python -m benchmarks quality             prints the table; about 20 minutes on two cores
    python -m benchmarks quality --write     and puts table, CSV and picture into docs/

Time is the processor's time spent in training, on one thread: other programs that share the machine
do not count, and neither does measuring. Every training is measured on 2,000 samples at fixed
moments. Two landmarks stand beside them, real digits in known disguise: moved a little (up to 2
pixels and 10 degrees), and with pixel noise of standard deviation 0.1.
"""

from __future__ import annotations

import argparse
import csv
import math
import statistics
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import NamedTuple

import matplotlib
import torch
from matplotlib.figure import Figure

from benchmarks.pages import DOCS, markdown, put
from ganlab import draw, measure, style
from ganlab.data import load_digits
from ganlab.recipes import get_recipe
from ganlab.speed import quickest
from ganlab.training import Trainer

SYSTEMS = {"minimal": 120, "practice": 60, "first-gan": 60, "images": 60, "dcgan": 60}
"""Seconds that each is given; dcgan in its small size."""

MOMENTS = (2, 5, 10, 15, 20, 30, 45, 60, 90, 120)
SHOWN = (5, 10, 20, 30, 60)
SAMPLES = 2000
MOVED, NOISY = "shifted and rotated", "with noise"


class Point(NamedTuple):
    """One measurement on the way of one training."""

    recipe: str
    seed: int
    seconds: int
    steps: int
    distance: float
    coverage: float


def trained(name: str, seed: int, seconds: int) -> list[Point]:
    """Train a recipe from one seed and measure it at the moments within its time."""
    torch.set_num_threads(1)
    recipe = get_recipe(name)
    size = "small" if "dcgan" in name else None
    digits = load_digits("train").images
    mode = quickest(recipe, digits, size=size, threads=(1,))
    trainer = Trainer(recipe, digits, size=size, seed=seed, mode=mode)
    points, spent = [], 0.0
    for moment in (moment for moment in MOMENTS if moment <= seconds):
        started = time.process_time()
        while spent + time.process_time() - started < moment:
            trainer.make_step()
        spent += time.process_time() - started
        report = measure.measure(measure.as_digits(trainer.sample(SAMPLES, seed=seed + 1)))
        points.append(
            Point(name, seed, moment, trainer.step, report.frechet_distance, report.coverage)
        )
    return points


def middle(points: Iterable[Point], seconds: int, value: str = "distance") -> float | None:
    """The median over the seeds at one moment; None if nothing was measured there."""
    values = [getattr(point, value) for point in points if point.seconds == seconds]
    return statistics.median(values) if values else None


def seconds_to(points: list[Point], landmark: float) -> str:
    """The first moment from which on the median stays nearer to real digits than the landmark."""
    reached = None
    for moment in sorted({point.seconds for point in points}):
        if middle(points, moment) >= landmark:
            reached = None
        elif reached is None:
            reached = moment
    return "not reached" if reached is None else f"{reached} s"


def table(points: list[Point], landmarks: dict[str, float]) -> str:
    """The medians as Markdown."""
    head = ["recipe", *(f"after {s} s" for s in SHOWN), "at the end", "coverage", "steps a second"]
    head += [f"nearer than {landmarks[MOVED]:.1f}", f"nearer than {landmarks[NOISY]:.1f}"]
    rows = []
    for name in dict.fromkeys(point.recipe for point in points):
        own = [point for point in points if point.recipe == name]
        end = max(point.seconds for point in own)
        cells = [f"{middle(own, s):.1f}" if s <= end else "" for s in SHOWN]
        cells += [f"{middle(own, end):.1f} ({end} s)", f"{middle(own, end, 'coverage'):.2f}"]
        cells += [f"{middle(own, end, 'steps') / end:.0f}"]
        cells += [seconds_to(own, landmarks[name]) for name in (MOVED, NOISY)]
        rows.append([name, *cells])
    return markdown(head, rows)


def picture(points: list[Point], landmarks: dict[str, float]) -> Figure:
    """One panel for each system: distance over time, published and course, every seed."""
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(9.6, 3.4), dpi=draw.DPI)
        panels = figure.subplots(1, len(SYSTEMS), sharey=True)
        for axes, name in zip(panels, SYSTEMS, strict=True):
            for recipe, color, line in (
                (name, style.ORANGE, "--"),
                (f"{name}-course", style.BLUE, "-"),
            ):
                for seed in sorted({point.seed for point in points}):
                    own = [p for p in points if (p.recipe, p.seed) == (recipe, seed)]
                    label = {name: "published", f"{name}-course": "course"}[recipe]
                    axes.plot(
                        [p.seconds for p in own],
                        [p.distance for p in own],
                        line,
                        color=color,
                        label=label if seed == 0 else None,
                    )
            for landmark, dots in ((MOVED, ":"), (NOISY, "-.")):
                axes.axhline(landmarks[landmark], color=style.GREY, linestyle=dots, linewidth=1)
            axes.set(title=name, xlabel="seconds", yscale="log")
        panels[0].set_ylabel("Fréchet distance to real digits")
        panels[0].legend()
        figure.suptitle(
            "Distance to real digits, published recipe and the course's (every line is one seed)\n"
            f"dash-dot: real digits with noise, {landmarks[NOISY]:.1f}; "
            f"dotted: real digits moved a little, {landmarks[MOVED]:.1f}",
            fontsize=11,
        )
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="into docs/")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of each recipe")
    parser.add_argument("--seconds", type=int, default=math.inf, help="at most, for each training")
    parser.add_argument("--workers", type=int, default=2, help="trainings at a time")
    options = parser.parse_args()
    landmarks = {name: report.frechet_distance for name, report in measure.landmarks().items()}
    jobs = [
        (name + twin, seed, min(seconds, options.seconds))
        for (name, seconds), twin, seed in product(
            SYSTEMS.items(), ("", "-course"), range(options.seeds)
        )
    ]
    points: list[Point] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for job, found in zip(jobs, pool.map(trained, *zip(*jobs, strict=True)), strict=True):
            points += found
            print(*job, [f"{p.seconds} s: {p.distance:.1f}" for p in found], flush=True)
    text = table(points, landmarks)
    print(text)
    if options.write:
        put(DOCS / "training.md", quality=text)
        with (DOCS / "training_quality.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(Point._fields)
            rows.writerows(p._replace(distance=round(p.distance, 2)) for p in points)
        draw.save(
            picture(points, landmarks),
            DOCS / "pictures" / "training_quality.png",
            alt="Five panels, one for each system: the Fréchet distance over the seconds of "
            "training, published recipe and course recipe, with two landmarks.",
        )


if __name__ == "__main__":
    main()
