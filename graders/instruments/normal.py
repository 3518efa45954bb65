"""Tells normal draws, of noise and of first weights, from everything that is taken for them."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from graders.instruments import draws
from graders.instruments.draws import Draws

CHANCE = 1e-10
"""With which `normal_distance` and `moments_off`, each for itself, refuse standard normal draws."""

EDGE = 8.0
"""Products of independent draws: their mean is farther from 0 than ``EDGE / sqrt(n)`` by no chance
that counts (see `_mean_product_chance`)."""

TINY = 1e-6
"""A mean this near to 0 was put there."""

SHIFTED = "a normal distribution, but shifted or scaled: the mean is 0, the deviation 1"


# The bounds ---------------------------------------------------------------------------------------


def normal_distance(values: Tensor) -> tuple[float, float]:
    """Kolmogorov's distance of ``values`` from the standard normal, and its bound.

    The Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant (1990): for n independent
    draws the largest distance D between their distribution function and the true one satisfies
    P(D > e) <= 2 exp(-2 n e^2), for every n. That is `CHANCE` for e = sqrt(ln(2 / CHANCE) / (2 n)).

    Args:
        values: Any shape; taken as independent draws.

    Returns:
        The distance, and the bound that standard normal draws exceed with probability `CHANCE`.
    """
    ordered = values.detach().double().flatten().sort().values
    n = ordered.numel()
    theory = torch.special.ndtr(ordered)
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    distance = torch.maximum(steps[1:] - theory, theory - steps[:-1]).max().item()
    return distance, math.sqrt(math.log(2 / CHANCE) / (2 * n))


def moments_off(count: int, mean: float, square: float) -> bool:
    """Whether the mean or the mean square of draws is none of standard normal ones.

    For n of them, Chernoff's bound gives ``P(|mean| > sqrt(2 t / n)) <= 2 exp(-t)``. Laurent and
    Massart (2000, lemma 1) give for the sum of squares S:
    ``P(S - n >= 2 sqrt(n t) + 2 t) <= exp(-t)`` and ``P(n - S >= 2 sqrt(n t)) <= exp(-t)``. With
    exp(-t) = CHANCE / 4, all four together have the probability `CHANCE`.

    Args:
        count: The number of draws, n.
        mean: Their mean.
        square: The mean of their squares.
    """
    t = math.log(4 / CHANCE)
    root = 2 * math.sqrt(t / count)
    return abs(mean) > root / math.sqrt(2) or not -root < square - 1 < root + 2 * t / count


def _mean_product_chance(count: int) -> float:
    """The chance that the mean of ``count`` products lies beyond ``EDGE / sqrt(count)``.

    For independent standard normals X, Y, Chernoff's bound with E exp(sXY) = (1 - s^2)^(-1/2) gives
    P(|mean of n products| > e) <= 2 exp(-n (e^2 + ln(1 - e^2) / 2)): below 1e-13 for n >= 1000.
    """
    square = EDGE**2 / count
    return 2 * math.exp(-count * (square + math.log1p(-square) / 2))


# Noise --------------------------------------------------------------------------------------------


def not_normal_chance(count: int, columns: int) -> float:
    """The chance that `not_normal` refuses standard normal noise, at most.

    Beside the two bounds and the mean products, each column's mean would have to be `TINY`: one of
    n draws is with a chance of 2 TINY sqrt(n / (2 pi)). All else is below 1e-100.

    Args:
        count: The number of rows, at least 1000.
        columns: The number of columns.
    """
    distance_and_moments = 2 * CHANCE
    column_pairs = math.comb(columns, 2) * _mean_product_chance(count)
    row_pairs = 2 * _mean_product_chance(count * columns // 2)
    standardised = (2 * TINY * math.sqrt(count / math.tau)) ** columns
    many = draws.chance_of(count * columns, columns)
    return distance_and_moments + column_pairs + row_pairs + standardised + many


def not_normal(noise: Tensor) -> str | None:
    """Why ``noise``, shape (n, z_dim) with n >= 1000, is not standard normal; None if it is."""
    if not bool(torch.isfinite(noise).all()):
        return "some values are not finite"
    distance, bound = normal_distance(noise)
    if repeated := _nothing_drawn(noise):
        return repeated
    if distance > bound:
        return _other_distribution(noise)
    return _not_independent(noise)


def _nothing_drawn(noise: Tensor) -> str | None:
    """What stands in the place of draws, if it can be seen."""
    different = noise.unique().numel()
    if different == 1:
        return "every value is the same: nothing is drawn"
    if different == 2:
        return "there are two different values only, not a continuum"
    if bool((noise.flatten().diff() >= 0).all()):
        return "the values stand in order: nothing is drawn"
    if bool((noise == noise[:1]).all()):
        return "one row is repeated for every sample: each sample needs values of its own"
    if bool((noise == noise[:, :1]).all()):
        return "one value is repeated along each row: each component needs a value of its own"
    return None


def _other_distribution(noise: Tensor) -> str:
    """What the draws look like, if not like a standard normal distribution."""
    low, high = noise.min().item(), noise.max().item()
    norms = noise.double().norm(dim=1)
    mean, deviation = noise.double().mean().item(), noise.double().std().item()
    if bool((norms - norms[0]).abs().max() < 1e-3 * norms[0]):
        return "each row is scaled to the same length; leave the numbers as they are drawn"
    if torch.equal(noise, noise.round()):
        return "these are whole numbers; torch.randn draws from a continuum"
    reach = (noise.double() - mean).abs().max().item() / deviation
    if (noise == noise.max()).sum() > 9 and (noise == noise.min()).sum() > 9:
        return "the numbers are cut off on both sides; leave them as they are drawn"
    if reach < 1.9 and low >= 0 and high <= 1:
        return "torch.rand draws uniform numbers in [0, 1); torch.randn draws normal ones"
    if reach < 1.9:
        return "the numbers look uniform, as rescaled ones of torch.rand; use torch.randn"
    if reach < 3:
        return f"no number lies beyond {max(high, -low):.3g}; a normal distribution has no end"
    centred, bound = normal_distance((noise.double() - mean) / deviation)
    if centred < bound:
        return SHIFTED
    if low >= 0:
        return "all numbers are positive; the normal distribution is symmetric around 0"
    return "the numbers do not follow the normal distribution"


def _not_independent(noise: Tensor) -> str | None:
    """What ties draws to each other whose distribution is right; or their moments are off."""
    figures = Draws.of(noise)
    if copies := draws.copies(figures):
        return copies
    for dim, what in ((0, "component"), (1, "sample")):
        if noise.double().mean(dim=dim).abs().max().item() < TINY:
            return f"each {what} is standardised: then the values depend on each other"
    if off := figures_off(figures):
        return off
    n, columns = noise.shape
    products = (noise.T @ noise / n)[torch.triu(torch.ones(columns, columns), 1) > 0]
    if products.numel() and products.abs().max().item() > EDGE / math.sqrt(n):
        return "the components of z are not independent: each is drawn for itself"
    for first, second in ((noise[:-1:2], noise[1::2]), (noise[: n // 2], noise[-(n // 2) :])):
        pairs = first[: len(second)] * second[: len(first)]
        if abs(pairs.mean().item()) > EDGE / math.sqrt(pairs.numel()):
            return "the samples are not independent: each is drawn for itself"
    return None


def figures_off(figures: Draws) -> str | None:
    """Why draws with these figures are not standard normal; None if the figures allow it."""
    if copies := draws.copies(figures):
        return copies
    if moments_off(figures.count, figures.mean, figures.square):
        deviation = max(0.0, figures.square - figures.mean**2) ** 0.5
        return (deviation and draws.other_tails(figures, figures.mean, deviation)) or SHIFTED
    return draws.other_tails(figures) or draws.ties(figures) or draws.few_numbers(figures)


# First weights ------------------------------------------------------------------------------------

DEVIATION = 0.02
"""Of DCGAN's first weights."""

