"""Exercise 6.6: both networks of a DCGAN, stacked from blocks."""

from __future__ import annotations

from dataclasses import replace

from torch import nn

from ganlab import dcgan as reference
from graders.core.aspect import Aspect, Place
from graders.instruments.calls import exercise
from graders.instruments.networks import Fresh, Gradients, Outputs
from graders.lesson_06._stack import (
    CORNER,
    GREY_SIZES,
    LAST,
    SIZES,
    SMALLER_SIZES,
    Half,
    Pair,
    StackLayers,
    StackShapes,
    constant,
    discriminators,
    generators,
    growing_by_base,
    halving,
    one_fewer,
    one_more,
    right_pair,
    turned,
)

GENERATOR = Half(
    "make_dcgan",
    "1 x 1 to 4 x 4, then twice the size and half the channels with every block, Tanh last",
    right_pair,
    SIZES,
    index=0,
    mistakes={
        "the generator's last block is an ordinary one: final_layer=True makes it end with Tanh":
            generators(last={}),
        "final_layer=True stands in all of the generator's blocks: it belongs to the last":
            generators(corner=CORNER | LAST, inner=LAST),
        "final_layer=True stands in the generator's first block: it belongs to the last":
            generators(corner=CORNER | LAST, last={}),
        "the generator's first block has to make 4 x 4 of 1 x 1: stride=1, padding=0":
            generators(corner={}),
        "stride=1, padding=0 belong to the generator's first block alone":
            generators(inner=CORNER, last=CORNER | LAST),
        "the generator's channels run the wrong way: they halve with every block":
            generators(widths=turned),
        "the generator's channels do not change: they halve with every block":
            generators(widths=constant),
        "the generator's channels fall by base: they halve with every block":
            generators(widths=growing_by_base),
        "base counts the channels next to the image, not those next to the noise":
            generators(widths=halving),
        "the generator has a block too few: its last one has to end at image_size":
            generators(widths=one_fewer),
        "the generator has a block too many: its last one has to end at image_size":
            generators(widths=one_more),
        "a second Tanh follows the last block, which ends with one": generators(nn.Tanh()),
        "a Sigmoid follows the last block: pixels lie in [-1, 1]": generators(nn.Sigmoid()),
        "the generator's output is flattened: images are asked for": generators(nn.Flatten()),
    },
)  # fmt: skip

DISCRIMINATOR = Half(
    "make_dcgan",
    "half the size and twice the channels with every block, no norm first, a logit last",
    right_pair,
    SMALLER_SIZES,
    index=1,
    mistakes={
        "the discriminator's first block has a normalisation: norm=False next to the image":
            discriminators(first={}),
        "norm=False stands in all of the discriminator's blocks: it belongs to the first":
            discriminators(inner={"norm": False}),
        "norm=False stands in the blocks between; it belongs to the first":
            discriminators(first={}, inner={"norm": False}),
        "the discriminator's last block is an ordinary one: final_layer=True leaves the logit":
            discriminators(last=CORNER),
        "the discriminator's last block still has its LeakyReLU: final_layer=True leaves the logit":
            discriminators(last=CORNER | {"norm": False}),
        "the discriminator's last block has to make 1 x 1 of 4 x 4: stride=1, padding=0":
            discriminators(last=LAST),
        "the discriminator's channels run the wrong way: they double with every block":
            discriminators(widths=turned),
        "the discriminator's channels do not change: they double with every block":
            discriminators(widths=constant),
        "the discriminator's channels grow by base: they double with every block":
            discriminators(widths=growing_by_base),
        "the discriminator has a block too few: its last one has to meet 4 x 4":
            discriminators(widths=one_fewer),
        "the discriminator has a block too many: its last one has to meet 4 x 4":
            discriminators(widths=one_more),
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            discriminators(nn.Sigmoid()),
        "a Tanh stands at the end: logits have no bounds": discriminators(nn.Tanh()),
        "a LeakyReLU stands at the end: it would squash the logits":
            discriminators(nn.LeakyReLU(0.2)),
        "a ReLU stands at the end: negative logits would vanish": discriminators(nn.ReLU()),
    },
)  # fmt: skip


def aspects_of(spec: Half, name: str) -> list[Aspect]:
    """What is looked at in one network; the titles say in which.

    Outputs are compared for images with one channel: an observation has to stay small.
    """
    grey = replace(spec, sizes=GREY_SIZES)
    aspects: list[Aspect] = [
        StackLayers(spec),
        StackShapes(spec),
        Outputs(grey, "training"),
        Outputs(grey, "evaluation"),
        Fresh(spec),
        Gradients(spec),
    ]
    for aspect in aspects:
        aspect.title = f"{name}: {aspect.title}"
    return aspects


item = exercise(
    "6.6",
    "make_dcgan(z_dim, channels, base, image_size)",
    Pair(),
    *aspects_of(GENERATOR, "gen"),
    *aspects_of(DISCRIMINATOR, "disc"),
    stand_ins={
        name: getattr(reference, name)
        for name in (
            "conv_out_size",
            "conv_transpose_out_size",
            "make_gen_block",
            "make_disc_block",
        )
    },
    see=(
        ("stride=1", "hint 1"),
        ("final_layer", "hint 1"),
        ("norm=False", "hint 1"),
        ("4 x 4", "hint 1"),
        ("image_size", "hint 2"),
        ("halve", "hint 2"),
        ("double", "hint 2"),
        ("next to the image", "hint 1"),
        ("nn.Sequential(*", "hint 2"),
        ("weights", Place("How the weights start", "start")),
    ),
)
