"""Which setting makes a GAN train? Lesson 04's networks with one setting changed at a time.

    python -m benchmarks remedies             prints the tables; about 10 minutes on one core
    python -m benchmarks remedies --write     and puts them into docs/training.md

Two worlds. On digits: the networks of the practice GAN, 800 steps with batches of 100, measured on
2,000 samples. On the ring: lesson 04's eight islands and its networks for the plane, 2,000 steps,
islands covered counted every 50; the table shows the median of the seeds, and the least and the
most in brackets. Seeds are 0, 1, 2, … Trainings are on one thread and stop after steps.
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.pages import DOCS, markdown, put
from ganlab import measure
from ganlab.data import batches, load_digits
from ganlab.losses import r1_penalty
from ganlab.networks import get_noise, mlp
from ganlab.recipes import logit_loss, probability_loss
from ganlab.runtime import set_seed

DEFAULT, COURSE = (0.9, 0.999), (0.0, 0.99)
SMALL, LARGE = 2e-4, 1e-3
EPOCHS, BATCH, Z_DIM, SAMPLES = 20, 100, 64, 2000
RING_STEPS, RING_BATCH, LOOK_EVERY = 2000, 256, 50
RADIUS, SPREAD = 2.0, 0.15


@dataclass(frozen=True)
class Setting:
    """How one training is made.

    Attributes:
        name: the table's word for it.
        lr: Adam's step size.
        betas: Adam's.
        logits: the loss from logits; otherwise from a sigmoid's probability (``BCELoss``).
        r1, r2: weights of the mean squared slope of the logit at reals and at fakes.
        pairing: the relativistic pairing loss, softplus of fake's logit minus real's, in the place
            of the cross-entropy (Jolicoeur-Martineau 2018, arXiv:1807.00734; with R1 and R2: Huang
            et al. 2024, arXiv:2501.05441). Halved for the discriminator, as the mean of two losses
            is, so that a penalty weighs the same.
    """

    name: str
    lr: float = LARGE
    betas: tuple[float, float] = DEFAULT
    logits: bool = True
    r1: float = 0.0
    r2: float = 0.0
    pairing: bool = False


REMEDIES = (
    Setting("as published", SMALL, logits=False),
    Setting("logits alone", SMALL),
    Setting("steps of 0.001 alone", LARGE, logits=False),
    Setting("betas (0, 0.99) alone", SMALL, COURSE, logits=False),
    Setting("all three, but no logits", LARGE, COURSE, logits=False),
    Setting("all three, but steps of 0.0002", SMALL, COURSE),
    Setting("all three, but betas (0.9, 0.999)", LARGE),
    Setting("all three, but beta1 0.9", LARGE, (0.9, 0.99)),
    Setting("all three, but beta1 0.5", LARGE, (0.5, 0.99)),
    Setting("all three, but beta2 0.999", LARGE, (0.0, 0.999)),
    Setting("all three", LARGE, COURSE),
    Setting("all three, and R1", LARGE, COURSE, r1=1.0),
)
PENALTIES = (
    *REMEDIES[-2:],
    Setting("all three, R1 and R2", LARGE, COURSE, r1=1.0, r2=1.0),
    Setting("all three, pairing loss, R1 and R2", LARGE, COURSE, r1=1.0, r2=1.0, pairing=True),
)
ISLANDS = (
    Setting("Adam's default, betas (0.9, 0.999)"),
    Setting("only beta2 changed, betas (0.9, 0.99)", betas=(0.9, 0.99)),
    Setting("only beta1 changed, betas (0.5, 0.999)", betas=(0.5, 0.999)),
    Setting("only beta1 changed, betas (0, 0.999)", betas=(0.0, 0.999)),
    Setting("both changed, betas (0.5, 0.99)", betas=(0.5, 0.99)),
    Setting("default, and R1 of weight 0.1", r1=0.1),
    Setting("betas (0, 0.999), and R1 of weight 0.1", betas=(0.0, 0.999), r1=0.1),
)


# One step


def slope_penalty(disc: nn.Module, points: Tensor) -> Tensor:
    """Mean squared norm of the logits' gradient at points (n, d): R1 at reals, R2 at fakes."""
    points = points.detach().requires_grad_()
    return r1_penalty(disc(points), points)


def make_step(
    setting: Setting,
    nets: tuple[nn.Module, nn.Module],
    opts: tuple[torch.optim.Optimizer, torch.optim.Optimizer],
    real: Tensor,
    z_dim: int,
) -> None:
    """Update the discriminator, then the generator."""
    (gen, disc), (gen_opt, disc_opt) = nets, opts
    criterion = logit_loss if setting.logits else probability_loss
    with torch.no_grad():
        fake = gen(get_noise(len(real), z_dim))
    on_fake, on_real = disc(fake), disc(real)
    if setting.pairing:
        disc_loss = F.softplus(on_fake - on_real).mean() / 2
    else:
        zeros, ones = torch.zeros_like(on_fake), torch.ones_like(on_real)
        disc_loss = (criterion(on_fake, zeros) + criterion(on_real, ones)) / 2
    penalty = torch.zeros(())
    for weight, points in ((setting.r1, real), (setting.r2, fake)):
        if weight:
            penalty = penalty + weight * slope_penalty(disc, points)
    disc_opt.zero_grad()
    (disc_loss + penalty).backward()
    disc_opt.step()

    on_fake = disc(gen(get_noise(len(real), z_dim)))
    if setting.pairing:
        gen_loss = F.softplus(disc(real).detach() - on_fake).mean()
    else:
        gen_loss = criterion(on_fake, torch.ones_like(on_fake))
    gen_opt.zero_grad()
    gen_loss.backward()
    gen_opt.step()


