"""Recipes: everything that makes one GAN differ from another, as data.

Each of the course's five systems is here twice. The published recipe is the one of its
tutorial: networks, pixel range, losses, optimizer, initialisation, schedule. Its twin, with
``-course`` behind the name, trains the same networks as papers of 2018 to 2020 found to work.

Who published them: ``minimal`` the author of a tutorial in Chinese, ``practice`` yunjey's
pytorch-tutorial, ``first-gan`` deeplearning.ai's "Build Basic GANs", ``dcgan`` Apache MXNet's
tutorial, ``images`` a blog in Chinese. docs/sources.md says more of each.

`ganlab.training.Trainer` trains any of them. A new recipe is one more entry in `RECIPES`; it needs
no twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganlab.dcgan import (
    DCGANDiscriminator,
    DCGANGenerator,
    fix_batchnorm_scale,
    weights_init,
)
from ganlab.networks import (
    Discriminator,
    Generator,
    MinimalDiscriminator,
    MinimalGenerator,
    mlp,
)

__all__ = ["RECIPES", "Recipe", "System", "get_recipe", "logit_loss", "probability_loss"]


def probability_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy by way of the probability: a sigmoid, then ``BCELoss``.

    In float32 a sigmoid rounds to 1 from logits of about 17 on. There this loss jumps to 100 and
    its slope is 0. The published recipes of networks that end in a sigmoid are trained with it.

    Args:
        logits: (n, 1).
        targets: (n, 1), values 0 or 1.

    Returns:
        The mean over the batch, a scalar.
    """
    return F.binary_cross_entropy(torch.sigmoid(logits), targets)


def logit_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy straight from the logits, right for every logit (``BCEWithLogitsLoss``).

    Args:
        logits: (n, 1).
        targets: (n, 1), values 0 or 1.

    Returns:
        The mean over the batch, a scalar.
    """
    return F.binary_cross_entropy_with_logits(logits, targets)


@dataclass(frozen=True)
class System:
    """Two networks and the images between them.

    Attributes:
        generator: makes the untrained generator; it maps noise ``(n, *z_shape)`` to images.
        discriminator: makes the untrained discriminator; it maps images to logits (n, 1). Where a
            tutorial's network ends in a sigmoid, the sigmoid stands in the recipe's ``criterion``.
        z_shape: the shape of one noise vector.
        pixel_range: the values of an empty pixel and of full ink.
        image_size: height and width.
        channels: 1 or 3.
        flat: whether the networks see an image as one row of numbers.
    """

    generator: Callable[[], nn.Module]
    discriminator: Callable[[], nn.Module]
    z_shape: tuple[int, ...]
    pixel_range: tuple[float, float] = (-1.0, 1.0)
    image_size: int = 28
    channels: int = 1
    flat: bool = True


@dataclass(frozen=True)
class Recipe:
    """How one GAN is made and trained.

    Attributes:
        name: what ``gancourse train`` calls it.
        title: what it is, in a few words.
        published: whether it is a tutorial's own recipe, number for number.
        sizes: the system in each size that it comes in; the first is the default.
        criterion: called as ``criterion(logits, targets)``; returns the mean over the batch.
        disc_loss: the discriminator's loss is the "sum" or the "mean" of its loss on fakes and
            on reals.
        fakes: the generator's step judges "new" fakes, or the "same" as the discriminator's step.
        batch_size: images in a batch.
        drop_last: leave a short last batch out.
        lr: Adam's step size, for both networks.
        betas: Adam's decay rates of the two averages, of the gradient and of its square.
        epochs: how long, unless another length is asked for.
        show_every: steps between two grids of samples; None: one for each epoch.
        init: applied to every module of both networks (``net.apply``), unless None.
        fixed_scale: BatchNorm's scale stays 1 and is not trained.
        all_images: train on the test digits too.
        r1_weight: weight of the R1 penalty, the mean squared gradient norm of the logits with
            respect to real images (Mescheder et al. 2018, arXiv:1801.04406, where the weight is
            written gamma / 2); 0 leaves it out.
        r1_every: the penalty is part of every so many-th step, and counts so many times more
            there (lazy regularisation: Karras et al. 2020, arXiv:1912.04958).
        ema_decay: per step, of the exponential average of the generator's weights that makes the
            samples (Karras et al. 2018, arXiv:1710.10196); None: no average.
    """

    name: str
    title: str
    sizes: Mapping[str, System]
    criterion: Callable[[Tensor, Tensor], Tensor]
    disc_loss: str
    fakes: str
    batch_size: int
    lr: float
    epochs: int
    published: bool = False
    show_every: int | None = None
    drop_last: bool = False
    betas: tuple[float, float] = (0.9, 0.999)
    init: Callable[[nn.Module], None] | None = None
    fixed_scale: bool = False
    all_images: bool = False
    r1_weight: float = 0.0
    r1_every: int = 1
    ema_decay: float | None = None

    def system(self, size: str | None = None) -> System:
        """Return the system of that size, by default the first.

        Raises:
            ValueError: the recipe does not come in this size.
        """
        if size is None:
            return next(iter(self.sizes.values()))
        if size not in self.sizes:
            raise ValueError(f"{self.name} has no size {size!r}; choose {' or '.join(self.sizes)}.")
        return self.sizes[size]

    def networks(self, size: str | None = None) -> tuple[nn.Module, nn.Module]:
        """Make the untrained generator and discriminator, from PyTorch's global generator."""
        system = self.system(size)
        networks = system.generator(), system.discriminator()
        for net in networks:
            if self.init is not None:
                net.apply(self.init)
            if self.fixed_scale:
                fix_batchnorm_scale(net)
        return networks


