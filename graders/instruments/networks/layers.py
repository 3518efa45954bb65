"""Which layers a network has, and what is wrong with them."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn
from torch.nn.utils import parametrize

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import listing, plain
from graders.instruments.networks.spec import NetworkAspect, no_network


def parametric(network: nn.Module) -> list[nn.Module]:
    """The layers that own parameters, and normalisation layers even when they own none."""
    return [
        layer
        for layer in network.modules()
        if isinstance(layer, nn.modules.batchnorm._NormBase)
        or parametrize.is_parametrized(layer)
        or (
            any(True for _ in layer.parameters(recurse=False))
            and not isinstance(layer, parametrize.ParametrizationList)
        )
    ]


def in_training(network: nn.Module) -> bool:
    """Whether all that holds parameters is in training mode.

    An activation's mode changes nothing, and an answer may share one activation among networks
    of which somebody has put another one into evaluation mode.
    """
    return all(part.training for part in network.modules() if any(True for _ in part.parameters()))


@contextlib.contextmanager
def modes_kept(*networks: nn.Module) -> Iterator[None]:
    """Undo what a check does by ``train()`` and ``eval()``: answers may share what it reaches."""
    modes = [(part, part.training) for network in networks for part in network.modules()]
    try:
        yield
    finally:
        for part, mode in modes:
            part.training = mode


def share_parameters(first: nn.Module, second: nn.Module) -> bool:
    """Whether two networks have parameters in common."""
    own = {id(parameter) for parameter in first.parameters()}
    return any(id(parameter) in own for parameter in second.parameters())


SHARED = Finding(
    "two networks with parameters of their own",
    "two networks that share parameters",
    "the layers are made once and shared by all calls; each call makes its own",
)
"""Of two calls."""


def _wrappers(layer: nn.Module) -> list[str]:
    """What makes the weights of a layer anew in each call: "SpectralNorm" or "WeightNorm"."""
    makers: list[Any] = [
        hook for hook in layer._forward_pre_hooks.values() if hasattr(hook, "compute_weight")
    ]
    if parametrize.is_parametrized(layer):
        parametrizations: Any = layer.parametrizations
        makers += [maker for makers_of_one in parametrizations.values() for maker in makers_of_one]
    return [type(maker).__name__.strip("_") for maker in makers]


def torch_name(layer: nn.Module) -> str:
    """The name of torch's class that ``layer`` belongs to; its own class may be a subclass."""
    kinds = (c for c in type(layer).__mro__ if c.__module__.startswith("torch."))
    return next(c.__name__ for c in kinds if c.__module__ != parametrize.__name__)


CONV_SETTINGS = ("kernel_size", "stride", "padding")

CONV_DEFAULTS = {"dilation": 1, "output_padding": 0, "groups": 1, "padding_mode": "zeros"}


def _side(setting: Any) -> Any:
    """A convolution's setting: one value where it is the same for height and width."""
    return setting[0] if isinstance(setting, tuple) and len(set(setting)) == 1 else setting


def describe_layer(layer: nn.Module) -> str:
    """A layer as torch would print it, reduced to sizes and departures from the defaults."""
    if isinstance(layer, nn.Linear):
        words = [str(layer.in_features), str(layer.out_features)]
        words += [] if layer.bias is not None else ["bias=False"]
        kind = "Linear"
    elif isinstance(layer, nn.modules.batchnorm._NormBase):
        words = [str(layer.num_features)]
        words += [] if layer.affine else ["affine=False"]
        words += [] if layer.track_running_stats else ["track_running_stats=False"]
        words += [] if layer.momentum == 0.1 else [f"momentum={layer.momentum}"]
        words += [] if layer.eps == 1e-5 else [f"eps={layer.eps:g}"]
        kind = torch_name(layer).removeprefix("Lazy")
    elif isinstance(layer, nn.modules.conv._ConvNd):
        words = [str(layer.in_channels), str(layer.out_channels)]
        words += [f"{name}={_side(getattr(layer, name))}" for name in CONV_SETTINGS]
        words += [
            f"{name}={_side(getattr(layer, name))}"
            for name, usual in CONV_DEFAULTS.items()
            if _side(getattr(layer, name)) != usual
        ]
        words += [] if layer.bias is not None else ["bias=False"]
        kind = torch_name(layer).removeprefix("Lazy")
    else:
        words = [f"{name} {tuple(p.shape)}" for name, p in layer.named_parameters(recurse=False)]
        kind = torch_name(layer)
    frozen = any(not p.requires_grad for p in layer.parameters(recurse=False))
    extras = [f" in {name}" for name in _wrappers(layer)] + [" frozen"] * frozen
    return f"{kind}({', '.join(words)})" + "".join(extras)