def optimizers(
    setting: Setting, gen: nn.Module, disc: nn.Module
) -> tuple[torch.optim.Adam, torch.optim.Adam]:
    """Adam for both networks."""
    gen_opt, disc_opt = (
        torch.optim.Adam(net.parameters(), setting.lr, setting.betas) for net in (gen, disc)
    )
    return gen_opt, disc_opt


def leaky() -> nn.Module:
    return nn.LeakyReLU(0.2)


# Digits


def train_on_digits(setting: Setting, seed: int) -> float:
    """Train the practice GAN's networks; return the Fréchet distance of what they draw."""
    set_seed(seed)
    scaled = load_digits("train").images * 2 - 1
    gen = mlp((Z_DIM, 256, 256, 784), nn.ReLU, nn.Tanh)
    disc = mlp((784, 256, 256, 1), leaky)
    opts = optimizers(setting, gen, disc)
    watched = get_noise(SAMPLES, Z_DIM)
    for _ in range(EPOCHS):
        for real in batches(scaled, BATCH):
            make_step(setting, (gen, disc), opts, real.flatten(start_dim=1), Z_DIM)
    with torch.no_grad():
        fakes = (gen(watched) + 1) / 2
    return measure.measure(measure.as_digits(fakes)).frechet_distance


def digits_table(settings: Sequence[Setting], found: dict[str, list[float]]) -> str:
    """The distance of every seed."""
    seeds = range(len(found[settings[0].name]))
    head = ["setting", *(f"seed {seed}" for seed in seeds)]
    rows = [[one.name, *(f"{value:.0f}" for value in found[one.name])] for one in settings]
    return markdown(head, rows)


# The ring


def ring_centres() -> Tensor:
    """The centres of the eight islands, (8, 2)."""
    angles = torch.arange(8) * math.pi / 4
    return RADIUS * torch.stack([angles.cos(), angles.sin()], dim=1)


def islands_covered(points: Tensor, centres: Tensor) -> tuple[int, float]:
    """Count islands with 1 % of the points within 3 standard deviations; and the share on any."""
    distance, nearest = torch.cdist(points, centres).min(dim=1)
    on_island = distance < 3 * SPREAD
    counts = torch.bincount(nearest[on_island], minlength=len(centres))
    return int((counts >= 0.01 * len(points)).sum()), on_island.float().mean().item()


def train_on_ring(setting: Setting, seed: int) -> list[tuple[int, float]]:
    """Train the lesson's networks for the plane; `islands_covered` every 50 steps."""
    set_seed(seed)
    centres = ring_centres()
    gen, disc = mlp((2, 64, 64, 2), nn.ReLU), mlp((2, 64, 64, 1), leaky)
    opts = optimizers(setting, gen, disc)
    watched = get_noise(1000, 2)
    looks = []
    for step in range(1, RING_STEPS + 1):
        real = centres[torch.randint(8, (RING_BATCH,))] + SPREAD * torch.randn(RING_BATCH, 2)
        make_step(setting, (gen, disc), opts, real, 2)
        if step % LOOK_EVERY == 0:
            with torch.no_grad():
                looks.append(islands_covered(gen(watched), centres))
    return looks


def spread(values: Sequence[float], form: str) -> str:
    """The median, and the least and the most in brackets."""
    middle = statistics.median(values)
    return f"{middle:{form}} ({min(values):{form}} to {max(values):{form}})"


def ring_table(found: dict[str, list[list[tuple[int, float]]]]) -> str:
    """Islands covered at four moments: median and range over the seeds."""
    moments = range(500, RING_STEPS + 1, 500)
    head = ["setting", *(f"after {step:,} steps" for step in moments)]
    head += ["all 8 at the end", "fakes on an island"]
    rows = []
    for name, runs in found.items():
        at = [[run[step // LOOK_EVERY - 1][0] for run in runs] for step in moments]
        whole = f"{at[-1].count(8)} of {len(runs)}"
        shares = [run[-1][1] for run in runs]
        rows.append([name, *(spread(each, ".0f") for each in at), whole, spread(shares, ".0%")])
    return markdown(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="into docs/")
    parser.add_argument("--seeds", type=int, default=3, help="trainings on digits, of each setting")
    parser.add_argument("--ring-seeds", type=int, default=4, help="trainings on the ring")
    options = parser.parse_args()
    torch.set_num_threads(1)
    on_digits = {}
    for setting in dict.fromkeys((*REMEDIES, *PENALTIES)):
        on_digits[setting.name] = [train_on_digits(setting, n) for n in range(options.seeds)]
        print(setting.name, [round(one) for one in on_digits[setting.name]], flush=True)
    on_ring = {}
    for setting in ISLANDS:
        on_ring[setting.name] = [train_on_ring(setting, n) for n in range(options.ring_seeds)]
        print(setting.name, [run[-1][0] for run in on_ring[setting.name]], flush=True)
    tables = {
        "remedies": digits_table(REMEDIES, on_digits),
        "penalties": digits_table(PENALTIES, on_digits),
        "islands": ring_table(on_ring),
    }
    print(*tables.values(), sep="\n\n")
    if options.write:
        put(DOCS / "training.md", **tables)


if __name__ == "__main__":
    main()
