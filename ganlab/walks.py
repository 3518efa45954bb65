"""Walks to play with: sliders under a picture, where a notebook's kernel runs and someone watches.

Each walk draws in place while a slider moves, and says in words what the picture shows. Where
nobody watches (``TQDM_DISABLE=1``, as in grading and in what is stored), a walk shows nothing: the
still picture above it is what a reader of the stored notebook sees.
"""

from __future__ import annotations

import base64
import html
import io
import math
import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from PIL import Image
from torch import Tensor

from ganlab import measure, style

__all__ = ["LineGame", "between", "curves", "line_game", "walk_classes", "walk_game", "walk_noise"]

Frame = tuple[str, str]  # the picture as HTML, and what it shows, in words


class Slider(NamedTuple):
    """What one slider is called, and where it goes."""

    words: str
    low: float
    high: float
    step: float
    start: float


# Walks ----------------------------------------------------------------------------------------


def walk_noise(draw: Callable[[Tensor], Tensor], noise: Tensor) -> None:
    """Walk from one noise vector to another, in steps as small as you like.

    Args:
        draw: makes images of noise: (1, ...) to (1, C, H, W) or (1, H * W), values in [0, 1].
        noise: the vectors to choose from, (n, ...), n at least 2.
    """
    last = len(noise) - 1

    def frame(start: float, end: float, share: float) -> Frame:
        a, b = noise[int(start)][None], noise[int(end)][None]
        return _digit(draw(between(a, b, share)))

    _show(
        frame,
        Slider("from noise vector", 0, last, 1, 0),
        Slider("to noise vector", 0, last, 1, 1),
        Slider("share of the way", 0, 1, 0.02, 0.5),
    )


def walk_classes(
    draw: Callable[[Tensor, Tensor], Tensor], noise: Tensor, classes: int = 10
) -> None:
    """Walk from one class to another, and from one noise vector to another.

    Args:
        draw: makes images of noise (1, z_dim) and a mix of one-hot classes (1, classes):
            (1, C, H, W) or (1, H * W), values in [0, 1].
        noise: two noise vectors, (2, z_dim).
        classes: how many classes there are.
    """
    one_hot = torch.eye(classes, device=noise.device)

    def frame(start: float, end: float, share: float, turned: float) -> Frame:
        mixed = torch.lerp(one_hot[int(start)], one_hot[int(end)], share)[None]
        return _digit(draw(between(noise[:1], noise[1:2], turned), mixed))

    _show(
        frame,
        Slider("from class", 0, classes - 1, 1, 3),
        Slider("to class", 0, classes - 1, 1, 8),
        Slider("share of the way", 0, 1, 0.02, 0.5),
        Slider("noise, first to second", 0, 1, 0.02, 0),
    )


def walk_game(best: Callable[[Tensor, Tensor], Tensor]) -> None:
    """Move the counterfeiter's notes on the line, and see what the best detective makes of it.

    Args:
        best: the best discriminator, made of the values of the two densities, as exercise 1.1
            asks for it.
    """

    def frame(mean: float, deviation: float) -> Frame:
        game = line_game(mean, deviation, best)
        words = (
            f"The best detective is paid {game.value:.3f}: more than the coin's "
            f"{-2 * math.log(2):.3f} by {2 * game.divergence:.3f}, "
            f"twice the Jensen-Shannon divergence of {game.divergence:.3f}."
        )
        return curves(game), words

    _show(
        frame,
        Slider("where the fakes lie", -4, 4, 0.1, 0.5),
        Slider("how wide they spread", 0.4, 3, 0.1, 1),
    )


# What they compute ----------------------------------------------------------------------------


