"""What the answer of exercise 6.5 is applied to, and how."""

from __future__ import annotations

from typing import Any

from torch import nn

from graders.core.aspect import Aspect, Given
from graders.core.errors import Causes, Misuse

CAUSES: Causes = (
    (
        "'NoneType' object has no attribute",
        "a layer made with bias=False has None as its bias: ask for it first",
    ),
    (
        "object has no attribute 'weight'",
        "net.apply hands over every module, also those without weights: ask isinstance first",
    ),
    (
        "a leaf Variable that requires grad is being used in an in-place",
        "nn.init.normal_ fills parameters; m.weight.normal_ needs torch.no_grad() around it",
    ),
    (
        "isinstance() arg 2 must be a type",
        "isinstance takes the class itself, not its name in quotes; several of them in brackets",
    ),
    ("object is not iterable", "m is one layer: net.apply calls the function on each of them"),
)


class Applied(Aspect):
    """An aspect of a network to which the answer is applied."""

    call = "net.apply(weights_init)"
    names = ("net",)
    causes = CAUSES

    def network(self, given: Given) -> nn.Sequential:
        """A new network, as it is before."""
        raise NotImplementedError

    def example(self, given: Given) -> tuple[Any, ...]:
        return (self.network(given),)

    def applied(self, answer: Any, net: nn.Sequential) -> nn.Sequential:
        """The same network, after ``net.apply(answer)``."""
        if isinstance(answer, nn.Module):
            raise Misuse(
                "weights_init is a network, not a function of one layer",
                "net.apply(weights_init) calls the function on every layer: define it with def",
            )
        return net.apply(answer)