NOT_FROM_NORMAL_CHANCE = 2 * CHANCE
"""With which `not_from_normal` refuses right draws, at most: by their distance or their moments."""


def not_from_normal(values: Tensor, mean: float, deviation: float) -> bool:
    """Whether ``values`` are no independent draws from N(mean, deviation)."""
    standardised = (values.double() - mean) / deviation
    if not bool(torch.isfinite(standardised).all()):
        return True
    distance, bound = normal_distance(standardised)
    square = standardised.square().mean().item()
    return distance > bound or moments_off(values.numel(), standardised.mean().item(), square)


def explain_draws(values: Tensor, mean: float) -> str | None:
    """Why values that should be from N(mean, 0.02) are not, if it can be seen."""
    values = values.double()
    centre, width = values.mean().item(), values.std().item()

    def looks_like(other_mean: float, other_deviation: float) -> bool:
        return not not_from_normal(values, other_mean, other_deviation)

    edges = int((values == values.max()).sum()), int((values == values.min()).sum())
    if values.unique().numel() == 1:
        return "every weight is the same: nothing is drawn"
    if values.unique().numel() < values.numel() / 2:
        return "numbers are repeated: each weight is drawn for itself"
    if min(edges) > 9:
        return "the numbers are cut off on both sides; leave them as they are drawn"
    if mean and looks_like(0, DEVIATION):
        return (
            "BatchNorm's weights multiply what comes through, so they are drawn around 1: around 0 "
            "they turn the sign of every second channel, and shrink fifty-fold what no BatchNorm "
            "behind them brings back"
        )
    if not mean and looks_like(1, DEVIATION):
        return "the mean 1 belongs to BatchNorm's scale; these weights have the mean 0"
    if looks_like(mean, 1) or looks_like(DEVIATION, 1):
        return "the deviation is 1: nn.init.normal_ takes the mean first, then the deviation"
    if looks_like(mean, math.sqrt(DEVIATION)):
        return "0.02 is the standard deviation, not the variance: no square root"
    if looks_like(mean, DEVIATION**2):
        return "0.02 is the standard deviation already: it is not squared"
    if looks_like(mean, 0.2):
        return "the deviation is 0.2, which is LeakyReLU's slope; 0.02 is asked for"
    if _looks_uniform(values):
        return "the numbers look uniform; nn.init.normal_ draws normal ones"
    if values.min().item() >= 0 and not mean:
        return "no number is negative; the normal distribution is symmetric around 0"
    if (values - centre).abs().max().item() < width * _least_reach(values.numel()):
        return "the numbers are cut off, as by nn.init.trunc_normal_; nn.init.normal_ does not"
    if named := _follows_the_size(values):
        return named
    if looks_like(centre, width):
        return "a normal distribution, with another mean or deviation"
    return "not a normal distribution"


