"""Measure real digits under known damage, to see what each figure notices and what it misses.

    python -m benchmarks measuring

measures, prints two tables, and writes them with their pictures into docs/. About a minute on one
core.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from dataclasses import asdict

import matplotlib
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from benchmarks.pages import DOCS, markdown, put
from ganlab import draw, measure, style
from ganlab.data import load_digits

PAGE = DOCS / "measuring.md"
TABLE = DOCS / "measuring.csv"
PICTURES = DOCS / "pictures"

COUNTS = (100, 200, 500, 1000, 2000, 4000)
DRAWS = 8  # sets of each count
DAMAGE_ALT = (
    "Rows of real digits under growing damage, and seven measures of each as dots. Noise and blur "
    "raise the Fréchet distance and lower coverage. Missing classes and repeated images leave "
    "precision high; ten repeated images also have the best classifier score, and a hundred a "
    "small Fréchet distance, but their coverage is low. Two digits at once raise recall. Training "
    "digits differ from new ones in near copies; moved by a pixel, only in being nearer to them."
)
FEW_IMAGES_ALT = (
    "Line chart: the Fréchet distance of the same kind of images falls steadily as more of them "
    "are measured, from 100 to 4,000."
)
COLUMNS = (  # of the page's table, in the order of measure.Report
    "images",
    "Fréchet distance",
    "coverage",
    "recall",
    "precision",
    "density",
    "classifier score",
    "classes",
    "label divergence",
    "near copies",
    "nearer to training",
)


def damages() -> Iterator[tuple[str, Tensor, Tensor | None]]:
    """Yield a name, images (n, 1, 28, 28), and the rows of the held-out digits they are made of."""
    images, labels = load_digits("test")
    own = torch.arange(len(images))
    yield "real digits, held out", images, own
    for std in (0.02, 0.05, 0.1, 0.2, 0.3):
        yield f"noise of {std:g}", measure.noisy(images, std, generator=_generator()), own
    for std in (0.5, 0.75, 1.0, 1.5):
        yield f"blur of {std:g} px", measure.blurred(images, std), own
    yield "all moved by 1 px", images.roll(1, dims=-1), own
    for pixels, degrees in ((1, 5), (2, 10), (4, 20), (6, 30)):
        moved = measure.shifted_and_rotated(images, pixels, degrees, generator=_generator())
        yield f"moved by up to {pixels} px, {degrees}°", moved, own
    for missing in (1, 3, 5, 9):
        rows = torch.nonzero(labels >= missing)[:, 0]
        yield f"{missing} of 10 classes missing", images[rows], rows
    typical = _typical(images, labels)
    by_turns = _by_turns(labels)
    for name, rows in (
        ("1 image, repeated", typical[:1].repeat(1000)),
        ("10 images, repeated", typical.repeat(100)),
        ("100 images, repeated", by_turns[:100].repeat(10)),
        ("500 images, twice each", by_turns[:500].repeat(2)),
    ):
        yield name, images[rows], rows
    yield from overlays(images, labels, by_turns)
    digits, digit_labels = load_digits("train")
    learnt = digits[_by_turns(digit_labels)[:1000]]  # 100 of each class, as the held-out digits
    yield "1,000 training digits", learnt, None
    yield "the same, all moved by 1 px", learnt.roll(1, dims=-1), None


def overlays(
    images: Tensor, labels: Tensor, by_turns: Tensor
) -> Iterator[tuple[str, Tensor, Tensor]]:
    """Yield sets in which every tenth image, or each, is two digits at once, as `damages` does.

    Beside two of them stands what single digits do in the same places.
    """
    own = torch.arange(len(images))
    tenth = own % 10 == 0
    five = torch.nonzero(labels >= 5)[:, 0].repeat(2)
    hundred = by_turns[:100].repeat(10)[torch.randperm(len(images), generator=_generator())]
    yield "5 classes, 500 digits twice each", images[five], five
    for name, rows, which, shift in (
        ("the same, 1 in 10 two digits at once", five, tenth, 1),
        ("the same, 1 in 10 a digit of any class", five, tenth, 0),
        ("100 repeated, 1 in 10 two at once", hundred, tenth, 1),
        ("100 repeated, 1 in 10 another digit", hundred, tenth, 0),
        ("two digits at once, 1 in 10", own, tenth, 1),
        ("two digits at once, all", own, own >= 0, 1),
    ):
        first, second = torch.where(which, own, rows), torch.where(which, own.roll(shift), rows)
        yield name, torch.maximum(images[first], images[second]), torch.stack([first, second], 1)


def _typical(images: Tensor, labels: Tensor) -> Tensor:
    """Return of each class the row whose features are nearest to their mean: (10,)."""
    chosen = []
    for c in range(10):
        rows = torch.nonzero(labels == c)[:, 0]
        features = measure.features(images[rows])
        chosen.append(rows[(features - features.mean(0)).norm(dim=1).argmin()])
    return torch.stack(chosen)


def _by_turns(labels: Tensor) -> Tensor:
    """Return the rows of labels 0, 1, ..., 9, 0, 1, ..."""
    return torch.stack([torch.nonzero(labels == c)[:, 0] for c in range(10)], dim=1).flatten()


def few_images() -> Iterator[tuple[str, int, list[float]]]:
    """Yield what is measured, how many images, and the Fréchet distances of several such sets."""
    held_out, training = load_digits("test").images, load_digits("train").images
    generator = _generator()
    reference, real = measure.features(training), measure.features(held_out)
    moved = [
        measure.features(measure.shifted_and_rotated(held_out, generator=generator))
        for _ in range(3 * max(COUNTS) // len(held_out))
    ]
    pools = {"real digits, held out": real, "moved by up to 2 px, 10°": torch.cat(moved)}
    for name, pool in pools.items():
        for count in COUNTS:
            if count <= len(pool):
                order = torch.randperm(len(pool), generator=generator)
                sets = [pool[rows] for rows in order.split(count)[: len(pool) // count][:DRAWS]]
                yield name, count, [measure.frechet_distance(reference, rows) for rows in sets]


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


# pictures


PANELS = (  # attribute of the report, title, from, to, colour
    ("frechet_distance", "Fréchet distance\n(low is good)", 0.1, 1000, style.ORANGE),
    ("precision", "precision\n(high)", 0, 1.08, style.GREEN),
    ("classifier_score", "classifier\nscore (high)", 0, 10.8, style.PURPLE),
    ("coverage", "coverage\n(high)", 0, 1.08, style.BLUE),
    ("recall", "recall\n(high)", 0, 1.08, style.BLUE),
    ("near_copies", "near copies\n(low)", 0, 1.08, style.SKY),
    ("nearer_to_training", "nearer to\ntraining (½)", 0.4, 0.7, style.ORANGE),
)


LEFT_OUT = (  # of the picture; the table has them
    "noise of 0.02",
    "noise of 0.2",
    "blur of 0.75 px",
    "moved by up to 1 px, 5°",
    "3 of 10 classes missing",
    "9 of 10 classes missing",
    "the same, 1 in 10 a digit of any class",
    "100 repeated, 1 in 10 another digit",
)


def damage_figure(names: list[str], samples: list[Tensor], figures: list[dict]) -> Figure:
    """Draw one row for each damage: six images, and seven measures as dots."""
    shown = [n for n, name in enumerate(names) if name not in LEFT_OUT]
    names, samples = [names[n] for n in shown], [samples[n] for n in shown]
    figures = [figures[n] for n in shown]
    places = np.arange(len(names))
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(10.2, 6.6), dpi=draw.DPI)
        axes = figure.subplots(1, 8, width_ratios=[1.7, 1.5, *6 * [1]], sharey=True)
        _draw_samples(axes[0], samples)
        axes[0].set_yticks(places, names)
        for axis, (key, title, low, high, color) in zip(axes[1:], PANELS, strict=True):
            values = [row[key] for row in figures]
            axis.axvline(values[0], color=style.GREY, linestyle=":")
            axis.plot(values, places, "o", color=color, clip_on=False)
            if key == "frechet_distance":
                axis.set_xscale("log")
                axis.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "", "10", "", "1,000"])
            axis.set_xlim(low, high)
            axis.set_title(title, fontsize=10)
        axes[1].set_xlabel("dotted: real digits, held out")
        figure.suptitle(
            "Each measure is blind to something. Repeated images: precision and classifier score "
            "are content with ten,\nthe distance with a hundred; coverage is not. Two digits at "
            "once: recall takes them for variety.\nTraining digits learnt by heart: near copies "
            "tell, until they are moved by a pixel.",
            fontsize=11,
        )
    return figure


def _draw_samples(axis: Axes, samples: list[Tensor]) -> None:
    """Fill an axis with a row of images for each set, white between the rows."""
    rows = [1 - torch.cat(list(images[:6, 0]), dim=1) for images in samples]
    strips = [torch.nn.functional.pad(row, (0, 0, 2, 2), value=1.0) for row in rows]
    extent = (0, 6, len(rows) - 0.5, -0.5)
    axis.imshow(torch.cat(strips), cmap="gray", extent=extent, aspect="auto", vmin=0, vmax=1)
    axis.set_xticks([])
    axis.grid(visible=False)
    axis.set_title("six of them", fontsize=10)


def few_images_figure(rows: list[tuple[str, int, list[float]]]) -> Figure:
    """Draw the Fréchet distance over the number of images."""
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(6.4, 3.6), dpi=draw.DPI)
        axis = figure.subplots()
        for name in dict.fromkeys(name for name, _, _ in rows):
            counts, sets = zip(*[row[1:] for row in rows if row[0] == name], strict=True)
            axis.plot(counts, [np.mean(values) for values in sets], marker="o", label=name)
        axis.set(xscale="log", xlabel="images measured", ylabel="Fréchet distance (low is good)")
        axis.set_ylim(bottom=0)
        axis.set_xticks(COUNTS, [f"{count:,}" for count in COUNTS])
        axis.set_xticks([], minor=True)
        axis.set_title("The same images, only fewer of them: the distance comes out too high")
        axis.legend()
    return figure


# tables


def damage_table(names: list[str], figures: list[dict]) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        [name, *(f"{v:,}" if isinstance(v, int) else f"{v:.2f}" for v in row.values())]
        for name, row in zip(names, figures, strict=True)
    ]
    return markdown(["what is measured", *COLUMNS], rows)


def few_images_table(rows: list[tuple[str, int, list[float]]]) -> str:
    """Return the distances of sets of images, mean and range, as a Markdown table."""
    head = ["measured", "images", "sets", "Fréchet distance, mean", "lowest", "highest"]
    cells = [
        [name, f"{count:,}", f"{len(values)}"]
        + [f"{value:.2f}" for value in (np.mean(values), min(values), max(values))]
        for name, count, values in rows
    ]
    return markdown(head, cells)


def main() -> None:
    """Measure, print, and write the page's tables and pictures."""
    torch.set_num_threads(1)
    start = time.perf_counter()
    names, samples, sources = map(list, zip(*damages(), strict=True))
    figures = [
        asdict(measure.measure(images, made_from=rows))
        for images, rows in zip(samples, sources, strict=True)
    ]
    few = list(few_images())
    tables = {"damage": damage_table(names, figures), "few_images": few_images_table(few)}
    print(*tables.values(), sep="\n\n")
    print(f"\nmeasured in {time.perf_counter() - start:.0f} s on one thread")
    put(PAGE, **tables)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["what", *figures[0]])
        for name, row in zip(names, figures, strict=True):
            writer.writerow([name, *(f"{value:.4g}" for value in row.values())])
    draw.save(damage_figure(names, samples, figures), PICTURES / "measures.png", alt=DAMAGE_ALT)
    draw.save(few_images_figure(few), PICTURES / "few_images.png", alt=FEW_IMAGES_ALT)


if __name__ == "__main__":
    main()
