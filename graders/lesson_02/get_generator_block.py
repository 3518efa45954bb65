"""Exercise 2.1: one block of the generator."""

from __future__ import annotations

from torch import nn

from ganlab import networks as reference
from graders.core.check import Item
from graders.instruments.networks.fresh import Fresh
from graders.instruments.networks.interface import Gradients, Shapes
from graders.instruments.networks.layers import Layers
from graders.instruments.networks.outputs import EvaluationOutput, TrainingOutput
from graders.instruments.networks.spec import Spec
from graders.instruments.parameters import Parameters
from graders.lesson_02._layers import block, norm

GENERATOR_BLOCK = Spec(
    name="get_generator_block",
    rule="Linear, then BatchNorm1d, then ReLU",
    reference=reference.get_generator_block,
    sizes=({"input_dim": 5, "output_dim": 7}, {"input_dim": 11, "output_dim": 4}),
    features=("input_dim", "output_dim"),
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

item = Item(
    "get_generator_block",
    "2.1",
    "get_generator_block(input_dim, output_dim)",
    (
        Parameters("get_generator_block(input_dim, output_dim)"),
        Layers(GENERATOR_BLOCK),
        Shapes(GENERATOR_BLOCK),
        TrainingOutput(GENERATOR_BLOCK),
        EvaluationOutput(GENERATOR_BLOCK),
        Fresh(GENERATOR_BLOCK),
        Gradients(GENERATOR_BLOCK),
    ),
)
