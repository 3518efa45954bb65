"""Exercise 2.4: one block of the discriminator."""

from __future__ import annotations

import torch
from torch import nn

from ganlab import networks as reference
from graders.core.check import See
from graders.instruments.calls import exercise
from graders.instruments.networks import Fresh, Gradients, Layers, Outputs, Shapes, Spec
from graders.lesson_02._blocks import block


class _Turned(nn.Module):
    """Turns the sign."""

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return -batch


DISCRIMINATOR_BLOCK = Spec(
    name="get_discriminator_block",
    rule="Linear, then LeakyReLU with slope 0.2",
    reference=reference.get_discriminator_block,
    sizes=((6, 9), (8, 3)),
    mistakes={
        "the LeakyReLU is missing, or has slope 1, which bends nothing": block(),
        "LeakyReLU comes before the Linear; it belongs after it": lambda input_dim, output_dim: (
            nn.Sequential(nn.LeakyReLU(0.2), nn.Linear(input_dim, output_dim))
        ),
        "ReLU stands where LeakyReLU belongs": block(lambda n: nn.ReLU()),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2": block(
            lambda n: nn.LeakyReLU()
        ),
        "LeakyReLU is applied twice": block(
            lambda n: nn.LeakyReLU(0.2), lambda n: nn.LeakyReLU(0.2)
        ),
        "positive numbers are made smaller; the slope is that of negative ones": block(
            lambda n: _Turned(), lambda n: nn.LeakyReLU(0.2), lambda n: _Turned()
        ),
        "Sigmoid stands where LeakyReLU belongs": block(lambda n: nn.Sigmoid()),
        "Tanh stands where LeakyReLU belongs": block(lambda n: nn.Tanh()),
        "ELU stands where LeakyReLU belongs": block(lambda n: nn.ELU()),
        "ELU with alpha 0.2 stands where LeakyReLU belongs": block(lambda n: nn.ELU(0.2)),
    },
)

SEE: See = (
    ("default", "hint 2"),
    ("slope", "hint 1"),
    ("nn.Sequential", "hint 2"),
    ("LeakyReLU", "hint 2"),
)

item = exercise(
    "2.4",
    "get_discriminator_block(input_dim, output_dim)",
    Layers(DISCRIMINATOR_BLOCK),
    Shapes(DISCRIMINATOR_BLOCK),
    Outputs(DISCRIMINATOR_BLOCK, "training"),
    Outputs(DISCRIMINATOR_BLOCK, "evaluation"),
    Fresh(DISCRIMINATOR_BLOCK),
    Gradients(DISCRIMINATOR_BLOCK),
    see=SEE,
)
