"""Lesson 02: the blocks, the generator, the noise and the discriminator."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from ganlab import networks as reference
from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import Other, listing, name_of, plain, spread
from graders.instruments.devices import on_meta
from graders.instruments.networks import (
    Accessor,
    Defaults,
    EvaluationOutput,
    Fresh,
    Gradients,
    Layers,
    Shapes,
    Spec,
    TrainingOutput,
)
from graders.instruments.normal import SHIFTED, moments_off, not_normal
from graders.instruments.parameters import Parameters

# 2.1 get_generator_block ------------------------------------------------------------------------


def _block(*after_linear: Callable[[int], nn.Module]) -> Callable[..., nn.Module]:
    """Builder of Linear followed by layers that are made from the output size."""

    def build(input_dim: int, output_dim: int) -> nn.Module:
        linear = nn.Linear(input_dim, output_dim)
        return nn.Sequential(linear, *(layer(output_dim) for layer in after_linear))

    return build


def _norm(size: int) -> nn.Module:
    return nn.BatchNorm1d(size)


GENERATOR_BLOCK = Spec(
    name="get_generator_block",
    rule="Linear, then BatchNorm1d, then ReLU",
    reference=reference.get_generator_block,
    sizes=({"input_dim": 5, "output_dim": 7}, {"input_dim": 11, "output_dim": 4}),
    features=("input_dim", "output_dim"),
    mistakes={
        "the ReLU at the end is missing": _block(_norm),
        "ReLU comes before the normalisation; it belongs after it": _block(
            lambda n: nn.ReLU(), _norm
        ),
        "LeakyReLU stands where ReLU belongs (it is the discriminator's)": _block(
            _norm, lambda n: nn.LeakyReLU(0.2)
        ),
        "LeakyReLU (slope 0.01) stands where ReLU belongs": _block(_norm, lambda n: nn.LeakyReLU()),
        "Sigmoid stands where ReLU belongs": _block(_norm, lambda n: nn.Sigmoid()),
        "Tanh stands where ReLU belongs": _block(_norm, lambda n: nn.Tanh()),
        "ELU stands where ReLU belongs": _block(_norm, lambda n: nn.ELU()),
        "GELU stands where ReLU belongs": _block(_norm, lambda n: nn.GELU()),
        "ReLU6 stands where ReLU belongs: it cuts at 6": _block(_norm, lambda n: nn.ReLU6()),
        "BatchNorm1d is there but is not applied": _block(lambda n: nn.ReLU()),
    },
)

get_generator_block = Item(
    "get_generator_block",
    "2.1",
    "get_generator_block(input_dim, output_dim)",
    (
        Parameters("get_generator_block(input_dim, output_dim)"),
        Layers(GENERATOR_BLOCK),
        Shapes(GENERATOR_BLOCK),
        TrainingOutput(GENERATOR_BLOCK),
        EvaluationOutput(GENERATOR_BLOCK),
        Fresh(GENERATOR_BLOCK),
        Gradients(GENERATOR_BLOCK),
    ),
)

# 2.2 Generator ----------------------------------------------------------------------------------


def _generator(*last: nn.Module, block: Callable[..., nn.Module] | None = None) -> Callable:
    """Builder of the generator with other last layers, or with another block."""

    def build(z_dim: int = 10, im_dim: int = 784, hidden_dim: int = 128) -> nn.Module:
        make = block or reference.get_generator_block
        widths = [z_dim, hidden_dim, 2 * hidden_dim, 4 * hidden_dim, im_dim]
        blocks = [make(a, b) for a, b in itertools.pairwise(widths)]
        return nn.Sequential(*blocks, nn.Linear(im_dim, im_dim), *last)

    return build


GENERATOR = Spec(
    name="Generator",
    rule="four blocks (z_dim, hidden_dim, 2 and 4 times hidden_dim, im_dim), Linear, Sigmoid",
    reference=reference.Generator,
    sizes=(
        {"z_dim": 3, "im_dim": 11, "hidden_dim": 2},
        {"z_dim": 5, "im_dim": 7, "hidden_dim": 3},
    ),
    features=("z_dim", "im_dim"),
    mistakes={
        "the Sigmoid at the end is missing": _generator(),
        "Tanh stands at the end where Sigmoid belongs (pixels lie in [0, 1])": _generator(
            nn.Tanh()
        ),
        "ReLU stands at the end where Sigmoid belongs": _generator(nn.ReLU()),
        "Softmax stands at the end where Sigmoid belongs": _generator(nn.Softmax(dim=1)),
        "the Sigmoid is applied twice": _generator(nn.Sigmoid(), nn.Sigmoid()),
        "the last Linear is followed by a ReLU, before the Sigmoid": _generator(
            nn.ReLU(), nn.Sigmoid()
        ),
        "LeakyReLU stands in the blocks where ReLU belongs": _generator(
            nn.Sigmoid(), block=_block(_norm, lambda n: nn.LeakyReLU(0.2))
        ),
        "the blocks' ReLU is missing": _generator(nn.Sigmoid(), block=_block(_norm)),
    },
)

Generator = Item(
    "Generator",
    "2.2",
    "Generator(z_dim=10, im_dim=784, hidden_dim=128)",
    (
        Parameters("Generator(z_dim=10, im_dim=784, hidden_dim=128)"),
        Layers(GENERATOR),
        Shapes(GENERATOR),
        Defaults(GENERATOR),
        TrainingOutput(GENERATOR),
        EvaluationOutput(GENERATOR),
        Fresh(GENERATOR),
        Gradients(GENERATOR),
        Accessor(GENERATOR, "get_gen"),
    ),
    stand_ins={"get_generator_block": reference.get_generator_block},
)

# 2.3 get_noise ----------------------------------------------------------------------------------


class NoiseShape(Aspect):
    """One row for each sample, one column for each component, float32."""

    title = "one row for each sample, one column for each component of z"
    call = "get_noise(3, 5), get_noise(7, 2)"
    sizes = ((3, 5), (7, 2))

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"noises": [plain(answer(*size)) for size in self.sizes]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for (rows, columns), noise in zip(self.sizes, seen["noises"], strict=True):
            if not isinstance(noise, torch.Tensor):
                likely = "the tensor is made but not returned" if noise is None else None
                if isinstance(noise, list):
                    likely = "lists are no tensor: torch.tensor(…) would make one of them"
                elif noise == Other("ndarray"):
                    likely = "that is NumPy's array: torch.from_numpy(…).float() makes a tensor"
                return Finding("a tensor", name_of(noise), likely)
            if tuple(noise.shape) != (rows, columns):
                likely = None
                if tuple(noise.shape) == (columns, rows):
                    likely = "n_samples and z_dim are exchanged"
                elif noise.numel() == rows * columns:
                    likely = "the values are there, in another shape"
                elif noise.dim() == 1:
                    likely = "n_samples and z_dim both count: one row for each sample"
                elif len({tuple(other.shape) for other in seen["noises"]}) == 1 or (
                    {noise.shape[-1]} == {other.shape[-1] for other in seen["noises"]}
                ):
                    likely = "a size is written as a number where an argument should stand"
                return Finding(f"shape {(rows, columns)}", f"shape {tuple(noise.shape)}", likely)
            if noise.dtype != torch.float32:
                likely = "the dtype is chosen in the code: torch.randn's own is the right one"
                if noise.dtype == torch.float64:
                    likely = "numbers from NumPy are float64: add .float()"
                elif not noise.is_floating_point():
                    likely = "whole numbers are drawn; torch.randn draws from a continuum"
                return Finding(
                    "dtype torch.float32, as the networks' parameters",
                    f"dtype {noise.dtype}",
                    likely,
                )
        return None


class NoiseIsNormal(Aspect):
    """Independent standard normal values.

    One draw is looked at closely. Of a larger one only the moments are, which shows a scale that
    is off by 1 % (see ``moments_off``).
    """

    title = "values are standard normal"
    call = "[get_noise(4096, columns).std() for columns in (8, 64)]"

    def observe(self, answer: Any, given: Given) -> Seen:
        noise, many = plain(answer(4096, 8)), plain(answer(4096, 64))
        if isinstance(many, torch.Tensor):
            numbers = many.double()
            many = [many.numel(), numbers.mean().item(), (numbers**2).mean().item()]
        return {"noise": noise, "many": many}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noise, expected = seen["noise"], "independent values, mean 0, standard deviation 1"
        if not isinstance(noise, torch.Tensor) or tuple(noise.shape) != (4096, 8):
            return Finding("a tensor of shape (4096, 8)", name_of(noise))
        if reason := not_normal(noise):
            return Finding(expected, spread(noise), reason)
        count, mean, square = seen["many"]
        if moments_off(count, mean, square):
            deviation = max(0.0, square - mean**2) ** 0.5
            return Finding(expected, f"mean {mean:.4f}, deviation {deviation:.4f}", SHIFTED)
        return None


class NoiseIsFresh(Aspect):
    """Two calls give two draws."""

    title = "every call draws anew"
    call = "[get_noise(4, 6) for _ in range(3)]"

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"noises": [plain(answer(4, 6)) for _ in range(3)]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noises = seen["noises"]
        if not all(isinstance(n, torch.Tensor) and n.shape == (4, 6) for n in noises):
            return Finding("three tensors of shape (4, 6)", listing(map(name_of, noises)))
        if all(_is_standardised(noise) for noise in noises):
            return Finding(
                "values as they are drawn",
                "a mean of exactly 0 and a standard deviation of exactly 1 in every draw",
                "each draw is standardised: then its samples depend on each other",
            )
        if any(torch.equal(a, b) for a, b in itertools.combinations(noises, 2)):
            return Finding(
                "different draws",
                "the same values twice",
                "a seed is set inside the function, or the noise is drawn once, outside it",
            )
        return None


def _is_standardised(noise: torch.Tensor) -> bool:
    """Mean 0 and deviation 1 to 5 decimals; for 24 normal draws a chance of 2e-9."""
    return bool(noise.mean().abs() < 1e-5) and bool((noise.std() - 1).abs() < 1e-5)


class NoiseDevice(Aspect):
    """The device argument is obeyed. ``meta`` shows it on every machine, without a GPU."""

    title = "the device argument is obeyed"
    call = "get_noise(3, 5, 'meta').device, get_noise(3, 5).device"

    def observe(self, answer: Any, given: Given) -> Seen:
        return {
            "meta": on_meta(lambda: self._device(answer(3, 5, "meta"))),
            "cpu": self._device(answer(3, 5)),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for want in ("meta", "cpu"):
            if (device := seen[want]) != want:
                likely = "device is not passed on to the function that draws the noise"
                if want == "cpu":
                    likely = "a device is fixed in the code or the default is not 'cpu'"
                return Finding(f"device {want}", f"device {device}", likely)
        return None

    @staticmethod
    def _device(noise: Any) -> str:
        return str(noise.device) if isinstance(noise, torch.Tensor) else name_of(plain(noise))


get_noise = Item(
    "get_noise",
    "2.3",
    "get_noise(n_samples, z_dim, device='cpu')",
    (
        Parameters("get_noise(n_samples, z_dim, device)"),
        NoiseShape(),
        NoiseIsNormal(),
        NoiseIsFresh(),
        NoiseDevice(),
    ),
)

# 2.4 get_discriminator_block --------------------------------------------------------------------


class _Turned(nn.Module):
    """Turns the sign."""

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return -batch


DISCRIMINATOR_BLOCK = Spec(
    name="get_discriminator_block",
    rule="Linear, then LeakyReLU with slope 0.2",
    reference=reference.get_discriminator_block,
    sizes=({"input_dim": 6, "output_dim": 9}, {"input_dim": 8, "output_dim": 3}),
    features=("input_dim", "output_dim"),
    mistakes={
        "the LeakyReLU is missing, or has slope 1, which bends nothing": _block(),
        "LeakyReLU comes before the Linear; it belongs after it": lambda input_dim, output_dim: (
            nn.Sequential(nn.LeakyReLU(0.2), nn.Linear(input_dim, output_dim))
        ),
        "ReLU stands where LeakyReLU belongs": _block(lambda n: nn.ReLU()),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2": _block(
            lambda n: nn.LeakyReLU()
        ),
        "LeakyReLU is applied twice": _block(
            lambda n: nn.LeakyReLU(0.2), lambda n: nn.LeakyReLU(0.2)
        ),
        "positive numbers are made smaller; the slope is that of negative ones": _block(
            lambda n: _Turned(), lambda n: nn.LeakyReLU(0.2), lambda n: _Turned()
        ),
        "Sigmoid stands where LeakyReLU belongs": _block(lambda n: nn.Sigmoid()),
        "Tanh stands where LeakyReLU belongs": _block(lambda n: nn.Tanh()),
        "ELU stands where LeakyReLU belongs": _block(lambda n: nn.ELU()),
        "ELU with alpha 0.2 stands where LeakyReLU belongs": _block(lambda n: nn.ELU(0.2)),
    },
)

get_discriminator_block = Item(
    "get_discriminator_block",
    "2.4",
    "get_discriminator_block(input_dim, output_dim)",
    (
        Parameters("get_discriminator_block(input_dim, output_dim)"),
        Layers(DISCRIMINATOR_BLOCK),
        Shapes(DISCRIMINATOR_BLOCK),
        TrainingOutput(DISCRIMINATOR_BLOCK),
        EvaluationOutput(DISCRIMINATOR_BLOCK),
        Fresh(DISCRIMINATOR_BLOCK),
        Gradients(DISCRIMINATOR_BLOCK),
    ),
)

# 2.5 Discriminator ------------------------------------------------------------------------------


def _discriminator(
    *last: nn.Module, activation: nn.Module | None = None, bends: tuple[int, ...] = (1, 1, 1)
) -> Callable[..., nn.Module]:
    """Builder of the discriminator with more layers at its end, or with other activations.

    Args:
        last: Layers after the last Linear.
        activation: What takes the place of LeakyReLU(0.2) in the blocks.
        bends: For each block, whether it has its activation.
    """

    def build(im_dim: int = 784, hidden_dim: int = 128) -> nn.Module:
        widths = [im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim]
        layers: list[nn.Module] = []
        for (a, b), bend in zip(itertools.pairwise(widths), bends, strict=True):
            layers.append(nn.Linear(a, b))
            layers += [activation or nn.LeakyReLU(0.2)] if bend else []
        return nn.Sequential(*layers, nn.Linear(hidden_dim, 1), *last)

    return build


DISCRIMINATOR = Spec(
    name="Discriminator",
    rule="three blocks (im_dim, 4, 2 and 1 times hidden_dim), then Linear to 1, no sigmoid",
    reference=reference.Discriminator,
    sizes=({"im_dim": 11, "hidden_dim": 3}, {"im_dim": 7, "hidden_dim": 2}),
    features=("im_dim", 1),
    centred=True,
    mistakes={
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            _discriminator(nn.Sigmoid()),
        "a LeakyReLU stands after the last Linear: it would squash the logits":
            _discriminator(nn.LeakyReLU(0.2)),
        "a ReLU stands after the last Linear: negative logits would vanish":
            _discriminator(nn.ReLU()),
        "a Tanh stands at the end: logits have no bounds": _discriminator(nn.Tanh()),
        "LogSigmoid stands at the end: return the logit": _discriminator(nn.LogSigmoid()),
        "Softmax over one value is 1, whatever the image": _discriminator(nn.Softmax(dim=1)),
        "Softmax over the batch makes its images compete; return the logits": _discriminator(
            nn.Softmax(dim=0)
        ),
        "the LeakyReLU after the third Linear is missing": _discriminator(bends=(1, 1, 0)),
        "the LeakyReLU after the first Linear is missing": _discriminator(bends=(0, 1, 1)),
        "ReLU stands in the blocks where LeakyReLU belongs": _discriminator(
            activation=nn.ReLU()
        ),
        "the blocks' LeakyReLU has its default slope 0.01, not 0.2": _discriminator(
            activation=nn.LeakyReLU()
        ),
        "the blocks' activation is missing": _discriminator(activation=nn.Identity()),
        "Sigmoid stands in the blocks and at the end": _discriminator(
            nn.Sigmoid(), activation=nn.Sigmoid()
        ),
    },
)  # fmt: skip

Discriminator = Item(
    "Discriminator",
    "2.5",
    "Discriminator(im_dim=784, hidden_dim=128)",
    (
        Parameters("Discriminator(im_dim=784, hidden_dim=128)"),
        Layers(DISCRIMINATOR),
        Shapes(DISCRIMINATOR),
        Defaults(DISCRIMINATOR),
        TrainingOutput(DISCRIMINATOR),
        EvaluationOutput(DISCRIMINATOR),
        Fresh(DISCRIMINATOR),
        Gradients(DISCRIMINATOR),
        Accessor(DISCRIMINATOR, "get_disc"),
    ),
    stand_ins={"get_discriminator_block": reference.get_discriminator_block},
)
