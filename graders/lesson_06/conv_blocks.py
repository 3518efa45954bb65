"""Lesson 06: the blocks of DCGAN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from ganlab import dcgan as reference
from graders.core.check import Finding, Given, Item, Seen
from graders.instruments.networks import (
    EvaluationOutput,
    Fresh,
    Gradients,
    ImageSpec,
    Layers,
    Shapes,
    TrainingOutput,
    layers_of,
    leaves_of,
)
from graders.instruments.parameters import Parameters


def _block(
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


def _up(*after: Callable[[int], nn.Module]) -> Callable[..., nn.Module]:
    return _block(nn.ConvTranspose2d, *after)


def _down(
    *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Callable[..., nn.Module]:
    return _block(nn.Conv2d, *after, before=before)


def _norm(channels: int) -> nn.Module:
    return nn.BatchNorm2d(channels)


def _just(make: Callable[..., nn.Module], *settings: float) -> Callable[[int], nn.Module]:
    """A layer that does not depend on the number of channels."""
    return lambda channels: make(*settings)


CHANNELS = ("in_channels", "out_channels")
USUAL = {"in_channels": 6, "out_channels": 7}
UNUSUAL = {"in_channels": 2, "out_channels": 5, "kernel_size": 5, "stride": 3, "padding": 2}
LAST = {"final_layer": True}
NO_NORM = {"norm": False}

GEN_BLOCK = ImageSpec(
    name="make_gen_block",
    rule="ConvTranspose2d, then BatchNorm2d, then ReLU",
    reference=reference.make_gen_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the ReLU at the end is missing": _up(_norm),
        "ReLU comes before the normalisation; it belongs after it": _up(_just(nn.ReLU), _norm),
        "LeakyReLU stands where ReLU belongs (it is the discriminator's)":
            _up(_norm, _just(nn.LeakyReLU, 0.2)),
        "LeakyReLU (slope 0.01) stands where ReLU belongs": _up(_norm, _just(nn.LeakyReLU)),
        "Tanh stands where ReLU belongs: it is the last layer's": _up(_norm, _just(nn.Tanh)),
        "Tanh follows the ReLU in every block: it belongs to the last layer alone":
            _up(_norm, _just(nn.ReLU), _just(nn.Tanh)),
        "Sigmoid stands where ReLU belongs": _up(_norm, _just(nn.Sigmoid)),
        "ELU stands where ReLU belongs": _up(_norm, _just(nn.ELU)),
        "BatchNorm2d is there but is not applied": _up(_just(nn.ReLU)),
    },
)  # fmt: skip

GEN_LAST = ImageSpec(
    name="make_gen_block",
    rule="with final_layer=True: ConvTranspose2d, then Tanh",
    reference=reference.make_gen_block,
    sizes=(USUAL | LAST, UNUSUAL | LAST),
    features=CHANNELS,
    mistakes={
        "the Tanh at the end is missing": _up(),
        "Sigmoid stands where Tanh belongs (pixels lie in [-1, 1])": _up(_just(nn.Sigmoid)),
        "ReLU stands where Tanh belongs: the image could have no dark pixel": _up(_just(nn.ReLU)),
        "a ReLU stands before the Tanh: the image could have no dark pixel":
            _up(_just(nn.ReLU), _just(nn.Tanh)),
        "the Tanh is applied twice": _up(_just(nn.Tanh), _just(nn.Tanh)),
    },
)  # fmt: skip

DISC_BLOCK = ImageSpec(
    name="make_disc_block",
    rule="Conv2d, then BatchNorm2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the LeakyReLU at the end is missing": _down(_norm),
        "LeakyReLU comes before the normalisation; it belongs after it":
            _down(_just(nn.LeakyReLU, 0.2), _norm),
        "LeakyReLU comes before the convolution; it belongs at the end":
            _down(_norm, before=nn.LeakyReLU(0.2)),
        "ReLU stands where LeakyReLU belongs (it is the generator's)":
            _down(_norm, _just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            _down(_norm, _just(nn.LeakyReLU)),
        "the slope is 0.02; the exercise asks for 0.2": _down(_norm, _just(nn.LeakyReLU, 0.02)),
        "LeakyReLU is applied twice":
            _down(_norm, _just(nn.LeakyReLU, 0.2), _just(nn.LeakyReLU, 0.2)),
        "Tanh stands where LeakyReLU belongs": _down(_norm, _just(nn.Tanh)),
        "Sigmoid stands where LeakyReLU belongs": _down(_norm, _just(nn.Sigmoid)),
        "ELU stands where LeakyReLU belongs": _down(_norm, _just(nn.ELU)),
        "BatchNorm2d is there but is not applied": _down(_just(nn.LeakyReLU, 0.2)),
    },
)  # fmt: skip

DISC_NO_NORM = ImageSpec(
    name="make_disc_block",
    rule="with norm=False: Conv2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL | NO_NORM, UNUSUAL | NO_NORM),
    features=CHANNELS,
    mistakes={
        "norm=False takes away the normalisation alone; the LeakyReLU stays": _down(),
        "ReLU stands where LeakyReLU belongs": _down(_just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            _down(_just(nn.LeakyReLU)),
        "LeakyReLU is applied twice": _down(_just(nn.LeakyReLU, 0.2), _just(nn.LeakyReLU, 0.2)),
    },
)  # fmt: skip

DISC_LAST = ImageSpec(
    name="make_disc_block",
    rule="with final_layer=True: the Conv2d alone",
    reference=reference.make_disc_block,
    sizes=(USUAL | LAST, UNUSUAL | LAST),
    features=CHANNELS,
    mistakes={
        "a LeakyReLU stands after the last convolution: it would squash the logits":
            _down(_just(nn.LeakyReLU, 0.2)),
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            _down(_just(nn.Sigmoid)),
        "a Tanh stands at the end: logits have no bounds": _down(_just(nn.Tanh)),
        "a ReLU stands at the end: negative logits would vanish": _down(_just(nn.ReLU)),
    },
)  # fmt: skip


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


make_gen_block = Item(
    "make_gen_block",
    "6.3",
    "make_gen_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, "
    "final_layer=False)",
    (
        Parameters(
            "make_gen_block(in_channels, out_channels, kernel_size, stride, padding, final_layer)"
        ),
        FlaggedLayers(GEN_BLOCK, {"final_layer": GEN_LAST}),
        Shapes(GEN_BLOCK),
        TrainingOutput(GEN_BLOCK),
        EvaluationOutput(GEN_BLOCK),
        FlaggedLayers(GEN_LAST, {"final_layer": GEN_BLOCK}),
        TrainingOutput(GEN_LAST),
        Fresh(GEN_BLOCK),
        Gradients(GEN_BLOCK),
    ),
)

make_disc_block = Item(
    "make_disc_block",
    "6.4",
    "make_disc_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, "
    "final_layer=False)",
    (
        Parameters(
            "make_disc_block(in_channels, out_channels, kernel_size, stride, padding, norm, "
            "final_layer)"
        ),
        FlaggedLayers(DISC_BLOCK, {"final_layer": DISC_LAST, "norm": DISC_NO_NORM}),
        Shapes(DISC_BLOCK),
        TrainingOutput(DISC_BLOCK),
        EvaluationOutput(DISC_BLOCK),
        FlaggedLayers(DISC_NO_NORM, {"norm": DISC_BLOCK}),
        TrainingOutput(DISC_NO_NORM),
        FlaggedLayers(DISC_LAST, {"final_layer": DISC_BLOCK}),
        TrainingOutput(DISC_LAST),
        Fresh(DISC_BLOCK),
        Gradients(DISC_BLOCK),
    ),
)
