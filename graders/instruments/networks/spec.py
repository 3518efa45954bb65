"""What a network of an exercise should be: its name, sizes, reference and known mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from graders.core.check import Aspect, Finding, Seen
from graders.core.errors import Misuse
from graders.core.values import Other, name_of

LOGITS = 30.0
"""The spread of centred outputs: a cut at 10 shows, and a sigmoid is not all 0 and 1."""


@dataclass(frozen=True)
class Spec:
    """What the checks of one network need to know about it.

    Attributes:
        name: The student's name for it.
        rule: What it computes, in words.
        reference: Builds the reference from the same keyword arguments.
        sizes: Two sets of arguments. No two layers have the same sizes, so none is confused.
        features: The names of the arguments that are the input and the output size; an output
            size may also be a number.
        mistakes: A sentence for each known mistake, with a builder of the network it leads to.
        centred: Whether the check moves the last bias so that outputs of both signs occur: what
            stands behind the last layer must show.
    """

    name: str
    rule: str
    reference: Callable[..., nn.Module]
    sizes: tuple[Mapping[str, Any], Mapping[str, Any]]
    features: tuple[str, str | int]
    mistakes: Mapping[str, Callable[..., nn.Module]] = field(default_factory=dict)
    centred: bool = False

    def call(self, which: int = 0) -> str:
        """The call as a student would type it, e.g. ``get_generator_block(5, 7)``."""
        return f"{self.name}({', '.join(str(size) for size in self.sizes[which].values())})"

    def make(self, builder: Callable[..., Any], which: int = 0) -> Any:
        """Call a builder, the student's or another, as `call` words it."""
        return builder(*self.sizes[which].values())

    def in_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape of a batch of so many inputs."""
        return (rows, self.sizes[which][self.features[0]])

    def batch(self, rng: torch.Generator, which: int = 0, rows: int = 6) -> torch.Tensor:
        """A batch of standard normal inputs."""
        return torch.randn(self.in_shape(which, rows), generator=rng)

    def batch_call(self, which: int = 0, rows: int = 6) -> str:
        """Such a batch as a student would type it, e.g. ``torch.randn(6, 5)``."""
        return f"torch.randn({', '.join(map(str, self.in_shape(which, rows)))})"

    def out_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape of the output for a batch of so many rows."""
        size = self.features[1]
        return (rows, size if isinstance(size, int) else self.sizes[which][size])


@dataclass(frozen=True)
class ImageSpec(Spec):
    """A network from images to images. All arguments but the two sizes are passed by name."""

    image: tuple[int, int] = (5, 7)

    def call(self, which: int = 0) -> str:
        """The call as a student would type it, e.g. ``make_gen_block(6, 3, stride=1)``."""
        named = self._named(which)
        words = [str(self.sizes[which][name]) for name in self.features]
        words += [f"{name}={value}" for name, value in named.items()]
        return f"{self.name}({', '.join(words)})"

    def make(self, builder: Callable[..., Any], which: int = 0) -> Any:
        """Call a builder, the student's or another, as `call` words it."""
        sizes = (self.sizes[which][name] for name in self.features)
        return builder(*sizes, **self._named(which))

    def in_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape of a batch of images: (rows, input channels, height, width)."""
        return (rows, self.sizes[which][self.features[0]], *self.image)

    def out_shape(self, which: int = 0, rows: int = 6) -> tuple[int, ...]:
        """The shape that the reference gives."""
        with torch.no_grad():
            return tuple(
                self.make(self.reference, which)(torch.zeros(self.in_shape(which, rows))).shape
            )

    def _named(self, which: int) -> dict[str, Any]:
        return {n: value for n, value in self.sizes[which].items() if n not in self.features}


def no_network(seen: Seen, spec: Spec) -> Finding | None:
    """A finding if what should be a network is something else."""
    if "network" not in seen:
        return None
    value = seen["network"]
    likely = None
    if value is None:
        likely = "the function builds the layers but does not return them: a forgotten return"
    elif isinstance(value, list) and len(value) == 1:
        likely = "a comma after the closing bracket makes a tuple of what stands before it"
    elif isinstance(value, Other) and value.type_name.endswith("Dict"):
        likely = "a state_dict holds the weights only; the network itself is asked for"
    elif isinstance(value, list):
        likely = "a list of layers is not a network: nn.Sequential(*layers) is"
    elif isinstance(value, Other) and value.type_name == spec.name:
        likely = f"the class must inherit from nn.Module: class {spec.name}(nn.Module)"
    elif isinstance(value, torch.Tensor):
        likely = "the function applies the layers; it is asked to return them"
    return Finding("a network (an nn.Module)", name_of(value), likely)


@dataclass
class NetworkAspect(Aspect):
    """An aspect of a network that ``answer(*sizes)`` builds."""

    spec: Spec

    @property
    def call(self) -> str:
        return self.spec.call()

    def build(self, answer: Any, which: int = 0) -> Any:
        """Call the student's function or class, with positional arguments."""
        if isinstance(answer, nn.Module):
            raise Misuse(
                f"{self.spec.name} is a network, not the way to make one",
                f"{self.spec.name} must be the class (or function) itself: no brackets behind it",
            )
        return self.spec.make(answer, which)
