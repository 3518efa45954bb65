"""The two networks of exercise 6.6: what they should be, and known mistakes in them."""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn

from ganlab import dcgan as reference
from graders.core.aspect import Aspect, Finding, Given, Known, Seen
from graders.core.values import listing, name_of, plain
from graders.instruments.networks import Builder, Layers, Shapes, Spec
from graders.instruments.networks.layers import layers_of
from graders.instruments.networks.spec import no_network

MOST_LISTED = 3
"""So many layers a message lists."""

SIZES = ((5, 3, 2, 32), (7, 2, 3, 64))
SMALLER_SIZES = (SIZES[0], (7, 2, 5, 16))
"""z_dim, channels, base and image_size of the two pairs that a check builds, to look at the
generator by the first of these and at the discriminator by the other: every image size occurs."""

GREY_SIZES = ((5, 1, 2, 32), (7, 1, 5, 16))
"""Those of which outputs are compared."""


def right_pair(z_dim: int, channels: int, base: int, image_size: int) -> Any:
    """Both networks as they should be."""
    return reference.make_dcgan(z_dim, channels, base, image_size)


SPEC = Spec("make_dcgan", "both networks", right_pair, SIZES)


@dataclass(frozen=True)
class Half(Spec):
    """One network of a pair; builders build pairs.

    Attributes:
        index: 0 for the generator, 1 for the discriminator.
    """

    index: int = 0

    def call(self, which: int = 0) -> str:
        return f"{super().call(which)}[{self.index}]"

    def make(self, builder: Callable[..., Any], which: int = 0) -> Any:
        gen, disc = super().make(builder, which)
        return (gen, disc)[self.index]

    def in_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        z_dim, channels, _, image_size = self.sizes[which]
        return (rows, channels, image_size, image_size) if self.index else (rows, z_dim, 1, 1)


