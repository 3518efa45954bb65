"""Exercise 2.2: the generator."""

from __future__ import annotations

import itertools

from torch import nn

from ganlab import networks as reference
from graders.core.check import See
from graders.instruments.calls import exercise
from graders.instruments.networks import (
    Accessor,
    Builder,
    Defaults,
    Fresh,
    Gradients,
    Layers,
    Outputs,
    Shapes,
    Spec,
)
from graders.lesson_02._blocks import block, norm


def _generator(*last: nn.Module, block: Builder = reference.get_generator_block) -> Builder:
    """Builder of the generator with other last layers, or with another block."""

    def build(z_dim: int = 10, im_dim: int = 784, hidden_dim: int = 128) -> nn.Module:
        widths = [z_dim, hidden_dim, 2 * hidden_dim, 4 * hidden_dim, im_dim]
        blocks = [block(a, b) for a, b in itertools.pairwise(widths)]
        return nn.Sequential(*blocks, nn.Linear(im_dim, im_dim), *last)

    return build


GENERATOR = Spec(
    name="Generator",
    rule="four blocks (z_dim, hidden_dim, 2 and 4 times hidden_dim, im_dim), Linear, Sigmoid",
    reference=reference.Generator,
    sizes=((3, 11, 2), (5, 7, 3)),
    mistakes={
        "the Sigmoid at the end is missing": _generator(),
        "Tanh stands at the end where Sigmoid belongs (pixels lie in [0, 1])": _generator(
            nn.Tanh()
        ),
        "ReLU stands at the end where Sigmoid belongs": _generator(nn.ReLU()),
        "Softmax stands at the end where Sigmoid belongs": _generator(nn.Softmax(dim=1)),
        "the Sigmoid is applied twice": _generator(nn.Sigmoid(), nn.Sigmoid()),
        "the last Linear is followed by a ReLU, before the Sigmoid": _generator(
            nn.ReLU(), nn.Sigmoid()
        ),
        "LeakyReLU stands in the blocks where ReLU belongs": _generator(
            nn.Sigmoid(), block=block(norm, lambda n: nn.LeakyReLU(0.2))
        ),
        "the blocks' ReLU is missing": _generator(nn.Sigmoid(), block=block(norm)),
    },
)

SEE: See = (
    ("forward", "hint 1"),
    ("Sigmoid", "hint 2"),
    ("nn.Sequential", "hint 1"),
    ("size", "hint 1"),
    ("self.gen", "hint 2"),
    ("block", "hint 2"),
    ("gives", "hint 1"),
)

item = exercise(
    "2.2",
    "Generator(z_dim=10, im_dim=784, hidden_dim=128)",
    Layers(GENERATOR),
    Shapes(GENERATOR),
    Defaults(GENERATOR),
    Outputs(GENERATOR, "training"),
    Outputs(GENERATOR, "evaluation"),
    Fresh(GENERATOR),
    Gradients(GENERATOR),
    Accessor(GENERATOR, "get_gen"),
    stand_ins={"get_generator_block": reference.get_generator_block},
    see=SEE,
)
