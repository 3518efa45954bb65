"""The look of every figure: colours that colour-blind readers can tell apart, and line styles."""

from __future__ import annotations

from typing import Any

import matplotlib
from cycler import cycler

# Okabe and Ito's palette, without its yellow (too pale on white) and with grey for landmarks.
BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"
GREY = "#555555"
COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY, "#E69F00", "#000000")
LINE_STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))

RC: dict[Any, Any] = {  # matplotlib's own type lists every name that there is
    "axes.prop_cycle": cycler(color=COLORS, linestyle=LINE_STYLES),
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "figure.figsize": (6.4, 3.6),
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # ships with matplotlib: the same look everywhere
    "grid.alpha": 0.3,
    "image.cmap": "gray",
    "image.interpolation": "nearest",
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "savefig.dpi": 100,
    "savefig.facecolor": "white",
}


def apply() -> None:
    """Make this look the default for every figure of this process."""
    matplotlib.rcParams.update(RC)
