"""What right draws never show, and what counts as seeding."""

import random

import numpy as np
import pytest
import torch

from graders.instruments.draws import Draws, chance_of, few_numbers, other_tails, ties
from graders.instruments.normal import figures_off, not_normal
from graders.instruments.seeds import watched_seeds

SIZES = [(1024, 4), (4096, 8), (4096, 128)]


@pytest.mark.parametrize("size", SIZES)
def test_normal_draws_are_normal(size):
    for seed in range(5):
        noise = torch.randn(size, generator=torch.Generator().manual_seed(seed))
        assert not_normal(noise) is None
        assert figures_off(Draws.of(noise)) is None


@pytest.mark.parametrize("size", SIZES)
def test_the_chance_to_refuse_normal_draws_is_tiny(size):
    rows, columns = size
    assert chance_of(rows * columns, columns) < 1e-10


def test_what_is_missing_or_too_much_in_the_tails_shows():
    noise = torch.randn(4096, 128, generator=torch.Generator().manual_seed(0))
    assert "beyond 4" in other_tails(Draws.of(noise.clamp(-4, 4)))
    assert "too many" in other_tails(Draws.of(torch.where(noise > 3.3, noise + 0.3, noise)))
    assert other_tails(Draws.of(2 + noise / 2), mean=2, deviation=0.5) is None


def test_a_sum_of_columns_that_hardly_varies_shows():
    noise = torch.randn(4096, 128, generator=torch.Generator().manual_seed(0))
    noise[:, 127] = noise[:, :127].sum(dim=1) / 127**0.5
    assert "independent" in ties(Draws.of(noise))


def test_numbers_of_half_precision_are_few():
    noise = torch.randn(4096, 128, generator=torch.Generator().manual_seed(0))
    assert "rounded" in few_numbers(Draws.of(noise.half().float()))


DRAWING = {
    "nothing": lambda: None,
    "torch": lambda: torch.randn(100_000),
    "NumPy": lambda: np.random.randn(100_000),
    "Python": lambda: [random.gauss(0, 1) for _ in range(10_000)],
    "a generator": lambda: torch.Generator().manual_seed(3),
    "NumPy's generator": lambda: np.random.default_rng(3).normal(size=10),
    "Python's generator": lambda: random.Random(3).random(),
}

SEEDING = {
    "manual_seed": lambda: torch.manual_seed(3),
    "seed": lambda: torch.seed(),
    "default_generator": lambda: torch.default_generator.manual_seed(4),
    "NumPy": lambda: np.random.seed(3),
    "Python": lambda: random.seed(3),
    "Python, from the clock": lambda: random.seed(),
}


@pytest.mark.parametrize("draw", DRAWING.values(), ids=DRAWING)
def test_drawing_is_no_seeding(draw):
    with torch.random.fork_rng(devices=[]), watched_seeds() as seeded:
        draw()
    assert seeded == []


@pytest.mark.parametrize("seed", SEEDING.values(), ids=SEEDING)
def test_seeding_is_noticed(seed):
    with torch.random.fork_rng(devices=[]):
        with watched_seeds() as seeded:
            seed()
            torch.randn(3)
            np.random.randn(3)
            random.random()
        assert len(seeded) == 1
