"""Deep convolutional GAN: Radford et al. 2015, arXiv:1511.06434. Built by hand in lesson 06.

The network of Apache MXNet's tutorial draws 64 x 64 images in three channels, as the paper's does
with other widths. The same rule gives a smaller one:
each block of the generator doubles height and width and halves the number of channels, each block
of the discriminator does the reverse.

No convolution has a bias. Build a network, then start its weights as the paper does:
``DCGANGenerator().apply(weights_init)``.
"""

from __future__ import annotations

import math
from itertools import pairwise

from torch import Tensor, nn

__all__ = [
    "DCGANDiscriminator",
    "DCGANGenerator",
    "conv_out_size",
    "conv_transpose_out_size",
    "fix_batchnorm_scale",
    "make_dcgan",
    "make_disc_block",
    "make_gen_block",
    "weights_init",
]

SMALLEST_IMAGE = 8
"""Height and width of the smallest image: one block beside the two ends."""


def conv_out_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Return the height (or width) that ``nn.Conv2d`` makes of ``size``.

    Args:
        size: height or width of the input.
        kernel_size: height or width of the kernel.
        stride: distance between two places of the kernel.
        padding: empty lines added on each side.

    Returns:
        The number of places: floor((size + 2 padding - kernel_size) / stride) + 1.
    """
    return (size + 2 * padding - kernel_size) // stride + 1


def conv_transpose_out_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Return the height (or width) that ``nn.ConvTranspose2d`` makes of ``size``.

    Args:
        size: height or width of the input.
        kernel_size: height or width of the kernel.
        stride: distance between the copies of the kernel in the output.
        padding: lines cut off on each side of the output.

    Returns:
        (size - 1) stride + kernel_size - 2 padding.
    """
    return (size - 1) * stride + kernel_size - 2 * padding


def make_gen_block(
    in_channels: int,
    out_channels: int,
    kernel_size: int = 4,
    stride: int = 2,
    padding: int = 1,
    final_layer: bool = False,
) -> nn.Sequential:
    """Return one block of the generator: ConvTranspose2d, BatchNorm2d, ReLU.

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        kernel_size, stride, padding: of the convolution; by default height and width are doubled.
        final_layer: end with Tanh, without BatchNorm2d and ReLU.

    Returns:
        A model that maps (n, in_channels, h, w) to (n, out_channels, h', w'), h' and w' by
        `conv_transpose_out_size`.
    """
    conv = nn.ConvTranspose2d(
        in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=False
    )
    if final_layer:
        return nn.Sequential(conv, nn.Tanh())
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.ReLU(inplace=True))


def make_disc_block(
    in_channels: int,
    out_channels: int,
    kernel_size: int = 4,
    stride: int = 2,
    padding: int = 1,
    norm: bool = True,
    final_layer: bool = False,
) -> nn.Sequential:
    """Return one block of the discriminator: Conv2d, BatchNorm2d, LeakyReLU(0.2).

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        kernel_size, stride, padding: of the convolution; by default height and width are halved.
        norm: whether there is a BatchNorm2d; the block next to the image has none.
        final_layer: the convolution alone, which gives the logit.

    Returns:
        A model that maps (n, in_channels, h, w) to (n, out_channels, h', w'), h' and w' by
        `conv_out_size`.
    """
    conv = nn.Conv2d(
        in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=False
    )
    if final_layer:
        return nn.Sequential(conv)
    normalise = [nn.BatchNorm2d(out_channels)] if norm else []
    return nn.Sequential(conv, *normalise, nn.LeakyReLU(0.2, inplace=True))


def weights_init(m: nn.Module) -> None:
    """Start one layer as DCGAN does; for ``net.apply``, which hands over every layer.

    Convolutions: weights from N(0, 0.02). BatchNorm2d: scale from N(1, 0.02), shift 0. The rest is
    left alone. A scale around 0 would shrink the discriminator's last features, and with the logit
    every gradient, fifty-fold; and BatchNorm's eps would do the rest.
    """
    if isinstance(m, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d) and m.affine:
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)


def fix_batchnorm_scale(net: nn.Module) -> nn.Module:
    """Hold the scale of every BatchNorm2d at 1, so that only its shift is learned.

    So Apache MXNet's tutorial has it. (Its eps is 1e-5 + 1e-12. Near 1e-5 the numbers of
    float32 lie 9e-13 apart, so this is torch's 1e-5 but for the last digit.)

    Returns:
        ``net`` itself, changed.
    """
    for layer in net.modules():
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.ones_(layer.weight)
            layer.weight.requires_grad_(False)
    return net


class DCGANGenerator(nn.Module):
    """Turns noise into images: 1 x 1 to 4 x 4, then twice the size with every block.

    Args:
        z_dim: length of a noise vector.
        channels: channels of the image.
        base: channels of the layer next to the image; each layer before it has twice as many.
        image_size: height and width of the image: 8, 16, 32, 64, …

    Raises:
        ValueError: ``image_size`` is no power of two, or below 8.
    """

    def __init__(
        self, z_dim: int = 100, channels: int = 3, base: int = 128, image_size: int = 64
    ) -> None:
        super().__init__()
        widths = _widths(base, image_size)[::-1]
        self.gen = nn.Sequential(
            make_gen_block(z_dim, widths[0], stride=1, padding=0),
            *(make_gen_block(a, b) for a, b in pairwise(widths)),
            make_gen_block(widths[-1], channels, final_layer=True),
        )

    def forward(self, noise: Tensor) -> Tensor:
        """Map noise (n, z_dim, 1, 1) to images (n, channels, H, H), values in (-1, 1)."""
        return self.gen(noise)


class DCGANDiscriminator(nn.Module):
    """Gives each image one logit: half the size with every block, at last 4 x 4 to 1 x 1.

    Args:
        channels: channels of the image.
        base: channels of the layer next to the image; each layer after it has twice as many.
        image_size: height and width of the image: 8, 16, 32, 64, …

    Raises:
        ValueError: ``image_size`` is no power of two, or below 8.
    """

    def __init__(self, channels: int = 3, base: int = 128, image_size: int = 64) -> None:
        super().__init__()
        widths = _widths(base, image_size)
        self.disc = nn.Sequential(
            make_disc_block(channels, widths[0], norm=False),
            *(make_disc_block(a, b) for a, b in pairwise(widths)),
            make_disc_block(widths[-1], 1, stride=1, padding=0, final_layer=True),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Map images (n, channels, H, H) to logits (n, 1)."""
        return self.disc(image).flatten(start_dim=1)


def make_dcgan(
    z_dim: int, channels: int, base: int, image_size: int
) -> tuple[DCGANGenerator, DCGANDiscriminator]:
    """Return both networks, the generator first, as PyTorch starts them.

    Args:
        z_dim: length of a noise vector.
        channels: channels of the image.
        base: channels of the layers next to the image; twice as many with every halving of it.
        image_size: height and width of the image: 8, 16, 32, 64, …

    Raises:
        ValueError: ``image_size`` is no power of two, or below 8.
    """
    return (
        DCGANGenerator(z_dim, channels, base, image_size),
        DCGANDiscriminator(channels, base, image_size),
    )


def _widths(base: int, image_size: int) -> list[int]:
    """Channels after each halving of the image, down to 4 x 4: base, 2 base, 4 base, …"""
    halvings = round(math.log2(image_size)) - 2 if image_size > 0 else 0
    if image_size < SMALLEST_IMAGE or 4 * 2**halvings != image_size:
        raise ValueError(f"image_size is {image_size!r}; choose 8, 16, 32, 64 or another 2 ** n.")
    return [base * 2**k for k in range(halvings)]
