"""Tells normal draws, of noise and of first weights, from everything that is taken for them."""

from __future__ import annotations

import math

import torch

# The Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant (1990): for n independent draws
# the largest distance D between their distribution function and the true one satisfies
# P(D > e) <= 2 exp(-2 n e^2), for every n. With P = 1e-10, e = sqrt(ln(2e10) / (2 n)).
CHANCE = 1e-10

SHIFTED = "a normal distribution, but shifted or scaled: the mean is 0, the deviation 1"


def normal_distance(values: torch.Tensor) -> tuple[float, float]:
    """Kolmogorov's distance of ``values`` from the standard normal, and its bound.

    Args:
        values: Any shape; taken as independent draws.

    Returns:
        The distance, and the bound that standard normal draws exceed with probability 1e-10.
    """
    ordered = values.detach().double().flatten().sort().values
    n = ordered.numel()
    theory = torch.special.ndtr(ordered)
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    distance = torch.maximum(steps[1:] - theory, theory - steps[:-1]).max().item()
    return distance, math.sqrt(math.log(2 / CHANCE) / (2 * n))


def moments_off(count: int, mean: float, square: float) -> bool:
    """Whether the mean or the mean square of draws is none of standard normal ones.

    For n of them, Chernoff's bound gives P(|mean| > sqrt(2 t / n)) <= 2 exp(-t). Laurent and
    Massart (2000, lemma 1) give for the sum of squares S: P(S - n >= 2 sqrt(n t) + 2 t) <= exp(-t)
    and P(n - S >= 2 sqrt(n t)) <= exp(-t). With exp(-t) = 1e-10 / 4, all four together have the
    probability 1e-10.

    Args:
        count: The number of draws, n.
        mean: Their mean.
        square: The mean of their squares.
    """
    t = math.log(4 / CHANCE)
    root = 2 * math.sqrt(t / count)
    return abs(mean) > root / math.sqrt(2) or not -root < square - 1 < root + 2 * t / count


def not_normal(noise: torch.Tensor) -> str | None:
    """Why ``noise``, shape (n, z_dim) with n >= 1000, is not standard normal; None if it is."""
    distance, bound = normal_distance(noise)
    low, high = noise.min().item(), noise.max().item()
    if not bool(torch.isfinite(noise).all()):
        return "some values are not finite"
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
    if distance > bound:
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
        if normal_distance((noise.double() - mean) / deviation)[0] < bound:
            return SHIFTED
        if low >= 0:
            return "all numbers are positive; the normal distribution is symmetric around 0"
        return "the numbers do not follow the normal distribution"
    if noise[:, 0].unique().numel() < 0.9 * noise.shape[0]:  # float32 repeats one in 4,000
        return "some rows are copies of others: each sample needs values of its own"
    for dim, what in ((0, "component"), (1, "sample")):
        # One mean of n draws lies so near 0 with a chance of 0.8e-6 sqrt(n); four or more of them,
        # for n up to 4,096, with one below 1e-17.
        if noise.double().mean(dim=dim).abs().max().item() < 1e-6:
            return f"each {what} is standardised: then the values depend on each other"
    if moments_off(
        noise.numel(), noise.double().mean().item(), (noise.double() ** 2).mean().item()
    ):
        return SHIFTED
    # Columns or rows that hang together. For independent standard normals X, Y, Chernoff's bound
    # with E exp(sXY) = (1 - s^2)^(-1/2) gives P(|mean of n products| > t) <=
    # 2 exp(-n (t^2 + ln(1 - t^2) / 2)): with t = 8 / sqrt(n) below 1e-13 for n >= 1000.
    n, columns = noise.shape
    products = (noise.T @ noise / n)[torch.triu(torch.ones(columns, columns), 1) > 0]
    if products.numel() and products.abs().max().item() > 8 / math.sqrt(n):
        return "the components of z are not independent: each is drawn for itself"
    for first, second in ((noise[:-1:2], noise[1::2]), (noise[: n // 2], noise[-(n // 2) :])):
        pairs = first[: len(second)] * second[: len(first)]
        if abs(pairs.mean().item()) > 8 / math.sqrt(pairs.numel()):
            return "the samples are not independent: each is drawn for itself"
    return None


DEVIATION = 0.02
TAIL = 24.0
"""exp(-24) is 3.8e-11."""


def not_from_normal(values: torch.Tensor, mean: float, deviation: float) -> bool:
    """Whether ``values`` are no independent draws from N(mean, deviation).

    Two bounds, for n values. Kolmogorov's distance (see ``normal_distance``): right values
    exceed it with a chance of 1e-10. The mean square of the standardised values, whose sum is
    chi-squared: Laurent and Massart (2000, lemma 1) give P(above 1 + 2 sqrt(x/n) + 2x/n) <= exp(-x)
    and P(below 1 - 2 sqrt(x/n)) <= exp(-x), with x = 24 together 8e-11. A check that looks at up
    to five tensors refuses right ones with a chance below 1e-9.
    """
    standardised = (values.double() - mean) / deviation
    if not bool(torch.isfinite(standardised).all()):
        return True
    distance, bound = normal_distance(standardised)
    n = values.numel()
    wide = 2 * math.sqrt(TAIL / n)
    size = standardised.square().mean().item()
    return distance > bound or size > 1 + wide + 2 * TAIL / n or size < 1 - wide


def explain_draws(values: torch.Tensor, mean: float) -> str | None:
    """Why values that should be from N(mean, 0.02) are not, if it can be seen."""
    values = values.double()
    centre, width = values.mean().item(), values.std().item()

    def looks_like(other_mean: float, other_deviation: float) -> bool:
        return not not_from_normal(values, other_mean, other_deviation)

    if values.unique().numel() == 1:
        return "every weight is the same: nothing is drawn"
    if mean and looks_like(0, DEVIATION):
        return (
            "a scale drawn around 0 lets next to nothing through: BatchNorm's weights have the "
            "mean 1"
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
    if (values - centre).abs().max().item() < 1.9 * width:
        return "the numbers look uniform; nn.init.normal_ draws normal ones"
    if looks_like(centre, width):
        return "a normal distribution, with another mean or deviation"
    return "not a normal distribution"
