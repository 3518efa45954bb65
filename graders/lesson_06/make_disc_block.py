"""Exercise 6.4: one block of DCGAN's discriminator."""

from __future__ import annotations

from torch import nn

from ganlab import dcgan as reference
from graders.core.check import Item
from graders.instruments.networks.fresh import Fresh
from graders.instruments.networks.interface import Gradients, Shapes
from graders.instruments.networks.outputs import EvaluationOutput, TrainingOutput
from graders.instruments.networks.spec import ImageSpec
from graders.instruments.parameters import Parameters
from graders.lesson_06._blocks import (
    CHANNELS,
    LAST,
    NO_NORM,
    UNUSUAL,
    USUAL,
    FlaggedLayers,
    down,
    just,
    norm,
)

DISC_BLOCK = ImageSpec(
    name="make_disc_block",
    rule="Conv2d, then BatchNorm2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the LeakyReLU at the end is missing": down(norm),
        "LeakyReLU comes before the normalisation; it belongs after it":
            down(just(nn.LeakyReLU, 0.2), norm),
        "LeakyReLU comes before the convolution; it belongs at the end":
            down(norm, before=nn.LeakyReLU(0.2)),
        "ReLU stands where LeakyReLU belongs (it is the generator's)":
            down(norm, just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            down(norm, just(nn.LeakyReLU)),
        "the slope is 0.02; the exercise asks for 0.2": down(norm, just(nn.LeakyReLU, 0.02)),
        "LeakyReLU is applied twice":
            down(norm, just(nn.LeakyReLU, 0.2), just(nn.LeakyReLU, 0.2)),
        "Tanh stands where LeakyReLU belongs": down(norm, just(nn.Tanh)),
        "Sigmoid stands where LeakyReLU belongs": down(norm, just(nn.Sigmoid)),
        "ELU stands where LeakyReLU belongs": down(norm, just(nn.ELU)),
        "BatchNorm2d is there but is not applied": down(just(nn.LeakyReLU, 0.2)),
    },
)  # fmt: skip

DISC_NO_NORM = ImageSpec(
    name="make_disc_block",
    rule="with norm=False: Conv2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL | NO_NORM, UNUSUAL | NO_NORM),
    features=CHANNELS,
    mistakes={
        "norm=False takes away the normalisation alone; the LeakyReLU stays": down(),
        "ReLU stands where LeakyReLU belongs": down(just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            down(just(nn.LeakyReLU)),
        "LeakyReLU is applied twice": down(just(nn.LeakyReLU, 0.2), just(nn.LeakyReLU, 0.2)),
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
            down(just(nn.LeakyReLU, 0.2)),
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            down(just(nn.Sigmoid)),
        "a Tanh stands at the end: logits have no bounds": down(just(nn.Tanh)),
        "a ReLU stands at the end: negative logits would vanish": down(just(nn.ReLU)),
    },
)  # fmt: skip

item = Item(
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
