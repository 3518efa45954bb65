"""Builders of blocks with known mistakes in them."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from graders.instruments.networks import Builder


def block(*after_linear: Callable[[int], nn.Module]) -> Builder:
    """Builder of Linear followed by layers that are made from the output size."""

    def build(input_dim: int, output_dim: int) -> nn.Module:
        linear = nn.Linear(input_dim, output_dim)
        return nn.Sequential(linear, *(layer(output_dim) for layer in after_linear))

    return build


def norm(size: int) -> nn.Module:
    return nn.BatchNorm1d(size)
