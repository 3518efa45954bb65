"""What exercise 4.5 is called with: an earlier copy of a generator, and the generator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.aspect import Aspect, Given, Seen
from graders.core.errors import Causes
from graders.core.values import plain

CAUSES: Causes = (
    ("a leaf Variable that requires grad is being used in an in-place",
     "an in-place change of parameters stands under torch.no_grad(), or works on .data"),
    ("a view of a leaf Variable that requires grad",
     "an in-place change of parameters stands under torch.no_grad(), or works on .data"),
    ("result type Float can't be cast",
     "num_batches_tracked counts batches, in whole numbers: buffers are copied, not averaged"),
    ("expected dtype float for `end` but got dtype long",
     "num_batches_tracked counts batches, in whole numbers: buffers are copied, not averaged"),
    ('"lerp', "num_batches_tracked counts batches, in whole numbers: buffers are copied, not "
     "averaged"),
    ("'method' object is not iterable",
     "parameters() and buffers() are methods: brackets call them"),
    ("flags of leaf variables",
     "autograd follows gen's weights into the average: torch.no_grad() is missing"),
    ("cannot assign",
     "a network's parameters are changed in place: lerp_, copy_, mul_ and add_ do so"),
    ("'dict' object has no attribute 'lerp_'", "state_dict() is a dict: loop over its items"),
    ("object does not support item assignment",
     "a network's parameters are changed in place: lerp_, copy_, mul_ and add_ do so"),
)  # fmt: skip


class Scale(nn.Module):
    """A layer that somebody wrote: its parameter is called neither weight nor bias."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.ones(features))

    def forward(self, x: Tensor) -> Tensor:
        return self.factor * x


def network() -> nn.Sequential:
    """A generator with parameters of all kinds of names, some of them deeper than others."""
    block = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU())
    return nn.Sequential(block, Scale(4), nn.Linear(4, 2, bias=False), nn.Tanh())


@dataclass
class AverageAspect(Aspect):
    """An aspect of calls with an average and a generator that has moved on.

    Attributes:
        decays: Of the calls, one after another; gen is another at each.
        frozen: Whether the average's parameters ask for no gradients.
    """

    title: str
    decays: tuple[float, ...] = (0.75,)
    frozen: bool = False
    rule: bool = False
    weight: int = 1
    essential: bool = False

    call = "update_average(average, gen, decay)"
    names: tuple[str, ...] = field(default=("average", "gen", "decay"), init=False)
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        size = sum(one.numel() for one in network().parameters())
        count = len(self.decays) + 2  # the average at first, gen at each call and after them
        return {
            "weights": torch.randn(count, size, generator=rng),
            "statistics": 1 + torch.rand(count, 8, generator=rng),
            "batches": torch.randint(100, 200, (count,), generator=rng),
            "leftover": torch.randn(size, generator=rng) + 3,
        }

    def set(self, net: nn.Sequential, given: Given, moment: int) -> None:
        """Give a network the weights and statistics of a moment, in place."""
        with torch.no_grad():
            vector = given["weights"][moment]
            for one in net.parameters():
                part, vector = vector.tensor_split([one.numel()])
                one.copy_(part.view_as(one))
            mean, variance, batches = net.buffers()
            mean.copy_(given["statistics"][moment, :4])
            variance.copy_(given["statistics"][moment, 4:])
            batches.copy_(given["batches"][moment])

    def average(self, given: Given) -> nn.Sequential:
        """The average as it is at first, in evaluation mode."""
        average = network()
        self.set(average, given, 0)
        return average.eval().requires_grad_(not self.frozen)

    def gen(self, given: Given, moment: int = 1) -> nn.Sequential:
        """The generator at a moment, with the gradients of its last step."""
        gen, leftover = network(), given["leftover"]
        self.set(gen, given, moment)
        for one in gen.parameters():
            part, leftover = leftover.tensor_split([one.numel()])
            one.grad = part.view_as(one).clone()
        return gen

    def example(self, given: Given) -> tuple[Any, ...]:
        return self.average(given), self.gen(given), self.decays[0]

    def observe(self, answer: Any, given: Given) -> Seen:
        average, gen, decay = self.example(given)
        result = answer(average, gen, decay)
        self.set(gen, given, -1)  # what is shared with the average changes with it
        return {
            "parameters": [plain(one) for one in average.parameters()],
            "buffers": [plain(one) for one in average.buffers()],
            "network": isinstance(result, nn.Module),
        }

    def _wanted(self, given: Given) -> dict[str, Tensor]:
        """The average's parameters after the calls, by name."""
        vector = given["weights"][0].double()
        for moment, decay in enumerate(self.decays, 1):
            vector = decay * vector + (1 - decay) * given["weights"][moment].double()
        return by_name(vector)


def by_name(vector: Tensor) -> dict[str, Tensor]:
    """The parts of a vector of all parameters, each in its shape."""
    parts = {}
    for name, one in network().named_parameters():
        part, vector = vector.tensor_split([one.numel()])
        parts[name] = part.view(one.shape)
    return parts
