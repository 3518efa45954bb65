"""Exercise 6.4: one block of DCGAN's discriminator."""

from __future__ import annotations

from torch import nn

from graders.instruments.calls import exercise
from graders.instruments.networks import Fresh, Gradients, Outputs, Shapes
from graders.lesson_06._blocks import FlaggedLayers, block_spec, down, just, norm

DISC_BLOCK = block_spec(
    "make_disc_block",
    "Conv2d, then BatchNorm2d, then LeakyReLU with slope 0.2",
    {
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

DISC_NO_NORM = block_spec(
    "make_disc_block",
    "with norm=False: Conv2d, then LeakyReLU with slope 0.2",
    {
        "norm=False takes away the normalisation alone; the LeakyReLU stays": down(),
        "ReLU stands where LeakyReLU belongs": down(just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            down(just(nn.LeakyReLU)),
        "LeakyReLU is applied twice": down(just(nn.LeakyReLU, 0.2), just(nn.LeakyReLU, 0.2)),
    },
    norm=False,
)  # fmt: skip

DISC_LAST = block_spec(
    "make_disc_block",
    "with final_layer=True: the Conv2d alone",
    {
        "a LeakyReLU stands after the last convolution: it would squash the logits":
            down(just(nn.LeakyReLU, 0.2)),
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            down(just(nn.Sigmoid)),
        "a Tanh stands at the end: logits have no bounds": down(just(nn.Tanh)),
        "a ReLU stands at the end: negative logits would vanish": down(just(nn.ReLU)),
    },
    final_layer=True,
)  # fmt: skip

item = exercise(
    "6.4",
    "make_disc_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, "
    "final_layer=False)",
    FlaggedLayers(DISC_BLOCK, {"final_layer": DISC_LAST, "norm": DISC_NO_NORM}),
    Shapes(DISC_BLOCK),
    Outputs(DISC_BLOCK, "training"),
    Outputs(DISC_BLOCK, "evaluation"),
    FlaggedLayers(DISC_NO_NORM, {"norm": DISC_BLOCK}),
    Outputs(DISC_NO_NORM, "training"),
    FlaggedLayers(DISC_LAST, {"final_layer": DISC_BLOCK}),
    Outputs(DISC_LAST, "training"),
    Fresh(DISC_BLOCK),
    Gradients(DISC_BLOCK),
    see=(
        ("by name", "hint 2"),
        ("nn.sequential(*", "hint 1"),
        ("append", "hint 1"),
        ("norm", "hint 2"),
        ("final_layer", "hint 2"),
        ("leakyrelu", "hint 2"),
    ),
)
