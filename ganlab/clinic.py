"""The clinic of lesson 05: trains the patients of `ganlab.patients` and reads the instruments.

`examine` trains one for some seconds and returns its `Chart`; `ganlab.charts` shows it. `code_of`
returns the part that a patient has of its own, `difference` what is ill about it.
"""

from __future__ import annotations

import ast
import copy
import difflib
import functools
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from ganlab import measure
from ganlab.charts import Chart, readings, show_charts
from ganlab.patients import BATCH_SIZE, PARTS, PATIENTS, Z_DIM, Gan, networks
from ganlab.progress import progress

__all__ = [
    "STEPS",
    "Chart",
    "code_of",
    "difference",
    "examine",
    "readings",
    "show_charts",
]

STEPS = 800
READ_EVERY = 20  # steps between two readings of the instruments that take time
CURVES = ("step", "disc_loss", "gen_loss", "d_real", "d_unseen", "d_fake", "gradient")
SAMPLE_BATCHES = 16  # of fakes, for the measures at the end: 1,024 images


def examine(
    patient: int,
    digits: Tensor,
    unseen: Tensor,
    *,
    steps: int = STEPS,
    seed: int = 0,
    average: float | None = None,
    **parts: Callable[..., Any],
) -> Chart:
    """Train a patient and read all instruments. The global random state is left as it was.

    Steps and losses are shown while it trains. Ended by the Stop button, see `ganlab.progress`, it
    returns the chart of the steps that were made.

    Args:
        patient: 1 to 10; 0 is the healthy GAN.
        digits: what it is trained on, (N, 1, 28, 28), values in [0, 1].
        unseen: other digits, of the same form, on which it is never trained.
        steps: how long.
        seed: of weights, digits and noise.
        average: images are drawn by an average of the generator's weights, of which each step
            keeps this share (see lesson 04); None: by the generator itself.
        parts: functions in the place of its own parts, such as ``feed=my_feed``.

    Returns:
        The chart.

    Raises:
        ValueError: there is no such patient, or no such part.
    """
    gan = _treated(patient, parts)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        gen, disc = networks()
        drawn = gen if average is None else copy.deepcopy(gen)
        trained = _train(gan, gen, disc, digits, unseen, steps, drawn, average or 0.0)
        batches = [gan.feed(digits, BATCH_SIZE, Z_DIM) for _ in range(SAMPLE_BATCHES)]
        with torch.no_grad():
            reals = torch.stack([real for real, _ in batches])
            fakes = torch.stack([drawn(noise) for _, noise in batches])
    images = _pixels(fakes.flatten(0, 1))
    return Chart(
        name=_name(patient, bool(parts)),
        images=images[:16],
        pixels_of_reals=_ends(reals),
        pixels_of_fakes=_ends(fakes),
        spread=_spread(fakes),
        classes=measure.modes(measure.class_probabilities(images)),
        distance=measure.frechet_distance(_features_of(unseen), measure.features(images)),
        **trained,
    )


def _name(patient: int, treated: bool) -> str:
    if patient == 0:
        return "your parts" if treated else "healthy"
    return f"{patient}, repaired" if treated else f"patient {patient}"


def _treated(patient: int, parts: dict[str, Callable[..., Any]]) -> type[Gan]:
    """Return the patient with other parts in the place of its own."""
    for name in parts:
        if name not in PARTS:
            raise ValueError(f"There is no part {name!r}; the parts are {', '.join(PARTS)}.")
    base = Gan if patient == 0 else _patient(patient)
    return type(base.__name__, (base,), {name: staticmethod(f) for name, f in parts.items()})


def _patient(number: int) -> type[Gan]:
    if number not in PATIENTS:
        raise ValueError(f"There is no patient {number!r}; they are numbered 1 to {len(PATIENTS)}.")
    return PATIENTS[number]


