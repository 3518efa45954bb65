"""Exercise 6.5: how DCGAN's weights start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.errors import Causes, Misuse
from graders.core.values import close, listing, name_of, plain, spread
from graders.instruments.calls import exercise
from graders.instruments.normal import (
    DEVIATION,
    NOT_FROM_NORMAL_CHANCE,
    explain_draws,
    not_from_normal,
)
from graders.instruments.seeds import seeded_anew, watched_seeds

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


Layer = nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d


class OwnConv2d(nn.Conv2d):
    """What somebody made of a Conv2d: it is still one."""


class OwnConvTranspose2d(nn.ConvTranspose2d):
    """What somebody made of a ConvTranspose2d."""


class OwnBatchNorm2d(nn.BatchNorm2d):
    """What somebody made of a BatchNorm2d."""


OWN_KINDS = (OwnConv2d, OwnConvTranspose2d, OwnBatchNorm2d)


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


class OwnLayer(nn.Module):
    """A layer that somebody wrote: it has a weight and a bias, and is none of the three."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, 3))
        self.bias = nn.Parameter(torch.zeros(3))
        self.register_buffer("scale", torch.zeros(3), persistent=False)


def _other_layers() -> list[nn.Module]:
    """Layers that weights_init leaves alone: all kinds of torch that have weights, and others."""
    return [
        nn.Linear(3, 4),
        nn.Bilinear(2, 3, 4),
        nn.PReLU(3),
        nn.GroupNorm(2, 4),
        nn.LayerNorm(4),
        *(kind(3, affine=True, track_running_stats=True) for kind in INSTANCE_NORMS),
        nn.BatchNorm1d(3),
        nn.BatchNorm3d(3),
        nn.Conv1d(2, 3, 2),
        nn.Conv3d(2, 3, 2),
        nn.ConvTranspose1d(2, 3, 2),
        nn.ConvTranspose3d(2, 3, 2),
        nn.Embedding(4, 3),
        nn.EmbeddingBag(4, 3),
        nn.RNN(2, 3),
        nn.LSTM(2, 3),
        nn.GRU(2, 3),
        nn.LSTMCell(2, 3),
        nn.MultiheadAttention(4, 2),
        OwnLayer(),
        nn.LeakyReLU(0.2),
        nn.Dropout(0.5),
    ]


INSTANCE_NORMS = (nn.InstanceNorm1d, nn.InstanceNorm2d)

CONV_BIAS = "Conv2d.bias"


class LeftAlone(Applied):
    """Other layers stay as they are; the bias of a convolution does, or is set to 0."""

    title = "what is left alone"
    rule = True

    def given(self, rng: torch.Generator) -> Given:
        return {"before": 5 + torch.rand(4, 4, 2, 2, 2, generator=rng)}

    def network(self, given: Given) -> nn.Sequential:
        net = nn.Sequential(nn.Conv2d(2, 3, 2), *_other_layers())
        for tensor in _tensors(net).values():
            if tensor.is_floating_point():
                values = given["before"].flatten().repeat(1 + tensor.numel() // 128)
                tensor.copy_(values[: tensor.numel()].view(tensor.shape))
        return net

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.applied(answer, self.network(given))
        tensors = _tensors(net)
        return {
            "names": list(tensors),
            "tensors": [plain(tensor) for tensor in tensors.values()],
            "frozen": [name for name, one in net.named_parameters() if not one.requires_grad],
            "evaluating": [type(part).__name__ for part in net.modules() if not part.training],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        wide = "the condition is too wide: only Conv2d, ConvTranspose2d and BatchNorm2d"
        after = dict(zip(seen["names"], seen["tensors"], strict=True))
        for name, before in _tensors(self.network(given)).items():
            kind, _, tensor = name.partition(".")
            if name == CONV_BIAS or kind == "Conv2d" or close(after.get(name), before, 1e-12):
                continue
            likely = wide
            if kind.startswith(("Conv", "BatchNorm")):
                likely = f"{wide}; 'Conv' in a name, or a common base class, is true of others too"
            return Finding(f"{kind} with its {tensor} as before", f"another {tensor}", likely)
        if seen["frozen"] or seen["evaluating"]:
            got, likely = "parameters with requires_grad False", "requires_grad is switched off"
            if not seen["frozen"]:
                got, likely = "evaluation mode", "eval() is called on a layer"
            return Finding("layers that are trained, as before", got, likely)
        bias = after.get(CONV_BIAS)
        zeros = torch.zeros(3)
        if close(bias, zeros, 1e-12) or close(bias, _tensors(self.network(given))[CONV_BIAS]):
            return None
        return Finding(
            "a convolution's bias, where it has one, as before (or 0)",
            spread(bias) if isinstance(bias, torch.Tensor) else name_of(bias),
            "only the weights of a convolution are drawn",
        )


def _tensors(net: nn.Sequential) -> dict[str, torch.Tensor]:
    """Parameters and buffers, as they are, each under its layer's class and its own name."""
    return {
        f"{type(layer).__name__}.{name}": tensor.detach()
        for layer in net
        for name, tensor in (*layer.named_parameters(), *layer.named_buffers())
    }


class InPlace(Applied):
    """The parameters are the same objects as before, and still trained."""

    title = "the parameters are filled, not replaced"
    rule = True

    def network(self, given: Given) -> nn.Sequential:
        up_and_down = nn.Conv2d(3, 4, 3, bias=False), nn.ConvTranspose2d(4, 3, 3, bias=False)
        return nn.Sequential(*up_and_down, nn.BatchNorm2d(3))

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.network(given)
        before = dict(net.named_parameters())
        self.applied(answer, net)
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
        ("name both", "hint 1"),
        ("nn.init", "hint 2"),
        ("drawn around 1", 'section 4, "How the weights start"'),
        ("0.02", 'section 4, "How the weights start"'),
    ),
)
