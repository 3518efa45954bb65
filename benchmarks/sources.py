"""The five systems as their tutorials wrote them: their data path, their loop.

The digits go the tutorials' way: a ``torchvision.datasets.MNIST`` whose every item becomes a PIL
image, then a tensor, and a ``DataLoader`` that stacks them. DCGAN's tutorial holds all its images
in memory instead, enlarged and in three channels.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import Compose, Normalize, ToTensor

from ganlab.data import load_digits
from ganlab.recipes import Recipe, System, get_recipe

Step = Callable[[Tensor], None]


@dataclass
class Source:
    """A tutorial's training: its batches for ever, and what it does with each.

    Attributes:
        batches: yields one batch after the other.
        step: trains on a batch.
        seconds_in_data: the time that went into making batches so far.
    """

    batches: Iterator[Tensor]
    step: Step
    seconds_in_data: float = 0.0

    def make_step(self) -> None:
        """Take a batch and train on it."""
        started = time.perf_counter()
        batch = next(self.batches)
        self.seconds_in_data += time.perf_counter() - started
        self.step(batch)


def source(name: str, size: str, folder: Path) -> Source:
    """Return a tutorial's training, with new networks.

    Args:
        name: of its recipe.
        size: "published" or "small".
        folder: where digits in MNIST's files may be written.
    """
    recipe = get_recipe(name)
    system = recipe.system(size)
    torch.manual_seed(0)
    gen, disc = recipe.networks(size)
    if recipe.criterion.__name__ == "probability_loss":
        disc, criterion = nn.Sequential(disc, nn.Sigmoid()), nn.BCELoss()
    else:
        criterion = nn.BCEWithLogitsLoss()
    gen_opt, disc_opt = (
        torch.optim.Adam(net.parameters(), lr=recipe.lr, betas=recipe.betas) for net in (gen, disc)
    )
    loop = LOOPS[name](gen, disc, gen_opt, disc_opt, criterion, recipe, system)
    batches = resident(recipe, system) if name == "dcgan" else through_pil(recipe, system, folder)
    return Source(batches, loop)


def through_pil(recipe: Recipe, system: System, folder: Path) -> Iterator[Tensor]:
    """Batches (n, 1, 28, 28) by way of PIL images."""
    write_mnist(folder)
    steps = [ToTensor()]
    if system.pixel_range == (-1.0, 1.0):
        steps.append(Normalize(mean=[0.5], std=[0.5]))
    dataset = MNIST(folder, train=True, transform=Compose(steps))
    loader = DataLoader(
        dataset, batch_size=recipe.batch_size, shuffle=True, drop_last=recipe.drop_last
    )
    while True:
        for images, _ in loader:
            yield images


def resident(recipe: Recipe, system: System) -> Iterator[Tensor]:
    """Batches of one array that holds all images as the network sees them."""
    images = load_digits(
        pixel_range=system.pixel_range, image_size=system.image_size, channels=system.channels
    ).images
    images = images[torch.randperm(len(images))]
    while True:
        for start in range(0, len(images) - recipe.batch_size + 1, recipe.batch_size):
            yield images[start : start + recipe.batch_size]


def write_mnist(folder: Path) -> None:
    """Write the 4,000 training digits as MNIST's own files."""
    raw = folder / "MNIST" / "raw"
    if raw.exists():
        return
    raw.mkdir(parents=True)
    digits = load_digits("train")
    pixels = (digits.images * 255).round().to(torch.uint8)
    for split in ("train", "t10k"):
        shape = struct.pack(">iiii", 2051, len(pixels), 28, 28)
        (raw / f"{split}-images-idx3-ubyte").write_bytes(shape + pixels.numpy().tobytes())
        labels = digits.labels.to(torch.uint8).numpy().tobytes()
        (raw / f"{split}-labels-idx1-ubyte").write_bytes(
            struct.pack(">ii", 2049, len(pixels)) + labels
        )


# Their loops -------------------------------------------------------------------------------------


