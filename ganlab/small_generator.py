"""A small finished generator: lesson 00 draws digits with it, before anything is explained.

It is the generator of the recipe ``dcgan-course`` in its small size, trained on the 4,000 training
digits; the weights are a moving average over the last steps. They come with the package. To make
them anew, about two minutes on one core:

    python -m ganlab.small_generator train

To see how good its digits are:

    python -m ganlab.small_generator check

It prints a Fréchet distance of 1.29 and a coverage of 0.89: about as far from the training digits
as real digits that are moved and turned a little (see docs/measuring.md).
"""

from __future__ import annotations

import argparse
import functools
import time
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from ganlab.data import load_digits
from ganlab.dcgan import DCGANGenerator
from ganlab.measure import Report, measure
from ganlab.recipes import get_recipe
from ganlab.training import Trainer
from ganlab.weights import load_weights, save_weights

__all__ = ["SmallGenerator", "load_small_generator", "train_small_generator"]

WEIGHTS = Path(__file__).with_suffix(".npz")
STEPS = 8_000
MOST_DISTANCE = 2.5  # Fréchet distance of 2,000 digits; with it, the package's weights are refused
LEAST_COVERAGE = 0.8


class SmallGenerator(nn.Module):
    """Turns noise into digits: the small DCGAN generator, its border of two pixels cut off."""

    z_dim = 64

    def __init__(self) -> None:
        super().__init__()
        self.net = DCGANGenerator(self.z_dim, channels=1, base=16, image_size=32)

    def forward(self, noise: Tensor) -> Tensor:
        """Map noise (n, 64), standard normal, to digits (n, 1, 28, 28), values in [0, 1]."""
        images = self.net(noise[:, :, None, None])[..., 2:-2, 2:-2]
        return (images + 1) / 2


def train_small_generator(*, steps: int = STEPS, seed: int = 0) -> SmallGenerator:
    """Train it. The same seed gives the same weights on the same machine, with one thread.

    Args:
        steps: of the discriminator and of the generator.
        seed: for the first weights, the order of the digits and the noise.

    Returns:
        The network with averaged weights, in evaluation mode, without gradients.
    """
    # the training is long, so the average may reach further back than in the recipe
    recipe = replace(get_recipe("dcgan-course"), ema_decay=0.999)
    trainer = Trainer(recipe, load_digits("train").images, size="small", seed=seed)
    trainer.train(steps=steps)
    small = _untrained()
    small.net.load_state_dict(trainer.sampler.state_dict())
    return small.eval().requires_grad_(False)


@functools.cache
def load_small_generator() -> SmallGenerator:
    """Return the generator with the package's weights, in evaluation mode, without gradients."""
    small = _untrained()
    load_weights(small, WEIGHTS)
    return small


def _untrained() -> SmallGenerator:
    """A seed set before must give the same noise after: the first weights are drawn aside."""
    with torch.random.fork_rng(devices=[]):
        return SmallGenerator()


def report(small: SmallGenerator, *, count: int = 2000, seed: int = 0) -> Report:
    """Measure the digits that it draws from ``count`` noise vectors."""
    noise = torch.randn(count, small.z_dim, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        return measure(small(noise))


def main() -> None:
    """Train or check, and print how good the digits are."""
    parser = argparse.ArgumentParser(prog="python -m ganlab.small_generator")
    parser.add_argument("action", choices=["train", "check"])
    torch.set_num_threads(1)
    if parser.parse_args().action == "train":
        start = time.process_time()
        save_weights(train_small_generator(), WEIGHTS)
        print(f"trained in {time.process_time() - start:.0f} s")
    figures = report(load_small_generator())
    print(
        f"Fréchet distance {figures.frechet_distance:.2f}, coverage {figures.coverage:.2f} "
        f"({WEIGHTS.stat().st_size:,} bytes)"
    )
    if figures.frechet_distance > MOST_DISTANCE or figures.coverage < LEAST_COVERAGE:
        raise SystemExit(
            f"These digits are not good enough for lesson 00: the distance may be {MOST_DISTANCE} "
            f"at most, and the coverage must be {LEAST_COVERAGE} at least."
        )


if __name__ == "__main__":
    main()
