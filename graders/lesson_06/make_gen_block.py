"""Exercise 6.3: one block of DCGAN's generator."""

from __future__ import annotations

from torch import nn

from graders.instruments.calls import exercise
from graders.instruments.networks import Fresh, Gradients, Outputs, Shapes
from graders.lesson_06._blocks import FlaggedLayers, block_spec, just, norm, up

GEN_BLOCK = block_spec(
    "make_gen_block",
    "ConvTranspose2d, then BatchNorm2d, then ReLU",
    {
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

GEN_LAST = block_spec(
    "make_gen_block",
    "with final_layer=True: ConvTranspose2d, then Tanh",
    {
        "the Tanh at the end is missing": up(),
        "Sigmoid stands where Tanh belongs (pixels lie in [-1, 1])": up(just(nn.Sigmoid)),
        "ReLU stands where Tanh belongs: the image could have no dark pixel": up(just(nn.ReLU)),
        "a ReLU stands before the Tanh: the image could have no dark pixel":
            up(just(nn.ReLU), just(nn.Tanh)),
        "the Tanh is applied twice": up(just(nn.Tanh), just(nn.Tanh)),
    },
    final_layer=True,
)  # fmt: skip

item = exercise(
    "6.3",
    "make_gen_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, "
    "final_layer=False)",
    FlaggedLayers(GEN_BLOCK, {"final_layer": GEN_LAST}),
    Shapes(GEN_BLOCK),
    Outputs(GEN_BLOCK, "training"),
    Outputs(GEN_BLOCK, "evaluation"),
    FlaggedLayers(GEN_LAST, {"final_layer": GEN_BLOCK}),
    Outputs(GEN_LAST, "training"),
    Fresh(GEN_BLOCK),
    Gradients(GEN_BLOCK),
    see=(
        ("by name", "hint 1"),
        ("final_layer", "hint 2"),
        ("padding", "hint 1"),
        ("batchnorm2d", "hint 2"),
        ("bias", "hint 2"),
        ("tanh", "hint 2"),
        ("relu", "hint 2"),
    ),
)
