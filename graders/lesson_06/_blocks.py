"""Builders of convolution blocks with known mistakes in them, and the aspect of their flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from graders.core.check import Finding, Given, Seen
from graders.instruments.networks.layers import Layers, layers_of, leaves_of
from graders.instruments.networks.spec import ImageSpec


def block(
    conv: type[nn.Module], *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Callable[..., nn.Module]:
    """Builder of a convolution, and of layers behind it that are made from its channels."""

    def build(
        in_channels: int,
        out_channels: int,
        kernel_size: int = 4,
        stride: int = 2,
        padding: int = 1,
        **flags: bool,
    ) -> nn.Module:
        layers = [] if before is None else [before]
        layers += [conv(in_channels, out_channels, kernel_size, stride, padding, bias=False)]
        return nn.Sequential(*layers, *(layer(out_channels) for layer in after))

    return build


def up(*after: Callable[[int], nn.Module]) -> Callable[..., nn.Module]:
    return block(nn.ConvTranspose2d, *after)


def down(
    *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Callable[..., nn.Module]:
    return block(nn.Conv2d, *after, before=before)


def norm(channels: int) -> nn.Module:
    return nn.BatchNorm2d(channels)


def just(make: Callable[..., nn.Module], *settings: float) -> Callable[[int], nn.Module]:
    """A layer that does not depend on the number of channels."""
    return lambda channels: make(*settings)


CHANNELS = ("in_channels", "out_channels")

USUAL = {"in_channels": 6, "out_channels": 7}

UNUSUAL = {"in_channels": 2, "out_channels": 5, "kernel_size": 5, "stride": 3, "padding": 2}

LAST = {"final_layer": True}

NO_NORM = {"norm": False}


@dataclass
class FlaggedLayers(Layers):
    """The layers of a block whose flags have given values.

    Attributes:
        others: For a flag, the block for its other value.
    """

    others: Mapping[str, ImageSpec]

    def observe(self, answer: Any, given: Given) -> Seen:
        others = {flag: self._composition(spec, answer) for flag, spec in self.others.items()}
        own = self._composition(self.spec, answer)
        return super().observe(answer, given) | {"own": own, "others": others}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = super().judge(seen, given)
        if finding is None or seen["own"] is None:
            return finding
        likely = finding.likely
        own = self._composition(self.spec, self.spec.reference)
        for flag, other in seen["others"].items():
            right = self._composition(self.others[flag], self.spec.reference)
            if seen["own"] == other == right and flag in self.spec.sizes[0]:
                likely = f"{flag} is not looked at: the block is the same with True and with False"
            elif (seen["own"], other) == (right, own):
                likely = f"the condition on {flag} is turned: the two cases have changed places"
        return Finding(finding.expected, finding.got, likely)

    @staticmethod
    def _composition(spec: ImageSpec, builder: Callable[..., Any]) -> list[str] | None:
        """All layers of a block, described; None if there is no block."""
        try:
            block = spec.make(builder)
        except Exception:  # the aspect of this spec reports it
            return None
        if not isinstance(block, nn.Module):
            return None
        return [*layers_of(block), *leaves_of(block)]
