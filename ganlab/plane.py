"""Pictures of a GAN whose "images" are points in a plane: the discriminator's field, the fakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import matplotlib
import torch
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from PIL import Image
from torch import Tensor

from ganlab import films, pictures, style

__all__ = ["Look", "grid", "show_looks"]

EDGE = 3.2  # the square that is drawn reaches from -EDGE to EDGE on both axes
SIDE = 81  # points of the grid on each axis
FAKES = 400  # are drawn at most


class Look(NamedTuple):
    """One moment of a training.

    Attributes:
        label: what stands above its picture.
        fakes: points, (n, 2); n may be 0.
        logits: the discriminator's at the points of `grid`, (6561, 1).
    """

    label: str
    fakes: Tensor
    logits: Tensor


def grid() -> Tensor:
    """Return the points of the plane at which a field is drawn, float32 (6561, 2)."""
    line = torch.linspace(-EDGE, EDGE, SIDE)
    return torch.cartesian_prod(line, line)


def show_looks(
    looks: Sequence[Look],
    islands: Tensor,
    *,
    title: str,
    alt: str,
    stills: Sequence[int],
) -> None:
    """Show some looks side by side; below them, folded, the film of all, if there are more.

    The plane is coloured by the discriminator's probability of "real", orange to blue; fakes are
    crosses, islands grey circles.

    Args:
        looks: the moments of a training, in order.
        islands: centres of the islands, (k, 2).
        title: says what to see.
        alt: alternative text of the stills.
        stills: which looks are shown, by number; the last one where there are fewer.
    """
    stills = sorted({min(number, len(looks) - 1) for number in stills})
    with matplotlib.rc_context(style.RC):
        width = 2.2 * len(stills) + 0.8 if len(stills) > 2 else 7.0
        figure = Figure(figsize=(width, 2.9 if len(stills) > 2 else 3.3), dpi=100)
        panels = figure.subplots(1, len(stills), sharey=True, squeeze=False)[0]
        for axes, number in zip(panels, stills, strict=True):
            field = _draw(axes, looks[number], islands)
        panels[0].set_ylabel("$x_2$")
        figure.colorbar(
            field, ax=list(panels), label='probability of "real"', ticks=[0, 0.5, 1], shrink=0.8
        )
        figure.suptitle(title, fontsize=11)
        film = None
        if len(looks) > len(stills):
            film = films.encode([_frame(look, islands) for look in looks])
        pictures.show(figure, alt=alt, film=film)


def _frame(look: Look, islands: Tensor) -> Image.Image:
    figure = Figure(figsize=(3.2, 3.4), dpi=75)
    _draw(figure.subplots(), look, islands)
    return films.figure_frame(figure)


def _draw(axes: Axes, look: Look, islands: Tensor) -> AxesImage:
    colours = LinearSegmentedColormap.from_list("fake-real", [style.ORANGE, "white", style.BLUE])
    field = axes.imshow(
        torch.sigmoid(look.logits).reshape(SIDE, SIDE).T.numpy(),
        cmap=colours,
        vmin=0,
        vmax=1,
        origin="lower",
        extent=(-EDGE, EDGE, -EDGE, EDGE),
    )
    x, y = islands.T.numpy()
    axes.scatter(x, y, s=90, facecolors="none", edgecolors=style.GREY, linewidths=0.8)
    x, y = look.fakes[:FAKES].T.numpy()
    axes.scatter(x, y, s=7, marker="x", color="black", linewidths=0.5)
    axes.set(title=look.label, xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="$x_1$")
    axes.grid(False)
    return field
