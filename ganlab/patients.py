"""Ten broken GANs for lesson 05, and the healthy one that each of them departs from.

`Gan` is a small GAN on digits, made of four parts: ``feed``, ``verdict_loss``, ``set_up`` and
``update``. Each patient inherits three of them and has one of its own, with one mistake in it.
`ganlab.clinic` trains and examines them.

Whoever reads on learns the diagnoses. Outside of this course nobody will have written the mistake
down for you, so try the instruments first.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganlab.data import batches

__all__ = ["BATCH_SIZE", "PARTS", "PATIENTS", "Z_DIM", "Gan", "networks"]

Z_DIM = 32
BATCH_SIZE = 64
PARTS = ("feed", "verdict_loss", "set_up", "update")

Loss = Callable[[Tensor, float], Tensor]


def networks() -> tuple[nn.Sequential, nn.Sequential]:
    """Make the untrained generator and discriminator of every patient.

    The generator maps noise (n, 32) to images (n, 784), values in (-1, 1). The discriminator maps
    images to logits (n, 1).
    """
    gen = nn.Sequential(
        nn.Linear(Z_DIM, 128),
        nn.BatchNorm1d(128),
        nn.ReLU(),
        nn.Linear(128, 256),
        nn.BatchNorm1d(256),
        nn.ReLU(),
        nn.Linear(256, 784),
        nn.Tanh(),
    )
    disc = nn.Sequential(
        nn.Linear(784, 128),
        nn.LeakyReLU(0.2),
        nn.Linear(128, 64),
        nn.LeakyReLU(0.2),
        nn.Linear(64, 1),
    )
    return gen, disc


class Gan:
    """The four parts, in health."""

    @staticmethod
    def feed(digits: Tensor, n: int, z_dim: int) -> tuple[Tensor, Tensor]:
        """Draw what one step needs.

        Args:
            digits: (N, 1, 28, 28), values in [0, 1], N at least n.
            n: rows to draw.
            z_dim: length of a noise vector.

        Returns:
            n digits drawn at random, (n, 784), values in [-1, 1]; noise (n, z_dim), standard
            normal.
        """
        rows = torch.randperm(len(digits))[:n]
        real = digits[rows].flatten(start_dim=1) * 2 - 1
        return real, torch.randn(n, z_dim)

    @staticmethod
    def verdict_loss(logits: Tensor, target: float) -> Tensor:
        """Return the mean cross-entropy of logits (n, 1) if the truth is ``target``, 0 or 1."""
        return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))

    @staticmethod
    def set_up(gen: nn.Module, disc: nn.Module) -> tuple[Optimizer, Optimizer]:
        """Draw the first weights of both networks, and make both optimizers.

        The weights of Linear layers come from a normal distribution of mean 0 and standard
        deviation 0.02 (the choice of DCGAN, Radford et al. 2015, arXiv:1511.06434).

        Returns:
            The generator's and the discriminator's optimizer.
        """
        for layer in [*gen.modules(), *disc.modules()]:
            if isinstance(layer, nn.Linear):
                nn.init.normal_(layer.weight, 0.0, 0.02)
        gen_opt = Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
        disc_opt = Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
        return gen_opt, disc_opt

    @staticmethod
    def update(
        gen: nn.Module,
        disc: nn.Module,
        gen_opt: Optimizer,
        disc_opt: Optimizer,
        loss: Loss,
        real: Tensor,
        noise: Tensor,
    ) -> tuple[float, float]:
        """Make a step of the discriminator, then one of the generator against its new opponent.

        Args:
            gen, disc: the networks.
            gen_opt, disc_opt: their optimizers.
            loss: ``loss(logits, target)``, see `verdict_loss`.
            real: images (n, 784).
            noise: (n, z_dim).

        Returns:
            The loss of the discriminator, the mean of its two halves, and that of the generator.
        """
        fake = gen(noise)

        disc_opt.zero_grad()
        disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
        disc_loss.backward()
        disc_opt.step()

        gen_opt.zero_grad()
        gen_loss = loss(disc(fake), 1.0)
        gen_loss.backward()
        gen_opt.step()
        return disc_loss.item(), gen_loss.item()


# The patients. What a part should do is said above; here, only what it does.


class Patient1(Gan):
    @staticmethod
    def verdict_loss(logits, target):
        return F.binary_cross_entropy_with_logits(torch.full_like(logits, target), logits)


class Patient2(Gan):
    @staticmethod
    def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
        fake = gen(noise)

        disc_opt.zero_grad()
        disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
        disc_loss.backward()
        disc_opt.step()

        gen_opt.zero_grad()
        gen_loss = loss(disc(fake), 0.0)
        gen_loss.backward()
        gen_opt.step()
        return disc_loss.item(), gen_loss.item()


class Patient3(Gan):
    @staticmethod
    def feed(digits, n, z_dim):
        images = next(iter(batches(digits, n, shuffle=False)))
        real = images.flatten(start_dim=1) * 2 - 1
        return real, torch.randn(n, z_dim)


class Patient4(Gan):
    @staticmethod
    def set_up(gen, disc):
        for layer in [*gen.modules(), *disc.modules()]:
            if isinstance(layer, nn.Linear):
                nn.init.normal_(layer.weight, 0.0, 0.02)
        gen_opt = Adam(gen.parameters(), lr=1e-5, betas=(0.0, 0.99))
        disc_opt = Adam(disc.parameters(), lr=1e-5, betas=(0.0, 0.99))
        return gen_opt, disc_opt


class Patient5(Gan):
    @staticmethod
    def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
        fake = gen(noise)
        gen_opt.zero_grad()
        disc_opt.zero_grad()

        disc_loss = (loss(disc(real), 1.0) + loss(disc(fake), 0.0)) / 2
        disc_loss.backward(retain_graph=True)
        disc_opt.step()

        gen_loss = loss(disc(fake), 1.0)
        gen_loss.backward()
        gen_opt.step()
        return disc_loss.item(), gen_loss.item()


class Patient6(Gan):
    @staticmethod
    def feed(digits, n, z_dim):
        rows = torch.randperm(len(digits))[:n]
        real = digits[rows].flatten(start_dim=1)
        return real, torch.randn(n, z_dim)


class Patient7(Gan):
    @staticmethod
    def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
        fake = gen(noise)

        disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
        disc_loss.backward()
        disc_opt.step()

        gen_loss = loss(disc(fake), 1.0)
        gen_loss.backward()
        gen_opt.step()
        return disc_loss.item(), gen_loss.item()


class Patient8(Gan):
    @staticmethod
    def verdict_loss(logits, target):
        probability = torch.sigmoid(logits)
        return F.binary_cross_entropy_with_logits(probability, torch.full_like(logits, target))


class Patient9(Gan):
    @staticmethod
    def feed(digits, n, z_dim):
        rows = torch.randperm(len(digits))[:n]
        real = digits[rows].flatten(start_dim=1) * 2 - 1
        return real, torch.randn(z_dim).expand(n, z_dim)


class Patient10(Gan):
    @staticmethod
    def set_up(gen, disc):
        for layer in [*gen.modules(), *disc.modules()]:
            if isinstance(layer, nn.Linear):
                nn.init.normal_(layer.weight, 0.0, 0.02)
        gen_opt = Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
        disc_opt = Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
        return gen_opt, disc_opt


PATIENTS: dict[int, type[Gan]] = {
    1: Patient1,
    2: Patient2,
    3: Patient3,
    4: Patient4,
    5: Patient5,
    6: Patient6,
    7: Patient7,
    8: Patient8,
    9: Patient9,
    10: Patient10,
}
"""The patients by their number."""
