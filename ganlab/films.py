"""Films of a training: the same noise again and again, or the same chart, as a small WebP.

A film never starts by itself. Under a still picture stands a line to click on; what unfolds is the
film. So nothing moves that the reader has not started (WCAG 2.2.2), and a print shows the still.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from ganlab import draw, pictures

__all__ = ["encode", "figure_frame", "grid_frames", "show_film"]

MAX_BYTES = 200_000  # of one film
SECONDS = 5.0  # from the first frame to the last
LAST = 1.0  # second for which the last frame is held, before the film begins again
QUALITIES = (80, 60, 40, 20)
WIDTH = 240  # pixels, about; a grid is enlarged by a whole number
LABEL_HEIGHT = 18
STILLS = 5


def show_film(
    grids: Sequence[Tensor],
    labels: Sequence[object],
    *,
    title: str | None = None,
    alt: str | None = None,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int | None = None,
    stills: int = STILLS,
) -> None:
    """Show what a generator makes of the same noise through a training: stills, and the film.

    It takes what `draw.show_progression` takes, but many moments: 20 to 100 make a film.

    Args:
        grids: one tensor for each moment, all (n, C, H, W) or all (n, C * H * W); values outside
            [0, 1] are clamped.
        labels: what stands above each grid, such as ``["start", "step 20", "step 40"]``.
        title: says what to see.
        alt: alternative text; by default made from title and labels.
        size: (C, H, W) of a flat image.
        nrow: images in a row of each grid; by default as `draw.show_progression` has it.
        stills: how many moments the still picture shows, evenly spread, first and last among them.

    Raises:
        ValueError: no grids, not as many labels as grids, or tensors that are not such images.
    """
    frames = grid_frames(grids, labels, size=size, nrow=nrow)
    count = min(max(1, stills), len(grids))
    chosen = [round(i * (len(grids) - 1) / max(1, count - 1)) for i in range(count)]
    figure = draw.progression_figure(
        [grids[i] for i in chosen], [labels[i] for i in chosen], title=title, size=size, nrow=nrow
    )
    pictures.show(figure, alt=alt or draw.alt_text(figure), film=encode(frames))


def grid_frames(
    grids: Sequence[Tensor],
    labels: Sequence[object],
    *,
    size: tuple[int, int, int] = (1, 28, 28),
    nrow: int | None = None,
) -> list[Image.Image]:
    """Return a frame for each moment: the grid of images, its label above.

    Args:
        grids, labels, size, nrow: as `show_film` takes them.

    Raises:
        ValueError: as `show_film`.
    """
    font = ImageFont.load_default(size=13)
    frames = []
    for panel, label in zip(draw.moments_as_grids(grids, labels, size, nrow), labels, strict=True):
        grid = Image.fromarray(panel.squeeze(2) if panel.shape[2] == 1 else panel).convert("RGB")
        scale = max(1, round(WIDTH / grid.width))
        grid = grid.resize((grid.width * scale, grid.height * scale), Image.Resampling.NEAREST)
        frame = Image.new("RGB", (max(grid.width, 120), grid.height + LABEL_HEIGHT), "white")
        frame.paste(grid, (0, LABEL_HEIGHT))
        ImageDraw.Draw(frame).text((0, 0), str(label), fill="black", font=font)
        frames.append(frame)
    return frames


def figure_frame(figure: Figure) -> Image.Image:
    """Return a matplotlib figure as a frame. All figures of a film have the same size."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def encode(frames: Sequence[Image.Image], *, seconds: float = SECONDS) -> bytes:
    """Return the frames as an animated WebP of at most 200 KB.

    What is too large loses quality first, then every second frame, and pixels in the last resort.

    Args:
        frames: RGB images of one size, in order; one at least.
        seconds: how long the film runs, once through.

    Raises:
        ValueError: no frames, or frames of several sizes.
    """
    if len({frame.size for frame in frames}) != 1:
        raise ValueError(
            f"A film needs frames of one size; there are {len(frames)} frames of the sizes "
            f"{sorted({frame.size for frame in frames})}."
        )
    frames = list(frames)
    while True:
        # the last frame's second is part of the whole, so that a film never exceeds `seconds`
        each = max(1, round(1000 * max(0.0, seconds - LAST) / max(1, len(frames) - 1)))
        times = [each] * (len(frames) - 1) + [round(1000 * min(LAST, seconds))]
        for quality in QUALITIES:
            film = _webp(frames, times, quality)
            if len(film) <= MAX_BYTES:
                return film
        if len(frames) > 2:
            frames = [*frames[:-1:2], frames[-1]]
        else:
            frames = [frame.resize((frame.width // 2, frame.height // 2)) for frame in frames]


def _webp(frames: Sequence[Image.Image], times: Sequence[int], quality: int) -> bytes:
    buffer = io.BytesIO()
    frames[0].save(
        buffer,
        format="WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=list(times) if len(frames) > 1 else times[0],
        loop=0,
        quality=quality,
        method=4,
    )
    return buffer.getvalue()