def _train(
    gan: type[Gan],
    gen: nn.Module,
    disc: nn.Module,
    digits: Tensor,
    unseen: Tensor,
    steps: int,
    drawn: nn.Module,
    average: float,
) -> dict[str, Any]:
    """Train, and return those fields of a chart that are read on the way.

    Images are drawn by ``drawn``: by ``gen``, or by a copy that follows it.
    """
    gen_opt, disc_opt = gan.set_up(gen, disc)
    arrivals = _count_arrivals(gen)
    before = _weights(gen), _weights(disc)
    first: dict[str, float] = {}
    table, moments = [], []
    fixed_noise = torch.randn(BATCH_SIZE, Z_DIM, generator=torch.Generator().manual_seed(0))
    bar = progress(range(1, steps + 1))
    for step in bar:
        real, noise = gan.feed(digits, BATCH_SIZE, Z_DIM)
        losses = gan.update(gen, disc, gen_opt, disc_opt, gan.verdict_loss, real, noise)
        if drawn is not gen:
            _follow(drawn, gen, min(average, step / (step + 10)))
        if step % READ_EVERY and step != 1:
            continue
        gradient = _gradient(gen).norm().item()
        with torch.no_grad():
            others, _ = gan.feed(unseen, BATCH_SIZE, Z_DIM)
            fake = gen(noise)
            moments.append(_pixels(drawn(fixed_noise)[:16]))
            verdicts = [torch.sigmoid(disc(x)).mean().item() for x in (real, others, fake)]
        disc_loss, gen_loss = map(float, losses)
        bar.set_postfix(D=disc_loss, G=gen_loss)
        table.append((step, disc_loss, gen_loss, *verdicts, gradient))
        if step == 1:
            moves = [
                ((_weights(net) - old).norm() / old.norm()).item()
                for net, old in zip((gen, disc), before, strict=True)
            ]
            first = {"gen_move": moves[0], "disc_move": moves[1], "first_spread": _spread(fake)}
    columns = (list(column) for column in zip(*table, strict=True))
    return {
        "curves": dict(zip(CURVES, columns, strict=True)),
        "moments": moments,
        "arrivals": len(arrivals) / step,
        **first,
    }


@torch.no_grad()
def _follow(average: nn.Module, net: nn.Module, kept: float) -> None:
    for slow, fast in zip(average.parameters(), net.parameters(), strict=True):
        slow.lerp_(fast, 1 - kept)  # kept * slow + (1 - kept) * fast


def _pixels(images: Tensor) -> Tensor:
    """Bring images from [-1, 1] to [0, 1]."""
    return ((images + 1) / 2).clamp(0, 1)


def _count_arrivals(gen: nn.Module) -> list[None]:
    """Return a list that grows by one whenever a gradient arrives at the generator's images."""
    arrivals: list[None] = []

    def watch(module: nn.Module, inputs: Any, images: Tensor) -> None:
        if images.requires_grad:
            images.register_hook(lambda gradient: arrivals.append(None))

    gen.register_forward_hook(watch)
    return arrivals


def _weights(net: nn.Module) -> Tensor:
    return torch.cat([p.detach().flatten() for p in net.parameters()])


def _gradient(net: nn.Module) -> Tensor:
    return torch.cat([p.grad.flatten() for p in net.parameters() if p.grad is not None])


def _spread(images: Tensor) -> float:
    """Return the spread of batches (..., n, 784)."""
    return images.std(dim=-2).mean().item()


def _ends(values: Tensor) -> tuple[float, float]:
    return values.min().item(), values.max().item()


@functools.lru_cache(maxsize=1)
def _features_of(images: Tensor) -> Tensor:
    return measure.features(images)


def ward(part: str) -> list[int]:
    """Return the patients whose illness is in one part, in their order.

    Raises:
        ValueError: ``part`` is none of ``PARTS``.
    """
    if part not in PARTS:
        raise ValueError(f"There is no part {part!r}; choose from {', '.join(PARTS)}.")
    return [number for number, patient in PATIENTS.items() if part in vars(patient)]


def code_of(patient: int) -> str:
    """Return the source of the part that a patient has of its own.

    Raises:
        ValueError: there is no such patient.
    """
    own = vars(_patient(patient))
    (part,) = (own[name] for name in PARTS if name in own)
    source = textwrap.dedent(inspect.getsource(part.__func__))
    return source.removeprefix("@staticmethod\n").rstrip()


def difference(patient: int) -> str:
    """Return what is ill in a patient: its lines behind ``-``, the healthy ones behind ``+``.

    Raises:
        ValueError: there is no such patient.
    """
    (part,) = (name for name in PARTS if name in vars(_patient(patient)))
    healthy, ill = (_statements(vars(gan)[part].__func__) for gan in (Gan, _patient(patient)))
    lines = difflib.ndiff(ill, healthy)
    return "\n".join(line for line in lines if line.startswith(("- ", "+ ")))


def _statements(function: Callable[..., Any]) -> list[str]:
    """Return the lines of a function's body, without docstring."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    body = tree.body[ast.get_docstring(tree) is not None :]
    return [line for statement in body for line in ast.unparse(statement).splitlines()]
