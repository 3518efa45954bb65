"""Lesson 06: the sizes of convolutions, DCGAN's blocks, and how its weights start."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from ganlab import dcgan as reference
from graders.core import Aspect, Finding, Given, Item, Seen
from graders.networks import (
    EvaluationOutput,
    Fresh,
    Gradients,
    ImageSpec,
    Layers,
    Shapes,
    TrainingOutput,
)
from graders.noise import normal_distance
from graders.parameters import Parameters
from graders.values import Misuse, close, name_of, plain, spread

# 6.1 conv_out_size, 6.2 conv_transpose_out_size ---------------------------------------------------

Formula = Callable[[int, int, int, int], float]
"""From size, kernel_size, stride and padding to a size."""

CONV_MISTAKES: Mapping[str, Formula] = {
    "the + 1 is missing: the first place of the kernel counts too":
        lambda s, k, t, p: (s + 2 * p - k) // t,
    "padding stands on both sides: it counts twice": lambda s, k, t, p: (s + p - k) // t + 1,
    "padding is not used": lambda s, k, t, p: (s - k) // t + 1,
    "padding makes the input larger, not smaller": lambda s, k, t, p: (s - 2 * p - k) // t + 1,
    "stride is not used": lambda s, k, t, p: s + 2 * p - k + 1,
    "/ leaves fractions; // rounds down": lambda s, k, t, p: (s + 2 * p - k) / t + 1,
    "rounded up: a place where the kernel does not fit whole is left out":
        lambda s, k, t, p: -((k - s - 2 * p) // t) + 1,
    "rounded to the nearest: it is rounded down": lambda s, k, t, p: round((s + 2 * p - k) / t) + 1,
    "the 1 is added before the division; it belongs after it":
        lambda s, k, t, p: (s + 2 * p - k + 1) // t,
    "the kernel's own width is not subtracted": lambda s, k, t, p: (s + 2 * p) // t + 1,
    "size // stride holds for some kernels and paddings only": lambda s, k, t, p: s // t,
    "a missing pair of brackets: only kernel_size is divided by stride":
        lambda s, k, t, p: s + 2 * p - k // t + 1,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s + 2 * p - t) // k + 1,
    "that is the transposed convolution's size": reference.conv_transpose_out_size,
}  # fmt: skip

TRANSPOSE_MISTAKES: Mapping[str, Formula] = {
    "size - 1: there is one step fewer than there are pixels":
        lambda s, k, t, p: s * t + k - 2 * p,
    "padding cuts the output off: it is subtracted": lambda s, k, t, p: (s - 1) * t + k + 2 * p,
    "padding is cut off on both sides: it counts twice": lambda s, k, t, p: (s - 1) * t + k - p,
    "padding is not used": lambda s, k, t, p: (s - 1) * t + k,
    "stride is not used": lambda s, k, t, p: s - 1 + k - 2 * p,
    "the last copy of the kernel is missing: add kernel_size":
        lambda s, k, t, p: (s - 1) * t - 2 * p,
    "one too small: the last copy of the kernel adds kernel_size, not kernel_size - 1":
        lambda s, k, t, p: (s - 1) * t + k - 1 - 2 * p,
    "one too large: no + 1 here, kernel_size is added whole":
        lambda s, k, t, p: (s - 1) * t + k + 1 - 2 * p,
    "size * stride holds for some kernels and paddings only": lambda s, k, t, p: s * t,
    "a missing pair of brackets: * comes before -": lambda s, k, t, p: s - 1 * t + k - 2 * p,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s - 1) * k + t - 2 * p,
    "that is the ordinary convolution's size": reference.conv_out_size,
}  # fmt: skip


@dataclass
class Sizes(Aspect):
    """The size of the output for several settings; some are drawn anew."""

    name: str
    formula: Formula
    mistakes: Mapping[str, Formula]

    title = "the size of the output"

    # The kernel fits in whole or not; every setting away from its default.
    fixed = ((9, 4, 2, 1), (8, 4, 2, 1), (28, 3, 1, 1), (11, 5, 3, 2))

    @property
    def call(self) -> str:
        return f"{self.name}(size, kernel_size, stride, padding) for several values"

    def given(self, rng: torch.Generator) -> Given:
        def draw(low: int, high: int) -> int:
            return int(torch.randint(low, high + 1, (), generator=rng))

        drawn = [(draw(7, 40), draw(3, 6), draw(1, 3), draw(0, 1)) for _ in range(4)]
        return {"cases": [*self.fixed, *drawn]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"sizes": [plain(answer(*case)) for case in given["cases"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        cases, got = given["cases"], seen["sizes"]
        for case, size in zip(cases, got, strict=True):
            if finding := wrong_size(f"{self.name}{case}", size, self.formula(*case)):
                likely = self._known_mistake(cases, got) or finding.likely
                return Finding(finding.expected, finding.got, likely)
        return None

    def _known_mistake(self, cases: list[tuple[int, ...]], got: list[Any]) -> str | None:
        if not all(isinstance(size, int | float) for size in got):
            return None
        for sentence, formula in self.mistakes.items():
            if all(size == formula(*case) for case, size in zip(cases, got, strict=True)):
                return sentence
        return None


@dataclass
class DefaultSizes(Aspect):
    """Without stride and padding: stride 1, no padding. By name, in any order."""

    name: str
    formula: Callable[..., int]

    title = "stride is 1 and padding 0 unless given"
    cases = (
        {"size": 28, "kernel_size": 3},
        {"size": 12, "kernel_size": 4, "padding": 1},
        {"size": 12, "kernel_size": 4, "stride": 2},
    )

    @property
    def call(self) -> str:
        return f"{self.name}(28, 3), {self.name}(12, 4, padding=1), {self.name}(12, 4, stride=2)"

    def observe(self, answer: Any, given: Given) -> Seen:
        sizes = []
        for case in self.cases:
            named = dict(case)
            sizes.append(plain(answer(named.pop("size"), named.pop("kernel_size"), **named)))
        return {"sizes": sizes}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for case, size in zip(self.cases, seen["sizes"], strict=True):
            words = ", ".join(f"{name}={value}" for name, value in case.items())
            if finding := wrong_size(f"{self.name}({words})", size, self.formula(**case)):
                likely = finding.likely or "a default in the signature was changed"
                return Finding(finding.expected, finding.got, likely)
        return None


def wrong_size(call: str, got: Any, want: int) -> Finding | None:
    """A finding if ``got`` is not the integer wanted; with a cause if it is not a number at all."""
    if type(got) is int and got == want:
        return None
    likely = None
    if got is None:
        likely = "the number is computed but not returned: a forgotten return"
    elif not isinstance(got, int | float):
        likely = "one number is asked for: height and width follow the same formula"
    elif isinstance(got, float) and got == want:
        likely = "the number is right but a float: // divides and rounds down to an int"
    return Finding(f"the integer {want} from {call}", name_of(got), likely)


def _size_item(name: str, exercise: str, mistakes: Mapping[str, Formula]) -> Item:
    formula = getattr(reference, name)
    return Item(
        name,
        exercise,
        f"{name}(size, kernel_size, stride=1, padding=0)",
        (
            Parameters(f"{name}(size, kernel_size, stride, padding)"),
            Sizes(name, formula, mistakes),
            DefaultSizes(name, formula),
        ),
    )


conv_out_size = _size_item("conv_out_size", "6.1", CONV_MISTAKES)
conv_transpose_out_size = _size_item("conv_transpose_out_size", "6.2", TRANSPOSE_MISTAKES)

# 6.3 make_gen_block, 6.4 make_disc_block ----------------------------------------------------------


def _block(
    conv: type[nn.Module], *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Callable[..., nn.Module]:
    """Builder of a convolution, and of layers behind it that are made from its channels."""

    def build(
        in_channels: int,
        out_channels: int,
        kernel_size: int = 4,
        stride: int = 2,
        padding: int = 1,
        **flags: bool,
    ) -> nn.Module:
        layers = [] if before is None else [before]
        layers += [conv(in_channels, out_channels, kernel_size, stride, padding, bias=False)]
        return nn.Sequential(*layers, *(layer(out_channels) for layer in after))

    return build


def _up(*after: Callable[[int], nn.Module]) -> Callable[..., nn.Module]:
    return _block(nn.ConvTranspose2d, *after)


def _down(
    *after: Callable[[int], nn.Module], before: nn.Module | None = None
) -> Callable[..., nn.Module]:
    return _block(nn.Conv2d, *after, before=before)


def _norm(channels: int) -> nn.Module:
    return nn.BatchNorm2d(channels)


def _just(make: Callable[..., nn.Module], *settings: float) -> Callable[[int], nn.Module]:
    """A layer that does not depend on the number of channels."""
    return lambda channels: make(*settings)


CHANNELS = ("in_channels", "out_channels")
USUAL = {"in_channels": 6, "out_channels": 7}
UNUSUAL = {"in_channels": 2, "out_channels": 5, "kernel_size": 5, "stride": 3, "padding": 2}
LAST = {"final_layer": True}
NO_NORM = {"norm": False}

GEN_BLOCK = ImageSpec(
    name="make_gen_block",
    rule="ConvTranspose2d, then BatchNorm2d, then ReLU",
    reference=reference.make_gen_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the ReLU at the end is missing": _up(_norm),
        "ReLU comes before the normalisation; it belongs after it": _up(_just(nn.ReLU), _norm),
        "LeakyReLU stands where ReLU belongs (it is the discriminator's)":
            _up(_norm, _just(nn.LeakyReLU, 0.2)),
        "LeakyReLU (slope 0.01) stands where ReLU belongs": _up(_norm, _just(nn.LeakyReLU)),
        "Tanh stands where ReLU belongs: it is the last layer's": _up(_norm, _just(nn.Tanh)),
        "Tanh follows the ReLU in every block: it belongs to the last layer alone":
            _up(_norm, _just(nn.ReLU), _just(nn.Tanh)),
        "Sigmoid stands where ReLU belongs": _up(_norm, _just(nn.Sigmoid)),
        "ELU stands where ReLU belongs": _up(_norm, _just(nn.ELU)),
        "BatchNorm2d is there but is not applied": _up(_just(nn.ReLU)),
    },
)  # fmt: skip

GEN_LAST = ImageSpec(
    name="make_gen_block",
    rule="with final_layer=True: ConvTranspose2d, then Tanh",
    reference=reference.make_gen_block,
    sizes=(USUAL | LAST, UNUSUAL | LAST),
    features=CHANNELS,
    mistakes={
        "the Tanh at the end is missing": _up(),
        "Sigmoid stands where Tanh belongs (pixels lie in [-1, 1])": _up(_just(nn.Sigmoid)),
        "ReLU stands where Tanh belongs: the image could have no dark pixel": _up(_just(nn.ReLU)),
        "a ReLU stands before the Tanh: the image could have no dark pixel":
            _up(_just(nn.ReLU), _just(nn.Tanh)),
        "the Tanh is applied twice": _up(_just(nn.Tanh), _just(nn.Tanh)),
    },
)  # fmt: skip

DISC_BLOCK = ImageSpec(
    name="make_disc_block",
    rule="Conv2d, then BatchNorm2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL, UNUSUAL),
    features=CHANNELS,
    mistakes={
        "the LeakyReLU at the end is missing": _down(_norm),
        "LeakyReLU comes before the normalisation; it belongs after it":
            _down(_just(nn.LeakyReLU, 0.2), _norm),
        "LeakyReLU comes before the convolution; it belongs at the end":
            _down(_norm, before=nn.LeakyReLU(0.2)),
        "ReLU stands where LeakyReLU belongs (it is the generator's)":
            _down(_norm, _just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            _down(_norm, _just(nn.LeakyReLU)),
        "the slope is 0.02; the exercise asks for 0.2": _down(_norm, _just(nn.LeakyReLU, 0.02)),
        "LeakyReLU is applied twice":
            _down(_norm, _just(nn.LeakyReLU, 0.2), _just(nn.LeakyReLU, 0.2)),
        "Tanh stands where LeakyReLU belongs": _down(_norm, _just(nn.Tanh)),
        "Sigmoid stands where LeakyReLU belongs": _down(_norm, _just(nn.Sigmoid)),
        "ELU stands where LeakyReLU belongs": _down(_norm, _just(nn.ELU)),
        "BatchNorm2d is there but is not applied": _down(_just(nn.LeakyReLU, 0.2)),
    },
)  # fmt: skip

DISC_NO_NORM = ImageSpec(
    name="make_disc_block",
    rule="with norm=False: Conv2d, then LeakyReLU with slope 0.2",
    reference=reference.make_disc_block,
    sizes=(USUAL | NO_NORM, UNUSUAL | NO_NORM),
    features=CHANNELS,
    mistakes={
        "norm=False takes away the normalisation alone; the LeakyReLU stays": _down(),
        "ReLU stands where LeakyReLU belongs": _down(_just(nn.ReLU)),
        "the slope is 0.01, LeakyReLU's default; the exercise asks for 0.2":
            _down(_just(nn.LeakyReLU)),
        "LeakyReLU is applied twice": _down(_just(nn.LeakyReLU, 0.2), _just(nn.LeakyReLU, 0.2)),
    },
)  # fmt: skip

DISC_LAST = ImageSpec(
    name="make_disc_block",
    rule="with final_layer=True: the Conv2d alone",
    reference=reference.make_disc_block,
    sizes=(USUAL | LAST, UNUSUAL | LAST),
    features=CHANNELS,
    mistakes={
        "a LeakyReLU stands after the last convolution: it would squash the logits":
            _down(_just(nn.LeakyReLU, 0.2)),
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            _down(_just(nn.Sigmoid)),
        "a Tanh stands at the end: logits have no bounds": _down(_just(nn.Tanh)),
        "a ReLU stands at the end: negative logits would vanish": _down(_just(nn.ReLU)),
    },
)  # fmt: skip

make_gen_block = Item(
    "make_gen_block",
    "6.3",
    "make_gen_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, "
    "final_layer=False)",
    (
        Parameters(
            "make_gen_block(in_channels, out_channels, kernel_size, stride, padding, final_layer)"
        ),
        Layers(GEN_BLOCK),
        Shapes(GEN_BLOCK),
        TrainingOutput(GEN_BLOCK),
        EvaluationOutput(GEN_BLOCK),
        Layers(GEN_LAST),
        TrainingOutput(GEN_LAST),
        Fresh(GEN_BLOCK),
        Gradients(GEN_BLOCK),
    ),
)

make_disc_block = Item(
    "make_disc_block",
    "6.4",
    "make_disc_block(in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, "
    "final_layer=False)",
    (
        Parameters(
            "make_disc_block(in_channels, out_channels, kernel_size, stride, padding, norm, "
            "final_layer)"
        ),
        Layers(DISC_BLOCK),
        Shapes(DISC_BLOCK),
        TrainingOutput(DISC_BLOCK),
        EvaluationOutput(DISC_BLOCK),
        Layers(DISC_NO_NORM),
        TrainingOutput(DISC_NO_NORM),
        Layers(DISC_LAST),
        TrainingOutput(DISC_LAST),
        Fresh(DISC_BLOCK),
        Gradients(DISC_BLOCK),
    ),
)

# 6.5 weights_init ---------------------------------------------------------------------------------

DEVIATION = 0.02
TAIL = 24.0
"""exp(-24) is 3.8e-11."""


def not_from_normal(values: torch.Tensor, mean: float, deviation: float) -> bool:
    """Whether ``values`` are no independent draws from N(mean, deviation).

    Two bounds, for n values. Kolmogorov's distance (see ``graders.noise``): right values exceed it
    with a chance of 1e-10. The mean square of the standardised values, whose sum is chi-squared:
    Laurent and Massart (2000, lemma 1) give P(above 1 + 2 sqrt(x/n) + 2x/n) <= exp(-x) and
    P(below 1 - 2 sqrt(x/n)) <= exp(-x), with x = 24 together 8e-11. The check looks at three
    tensors and refuses right ones with a chance below 6e-10.
    """
    standardised = (values.double() - mean) / deviation
    if not bool(torch.isfinite(standardised).all()):
        return True
    distance, bound = normal_distance(standardised)
    n = values.numel()
    wide = 2 * math.sqrt(TAIL / n)
    size = standardised.square().mean().item()
    return distance > bound or size > 1 + wide + 2 * TAIL / n or size < 1 - wide


def explain_draws(values: torch.Tensor, mean: float) -> str | None:
    """Why values that should be from N(mean, 0.02) are not, if it can be seen."""
    values = values.double()
    centre, width = values.mean().item(), values.std().item()

    def looks_like(other_mean: float, other_deviation: float) -> bool:
        return not not_from_normal(values, other_mean, other_deviation)

    if values.unique().numel() == 1:
        return "every weight is the same: nothing is drawn"
    if looks_like(0, DEVIATION):
        return (
            "a scale drawn around 0 lets next to nothing through: BatchNorm's weights have the "
            "mean 1"
        )
    if looks_like(1, DEVIATION):
        return "the mean 1 belongs to BatchNorm's scale; a convolution's weights have the mean 0"
    if looks_like(mean, 1) or looks_like(DEVIATION, 1):
        return "the deviation is 1: nn.init.normal_ takes the mean first, then the deviation"
    if looks_like(mean, math.sqrt(DEVIATION)):
        return "0.02 is the standard deviation, not the variance: no square root"
    if looks_like(mean, DEVIATION**2):
        return "0.02 is the standard deviation already: it is not squared"
    if looks_like(mean, 0.2):
        return "0.2 is LeakyReLU's slope; the deviation is 0.02"
    if (values - centre).abs().max().item() < 1.9 * width:
        return "the numbers look uniform; nn.init.normal_ draws normal ones"
    if looks_like(centre, width):
        return "a normal distribution, with another mean or deviation"
    return "not a normal distribution"


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

    @property
    def title(self) -> str:
        return f"the weights of {self.words}"

    call = "net.apply(weights_init)"

    def given(self, rng: torch.Generator) -> Given:
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(int(torch.randint(2**31, (), generator=rng)))
            # Away from every start that an answer could give them.
            return {"before": 5 + torch.rand_like(self.make().weight).detach()}

    def observe(self, answer: Any, given: Given) -> Seen:
        layer = self.make()
        with torch.no_grad():
            layer.weight.copy_(given["before"])
        apply(nn.Sequential(nn.Sequential(layer, nn.LeakyReLU(0.2)), nn.Tanh()), answer)
        return {"after": plain(layer.weight)}

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
    call = "net.apply(weights_init)"

    def observe(self, answer: Any, given: Given) -> Seen:
        norm = nn.BatchNorm2d(64)
        with torch.no_grad():
            norm.bias.fill_(5.0)
            norm.running_mean.fill_(6.0)
            norm.running_var.fill_(7.0)
        apply(nn.Sequential(norm), answer)
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
    call = "net.apply(weights_init), net with a Linear and a Conv2d that has a bias"

    def given(self, rng: torch.Generator) -> Given:
        return {name: 5 + torch.rand(12, generator=rng) for name in ("linear", "conv")}

    def observe(self, answer: Any, given: Given) -> Seen:
        linear, conv = nn.Linear(1, 12), nn.Conv2d(3, 12, 3)
        with torch.no_grad():
            linear.weight.copy_(given["linear"][:, None])
            linear.bias.copy_(given["linear"])
            conv.bias.copy_(given["conv"])
        apply(nn.Sequential(conv, nn.Flatten(), linear, nn.Sigmoid()), answer)
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
    call = "optimizer = Adam(net.parameters()), then net.apply(weights_init)"

    def observe(self, answer: Any, given: Given) -> Seen:
        net = nn.Sequential(
            nn.Conv2d(3, 4, 3, bias=False),
            nn.ConvTranspose2d(4, 3, 3, bias=False),
            nn.BatchNorm2d(3),
        )
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
    call = "net.apply(weights_init) twice, net with two equal layers"

    def observe(self, answer: Any, given: Given) -> Seen:
        net = nn.Sequential(nn.Conv2d(3, 3, 4, bias=False), nn.Conv2d(3, 3, 4, bias=False))
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
                "a seed is set inside the function",
            )
        return None


class Subclasses(Aspect):
    """Layers of classes that inherit from torch's are treated alike."""

    title = "subclasses of the three layers"
    call = "net.apply(weights_init), net with class OwnConv2d(nn.Conv2d) and two others like it"

    def observe(self, answer: Any, given: Given) -> Seen:
        layers = (
            OwnConv2d(3, 3, 3, bias=False),
            OwnConvTranspose2d(3, 3, 3, bias=False),
            OwnBatchNorm2d(3),
        )
        with torch.no_grad():
            for layer in layers:
                layer.weight.fill_(9.0)
        apply(nn.Sequential(*layers), answer)
        return {"untouched": [bool((layer.weight == 9).all()) for layer in layers]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not any(seen["untouched"]):
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


weights_init = Item(
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
