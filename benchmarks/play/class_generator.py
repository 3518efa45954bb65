"""Train the small conditional generator of docs/play/classes.html, or check it.

It is lesson 07's idea with lesson 06's networks: the class goes into the generator one-hot, behind
the noise, and the discriminator is the projection discriminator (Miyato & Koyama 2018,
arXiv:1802.05637). The weights lie beside this file. To make them anew, some minutes on one core:

    python -m benchmarks class-generator train

To see how good its digits are:

    python -m benchmarks class-generator check
"""

from __future__ import annotations

import argparse
import functools
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ganlab.data import batches, load_digits, resize
from ganlab.dcgan import DCGANGenerator, make_disc_block, weights_init
from ganlab.losses import r1_penalty
from ganlab.measure import Report, class_probabilities, measure
from ganlab.weights import load_weights, save_weights

WEIGHTS = Path(__file__).with_suffix(".npz")
CLASSES = 10
BATCH_SIZE = 32
STEPS = 8_000
R1_WEIGHT, R1_EVERY = 0.3, 8  # as in the recipe "dcgan-course"
EMA_DECAY = 0.999
LEAST_AGREEMENT = 0.95
MOST_DISTANCE = 2.5


class ClassGenerator(nn.Module):
    """Turns noise and a class into a digit."""

    z_dim = 32

    def __init__(self) -> None:
        super().__init__()
        self.net = DCGANGenerator(self.z_dim + CLASSES, channels=1, base=16, image_size=32)

    def forward(self, noise: Tensor, classes: Tensor) -> Tensor:
        """Map noise (n, 32) and classes (n, 10), one-hot or mixed, to digits (n, 1, 28, 28)."""
        both = torch.cat([noise, classes], dim=1)
        return (self.net(both[:, :, None, None])[..., 2:-2, 2:-2] + 1) / 2


class ProjectionDiscriminator(nn.Module):
    """Gives a digit and its class one logit: a part for all classes, and a part for each."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(
            make_disc_block(1, 16, norm=False),
            make_disc_block(16, 32),
            make_disc_block(32, 64),
            make_disc_block(64, 1 + CLASSES, stride=1, padding=0, final_layer=True),
            nn.Flatten(),
        )

    def forward(self, images: Tensor, labels: Tensor) -> Tensor:
        """Map images (n, 1, 32, 32), values in [-1, 1], and labels (n,) to logits (n, 1)."""
        parts = self.net(images)
        return parts[:, :1] + parts.gather(1, 1 + labels[:, None])


def train_class_generator(*, steps: int = STEPS, seed: int = 0) -> ClassGenerator:
    """Train it. The same seed gives the same weights on the same machine, with one thread.

    Args:
        steps: of the discriminator and of the generator, each on 32 digits.
        seed: for the first weights, the order of the digits and the noise.

    Returns:
        The network with averaged weights, in evaluation mode, without gradients.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        gen = ClassGenerator().apply(weights_init)
        disc = ProjectionDiscriminator().apply(weights_init)
        average = AveragedModel(gen, multi_avg_fn=get_ema_multi_avg_fn(EMA_DECAY), use_buffers=True)
        optimizers = [
            torch.optim.Adam(net.parameters(), lr=2e-3, betas=(0.0, 0.99)) for net in (gen, disc)
        ]
        digits = load_digits("train")
        images = resize(digits.images, 32) * 2 - 1
        step = 0
        while step < steps:
            for rows in batches(torch.arange(len(images)), BATCH_SIZE, drop_last=True):
                regularised = step % R1_EVERY == 0
                _step(gen, disc, *optimizers, images[rows], digits.labels[rows], regularised)
                if step >= 100:  # the first weights are not worth remembering
                    average.update_parameters(gen)
                step += 1
                if step == steps:
                    break
    trained = average.module
    return trained.eval().requires_grad_(False)


def _step(
    gen: ClassGenerator,
    disc: ProjectionDiscriminator,
    gen_opt: torch.optim.Optimizer,
    disc_opt: torch.optim.Optimizer,
    real: Tensor,
    labels: Tensor,
    regularised: bool,
) -> None:
    """Move the discriminator, then the generator, on one batch and its classes."""

    def fakes() -> Tensor:
        noise = torch.randn(len(labels), gen.z_dim)
        return gen.net(torch.cat([noise, F.one_hot(labels, CLASSES)], dim=1)[:, :, None, None])

    real.requires_grad_(regularised)
    on_real, on_fake = disc(real, labels), disc(fakes().detach(), labels)
    loss = F.softplus(-on_real).mean() + F.softplus(on_fake).mean()
    if regularised:
        loss = loss + R1_EVERY * R1_WEIGHT * r1_penalty(on_real, real)
    disc_opt.zero_grad()
    loss.backward()
    disc_opt.step()

    loss = F.softplus(-disc(fakes(), labels)).mean()
    gen_opt.zero_grad()
    loss.backward()
    gen_opt.step()


@functools.cache
def load_class_generator() -> ClassGenerator:
    """Return the generator with the stored weights, in evaluation mode, without gradients."""
    with torch.random.fork_rng(devices=[]):
        gen = ClassGenerator()
    load_weights(gen, WEIGHTS)
    return gen


def report(gen: ClassGenerator, *, count: int = 2000, seed: int = 0) -> tuple[Report, float]:
    """Measure ``count`` digits, as many of each class; and the share read as what was ordered."""
    noise = torch.randn(count, gen.z_dim, generator=torch.Generator().manual_seed(seed))
    asked = torch.arange(count) % CLASSES
    images = gen(noise, F.one_hot(asked, CLASSES))
    read = class_probabilities(images).argmax(dim=1)
    return measure(images), (read == asked).float().mean().item()


def main() -> None:
    """Train or check, and print how good the digits are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks class-generator")
    parser.add_argument("action", choices=["train", "check"])
    torch.set_num_threads(1)
    if parser.parse_args().action == "train":
        start = time.process_time()
        save_weights(train_class_generator(), WEIGHTS)
        print(f"trained in {time.process_time() - start:.0f} s")
    figures, agreement = report(load_class_generator())
    print(
        f"agreement {agreement:.3f}, Fréchet distance {figures.frechet_distance:.2f}, coverage "
        f"{figures.coverage:.2f} ({WEIGHTS.stat().st_size:,} bytes)"
    )
    if agreement < LEAST_AGREEMENT or figures.frechet_distance > MOST_DISTANCE:
        raise SystemExit(
            f"These digits are not good enough for docs/play: the agreement must be "
            f"{LEAST_AGREEMENT} at least, and the distance {MOST_DISTANCE} at most."
        )


if __name__ == "__main__":
    main()