def layers_of(network: nn.Module) -> list[str]:
    """The layers with parameters, described, in the order in which they were registered."""
    return [describe_layer(layer) for layer in parametric(network)]


def leaves_of(network: nn.Module) -> list[str]:
    """The layers without parameters, as torch prints them; ``inplace`` makes no difference."""
    return [
        re.sub(r"(, )?inplace=True", "", repr(layer))
        for layer in network.modules()
        if not any(True for _ in layer.children())
        and layer not in parametric(network)
        and not isinstance(layer, nn.Identity | nn.Flatten)
    ]


class Layers(NetworkAspect):
    """The layers with parameters, their sizes, biases, and that they can be trained."""

    title = "its layers with parameters"
    weight = 2
    essential = True

    def __post_init__(self) -> None:
        self.call = f"{self.spec.call(0)}, {self.spec.call(1)}"

    def given(self, rng: torch.Generator) -> Given:
        return {"batches": [self.spec.batch(rng, which) for which in (0, 1)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        layers, networks = [], []
        for which, batch in enumerate(given["batches"]):
            network = self.build(answer, which)
            if not isinstance(network, nn.Module):
                return {"network": plain(network)}
            with contextlib.suppress(Exception):  # another aspect reports it
                network(batch)  # gives lazy layers their sizes
            layers.append(layers_of(network))
            networks.append(network)
        one_layer = type(network).__module__.startswith("torch.") and not any(network.children())
        return {
            "layers": layers,
            "alone": repr(network) if one_layer else None,
            "shared": share_parameters(*networks),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        got = seen["layers"]
        if seen["shared"]:
            return SHARED
        if seen["alone"] and not got[0]:
            return Finding(
                self.spec.rule,
                seen["alone"],
                f"{seen['alone']} alone is returned: join the layers, as nn.Sequential does",
            )
        want = [layers_of(self.spec.make(self.spec.reference, which)) for which in (0, 1)]
        for which in (0, 1):
            if Counter(got[which]) != Counter(want[which]):
                strange = [numbers(g) - numbers(w) for g, w in zip(got, want, strict=True)]
                likely = explain_layers(got[which], want[which], fixed=strange[0] & strange[1])
                of = f" from {self.spec.call(which)}" if which else ""
                return Finding(listing(want[which]) + of, listing(got[which]), likely)
        return None


def numbers(layers: list[str]) -> set[str]:
    """The sizes that stand in layer descriptions."""
    return set(re.findall(r"(?<=[( ])\d+(?=[,)])", " ".join(layers)))


SETTINGS = (
    ("frozen", "requires_grad is False: an optimizer could not train these parameters"),
    ("affine=False", "affine=False takes the learned scale and shift from the normalisation"),
    ("track_running_stats=False",
     "track_running_stats=False: evaluation would depend on the rest of the batch"),
    ("momentum=", "momentum keeps PyTorch's default, 0.1, the weight of the newest batch"),
    ("eps=", "eps keeps PyTorch's default: BatchNorm takes one size, then eps"),
    *((f"{name}=", f"{name} keeps PyTorch's default") for name in CONV_DEFAULTS),
    ("bias=False", "bias=False: the exercise asks for the layer with its bias"),
)  # fmt: skip


def explain_layers(got: list[str], want: list[str], fixed: set[str]) -> str | None:
    """The mistake that turns the layers wanted into the layers got, if it is a known one.

    Args:
        got, want: Layers as ``describe_layer`` words them.
        fixed: Sizes that stand in the answer for all arguments, and in the reference for none.
    """
    missing, extra = Counter(want) - Counter(got), Counter(got) - Counter(want)
    if not got:
        return (
            "no layer is registered: layers are made in __init__ and kept in self, nn.Sequential "
            "or nn.ModuleList; those in a plain list or made in forward are not the network's own"
        )
    for text in extra:
        if wrapper := text.partition(") in ")[2]:
            return f"{wrapper} is put around the layer: it is not asked for here"
    kinds = {side: Counter(text.partition("(")[0] for text in texts)
             for side, texts in (("got", got), ("want", want))}  # fmt: skip
    fewer, more = kinds["want"] - kinds["got"], kinds["got"] - kinds["want"]
    if fewer and more:
        return f"{next(iter(more))} stands in the place of {next(iter(fewer))}"
    for word, sentence in SETTINGS:
        if any(word in text for text in extra) and not any(word in text for text in missing):
            return sentence
    if fewer:
        return f"missing: {_counted(fewer)}"
    if more:
        first = next(text for text in [*extra, *got] if text.startswith(next(iter(more))))
        return f"{_counted(more)} too many: {first}"
    if fixed:
        return (
            f"a size is written as a number where an argument should stand: "
            f"{listing(sorted(fixed, key=int))}"
        )
    mixers = tuple(kind for kind in kinds["want"] if not kind.startswith("BatchNorm"))
    gone, added = ({text for text in side if text.startswith(mixers)} for side in (missing, extra))
    norm = next((kind for kind in kinds["want"] if kind.startswith("BatchNorm")), None)
    if gone and {text.replace(", bias=False", "") for text in gone} == added:
        return "the bias stays: bias=False leaves it out"
    if gone and {re.sub(r"\((\d+), (\d+)", r"(\2, \1", text) for text in gone} == added:
        return "input and output size are exchanged"
    if gone and (settings := _conv_settings(gone, added)):
        return settings
    if got[0].startswith("BatchNorm") and not want[0].startswith("BatchNorm"):
        return f"{norm} comes before the {mixers[0]}; it belongs after it, with its output size"
    if not gone and norm:
        return f"{norm} was given another size than the output of the layer before it"
    ends = [re.findall(r"\w+\((\d+), (\d+)", texts[-1]) for texts in (got, want)]
    if missing == Counter(want[-1:]) and all(ends):
        ((takes, gives),), ((right_takes, right_gives),) = ends
        if takes == right_takes:
            return f"the last layer gives {gives} outputs, not {right_gives}"
    if misfit := _misfit(got):
        return misfit
    if len(extra) == 1:
        return f"{next(iter(extra))} stands where {next(iter(missing))} belongs"
    return "the sizes of the layers do not follow the exercise's list"


def _counted(kinds: Counter[str]) -> str:
    """The first kind of layer with its number."""
    kind, number = next(iter(kinds.items()))
    return f"a {kind} layer" if number == 1 else f"{number} {kind} layers"


def _misfit(layers: list[str]) -> str | None:
    """The first Linear that does not take what the one before it gives."""
    sizes = [(text, *map(int, re.findall(r"\d+", text))) for text in layers if text[0] == "L"]
    for (_, _, gives, *_), (text, takes, *_) in itertools.pairwise(sizes):
        if takes != gives:
            return f"{text} takes {takes} numbers, but the layer before it gives {gives}"
    return None


def _conv_settings(gone: set[str], added: set[str]) -> str | None:
    """What to say of a convolution with the right channels and another kernel, stride, padding."""
    pattern = rf"(\w+\(\d+, \d+), {', '.join(f'{name}=([^=]+?)' for name in CONV_SETTINGS)}[,)]"
    asked, there = (re.match(pattern, min(texts, default="")) for texts in (gone, added))
    if not asked or not there or asked[1] != there[1]:
        return None
    want, got = asked.groups()[1:], there.groups()[1:]
    wrong = [
        name for name, right, given in zip(CONV_SETTINGS, want, got, strict=True) if right != given
    ]
    if len(wrong) > 1 and sorted(want) == sorted(got):
        return f"{' and '.join(wrong)} are exchanged: pass them by name"
    return f"{listing(wrong)} not passed on to the layer, or another default" if wrong else None
