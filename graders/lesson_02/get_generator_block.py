"""Exercise 2.1: one block of the generator."""

from __future__ import annotations

from torch import nn

from ganlab import networks as reference
from graders.core.check import See
from graders.instruments.calls import exercise
from graders.instruments.networks import Fresh, Gradients, Layers, Outputs, Shapes, Spec
from graders.lesson_02._blocks import block, norm

GENERATOR_BLOCK = Spec(
    name="get_generator_block",
    rule="Linear, then BatchNorm1d, then ReLU",
    reference=reference.get_generator_block,
    sizes=((5, 7), (11, 4)),
    mistakes={
        "the ReLU at the end is missing": block(norm),
        "ReLU comes before the normalisation; it belongs after it": block(
            lambda n: nn.ReLU(), norm
        ),
        "LeakyReLU stands where ReLU belongs (it is the discriminator's)": block(
            norm, lambda n: nn.LeakyReLU(0.2)
        ),
        "LeakyReLU (slope 0.01) stands where ReLU belongs": block(norm, lambda n: nn.LeakyReLU()),
        "Sigmoid stands where ReLU belongs": block(norm, lambda n: nn.Sigmoid()),
        "Tanh stands where ReLU belongs": block(norm, lambda n: nn.Tanh()),
        "ELU stands where ReLU belongs": block(norm, lambda n: nn.ELU()),
        "GELU stands where ReLU belongs": block(norm, lambda n: nn.GELU()),
        "ReLU6 stands where ReLU belongs: it cuts at 6": block(norm, lambda n: nn.ReLU6()),
        "BatchNorm1d is there but is not applied": block(lambda n: nn.ReLU()),
    },
)

SEE: See = (
    ("nn.Sequential", "hint 1"),
    ("normalisation", "hint 1"),
    ("size", "hint 1"),
    ("BatchNorm", "hint 2"),
    ("ReLU", "hint 2"),
)

item = exercise(
    "2.1",
    "get_generator_block(input_dim, output_dim)",
    Layers(GENERATOR_BLOCK),
    Shapes(GENERATOR_BLOCK),
    Outputs(GENERATOR_BLOCK, "training"),
    Outputs(GENERATOR_BLOCK, "evaluation"),
    Fresh(GENERATOR_BLOCK),
    Gradients(GENERATOR_BLOCK),
    see=SEE,
)
