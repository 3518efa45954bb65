"""The course's networks.

``Generator`` and ``Discriminator`` with their blocks are built by hand in lesson 02.
``MinimalGenerator`` and ``MinimalDiscriminator`` are the two-layer networks of lesson 01. ``mlp``
makes any other plain stack of linear layers.

Images are flat here: a 28 x 28 digit is a row of 784 numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

__all__ = [
    "Discriminator",
    "Generator",
    "MinimalDiscriminator",
    "MinimalGenerator",
    "get_discriminator_block",
    "get_generator_block",
    "get_noise",
    "mlp",
]


def get_generator_block(input_dim: int, output_dim: int) -> nn.Sequential:
    """Return one hidden layer of the generator: Linear, BatchNorm1d, ReLU.

    Args:
        input_dim: length of each input row.
        output_dim: length of each output row.

    Returns:
        A model that maps (n, input_dim) to (n, output_dim), values in [0, inf).
    """
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )


class Generator(nn.Module):
    """Turns noise into flat images: four blocks, then Linear and Sigmoid.

    Args:
        z_dim: length of a noise vector.
        im_dim: number of pixels of an image.
        hidden_dim: width of the first block; the next two are twice and four times as wide.
    """

    def __init__(self, z_dim: int = 10, im_dim: int = 784, hidden_dim: int = 128) -> None:
        super().__init__()
        self.gen = nn.Sequential(
            get_generator_block(z_dim, hidden_dim),
            get_generator_block(hidden_dim, hidden_dim * 2),
            get_generator_block(hidden_dim * 2, hidden_dim * 4),
            get_generator_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        )

    def forward(self, noise: Tensor) -> Tensor:
        """Map noise (n, z_dim) to images (n, im_dim), values in (0, 1)."""
        return self.gen(noise)

    def get_gen(self) -> nn.Sequential:
        """Return the sequential model."""
        return self.gen


def get_noise(n_samples: int, z_dim: int, device: torch.device | str = "cpu") -> Tensor:
    """Draw noise vectors from the standard normal distribution.

    Args:
        n_samples: how many vectors.
        z_dim: length of each vector.
        device: where the tensor is made.

    Returns:
        A float tensor of shape (n_samples, z_dim) on that device.
    """
    return torch.randn(n_samples, z_dim, device=device)


def get_discriminator_block(input_dim: int, output_dim: int) -> nn.Sequential:
    """Return one hidden layer of the discriminator: Linear, LeakyReLU(0.2).

    Args:
        input_dim: length of each input row.
        output_dim: length of each output row.

    Returns:
        A model that maps (n, input_dim) to (n, output_dim).
    """
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0.2),
    )


class Discriminator(nn.Module):
    """Gives each flat image one logit: large for "real", small for "fake". No sigmoid at the end.

    Args:
        im_dim: number of pixels of an image.
        hidden_dim: width of the last block; the two before it are four times and twice as wide.
    """

    def __init__(self, im_dim: int = 784, hidden_dim: int = 128) -> None:
        super().__init__()
        self.disc = nn.Sequential(
            get_discriminator_block(im_dim, hidden_dim * 4),
            get_discriminator_block(hidden_dim * 4, hidden_dim * 2),
            get_discriminator_block(hidden_dim * 2, hidden_dim),
            nn.Linear(hidden_dim, 1),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Map images (n, im_dim) to logits (n, 1)."""
        return self.disc(image)

    def get_disc(self) -> nn.Sequential:
        """Return the sequential model."""
        return self.disc


class MinimalGenerator(nn.Module):
    """The smallest generator that draws digits: Linear, ReLU, Linear, Sigmoid.

    Args:
        z_dim: length of a noise vector.
        h_dim: width of the hidden layer.
        x_dim: number of pixels of an image.
    """

    def __init__(self, z_dim: int = 100, h_dim: int = 128, x_dim: int = 784) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(z_dim, h_dim),
            nn.ReLU(),
            nn.Linear(h_dim, x_dim),
            nn.Sigmoid(),
        )

    def forward(self, noise: Tensor) -> Tensor:
        """Map noise (n, z_dim) to images (n, x_dim), values in (0, 1)."""
        return self.net(noise)


class MinimalDiscriminator(nn.Module):
    """The smallest discriminator: Linear, ReLU, Linear, Sigmoid.

    Its output is a probability, so it goes with ``nn.BCELoss``.

    Args:
        x_dim: number of pixels of an image.
        h_dim: width of the hidden layer.
    """

    def __init__(self, x_dim: int = 784, h_dim: int = 128) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(x_dim, h_dim),
            nn.ReLU(),
            nn.Linear(h_dim, 1),
            nn.Sigmoid(),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Map images (n, x_dim) to the probability of being real, (n, 1), values in (0, 1)."""
        return self.net(image)


def mlp(
    widths: Sequence[int],
    hidden: Callable[[], nn.Module],
    output: Callable[[], nn.Module] | None = None,
) -> nn.Sequential:
    """Return a multilayer perceptron: linear layers, an activation behind each.

    Args:
        widths: length of the input row, of each hidden row, and of the output row.
        hidden: makes the activation behind each hidden layer, such as ``nn.ReLU``.
        output: makes the activation behind the last layer; None leaves it out.

    Returns:
        A model that maps (n, widths[0]) to (n, widths[-1]).
    """
    layers: list[nn.Module] = []
    for before, after in pairwise(widths):
        layers += [nn.Linear(before, after), hidden()]
    layers[-1:] = [] if output is None else [output()]
    return nn.Sequential(*layers)
