"""Looks at networks: their layers, their outputs, how they start."""

from graders.instruments.networks.fresh import Fresh
from graders.instruments.networks.interface import Accessor, Defaults, Gradients, Shapes
from graders.instruments.networks.layers import Layers
from graders.instruments.networks.outputs import Outputs
from graders.instruments.networks.spec import Builder, Spec

__all__ = [
    "Accessor",
    "Builder",
    "Defaults",
    "Fresh",
    "Gradients",
    "Layers",
    "Outputs",
    "Shapes",
    "Spec",
]
