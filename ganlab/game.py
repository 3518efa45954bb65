"""The game of a GAN in one diagram: what flows forward, and which gradients flow back.

Solid arrows carry pictures and verdicts. Dashed arrows carry gradients, from a loss back to the
network that its step moves.
"""

from __future__ import annotations

from typing import Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from ganlab import draw, style

__all__ = ["Step", "game_figure", "show_game"]

Step = Literal["discriminator", "generator"]
Point = tuple[float, float]

PALE = "#EEEEEE"
HEIGHT = 0.95  # of a box

# name: centre, width, words, colour of its rim
BOXES: dict[str, tuple[Point, float, str, str]] = {
    "noise": ((0.8, 3.5), 1.3, "noise z\n(latent vector)", style.GREY),
    "generator": ((2.95, 3.5), 1.8, "generator G\nthe counterfeiter", style.ORANGE),
    "fakes": ((5.05, 3.5), 1.3, "fakes\nG(z)", style.GREY),
    "data": ((5.05, 1.3), 1.3, "data x\nreal pictures", style.GREY),
    "discriminator": ((7.25, 2.4), 1.8, "discriminator D\nthe detective", style.BLUE),
    "verdicts": ((9.35, 2.4), 1.35, "verdicts\nD(x), D(G(z))", style.GREY),
    "disc loss": ((9.1, 0.6), 2.4, "D's loss: call x real\nand G(z) fake", style.BLUE),
    "gen loss": ((9.1, 4.2), 2.4, "G's loss: have G(z)\ncalled real", style.ORANGE),
}

WORDS = {
    None: (
        "The game: two networks, two losses, one step each in turn",
        "Noise z, the latent vector, goes into the generator, the counterfeiter, which makes the "
        "fakes G(z). Fakes and real data x go into the discriminator, the detective, which gives "
        "the verdicts D(x) and D(G(z)). From the verdicts come two losses. The discriminator's "
        "loss sends its gradient back to the discriminator and is cut off from the generator by "
        "detach. The generator's loss sends its gradient back through the discriminator, which it "
        "leaves as it is, to the generator.",
    ),
    "discriminator": (
        "The discriminator's step: detach cuts the generator off",
        "Forward: noise, generator, fakes; fakes and data into the discriminator; verdicts; the "
        "discriminator's loss. Back: the gradient goes from this loss to the discriminator, whose "
        "weights move. At the fakes, detach cuts the way back: no gradient reaches the generator.",
    ),
    "generator": (
        "The generator's step: the gradient comes back through the discriminator",
        "Forward: noise, generator, fakes, discriminator, the verdict D(G(z)), the generator's "
        "loss. Data take no part. Back: the gradient goes from this loss through the "
        "discriminator, whose weights stay as they are, through the fakes to the generator, whose "
        "weights move.",
    ),
}


def show_game(step: Step | None = None) -> None:
    """Show the diagram of the whole game, or of one step of it.

    Args:
        step: "discriminator" or "generator" for that network's step; None for both.

    Raises:
        ValueError: another step.
    """
    figure = game_figure(step)
    draw.show(figure, alt=draw.alt_text(figure))


def game_figure(step: Step | None = None) -> Figure:
    """Return the figure that `show_game` shows."""
    if step not in WORDS:
        raise ValueError(f"step is {step!r}; choose 'discriminator', 'generator' or None.")
    title, alt = WORDS[step]
    with matplotlib.rc_context(style.RC):
        figure = Figure(figsize=(8.4, 3.9), dpi=draw.DPI)
        axes = figure.subplots()
        axes.set(xlim=(0, 10.4), ylim=(-0.1, 5.0), title=title)
        axes.set_axis_off()
        for name in BOXES:
            words = "verdict\nD(G(z))" if (name, step) == ("verdicts", "generator") else None
            _box(axes, name, words, pale=name in _aside(step))
        for start, end in _flow(step):
            _arrow(axes, start, end, style.GREY, "-")
        if step != "generator":
            _discriminators_gradient(axes)
        if step != "discriminator":
            _generators_gradient(axes)
    figure.set_label(alt)
    return figure


def _aside(step: Step | None) -> set[str]:
    """The boxes that take no part."""
    if step == "discriminator":
        return {"gen loss"}
    return {"data", "disc loss"} if step == "generator" else set()


def _flow(step: Step | None) -> list[tuple[Point, Point]]:
    """Where the arrows of pictures and verdicts begin and end."""
    arrows = [
        ((1.45, 3.5), (2.05, 3.5)),
        ((3.85, 3.5), (4.4, 3.5)),
        ((5.7, 3.3), (6.35, 2.6)),
        ((8.15, 2.4), (8.65, 2.4)),
    ]
    if step != "generator":
        arrows += [((5.7, 1.5), (6.35, 2.2)), ((9.35, 1.92), (9.35, 1.1))]
    if step != "discriminator":
        arrows.append(((9.35, 2.88), (9.35, 3.7)))
    return arrows


def _discriminators_gradient(axes: Axes) -> None:
    _arrow(axes, (7.9, 0.6), (7.25, 1.9), style.BLUE, "--", bend=-0.35)
    axes.text(7.15, 0.75, "moves D", color=style.BLUE, ha="right", va="center", fontsize=9)
    axes.plot([5.83, 6.23], [2.72, 3.18], color="black", linewidth=2.5)
    axes.text(5.75, 2.4, "in D's step,\ndetach cuts here", ha="right", va="center", fontsize=9)


def _generators_gradient(axes: Axes) -> None:
    _arrow(axes, (7.9, 4.2), (7.25, 2.9), style.ORANGE, "--", bend=0.35)
    _arrow(axes, (6.6, 2.9), (5.72, 3.75), style.ORANGE, "--", bend=0.2)
    _arrow(axes, (4.4, 3.85), (3.87, 3.85), style.ORANGE, "--")
    axes.text(
        7.0, 4.3, "through D,\nwhich stays as it is", color=style.ORANGE, ha="center", fontsize=9
    )
    axes.text(2.95, 4.2, "moves G", color=style.ORANGE, ha="center", fontsize=9)


def _box(axes: Axes, name: str, instead: str | None, *, pale: bool) -> None:
    (x, y), width, words, color = BOXES[name]
    alpha = 0.3 if pale else 1.0
    corner = (x - width / 2, y - HEIGHT / 2)
    network = name in ("generator", "discriminator")
    axes.add_patch(
        FancyBboxPatch(
            corner,
            width,
            HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor="white" if network or "loss" in name else PALE,
            edgecolor=color,
            linewidth=2.2 if network else 1.2,
            alpha=alpha,
        )
    )
    axes.text(x, y, instead or words, ha="center", va="center", fontsize=9, alpha=alpha)


def _arrow(
    axes: Axes, start: Point, end: Point, color: str, line: str, *, bend: float = 0.0
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=12,
            color=color,
            linestyle=line,
            linewidth=1.6,
            connectionstyle=f"arc3,rad={bend}",
            shrinkA=0,
            shrinkB=0,
        )
    )