def _published_init(module: nn.Module) -> None:
    """Draw all weights of convolutions from N(0, 0.02)."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)


def _logits(net: nn.Sequential) -> nn.Sequential:
    """Leave the final sigmoid out."""
    return net[:-1]


def _leaky() -> nn.Module:
    return nn.LeakyReLU(0.2)


def _dcgan(z_dim: int, channels: int, base: int, image_size: int) -> System:
    return System(
        generator=lambda: DCGANGenerator(z_dim, channels, base, image_size),
        discriminator=lambda: DCGANDiscriminator(channels, base, image_size),
        z_shape=(z_dim, 1, 1),
        image_size=image_size,
        channels=channels,
        flat=False,
    )


_MINIMAL = Recipe(
    name="minimal",
    title="the smallest GAN: two layers each",
    published=True,
    sizes={
        "published": System(
            generator=MinimalGenerator,
            discriminator=lambda: _logits(MinimalDiscriminator().net),
            z_shape=(100,),
            pixel_range=(0.0, 1.0),
        )
    },
    criterion=probability_loss,
    disc_loss="sum",
    fakes="new",
    batch_size=60,
    drop_last=True,  # its targets have a fixed length: a short batch would not fit
    lr=1e-3,
    epochs=120,
)
_PRACTICE = Recipe(
    name="practice",
    title="the practice GAN: three layers each, pixels in [-1, 1]",
    published=True,
    sizes={
        "published": System(
            generator=lambda: mlp((64, 256, 256, 784), nn.ReLU, nn.Tanh),
            discriminator=lambda: mlp((784, 256, 256, 1), _leaky),
            z_shape=(64,),
        )
    },
    criterion=probability_loss,
    disc_loss="sum",
    fakes="new",
    batch_size=100,
    lr=2e-4,
    epochs=200,
)
_FIRST_GAN = Recipe(
    name="first-gan",
    title="your first GAN: blocks with BatchNorm, logits",
    published=True,
    sizes={
        "published": System(
            generator=lambda: Generator(z_dim=64),
            discriminator=Discriminator,
            z_shape=(64,),
            pixel_range=(0.0, 1.0),
        )
    },
    criterion=logit_loss,
    disc_loss="mean",
    fakes="new",
    batch_size=128,
    lr=1e-5,
    epochs=200,
    show_every=500,
)
_DCGAN = Recipe(
    name="dcgan",
    title="DCGAN: convolutions, 64 × 64 × 3",
    published=True,
    sizes={
        "published": _dcgan(z_dim=100, channels=3, base=128, image_size=64),
        "small": _dcgan(z_dim=64, channels=1, base=16, image_size=32),
    },
    # Its logistic output layer hands back sigmoid(logit) - target for every logit, however
    # far it is from 0: the gradient of the loss from logits. By way of the probability,
    # the published size is lost within 20 steps: see docs/training.md.
    criterion=logit_loss,
    disc_loss="sum",
    fakes="same",
    batch_size=64,
    drop_last=True,
    lr=2e-4,
    betas=(0.5, 0.999),
    epochs=1,  # the tutorial makes a single pass over its 70,000 digits
    show_every=50,
    init=_published_init,
    fixed_scale=True,
    all_images=True,
)
_IMAGES = Recipe(
    name="images",
    title="the image GAN: wider layers, the same fakes for both",
    published=True,
    sizes={
        "published": System(
            generator=lambda: mlp((100, 256, 512, 784), nn.ReLU, nn.Tanh),
            discriminator=lambda: mlp((784, 512, 256, 1), _leaky),
            z_shape=(100,),
        )
    },
    criterion=probability_loss,
    disc_loss="sum",
    fakes="same",
    batch_size=100,  # batch size, lr and epochs: the tutorial leaves them open
    lr=2e-4,
    epochs=200,
)


def _course(published: Recipe, lr: float) -> Recipe:
    """What papers of 2018 to 2020 found to work, for the networks of a published recipe."""
    return replace(
        published,
        name=f"{published.name}-course",
        title=f"the networks of {published.name}, trained with the course's recipe",
        published=False,
        criterion=logit_loss,
        disc_loss="sum",
        fakes="new",
        batch_size=64,
        drop_last=True,
        lr=lr,
        betas=(0.0, 0.99),
        epochs=60,
        show_every=None,
        fixed_scale=False,
        all_images=False,
        r1_weight=0.3,
        r1_every=8,
        ema_decay=0.998,
    )


_DCGAN_COURSE = replace(
    _course(_DCGAN, lr=2e-3),
    sizes={size: _DCGAN.sizes[size] for size in ("small", "published")},  # small by default
    init=weights_init,
    batch_size=32,
    ema_decay=0.995,
)

RECIPES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        _MINIMAL,
        _course(_MINIMAL, lr=2e-3),
        _PRACTICE,
        _course(_PRACTICE, lr=1e-3),
        _FIRST_GAN,
        _course(_FIRST_GAN, lr=1e-3),
        _DCGAN,
        _DCGAN_COURSE,
        _IMAGES,
        _course(_IMAGES, lr=1e-3),
    )
}
"""Every recipe by its name, in the order of ``gancourse train --list``."""


def get_recipe(name: str) -> Recipe:
    """Return the recipe of that name.

    Raises:
        ValueError: there is none.
    """
    if name not in RECIPES:
        raise ValueError(f"There is no recipe {name!r}; choose one of {', '.join(RECIPES)}.")
    return RECIPES[name]
