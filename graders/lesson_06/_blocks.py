"""DCGAN's blocks: what they should be, known mistakes in them, and the aspect of their flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from ganlab import dcgan as reference
from graders.core.aspect import Finding, Given, Seen
from graders.instruments.networks import Builder, Layers, Spec
from graders.instruments.networks.layers import layers_of, leaves_of


def block(
    conv: type[nn.Module], *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Builder:
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


def up(*after: Callable[[int], nn.Module]) -> Builder:
    return block(nn.ConvTranspose2d, *after)


def down(*after: Callable[[int], nn.Module], before: nn.Module | None = None) -> Builder:
    return block(nn.Conv2d, *after, before=before)


def norm(channels: int) -> nn.Module:
    return nn.BatchNorm2d(channels)


def just(make: Callable[..., nn.Module], *settings: float) -> Callable[[int], nn.Module]:
    """A layer that does not depend on the number of channels."""
    return lambda channels: make(*settings)


CHANNELS = ((6, 7), (2, 5))

UNUSUAL = {"kernel_size": 5, "stride": 3, "padding": 2}
"""Of the second block that a check builds; the first has the defaults."""


def block_spec(name: str, rule: str, mistakes: Mapping[str, Builder], **flags: bool) -> Spec:
    """What a block should be whose flags have these values."""
    return Spec(
        name,
        rule,
        getattr(reference, name),
        CHANNELS,
        settings=(flags, UNUSUAL | flags),
        image=(5, 7),
        mistakes=mistakes,
    )


@dataclass
class FlaggedLayers(Layers):
    """The layers of a block whose flags have given values.

    Attributes:
        others: For a flag, the block for its other value.
    """

    others: Mapping[str, Spec]

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
            if seen["own"] == other == right and flag in self.spec.settings[0]:
                likely = f"{flag} is not looked at: the block is the same with True and with False"
            elif (seen["own"], other) == (right, own):
                likely = f"the condition on {flag} is turned: the two cases have changed places"
        return Finding(finding.expected, finding.got, likely)

    @staticmethod
    def _composition(spec: Spec, builder: Builder) -> list[str] | None:
        """All layers of a block, described; None if there is no block."""
        try:
            block = spec.make(builder)
        except Exception:  # the aspect of this spec reports it
            return None
        if not isinstance(block, nn.Module):
            return None
        return [*layers_of(block), *leaves_of(block)]
