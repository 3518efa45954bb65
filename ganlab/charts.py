"""What the instruments of lesson 05 say of a patient, and how it is shown.

`Chart` is what `ganlab.clinic.examine` returns. `show_charts` draws charts, one a row. `readings`
writes their figures side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from ganlab import draw, style

__all__ = ["Chart", "charts_figure", "readings", "show_charts"]

LATE = 8  # readings


@dataclass(frozen=True)
class Chart:
    """What the instruments say of one patient.

    Attributes:
        name: such as ``"patient 3"``.
        curves: what was read every 20 steps, lists of equal length. "step"; "disc_loss" and
            "gen_loss"; "d_real", "d_unseen" and "d_fake": the mean probability of being real that
            the discriminator gives to the step's digits, to digits on which it is never trained,
            and to fakes; "gradient": length of the gradient with which the generator is moved.
        images: 16 fakes of one batch, (16, 784), values in [0, 1].
        moments: 16 fakes of the same noise at each of these steps, likewise.
        arrivals: how often in a step a gradient arrives at the generator's images, on average.
        gen_move, disc_move: how far the first step moves the weights, relative to their length.
        pixels_of_reals, pixels_of_fakes: lowest and highest value that the discriminator is shown.
        first_spread, spread: how much a pixel differs from fake to fake of a batch (its standard
            deviation, averaged over all pixels), after the first step and after the last.
        classes: how many digits are among 1,024 fakes, see `ganlab.measure.modes`.
        distance: Fréchet distance of 1,024 fakes from the unseen digits.
    """

    name: str
    curves: dict[str, list[float]]
    images: Tensor
    moments: list[Tensor]
    arrivals: float
    gen_move: float
    disc_move: float
    pixels_of_reals: tuple[float, float]
    pixels_of_fakes: tuple[float, float]
    first_spread: float
    spread: float
    classes: int
    distance: float

    def late(self, curve: str) -> float:
        """Return the mean of a curve over the last 160 steps."""
        late = self.curves[curve][-LATE:]
        return sum(late) / len(late)


def show_charts(charts: Sequence[Chart], *, title: str, alt: str) -> None:
    """Show charts, one a row: 16 fakes, the losses, D's verdicts, the length of G's gradient.

    Where the trainings were stopped before there was a chart, a sentence says so.
    """
    if not charts:
        print("No chart is there: these trainings were not made. Run their cell again.")
        return
    draw.show(charts_figure(charts, title=title), alt=alt)


def charts_figure(charts: Sequence[Chart], *, title: str) -> Figure:
    """Return the figure that `show_charts` shows."""
    with matplotlib.rc_context(style.RC | {"font.size": 8, "lines.linewidth": 1.2}):
        figure = Figure(figsize=(9.4, 0.8 + 1.6 * len(charts)), layout="constrained")
        figure.suptitle(title, fontsize=10)
        grid = figure.subplots(
            len(charts), 4, squeeze=False, gridspec_kw={"width_ratios": (1, 1.4, 1.4, 1.4)}
        )
        for row, chart in zip(grid, charts, strict=True):
            _draw_images(row[0], chart)
            _draw_losses(row[1], chart)
            _draw_verdicts(row[2], chart)
            _draw_gradient(row[3], chart)
        for axes, heading in zip(
            grid[0], ("fakes", "loss", "D's verdict", "length of G's gradient"), strict=True
        ):
            axes.set_title(heading)
        for axes in grid[-1][1:]:
            axes.set_xlabel("step")
        for axes in grid[-1][1:3]:
            axes.legend(
                loc="upper center",
                bbox_to_anchor=(0.5, -0.35),
                ncols=3,
                fontsize=7,
                handlelength=1.6,
                columnspacing=0.8,
            )
    return figure


def _draw_images(axes: Axes, chart: Chart) -> None:
    rows = chart.images.view(4, 4, 28, 28).permute(0, 2, 1, 3).reshape(4 * 28, 4 * 28)
    few_greys = rows.mul(15).round()  # a noisy picture would make the PNG large
    axes.imshow(few_greys.numpy(), cmap="gray", vmin=0, vmax=15)
    axes.set_ylabel(chart.name)
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)


def _draw_losses(axes: Axes, chart: Chart) -> None:
    steps = chart.curves["step"]
    axes.plot(steps, chart.curves["disc_loss"], "-", color=style.BLUE, label="D")
    axes.plot(steps, chart.curves["gen_loss"], "--", color=style.ORANGE, label="G")
    axes.axhline(draw.LN2, color=style.GREY, linestyle=":", linewidth=1, label="ln 2")
    axes.set_yscale("symlog", linthresh=2, linscale=2)
    lowest = min(0.0, *chart.curves["disc_loss"], *chart.curves["gen_loss"])
    highest = max(2.0, *chart.curves["disc_loss"], *chart.curves["gen_loss"])
    axes.set_ylim(1.5 * lowest - 0.1, 1.5 * highest)
    far = [-(10.0**k) for k in (6, 3)] + [10.0**k for k in (2, 4)]
    ticks = [t for t in far if lowest < t < highest]
    axes.set_yticks([0, 1, 2, *ticks], labels=["0", "1", "2", *(f"{t:,.0f}" for t in ticks)])
    axes.minorticks_off()


def _draw_verdicts(axes: Axes, chart: Chart) -> None:
    steps = chart.curves["step"]
    for key, label, line, color in (
        ("d_real", "its digits", "-", style.BLUE),
        ("d_unseen", "unseen digits", ":", "black"),
        ("d_fake", "fakes", "--", style.ORANGE),
    ):
        axes.plot(steps, chart.curves[key], line, color=color, label=label)
    axes.set(ylim=(-0.05, 1.05), yticks=[0, 0.5, 1])


def _draw_gradient(axes: Axes, chart: Chart) -> None:
    axes.plot(chart.curves["step"], chart.curves["gradient"], "-", color=style.BLUE)
    axes.set(yscale="log", ylim=(1e-6, 1e3), yticks=[1e-6, 1e-3, 1, 1e3])
    axes.minorticks_off()


def readings(charts: Sequence[Chart]) -> str:
    """Return the figures of charts as a table, one row for each chart."""
    lines = [
        "              pixels of    pixels of     spread of fakes  first step moves  gradients",
        "              reals        fakes         first ... last    G         D       reach G"
        "    classes  distance",
    ]
    for chart in charts:
        pixels = (
            f"{low:4.1f} ... {high:3.1f}"
            for low, high in (chart.pixels_of_reals, chart.pixels_of_fakes)
        )
        spread = f"{chart.first_spread:6.3f} ... {chart.spread:5.3f}"
        moves = "  ".join(f"{100 * move:6.3f} %" for move in (chart.gen_move, chart.disc_move))
        lines.append(
            f"{chart.name:12}  {'  '.join(pixels)}   {spread}  {moves}"
            f"  {chart.arrivals:6.1f}  {chart.classes:9}  {chart.distance:8.0f}"
        )
    return "\n".join(lines)
