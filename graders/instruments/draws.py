"""Tells first weights drawn from N(0, 0.02) or N(1, 0.02) from all others."""

from __future__ import annotations

import math

import torch

from graders.instruments.normal import normal_distance

DEVIATION = 0.02
TAIL = 24.0
"""exp(-24) is 3.8e-11."""


def not_from_normal(values: torch.Tensor, mean: float, deviation: float) -> bool:
    """Whether ``values`` are no independent draws from N(mean, deviation).

    Two bounds, for n values. Kolmogorov's distance (see ``instruments.normal``): right values
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
