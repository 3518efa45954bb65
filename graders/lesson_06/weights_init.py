"""Lesson 06: how DCGAN's weights start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.errors import Misuse
from graders.core.values import close, name_of, plain, spread
from graders.instruments.normal import (
    DEVIATION,
    NOT_FROM_NORMAL_CHANCE,
    explain_draws,
    not_from_normal,
)
from graders.instruments.parameters import Parameters

CAUSES = (
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
    ("object is not iterable", "m is one layer: net.apply calls the function on each of them"),
)


def apply(net: nn.Module, answer: Any) -> None:
    """Call ``net.apply(answer)``; an error of the answer gets the cause that it has here."""
    if isinstance(answer, nn.Module):
        raise Misuse(
            "weights_init is a network, not a function of one layer",
            "net.apply(weights_init) calls the function on every layer: define it with def",
        )
    try:
        net.apply(answer)
    except Exception as error:
        likely = (cause for fragment, cause in CAUSES if fragment in str(error))
        error.likely = next(likely, None)
        raise


class OwnConv2d(nn.Conv2d):
    """What somebody made of a Conv2d: it is still one."""


class OwnConvTranspose2d(nn.ConvTranspose2d):
    """What somebody made of a ConvTranspose2d."""


class OwnBatchNorm2d(nn.BatchNorm2d):
    """What somebody made of a BatchNorm2d."""


@dataclass
class Drawn(Aspect):
    """The weights of one kind of layer are drawn from a normal distribution.

    Attributes:
        make: Makes the layer. It must hold thousands of weights, so that their distribution shows.
        words: The layer in the message.
        mean: The mean of the distribution.
        untouched: The likely cause if the weights are what they were before.
    """

    make: Callable[[], nn.Module]
    words: str
    mean: float
    untouched: str

    chance = NOT_FROM_NORMAL_CHANCE

    @property
    def title(self) -> str:
        return f"the weights of {self.words}"

    call = "net.apply(weights_init)"
    names = ("net",)

    def given(self, rng: torch.Generator) -> Given:
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(int(torch.randint(2**31, (), generator=rng)))
            # Away from every start that an answer could give them.
            return {"before": 5 + torch.rand_like(self.make().weight).detach()}

    def example(self, given: Given) -> tuple[Any, ...]:
        layer = self.make()
        with torch.no_grad():
            layer.weight.copy_(given["before"])
        return (nn.Sequential(nn.Sequential(layer, nn.LeakyReLU(0.2)), nn.Tanh()),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        apply(net, answer)
        return {"after": plain(net[0][0].weight)}

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
            return Finding(expected, spread(after), explain_draws(after, self.mean))
        return None


class Shifts(Aspect):
    """BatchNorm's shift is 0; its running statistics are left alone."""

    title = "BatchNorm2d's shift (its bias) and running statistics"
    call = "net.apply(weights_init)[0].bias"
    names = ("net",)

    def example(self, given: Given) -> tuple[Any, ...]:
        norm = nn.BatchNorm2d(64)
        with torch.no_grad():
            norm.bias.fill_(5.0)
            norm.running_mean.fill_(6.0)
            norm.running_var.fill_(7.0)
        return (nn.Sequential(norm),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        apply(net, answer)
        norm = net[0]
        return {
            "bias": plain(norm.bias),
            "statistics": [plain(norm.running_mean), plain(norm.running_var)],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        bias = seen["bias"]
        if not isinstance(bias, torch.Tensor):
            return Finding("a bias for each channel", name_of(bias))
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


class LeftAlone(Aspect):
    """Linear layers stay as they are; the bias of a convolution does, or is set to 0."""

    title = "what is left alone"
    call = "net.apply(weights_init)"
    names = ("net",)
    rule = True

    def given(self, rng: torch.Generator) -> Given:
        return {name: 5 + torch.rand(12, generator=rng) for name in ("linear", "conv")}

    def example(self, given: Given) -> tuple[Any, ...]:
        linear, conv = nn.Linear(1, 12), nn.Conv2d(3, 12, 3)
        with torch.no_grad():
            linear.weight.copy_(given["linear"][:, None])
            linear.bias.copy_(given["linear"])
            conv.bias.copy_(given["conv"])
        return (nn.Sequential(conv, nn.Flatten(), linear, nn.Sigmoid()),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        apply(net, answer)
        conv, _, linear, _ = net
        return {
            "weight": plain(linear.weight.flatten()),
            "bias": plain(linear.bias),
            "conv": plain(conv.bias),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for name in ("weight", "bias"):
            if not close(seen[name], given["linear"]):
                return Finding(
                    f"a Linear layer with its {name} as before",
                    f"another {name}",
                    "the condition is too wide: only Conv2d, ConvTranspose2d and BatchNorm2d",
                )
        bias = seen["conv"]
        if close(bias, given["conv"]) or close(bias, torch.zeros(12), 1e-12):
            return None
        return Finding(
            "a convolution's bias, where it has one, as before (or 0)",
            spread(bias) if isinstance(bias, torch.Tensor) else name_of(bias),
            "only the weights of a convolution are drawn",
        )


class InPlace(Aspect):
    """The parameters are the same objects as before, and still trained."""

    title = "the parameters are filled, not replaced"
    call = "net.apply(weights_init)"
    names = ("net",)
    rule = True

    def example(self, given: Given) -> tuple[Any, ...]:
        up_and_down = nn.Conv2d(3, 4, 3, bias=False), nn.ConvTranspose2d(4, 3, 3, bias=False)
        return (nn.Sequential(*up_and_down, nn.BatchNorm2d(3)),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        before = dict(net.named_parameters())
        apply(net, answer)
        after = dict(net.named_parameters())
        return {
            "same": before.keys() == after.keys()
            and all(before[name] is after[name] for name in before),
            "trained": all(parameter.requires_grad for parameter in after.values()),
            "dtypes": sorted({str(parameter.dtype) for parameter in after.values()}),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["same"]:
            return Finding(
                "the parameters that the optimizer holds",
                "new ones in their place",
                "a new nn.Parameter replaces the old one: nn.init.normal_(m.weight, …) fills it",
            )
        if not seen["trained"]:
            return Finding(
                "parameters that are trained",
                "parameters with requires_grad False",
                "requires_grad is switched off",
            )
        if seen["dtypes"] != ["torch.float32"]:
            return Finding(
                "dtype torch.float32",
                f"dtype {', '.join(seen['dtypes'])}",
                "numbers from NumPy are float64: add .float()",
            )
        return None


class DrawnAnew(Aspect):
    """Two layers of the same shape get different weights, and so does one that is called twice."""

    title = "every layer and every call draws anew"
    call = "[net.apply(weights_init)[0].weight.sum() for _ in range(2)]"
    names = ("net",)
    chance = 0.0  # two layers with the same 144 float32 numbers: below 2^-1000

    def example(self, given: Given) -> tuple[Any, ...]:
        return (nn.Sequential(*(nn.Conv2d(3, 3, 4, bias=False) for _ in range(2))),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        weights = []
        for _ in range(2):
            apply(net, answer)
            weights += [plain(layer.weight) for layer in net]
        return {"weights": weights}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        first, *others = seen["weights"]
        if any(torch.equal(first, other) for other in others):
            return Finding(
                "four different draws",
                "the same weights twice",
                "a seed is set inside the function, or nothing is drawn",
            )
        return None


class Subclasses(Aspect):
    """Layers of classes that inherit from torch's are treated alike."""

    title = "subclasses of the three layers"
    call = "net.apply(weights_init)"
    names = ("net",)

    def example(self, given: Given) -> tuple[Any, ...]:
        net = nn.Sequential(
            OwnConv2d(3, 3, 3, bias=False),
            OwnConvTranspose2d(3, 3, 3, bias=False),
            OwnBatchNorm2d(3),
        )
        with torch.no_grad():
            for layer in net:
                layer.weight.fill_(9.0)
        return (net,)

    def observe(self, answer: Any, given: Given) -> Seen:
        (net,) = self.example(given)
        apply(net, answer)
        return {"untouched": [bool((layer.weight == 9).all()) for layer in net]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["untouched"] == [False] * 3:
            return None
        names = _names(seen["untouched"])
        return Finding(
            "new weights in all three",
            f"old ones in {', '.join(names)}",
            "a comparison of types or names misses subclasses: isinstance(m, nn.Conv2d) sees them",
        )


def _names(chosen: Iterable[bool]) -> list[str]:
    kinds = (OwnConv2d, OwnConvTranspose2d, OwnBatchNorm2d)
    return [kind.__name__ for kind, there in zip(kinds, chosen, strict=True) if there]


item = Item(
    "weights_init",
    "6.5",
    "weights_init(m)",
    (
        Parameters("weights_init(m)"),
        Drawn(
            lambda: nn.Conv2d(16, 32, 4, bias=False),
            "Conv2d",
            0.0,
            "Conv2d is not recognised by isinstance(m, nn.Conv2d), or the draws do not reach "
            "m.weight",
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
        ),
        Shifts(),
        LeftAlone(),
        InPlace(),
        DrawnAnew(),
        Subclasses(),
    ),
)