def minimal(gen, disc, gen_opt, disc_opt, criterion, recipe, system) -> Step:
    """Targets made once, no detach, new noise for the generator."""
    ones, zeros = torch.ones(recipe.batch_size, 1), torch.zeros(recipe.batch_size, 1)

    def step(images: Tensor) -> None:
        real = images.view(len(images), -1)
        fake = gen(torch.randn(len(real), *system.z_shape))
        disc_loss = criterion(disc(real), ones) + criterion(disc(fake), zeros)
        disc_opt.zero_grad()
        disc_loss.backward()
        disc_opt.step()
        fake = gen(torch.randn(len(real), *system.z_shape))
        gen_loss = criterion(disc(fake), ones)
        gen_opt.zero_grad()
        gen_loss.backward()
        gen_opt.step()

    return step


def practice(gen, disc, gen_opt, disc_opt, criterion, recipe, system) -> Step:
    """Both optimizers cleared before each backward; D(x) and D(G(z)) at hand."""

    def reset_grad() -> None:
        disc_opt.zero_grad()
        gen_opt.zero_grad()

    def step(images: Tensor) -> None:
        real = images.reshape(len(images), -1)
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        real_loss = criterion(disc(real), ones)
        fake = gen(torch.randn(len(real), *system.z_shape))
        disc_loss = real_loss + criterion(disc(fake), zeros)
        reset_grad()
        disc_loss.backward()
        disc_opt.step()
        fake = gen(torch.randn(len(real), *system.z_shape))
        gen_loss = criterion(disc(fake), ones)
        reset_grad()
        gen_loss.backward()
        gen_opt.step()

    return step


def first_gan(gen, disc, gen_opt, disc_opt, criterion, recipe, system) -> Step:
    """Losses as functions, no detach, the graph kept; losses read at each step."""
    total = [0.0, 0.0]

    def step(images: Tensor) -> None:
        real = images.view(len(images), -1)
        disc_opt.zero_grad()
        fake_pred = disc(gen(torch.randn(len(real), *system.z_shape)))
        real_pred = disc(real)
        disc_loss = (
            criterion(fake_pred, torch.zeros_like(fake_pred))
            + criterion(real_pred, torch.ones_like(real_pred))
        ) / 2
        disc_loss.backward(retain_graph=True)
        disc_opt.step()
        gen_opt.zero_grad()
        fake_pred = disc(gen(torch.randn(len(real), *system.z_shape)))
        gen_loss = criterion(fake_pred, torch.ones_like(fake_pred))
        gen_loss.backward()
        gen_opt.step()
        total[0] += disc_loss.item()
        total[1] += gen_loss.item()

    return step


def images(gen, disc, gen_opt, disc_opt, criterion, recipe, system) -> Step:
    """One forward pass of the generator, its fakes for both."""

    def step(batch: Tensor) -> None:
        real = batch.view(len(batch), -1)
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        fake = gen(torch.randn(len(real), *system.z_shape))
        on_real, on_fake = disc(real), disc(fake.detach())
        disc_loss = criterion(on_real, ones) + criterion(on_fake, zeros)
        disc_opt.zero_grad()
        disc_loss.backward()
        disc_opt.step()
        gen_loss = criterion(disc(fake), ones)
        gen_opt.zero_grad()
        gen_loss.backward()
        gen_opt.step()
        on_real.mean().item(), on_fake.mean().item()

    return step


def dcgan(gen, disc, gen_opt, disc_opt, criterion, recipe, system) -> Step:
    """Fakes first, gradients kept, reals second, one update; then the same fakes, label real."""

    def step(real: Tensor) -> None:
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        fake = gen(torch.randn(len(real), *system.z_shape))
        disc_opt.zero_grad()
        criterion(disc(fake.detach()), zeros).backward()
        criterion(disc(real), ones).backward()
        disc_opt.step()
        gen_opt.zero_grad()
        criterion(disc(fake), ones).backward()
        gen_opt.step()

    return step


LOOPS = {
    "minimal": minimal,
    "practice": practice,
    "first-gan": first_gan,
    "dcgan": dcgan,
    "images": images,
}
