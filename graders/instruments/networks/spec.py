"""What a network of an exercise should be: its name, sizes, reference and known mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import nn

from graders.core.aspect import Aspect, Finding, Known, Seen
from graders.core.errors import LeftBlank, Misuse
from graders.core.values import Other, name_of

Builder = Callable[..., nn.Module]
"""Makes a network from sizes and settings."""

CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)

Built = TypeVar("Built")


@dataclass(frozen=True)
class Spec:
    """What the checks of one network need to know about it.

    Attributes:
        name: The student's name for it.
        rule: What it computes, in words.
        reference: Builds the reference from the same arguments.
        sizes: Two sets of sizes, handed over by position; the first of each is the input's number
            of features or channels. No two layers have the same sizes, so none is confused.
        settings: The other arguments for each set of sizes, handed over by name.
        image: The height and width of the inputs, if these are images.
        mistakes: A sentence for each known mistake, with a builder of the network it leads to.
        centred: Whether the check moves the last bias so that outputs of both signs occur: what
            stands behind the last layer must show.
    """

    name: str
    rule: str
    reference: Builder
    sizes: tuple[tuple[int, ...], tuple[int, ...]]
    settings: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})
    image: tuple[int, ...] = ()
    mistakes: Mapping[str, Builder] = field(default_factory=dict)
    centred: bool = False

    def call(self, which: int = 0) -> str:
        """The call as a student would type it, e.g. ``make_gen_block(6, 3, stride=1)``."""
        words = [str(size) for size in self.sizes[which]]
        words += [f"{name}={value}" for name, value in self.settings[which].items()]
        return f"{self.name}({', '.join(words)})"

    def make(self, builder: Callable[..., Built], which: int = 0) -> Built:
        """Call a builder, the student's or another, as `call` words it."""
        return builder(*self.sizes[which], **self.settings[which])

    def in_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape of a batch of so many inputs."""
        return (rows, self.sizes[which][0], *self.image)

    def out_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape of what the reference makes of such a batch."""
        with torch.no_grad():  # not on meta: torch's first pass there takes seconds
            network = self.make(self.reference, which)
            return tuple(network(torch.zeros(self.in_shape(which, rows))).shape)

    def batch(self, rng: torch.Generator, which: int = 0, rows: int = 6) -> torch.Tensor:
        """A batch of standard normal inputs."""
        return torch.randn(self.in_shape(which, rows), generator=rng)

    def batch_call(self, which: int = 0, rows: int = 6) -> str:
        """Such a batch as a student would type it, e.g. ``torch.randn(6, 5)``."""
        return f"torch.randn({', '.join(map(str, self.in_shape(which, rows)))})"


def no_network(seen: Seen, spec: Spec) -> Finding | None:
    """A finding if what should be a network is something else."""
    if "network" not in seen:
        return None
    value = seen["network"]
    likely = None
    if value is None:
        likely = "the function builds the layers but does not return them: a forgotten return"
    elif isinstance(value, list) and len(value) == 1:
        likely = (
            "a comma after the closing bracket makes a tuple of what stands before it, square "
            "brackets around it make a list"
        )
    elif isinstance(value, Other) and value.type_name.endswith("Dict"):
        likely = "a state_dict holds the weights only; the network itself is asked for"
    elif isinstance(value, list):
        likely = "a list of layers is not a network: nn.Sequential(*layers) is"
    elif isinstance(value, Other) and value.type_name.startswith("the class "):
        likely = Known("the class itself is returned: brackets behind its name make a network")
    elif isinstance(value, Other) and value.type_name == spec.name:
        likely = f"the class must inherit from nn.Module: class {spec.name}(nn.Module)"
    elif isinstance(value, Other) and value.type_name == "generator":
        likely = "these are parameters or layers one by one; the network itself is asked for"
    elif isinstance(value, Other) and value.type_name in ("function", "method"):
        likely = "a function holds no layers that can be trained: nn.Sequential or a class does"
    elif isinstance(value, str):
        likely = "that is a text; the layers themselves are asked for, joined by nn.Sequential"
    elif isinstance(value, torch.Tensor):
        likely = "the function applies the layers; it is asked to return them"
    return Finding("a network (an nn.Module)", name_of(value), likely)


@dataclass
class NetworkAspect(Aspect):
    """An aspect of a network that ``answer(*sizes)`` builds."""

    spec: Spec

    def __post_init__(self) -> None:
        self.call = self.spec.call()

    def build(self, answer: Any, which: int = 0) -> Any:
        """Call the student's function or class, with positional arguments."""
        if isinstance(answer, nn.Module):
            raise Misuse(
                f"{self.spec.name} is a network, not the way to make one",
                f"{self.spec.name} must be the class (or function) itself: no brackets behind it",
            )
        network = self.spec.make(answer, which)
        if isinstance(network, nn.Module) and (empty := _no_layers(network)):
            raise LeftBlank(empty)
        return network


def _no_layers(network: nn.Module) -> str | None:
    """Say that a network consists of containers with nothing in them; None if it does not."""
    containers = [part for part in network.modules() if type(part) in CONTAINERS]
    if not containers or any(True for _ in network.parameters()):
        return None
    if any(part is not network and part not in containers for part in network.modules()):
        return None
    if any(None in part._modules.values() for part in containers):
        return "None stands where the layers belong"
    return f"an empty {type(containers[-1]).__name__}: no layer is in it"