def between(a: Tensor, b: Tensor, share: float) -> Tensor:
    """Return the noise at a share of the way from ``a`` to ``b``, along an arc.

    Half-way on the straight line a vector would be too short by a factor of about the root of 2,
    and few such came up in training. (Shoemake 1985, "Animating rotation with quaternion curves",
    calls it slerp.)

    Args:
        a, b: noise vectors of one shape.
        share: 0 is ``a``, 1 is ``b``.
    """
    cosine = torch.nn.functional.cosine_similarity(a.flatten(), b.flatten(), dim=0)
    angle = math.acos(max(-1.0, min(1.0, float(cosine))))
    if math.sin(angle) < 1e-3:  # the same vector, or the opposite one: there is no arc
        return torch.lerp(a, b, share)
    return (math.sin((1 - share) * angle) * a + math.sin(share * angle) * b) / math.sin(angle)


class LineGame(NamedTuple):
    """The game of lesson 01 on a line: tensors (n,), float64, and two numbers in nats."""

    x: Tensor
    p: Tensor
    q: Tensor
    best: Tensor
    value: float
    divergence: float


def line_game(
    mean: float, deviation: float, best: Callable[[Tensor, Tensor], Tensor] | None = None
) -> LineGame:
    """Compute lesson 01's game: two presses at -1.5 and 1.5, fakes from N(mean, deviation²).

    Args:
        mean, deviation: of the fakes; the integrals are right for -4 to 4 and for 0.2 to 3.
        best: makes the discriminator's verdicts of the values of both densities; by default
            p / (p + q) (Goodfellow et al. 2014, arXiv:1406.2661, proposition 1).

    Returns:
        The densities ``p`` and ``q`` and the verdicts ``best`` at the places ``x``; the ``value``
        of the game, the sum of the means of log D on reals and log(1 - D) on fakes; the
        Jensen-Shannon ``divergence`` of p and q.
    """
    x = torch.linspace(-20, 20, 4001, dtype=torch.float64)
    p = (_normal(x, -1.5, 0.5) + _normal(x, 1.5, 0.5)) / 2
    q = _normal(x, mean, deviation)
    best = best or (lambda a, b: a / (a + b))
    verdicts, on_fakes = best(p, q), best(q, p)  # 1 - verdicts would be 0 where it is tiny
    dx = 0.01
    value = torch.xlogy(p, verdicts) + torch.xlogy(q, on_fakes)
    m = (p + q) / 2
    divergence = torch.xlogy(p, p / m) + torch.xlogy(q, q / m)
    return LineGame(x, p, q, verdicts, value.sum().item() * dx, divergence.sum().item() * dx / 2)


def _normal(x: Tensor, mean: float, deviation: float) -> Tensor:
    z = (x - mean) / deviation
    return torch.exp(-z.square() / 2) / (deviation * math.sqrt(2 * math.pi))


# Pictures -------------------------------------------------------------------------------------


def _digit(images: Tensor) -> Frame:
    """One image (1, ...), enlarged, and what the course's digit classifier reads in it."""
    images = measure.as_digits(images)
    probability, digit = measure.class_probabilities(images).max(dim=1)
    words = f"The digit classifier reads a {digit.item()}: {100 * probability.item():.0f} % sure."
    buffer = io.BytesIO()
    Image.fromarray(images[0, 0].mul(255).round().byte().numpy()).save(buffer, format="PNG")
    source = base64.b64encode(buffer.getvalue()).decode("ascii")
    look = "width:224px;height:224px;image-rendering:pixelated"
    alt = "One image, made from this mix."
    return f'<img src="data:image/png;base64,{source}" alt="{alt}" style="{look}">', words


