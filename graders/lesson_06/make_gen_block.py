"""Exercise 6.3: one block of DCGAN's generator."""

from __future__ import annotations

from torch import nn

from ganlab import dcgan as reference
from graders.core.check import Item
from graders.instruments.networks.fresh import Fresh
from graders.instruments.networks.interface import Gradients, Shapes
from graders.instruments.networks.outputs import EvaluationOutput, TrainingOutput
from graders.instruments.networks.spec import ImageSpec
from graders.instruments.parameters import Parameters
from graders.lesson_06._blocks import CHANNELS, LAST, UNUSUAL, USUAL, FlaggedLayers, just, norm, up

GEN_BLOCK = ImageSpec(
    name="make_gen_block",
    rule="ConvTranspose2d, then BatchNorm2d, then ReLU",
    reference=reference.make_gen_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the ReLU at the end is missing": up(norm),
        "ReLU comes before the normalisation; it belongs after it": up(just(nn.ReLU), norm),
        "LeakyReLU stands where ReLU belongs (it is the discriminator's)":
            up(norm, just(nn.LeakyReLU, 0.2)),
        "LeakyReLU (slope 0.01) stands where ReLU belongs": up(norm, just(nn.LeakyReLU)),
        "Tanh stands where ReLU belongs: it is the last layer's": up(norm, just(nn.Tanh)),
        "Tanh follows the ReLU in every block: it belongs to the last layer alone":
            up(norm, just(nn.ReLU), just(nn.Tanh)),
        "Sigmoid stands where ReLU belongs": up(norm, just(nn.Sigmoid)),
        "ELU stands where ReLU belongs": up(norm, just(nn.ELU)),
        "BatchNorm2d is there but is not applied": up(just(nn.ReLU)),
    },
)  # fmt: skip

GEN_LAST = ImageSpec(
    name="make_gen_block",
    rule="with final_layer=True: ConvTranspose2d, then Tanh",
    reference=reference.make_gen_block,
    sizes=(USUAL | LAST, UNUSUAL | LAST),
    features=CHANNELS,
    mistakes={
        "the Tanh at the end is missing": up(),
        "Sigmoid stands where Tanh belongs (pixels lie in [-1, 1])": up(just(nn.Sigmoid)),
        "ReLU stands where Tanh belongs: the image could have no dark pixel": up(just(nn.ReLU)),
        "a ReLU stands before the Tanh: the image could have no dark pixel":
            up(just(nn.ReLU), just(nn.Tanh)),
        "the Tanh is applied twice": up(just(nn.Tanh), just(nn.Tanh)),
    },
)  # fmt: skip

item = Item(
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
