"""Pictures for the lessons: image grids, loss curves, the progression of fixed noise.

``show_...`` puts a picture under the cell and returns None. Each has a twin ``..._figure`` that
returns the matplotlib figure, to change it, to save it with `save`, or to display it with `show`.
What the picture says to those who cannot see it is the figure's label, see `alt_text`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from ganlab import style
from ganlab.pictures import save, show

__all__ = [
    "alt_text",
    "loss_curves_figure",
    "moments_as_grids",
    "progression_figure",
    "save",
    "show",
    "show_loss_curves",
    "show_progression",
    "show_tensor_images",
    "tensor_images_figure",
]

DPI = 100
GAP = 2  # pixels between the images of a grid, before enlarging
LN2 = math.log(2)


def alt_text(figure: Figure) -> str:
    """Return the alternative text of a figure that this module has made."""
    return str(figure.get_label())


# image grids


def show_tensor_images(
    image_tensor: Tensor,
    num_images: int = 25,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int = 5,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> None:
    """Show the first images of a batch as a grid.

    Args:
        image_tensor: (n, C, H, W), or flat (n, C * H * W); values outside [0, 1] are clamped.
        num_images: how many to show at most.
        size: (C, H, W) of a flat image; C is 1 or 3.
        nrow: images in a row.
        title: says what to see; by default the number of images and their range of values.
        alt: alternative text; by default made from the title.

    Raises:
        ValueError: the tensor does not hold images of this size.
    """
    figure = tensor_images_figure(image_tensor, num_images, size, nrow, title=title)
    show(figure, alt=alt or alt_text(figure))


def tensor_images_figure(
    image_tensor: Tensor,
    num_images: int = 25,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int = 5,
    *,
    title: str | None = None,
) -> Figure:
    """Return the figure that `show_tensor_images` shows."""
    images = _as_images(image_tensor, size)[: _positive("num_images", num_images)]
    nrow = min(_positive("nrow", nrow), len(images))
    title = title or f"{_count(len(images), 'image')}, pixel values {_range_words(images)}"
    grid = _grid(images, nrow)
    grid = _enlarge(grid, max(1, 460 // grid.shape[1]))
    height, width = images.shape[-2:]
    figure = _page([(grid, "")], title, columns=1)
    figure.set_label(
        f"{_stop(title)} {_count(len(images), 'image')} of {height} by {width} pixels "
        f"in a grid, {nrow} to a row."
    )
    return figure


def show_progression(
    grids: Sequence[Tensor],
    labels: Sequence[object],
    *,
    title: str | None = None,
    alt: str | None = None,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int | None = None,
) -> None:
    """Show what a generator makes of the same noise at several moments, side by side.

    Args:
        grids: one tensor for each moment, all (n, C, H, W) or all (n, C * H * W).
        labels: what stands above each grid, such as ``["start", "epoch 1", "epoch 5"]``.
        title: says what to see.
        alt: alternative text; by default made from title and labels.
        size: (C, H, W) of a flat image.
        nrow: images in a row of each grid; by default one if there are at most eight, so that a
            row of the picture follows one noise vector through time, otherwise a square.

    Raises:
        ValueError: no grids, not as many labels as grids, or tensors that are not such images.
    """
    figure = progression_figure(grids, labels, title=title, size=size, nrow=nrow)
    show(figure, alt=alt or alt_text(figure))


def progression_figure(
    grids: Sequence[Tensor],
    labels: Sequence[object],
    *,
    title: str | None = None,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int | None = None,
) -> Figure:
    """Return the figure that `show_progression` shows."""
    title = title or "The same noise, as the generator learns"
    panels = moments_as_grids(grids, labels, size, nrow)
    widest = max(7 * max(len(str(label)) for label in labels), panels[0].shape[1])
    columns = min(len(panels), max(1, 780 // (widest + 12)))
    scale = max(1, min(2, (780 // columns - 12) // panels[0].shape[1]))
    pages = [
        (_enlarge(panel, scale), str(label)) for panel, label in zip(panels, labels, strict=True)
    ]
    figure = _page(pages, title, columns)
    figure.set_label(
        f"{_stop(title)} {_count(len(grids[0]), 'noise vector')} "
        f"at {_count(len(panels), 'moment')}: "
        f"{', '.join(str(label) for label in labels)}."
    )
    return figure


def moments_as_grids(
    moments: Sequence[Tensor],
    labels: Sequence[object],
    size: tuple[int, int, int],
    nrow: int | None,
) -> list[np.ndarray]:
    """Return each moment's images as one grid, uint8 (height, width, C), all of the same size.

    Args:
        moments, labels, size, nrow: as `show_progression` takes them.

    Raises:
        ValueError: no grids, not as many labels as grids, or tensors that are not such images.
    """
    if len(moments) == 0 or len(moments) != len(labels):
        raise ValueError(
            f"There are {len(moments)} grids and {len(labels)} labels; "
            "give one label for each grid."
        )
    batches = [_as_images(moment, size) for moment in moments]
    count = len(batches[0])
    if any(images.shape != batches[0].shape for images in batches):
        shapes = ", ".join(str(tuple(images.shape)) for images in batches)
        raise ValueError(f"The grids have different shapes: {shapes}; give equal ones.")
    if nrow is None:
        nrow = 1 if count <= 8 else math.ceil(math.sqrt(count))
    nrow = min(_positive("nrow", nrow), count)
    return [_grid(images, nrow) for images in batches]


def _as_images(tensor: Tensor, size: tuple[int, int, int]) -> Tensor:
    """Return float (n, C, H, W) on the CPU, cut off from any gradient; values untouched."""
    if not isinstance(tensor, Tensor):
        raise ValueError(f"Images must come as a tensor, not as {type(tensor).__name__}.")
    images = tensor.detach().float().cpu()
    if images.dim() == 2 and images.shape[1] == math.prod(size):
        images = images.reshape(-1, *size)
    if images.dim() != 4 or images.shape[1] not in (1, 3) or images.numel() == 0:
        raise ValueError(
            f"A tensor of shape {tuple(tensor.shape)} does not hold images of size {tuple(size)}; "
            f"give (n, {math.prod(size)}) or (n, C, H, W) with 1 or 3 channels, n at least 1."
        )
    return images


def _grid(images: Tensor, nrow: int) -> np.ndarray:
    """Lay (n, C, H, W) out as uint8 (height, width, C), white between; NaN is drawn as 0."""
    pixels = (
        images.nan_to_num(nan=0.0).clamp(0, 1).mul(255).round().byte().permute(0, 2, 3, 1).numpy()
    )
    count, height, width, channels = pixels.shape
    rows = math.ceil(count / nrow)
    shape = (rows * (height + GAP) - GAP, nrow * (width + GAP) - GAP, channels)
    grid = np.full(shape, 255, dtype=np.uint8)
    for i, image in enumerate(pixels):
        top, left = (i // nrow) * (height + GAP), (i % nrow) * (width + GAP)
        grid[top : top + height, left : left + width] = image
    return grid


def _enlarge(grid: np.ndarray, scale: int) -> np.ndarray:
    return grid.repeat(scale, axis=0).repeat(scale, axis=1)


def _page(panels: Sequence[tuple[np.ndarray, str]], title: str, columns: int) -> Figure:
    """Place equal panels, each with its label, in rows under a title, pixel by pixel."""
    height, width = panels[0][0].shape[:2]
    label_height = 20 if any(label for _, label in panels) else 0
    step_x = max(width, *(7 * len(label) for _, label in panels)) + 12
    step_y = height + label_height + 10
    rows = math.ceil(len(panels) / columns)
    page_width = max(columns * step_x + 8, 320)
    lines = textwrap.wrap(title, max(20, page_width // 8))
    top = 18 * len(lines) + 12
    page_height = top + rows * step_y
    with matplotlib.rc_context(style.RC | {"figure.constrained_layout.use": False}):
        figure = Figure(figsize=(page_width / DPI, page_height / DPI), dpi=DPI)
        figure.text(0.5, 1 - 8 / page_height, "\n".join(lines), ha="center", va="top", fontsize=10)
        margin = (page_width - columns * step_x) // 2
        for i, (panel, label) in enumerate(panels):
            left = margin + (i % columns) * step_x + (step_x - width) // 2
            below = page_height - top - (i // columns) * step_y - label_height - height
            shown = panel.repeat(3, axis=2) if panel.shape[2] == 1 else panel
            figure.figimage(shown, left, below, origin="upper")
            if label:
                x, y = (left + width / 2) / page_width, (below + height + 5) / page_height
                figure.text(x, y, label, ha="center", va="bottom", fontsize=9)
    return figure


def _range_words(images: Tensor) -> str:
    if bool(images.isnan().any()):
        return "contain NaN"
    return f"{float(images.min()):.2f} to {float(images.max()):.2f}"


# loss curves


def show_loss_curves(
    disc_losses: Sequence[float] | Tensor,
    gen_losses: Sequence[float] | Tensor,
    *,
    landmark: str | None = "mean",
    title: str | None = None,
    alt: str | None = None,
    xlabel: str = "training step",
) -> None:
    """Show both losses over time, with the values that mean "the discriminator knows nothing".

    A discriminator that answers 1/2 for everything pays ln 2 for each image. So does the generator.
    When the discriminator ends close to a loss of 0, the picture says that it has won.

    Args:
        disc_losses: the discriminator's loss at each step: numbers, scalar tensors or one tensor.
        gen_losses: the generator's loss at each step, as many.
        landmark: "mean" if the discriminator's loss is the mean of its losses on fakes and reals
            (landmark ln 2), "sum" if it is their sum (landmark 2 ln 2), None for no landmark.
        title: says what to see.
        alt: alternative text; by default it tells the first and last values.
        xlabel: what the losses are counted by.

    Raises:
        ValueError: no losses, not as many of one as of the other, or an unknown landmark.
    """
    figure = loss_curves_figure(
        disc_losses, gen_losses, landmark=landmark, title=title, xlabel=xlabel
    )
    show(figure, alt=alt or alt_text(figure))


def loss_curves_figure(
    disc_losses: Sequence[float] | Tensor,
    gen_losses: Sequence[float] | Tensor,
    *,
    landmark: str | None = "mean",
    title: str | None = None,
    xlabel: str = "training step",
) -> Figure:
    """Return the figure that `show_loss_curves` shows."""
    if landmark not in ("mean", "sum", None):
        raise ValueError(f"landmark is {landmark!r}; choose 'mean', 'sum' or None.")
    disc, gen = _as_numbers(disc_losses), _as_numbers(gen_losses)
    if len(disc) == 0 or len(disc) != len(gen):
        raise ValueError(
            f"There are {len(disc)} discriminator losses and {len(gen)} generator losses; "
            "give as many of each, at least one."
        )
    won = landmark is not None and _disc_has_won(disc, summed=landmark == "sum")
    title = title or "Who is winning? The losses of both networks"
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(7.2, 3.6), dpi=DPI)
        axes = figure.subplots()
        _draw_losses(axes, disc, "discriminator", style.BLUE, "-")
        _draw_losses(axes, gen, "generator", style.ORANGE, "--")
        _draw_landmarks(axes, landmark)
        if won:
            title += "\nThe discriminator has won: it sees through nearly every fake"
        axes.set(title=title, xlabel=xlabel, ylabel="loss")
        finite = np.concatenate([disc, gen])
        finite = finite[np.isfinite(finite)]
        axes.set_ylim(min(0.0, finite.min(initial=0.0)), 1.08 * finite.max(initial=1.0))
        axes.locator_params(axis="x", integer=True)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    figure.set_label(
        f"{_stop(title)} Line chart over {_count(len(disc), xlabel)}. "
        f"Discriminator loss: first {disc[0]:.2f}, last {disc[-1]:.2f}. "
        f"Generator loss: first {gen[0]:.2f}, last {gen[-1]:.2f}."
    )
    return figure


def _as_numbers(losses: Sequence[float] | Tensor) -> np.ndarray:
    if isinstance(losses, Tensor):
        losses = losses.detach().flatten().tolist()
    return np.array([float(loss) for loss in losses])


def _disc_has_won(disc: np.ndarray, *, summed: bool) -> bool:
    """Say whether the last tenth of the losses is below 0.1 an image.

    There the discriminator gives the right answer a probability of exp(-0.1), 90 %, on (geometric)
    average.
    """
    last = disc[-max(1, len(disc) // 10) :]
    return len(disc) >= 10 and float(last.mean()) / (2 if summed else 1) < 0.1


def _draw_losses(axes: Axes, losses: np.ndarray, name: str, color: str, line: str) -> None:
    """Draw a line; of many steps, the averages over stretches, and all values pale behind."""
    steps = np.arange(1, len(losses) + 1)
    if len(losses) <= 200:
        marker = ("o" if line == "-" else "s") if len(losses) <= 20 else ""
        axes.plot(steps, losses, line, color=color, marker=marker, markersize=4, label=name)
        return
    axes.plot(steps, losses, "-", color=color, alpha=0.2, linewidth=0.6)
    parts = np.array_split(np.arange(len(losses)), 100)
    middles = [steps[part].mean() for part in parts]
    means = [losses[part].mean() for part in parts]
    axes.plot(middles, means, line, color=color, linewidth=2, label=f"{name}, average")


def _draw_landmarks(axes: Axes, landmark: str | None) -> None:
    if landmark is None:
        return
    both = landmark == "mean"
    name = "both at" if both else "generator at"
    name += " ln 2 ≈ 0.693:\ndiscriminator knows nothing"
    axes.axhline(LN2, color=style.GREY, linestyle=":", linewidth=1.4, label=name)
    if not both:
        name = "discriminator at 2 ln 2 ≈ 1.386:\nit knows nothing"
        axes.axhline(2 * LN2, color=style.GREY, linestyle="-.", linewidth=1.4, label=name)


def _positive(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} is {value!r}; give a whole number from 1 on.")
    return value


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _stop(sentence: str) -> str:
    sentence = " ".join(sentence.replace("\n", ". ").split())
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."