class Pair(Aspect):
    """What comes back is two networks, the generator first."""

    title = "two networks, the generator first"
    call = f"make_dcgan{SIZES[0]}"

    def observe(self, answer: Any, given: Given) -> Seen:
        result = answer(*SIZES[0])
        try:
            networks = list(itertools.islice(iter(result), 3))
        except TypeError:
            return {"result": plain(result), "networks": None}
        return {
            "result": plain(result),
            "networks": [isinstance(network, nn.Module) for network in networks],
            "kinds": [_kind(network) for network in networks],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["networks"] != [True, True]:
            return Finding(
                "two networks, as in return gen, disc",
                name_of(seen["result"]),
                self._instead(seen["result"], seen["networks"]),
            )
        if seen["kinds"] == ["down", "up"]:
            return Finding(
                "the generator, then the discriminator",
                "the discriminator, then the generator",
                "the two networks are exchanged: return gen, disc",
            )
        return None

    @staticmethod
    def _instead(result: Any, networks: list[bool] | None) -> str | None:
        """What comes back in the place of two networks."""
        if networks is None:
            return "a forgotten return" if result is None else "one value comes back, not two"
        if len(networks) != 2:
            return "one network, or its blocks, comes back: two are asked for"
        parts = zip(result, networks, strict=True) if isinstance(result, list) else ()
        findings = (no_network({"network": part}, SPEC) for part, right in parts if not right)
        return next((finding.likely for finding in findings if finding), None)


def _kind(network: Any) -> str:
    """ "up" for a network of transposed convolutions, "down" for one of convolutions."""
    kinds = {type(part) for part in network.modules()} if isinstance(network, nn.Module) else set()
    up, down = nn.ConvTranspose2d in kinds, nn.Conv2d in kinds
    return "up" if up and not down else "down" if down and not up else "neither"


class StackLayers(Layers):
    """The layers with parameters, with causes from the mistakes that the spec knows.

    Where a kernel is as large as the picture that it reads, or the picture it writes comes from one
    pixel, its stride changes nothing: it is not looked at where there is no padding.
    """

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = super().judge(seen, given)
        if finding is None or "layers" not in seen or seen["shared"]:
            return finding
        right, got = self._layers(self.spec.reference), seen["layers"]
        if seen_as(got) == seen_as(right):
            return None
        return replace(self._difference(right, got), likely=self._cause(right, got, finding.likely))

    def _difference(self, right: list[list[str]], got: list[list[str]]) -> Finding:
        """What the first pair whose layers are others lacks, and has in its place."""
        which = int(seen_as(right[:1]) == seen_as(got[:1]))
        missing = list((Counter(right[which]) - Counter(got[which])).elements())
        extra = list((Counter(got[which]) - Counter(right[which])).elements())
        words = [
            listing(side[:MOST_LISTED]) + (" …" if len(side) > MOST_LISTED else "")
            for side in (missing, extra)
        ]
        return Finding(
            f"{words[0] if missing else 'no further layers'} in {self.spec.call(which)}",
            words[1] if extra else "none of these",
        )

    def _cause(
        self, right: list[list[str]], got: list[list[str]], otherwise: str | None
    ) -> str | None:
        for sentence, build in self.spec.mistakes.items():
            if seen_as(got) == seen_as(self._layers(build)):
                return Known(sentence)
        one_is_right = any(map(operator.eq, seen_as(got), seen_as(right)))
        if one_is_right and len({len(layers) for layers in got}) == 1:
            return "the number of blocks is fixed: it follows from image_size"
        return otherwise

    def _layers(self, build: Builder) -> list[list[str]]:
        return [layers_of(self.spec.make(build, which)) for which in (0, 1)]


def seen_as(layers: list[list[str]]) -> list[Counter[str]]:
    """The layers of each network, without the strides that change nothing."""
    return [
        Counter(re.sub(r"stride=\d+, padding=0", "padding=0", text) for text in one)
        for one in layers
    ]


class StackShapes(Shapes):
    """The shapes; where only the dimensions are arranged otherwise, that is said."""

    chance = 0.0  # of the outputs, only the shapes are looked at

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = super().judge(seen, given)
        if finding is None or finding.likely or "outputs" not in seen:
            return finding
        for which, output in enumerate(seen["outputs"]):
            want = self.spec.out_shape(which, len(given["batches"][which]))
            if isinstance(output, torch.Tensor) and output.numel() == math.prod(want):
                likely = (
                    "nn.Flatten() belongs behind the discriminator and only there: it makes "
                    "(n, 1) of (n, 1, 1, 1)"
                )
                return Finding(finding.expected, finding.got, likely)
        return finding


# Known mistakes -----------------------------------------------------------------------------------

Widths = Callable[[int, int], list[int]]
"""From base and the number of halvings to the channels after each halving, next to the image
first."""

CORNER: dict[str, Any] = {"stride": 1, "padding": 0}
"""Of the block between 1 x 1 and 4 x 4."""

LAST: dict[str, Any] = {"final_layer": True}


def doubling(base: int, halvings: int) -> list[int]:
    return [base * 2**k for k in range(halvings)]


def turned(base: int, halvings: int) -> list[int]:
    return doubling(base, halvings)[::-1]


def constant(base: int, halvings: int) -> list[int]:
    return [base] * halvings


def growing_by_base(base: int, halvings: int) -> list[int]:
    return [base * (k + 1) for k in range(halvings)]


def halving(base: int, halvings: int) -> list[int]:
    return [max(1, base // 2 ** (halvings - 1 - k)) for k in range(halvings)]


def one_fewer(base: int, halvings: int) -> list[int]:
    return doubling(base, halvings - 1)


def one_more(base: int, halvings: int) -> list[int]:
    return doubling(base, halvings + 1)


def halvings_of(image_size: int) -> int:
    """How often a square image is halved on its way to 4 x 4."""
    return image_size.bit_length() - 3


def generators(
    *end: nn.Module,
    widths: Widths = doubling,
    corner: Mapping[str, Any] = CORNER,
    inner: Mapping[str, Any] | None = None,
    last: Mapping[str, Any] = LAST,
) -> Builder:
    """Builder of a pair whose generator has a mistake."""

    def build(z_dim: int, channels: int, base: int, image_size: int) -> Any:
        down = widths(base, halvings_of(image_size))[::-1]
        return nn.Sequential(
            reference.make_gen_block(z_dim, down[0], **corner),
            *(reference.make_gen_block(a, b, **inner or {}) for a, b in itertools.pairwise(down)),
            reference.make_gen_block(down[-1], channels, **last),
            *end,
        ), None

    return build


def discriminators(
    *end: nn.Module,
    widths: Widths = doubling,
    first: Mapping[str, Any] | None = None,
    inner: Mapping[str, Any] | None = None,
    last: dict[str, Any] = CORNER | LAST,
) -> Builder:
    """Builder of a pair whose discriminator has a mistake."""
    first = {"norm": False} if first is None else first

    def build(z_dim: int, channels: int, base: int, image_size: int) -> Any:
        up = widths(base, halvings_of(image_size))
        return None, nn.Sequential(
            reference.make_disc_block(channels, up[0], **first),
            *(reference.make_disc_block(a, b, **inner or {}) for a, b in itertools.pairwise(up)),
            reference.make_disc_block(up[-1], 1, **last),
            nn.Flatten(),
            *end,
        )

    return build