def curves(game: LineGame) -> str:
    """Draw both densities, and the best discriminator below, as SVG in the colour of the text."""
    shown = slice(1500, 2501, 4)  # -5 to 5
    across = (40 + 42 * (game.x[shown] + 5)).tolist()

    def line(name: str, heights: Tensor, zero: int, one: int, look: str) -> str:
        down = (zero - (zero - one) * heights[shown]).tolist()
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
        return f'<polyline class="{name}" points="{points}" {look} stroke-width="2"/>'

    p, q = f'stroke="{style.BLUE}"', f'stroke="{style.ORANGE}" stroke-dasharray="7 3"'
    best = 'stroke="currentColor"'
    ticks = "".join(f'<text x="{40 + 42 * (n + 5)}" y="327">{n}</text>' for n in range(-5, 6))
    return (
        '<svg viewBox="0 0 480 350" role="img" aria-label="Above: the densities of real notes and '
        'of fakes. Below: the best discriminator." style="width:100%;max-width:580px" fill="none" '
        'stroke="currentColor" font-family="sans-serif" font-size="14">'
        '<path d="M40 165H460M40 310H460"/><path d="M40 255H460" stroke-dasharray="2 4"/>'
        f"{line('p', game.p, 165, 15, p)}{line('q', game.q, 165, 15, q)}"
        f"{line('best', game.best, 310, 200, best)}"
        f'<path d="M50 15h30" stroke-width="2" {p}/><path d="M50 35h30" stroke-width="2" {q}/>'
        f'<path d="M50 183h30" stroke-width="2" {best}/>'
        '<g fill="currentColor" stroke="none"><text x="88" y="20">p, real notes</text>'
        '<text x="88" y="40">q, fakes</text><text x="88" y="188">D*, the best detective</text>'
        '<g text-anchor="end"><text x="32" y="170">0</text><text x="32" y="20">1</text>'
        '<text x="32" y="315">0</text><text x="32" y="260">½</text>'
        '<text x="32" y="205">1</text></g>'
        f'<g text-anchor="middle">{ticks}<text x="250" y="346">note x</text></g></g></svg>'
    )


# Sliders --------------------------------------------------------------------------------------

# ipywidgets gives the handles of its sliders no name that a screen reader could read out. And a
# notebook that is opened again says only "model not found": the sliders belong to another kernel.
BELOW = """<p class="walk-gone" hidden>The sliders went with their kernel: run the cell again.</p>
<script>(function look(tries) {
  for (const box of document.querySelectorAll(".walk .widget-hslider")) {
    const handle = box.querySelector("[role=slider], .ui-slider-handle");
    if (handle) handle.setAttribute("aria-label", box.querySelector(".widget-label").textContent);
  }
  for (const said of document.querySelectorAll(".walk-words")) said.setAttribute("role", "status");
  for (const gone of document.querySelectorAll(".walk-gone"))
    gone.hidden = tries || gone.closest(".jp-OutputArea, body").querySelector(".walk");
  if (tries) setTimeout(look, 500, tries - 1);
})(20)</script>"""


def _show(frame: Callable[..., Frame], *sliders: Slider) -> None:
    """Show the sliders, and the frame of where they stand, in place."""
    if not _watched():
        return
    try:
        import ipywidgets
    except ImportError:
        print("The sliders need ipywidgets: pip install ipywidgets, then restart the kernel.")
        return
    from IPython.display import display

    controls = [_control(ipywidgets, slider) for slider in sliders]
    picture, words = ipywidgets.HTML(), ipywidgets.HTML()
    words.add_class("walk-words")

    def move(_: object = None) -> None:
        try:
            picture.value, said = frame(*(control.value for control in controls))
        except Exception as error:  # of the student's code: the log, where it would go, is unseen
            said = f"There is no picture here: {type(error).__name__}: {error}"
        words.value = html.escape(said)

    move()
    for control in controls:
        control.observe(move, names="value")
    box = ipywidgets.VBox([*controls, picture, words])
    box.add_class("walk")
    names = ", ".join(slider.words for slider in sliders)
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    shown = {
        "application/vnd.jupyter.widget-view+json": view,
        "text/plain": f"[sliders: {names}; run the cell to move them]",
    }
    display(shown, raw=True)
    display({"text/html": BELOW, "text/plain": ""}, raw=True)


def _control(ipywidgets: Any, slider: Slider) -> Any:
    whole = float(slider.step).is_integer()
    return (ipywidgets.IntSlider if whole else ipywidgets.FloatSlider)(
        description=slider.words,
        min=slider.low,
        max=slider.high,
        step=slider.step,
        value=slider.start,
        style={"description_width": "12em"},
        layout={"width": "100%", "max_width": "40em"},
    )


def _watched() -> bool:
    """Whether this is a notebook's kernel, and what it shows is not only to be stored."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel") and os.environ.get("TQDM_DISABLE", "0") in ("", "0")
