"""What a loss function is called with: two small networks that remember their calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.check import Given
from graders.core.errors import Misuse
from graders.core.values import device_of, plain
from graders.instruments.training.criterion import AsymmetricCriterion

Z_DIM, IM_DIM = 4, 6


class Recorder(nn.Module):
    """A linear network with given weights that remembers what it was called with, and how.

    Args:
        name: ``"gen"`` or ``"disc"``, for messages.
        takes: The shape of what it takes, in words.
        weight: The weights, shape (outputs, inputs).
        sizes: The number of fakes asked for, and z_dim.
    """

    def __init__(self, name: str, takes: str, weight: torch.Tensor, sizes: tuple[int, int]) -> None:
        super().__init__()
        self.name, self.takes, self.sizes = name, takes, sizes
        self.linear = nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            self.linear.weight.copy_(weight)
            self.linear.bias.fill_(0.3)
        self.inputs: list[Any] = []
        self.devices: list[str] = []
        self.modes: list[bool] = []

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        if isinstance(batch, torch.Tensor) and batch.shape[-1:] != (self.linear.in_features,):
            raise Misuse(
                f"{self.name} was called with a tensor of shape {tuple(batch.shape)}, "
                f"but it takes {self.takes}",
                self._cause(tuple(batch.shape)),
            )
        self.inputs.append(plain(batch))
        self.devices.append(device_of(batch))
        self.modes.append(self.training)
        return self.linear(batch)

    def _cause(self, shape: tuple[int, ...]) -> str:
        if shape == self.sizes[::-1]:
            return "num_images and z_dim are exchanged"
        if self.name == "gen":
            if shape[-1] == IM_DIM:
                return "images go into the generator; it takes noise"
            return "the length of the noise is written as a number where z_dim should stand"
        return "the discriminator judges images: fakes = gen(noise), or real"


@dataclass(frozen=True)
class Stage:
    """What a loss function is called with: two recorders, a criterion and a batch of "reals"."""

    gen: Recorder
    disc: Recorder
    criterion: AsymmetricCriterion
    real: torch.Tensor
    fakes: int
    device: str

    @classmethod
    def of(cls, given: Given, fakes: int, device: str = "cpu") -> Stage:
        """Set the stage from the given weights and reals, for ``fakes`` fakes."""
        sizes = (fakes, Z_DIM)
        gen = Recorder("gen", f"noise of shape (num_images, {Z_DIM})", given["gen"], sizes)
        disc = Recorder("disc", f"images of shape (n, {IM_DIM})", given["disc"], sizes)
        real = given["real"].clone().to(device)
        loss = AsymmetricCriterion()
        return cls(gen.to(device), disc.to(device), loss, real, fakes, device)


def fakes_of(given: Given, noise: torch.Tensor) -> torch.Tensor:
    """What the generator double makes of ``noise``."""
    return noise @ given["gen"].T + 0.3


def logits_of(given: Given, images: torch.Tensor, weight: torch.Tensor | None = None) -> Any:
    """What the discriminator double says of ``images``, shape (n, 1)."""
    return images @ (given["disc"] if weight is None else weight).T + 0.3


def gradient_of(network: Recorder) -> Any:
    """The gradient in the weights; None where there is none."""
    gradient = network.linear.weight.grad
    return None if gradient is None else plain(gradient)
