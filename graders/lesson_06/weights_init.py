"""Exercise 6.5: how DCGAN's weights start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.aspect import Finding, Given, Place, Seen
from graders.core.values import close, listing, name_of, plain, spread
from graders.instruments.calls import exercise
from graders.instruments.normal import (
    DEVIATION,
    NOT_FROM_NORMAL_CHANCE,
    explain_draws,
    not_from_normal,
)
from graders.instruments.seeds import seeded_anew, watched_seeds
from graders.lesson_06._applied import Applied
from graders.lesson_06._left_alone import InPlace, LeftAlone

Layer = nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d


class OwnConv2d(nn.Conv2d):
    """What somebody made of a Conv2d: it is still one."""


class OwnConvTranspose2d(nn.ConvTranspose2d):
    """What somebody made of a ConvTranspose2d."""


class OwnBatchNorm2d(nn.BatchNorm2d):
    """What somebody made of a BatchNorm2d."""


OWN_KINDS = (OwnConv2d, OwnConvTranspose2d, OwnBatchNorm2d)


@dataclass
class Drawn(Applied):
    """The weights of one kind of layer are drawn from a normal distribution.

    Attributes:
        make: Makes the layer. It must hold thousands of weights, so that their distribution shows.
        words: The layer in the message.
        mean: The mean of the distribution.
        untouched: The likely cause if the weights are what they were before.
    """

    make: Callable[[], Layer]
    words: str
    mean: float
    untouched: str
    essential: bool = False

    chance = NOT_FROM_NORMAL_CHANCE

    def __post_init__(self) -> None:
        self.title = f"the weights of {self.words}"

    def given(self, rng: torch.Generator) -> Given:
        # Away from every start that an answer could give them.
        return {"before": 5 + torch.rand(self.make().weight.shape, generator=rng)}

    def network(self, given: Given) -> nn.Sequential:
        layer = self.make()
        layer.load_state_dict({"weight": given["before"]}, strict=False)
        return nn.Sequential(nn.Sequential(layer, nn.LeakyReLU(0.2)), nn.Tanh())

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.applied(answer, self.network(given))
        return {"after": plain(net.get_submodule("0.0").weight)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        before, after = given["before"], seen["after"]
        expected = f"a mean of {self.mean} and a standard deviation of {DEVIATION}"
        if not isinstance(after, torch.Tensor) or after.shape != before.shape:
            return Finding(
                f"weights of shape {tuple(before.shape)}",
                name_of(after),
                "the weights are filled anew in the shape that they have",
            )
        if torch.equal(after, before):
            return Finding(expected, "the weights as they were before", self.untouched)
        if not_from_normal(after, self.mean, DEVIATION):
            likely = explain_draws(after, self.mean)
            if any(not not_from_normal(after - before, mean, DEVIATION) for mean in (0, 1)):
                likely = "the draws are added to the weights that were there; they replace them"
            elif any(not not_from_normal(after / before, mean, DEVIATION) for mean in (0, 1)):
                likely = "the weights that were there are multiplied by draws, not replaced"
            return Finding(expected, spread(after), likely)
        return None


class Shifts(Applied):
    """BatchNorm's shift is 0; its running statistics are left alone."""

    title = "BatchNorm2d's shift (its bias) and running statistics"
    call = "net.apply(weights_init)[0].bias"

    def network(self, given: Given) -> nn.Sequential:
        norm = nn.BatchNorm2d(64)
        values = {"bias": 5.0, "running_mean": 6.0, "running_var": 7.0}
        state = {name: torch.full((64,), value) for name, value in values.items()}
        norm.load_state_dict(state, strict=False)
        return nn.Sequential(norm)

    def observe(self, answer: Any, given: Given) -> Seen:
        norm = self.applied(answer, self.network(given))[0]
        return {
            "bias": plain(norm.bias),
            "statistics": [plain(norm.running_mean), plain(norm.running_var)],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        bias = seen["bias"]
        if not isinstance(bias, torch.Tensor) or bias.shape != (64,):
            return Finding("a bias for each of 64 channels", name_of(bias))
        if bool((bias == 5).all()):
            return Finding("0 everywhere", "the bias as it was before", "the bias is not set")
        if not close(bias, torch.zeros(64), 1e-12):
            likely = "the shift is not drawn: nn.init.zeros_ sets it to 0"
            if bias.unique().numel() == 1:
                likely = "the shift starts at 0: nn.init.zeros_, or nn.init.constant_ with 0"
            return Finding("0 everywhere", spread(bias), likely)
        means, variances = seen["statistics"]
        if not close(means, torch.full((64,), 6.0)) or not close(variances, torch.full((64,), 7.0)):
            return Finding(
                "running statistics as they were",
                "other ones",
                "reset_parameters or reset_running_stats: only weight and bias are to be set",
            )
        return None


class DrawnAnew(Applied):
    """Two layers of the same shape get different weights, and so does one that is called twice."""

    title = "every layer and every call draws anew"
    call = "[net.apply(weights_init)[0].weight.sum() for _ in range(2)]"
    chance = 0.0  # two layers with the same 144 float32 numbers: below 2^-1000

    def network(self, given: Given) -> nn.Sequential:
        return nn.Sequential(*(nn.Conv2d(3, 3, 4, bias=False) for _ in range(2)))

    def observe(self, answer: Any, given: Given) -> Seen:
        net, weights = self.network(given), []
        with watched_seeds() as seeded:
            for _ in range(2):
                weights += [plain(layer.weight) for layer in self.applied(answer, net)]
        return {"weights": weights, "seeded": seeded}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        first, *others = seen["weights"]
        if any(torch.equal(first, other) for other in others):
            return Finding(
                "four different draws",
                "the same weights twice",
                "a seed is set inside the function, or nothing is drawn",
            )
        return seeded_anew(seen["seeded"])


class Subclasses(Applied):
    """Layers of classes that inherit from torch's are treated alike."""

    title = "subclasses of the three layers"

    def network(self, given: Given) -> nn.Sequential:
        convs = (kind(3, 3, 3, bias=False) for kind in (OwnConv2d, OwnConvTranspose2d))
        net = nn.Sequential(*convs, OwnBatchNorm2d(3))
        for parameter in net.parameters():
            nn.init.constant_(parameter, 9.0)
        return net

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.applied(answer, self.network(given))
        return {"untouched": [bool((plain(layer.weight) == 9).all()) for layer in net]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["untouched"] == [False] * 3:
            return None
        kinds = zip(OWN_KINDS, seen["untouched"], strict=True)
        return Finding(
            "new weights in all three",
            f"old ones in {listing(kind.__name__ for kind, untouched in kinds if untouched)}",
            "a comparison of types or names misses subclasses: isinstance(m, nn.Conv2d) sees them",
        )


item = exercise(
    "6.5",
    "weights_init(m)",
    Drawn(
        lambda: nn.Conv2d(16, 32, 4, bias=False),
        "Conv2d",
        0.0,
        "Conv2d is not recognised by isinstance(m, nn.Conv2d), or the draws do not reach m.weight",
    ),
    Drawn(
        lambda: nn.ConvTranspose2d(32, 16, 4, bias=False),
        "ConvTranspose2d",
        0.0,
        "ConvTranspose2d is a class of its own, not a kind of Conv2d: name both",
    ),
    Drawn(
        lambda: nn.BatchNorm2d(4096),
        "BatchNorm2d",
        1.0,
        "BatchNorm2d is not recognised by isinstance(m, nn.BatchNorm2d), or the draws do not "
        "reach m.weight",
        essential=True,
    ),
    Shifts(),
    LeftAlone(),
    InPlace(),
    DrawnAnew(),
    Subclasses(),
    see=(
        ("isinstance", "hint 1"),
        ("nn.init", "hint 2"),
        ("class", "hint 1"),
        ("around 1", Place("How the weights start", "start")),
        ("0.02", Place("How the weights start", "start")),
    ),
)