def _looks_uniform(values: Tensor) -> bool:
    """Whether values follow the even distribution between the smallest and the largest of them."""
    ordered = values.flatten().sort().values
    low, high = ordered[0], ordered[-1]
    if low == high:
        return False
    even = torch.linspace(0, 1, ordered.numel(), dtype=ordered.dtype)
    off = ((ordered - low) / (high - low) - even).abs().max().item()
    return off < 1.5 / math.sqrt(ordered.numel())


def _least_reach(count: int) -> float:
    """Deviations that the largest of ``count`` normal draws exceeds, but for a chance of 1e-4.

    No draw exceeds r with the chance (1 - 2 Q(r))^n < exp(-2 n Q(r)): exp(-9) for Q(r) = 9 / 2n.
    """
    return -torch.special.ndtri(torch.tensor(min(4.5 / count, 0.5), dtype=torch.float64)).item()


def _follows_the_size(weight: Tensor) -> str | None:
    """The rule of ``nn.init`` that draws normal numbers as wide as these, from a layer's size."""
    if weight.dim() < 2:
        return None
    field = weight[0][0].numel()
    fan_in, fan_out = weight.shape[1] * field, weight.shape[0] * field
    for name, variance in (
        ("xavier_normal_", 2 / (fan_in + fan_out)),
        ("kaiming_normal_", 2 / fan_in),
        ("kaiming_normal_", 2 / fan_out),
    ):
        if not not_from_normal(weight, 0.0, math.sqrt(variance)):
            return f"{name} takes the deviation from the layer's size; here it is 0.02 everywhere"
    return None
