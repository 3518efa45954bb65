"""Checks of networks: the same parameters put into the student's network and into a reference.

Whatever a network looks like inside, it is right if it has the reference's layers and, given the
same parameters, computes what the reference computes, in training and in evaluation mode.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from graders.core.check import Aspect, Finding, Given, Seen
from graders.core.values import Misuse, Other, close, listing, name_of, plain, spread

State = list[dict[str, torch.Tensor]]

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


# What is seen of a network ----------------------------------------------------------------------


def parametric(network: nn.Module) -> list[nn.Module]:
    """The layers that own parameters, and normalisation layers even when they own none."""
    return [
        layer
        for layer in network.modules()
        if isinstance(layer, nn.modules.batchnorm._NormBase)
        or any(True for _ in layer.parameters(recurse=False))
    ]


def torch_name(layer: nn.Module) -> str:
    """The name of torch's class that ``layer`` belongs to; its own class may be a subclass."""
    names = (c.__name__ for c in type(layer).__mro__ if c.__module__.startswith("torch."))
    return next(names)


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
    return f"{kind}({', '.join(words)})" + (" frozen" if frozen else "")


def layers_of(network: nn.Module) -> list[str]:
    """The layers with parameters, described, in the order in which they were registered."""
    return [describe_layer(layer) for layer in parametric(network)]


def own_state(layer: nn.Module) -> dict[str, torch.Tensor]:
    """Parameters and running statistics of one layer, as they are (not copies)."""
    tensors = dict(layer.named_parameters(recurse=False)) | dict(layer.named_buffers(recurse=False))
    return {n: t.detach() for n, t in tensors.items() if n != "num_batches_tracked"}


def draw_state(network: nn.Module, rng: torch.Generator) -> State:
    """Values for every layer of ``network``: of ordinary size, none at its default."""
    drawn = []
    for layer in parametric(network):
        part = {}
        for name, tensor in own_state(layer).items():
            values = torch.randn(tensor.shape, generator=rng)
            if tensor.dim() > 1:  # weights: keep the scale of what flows through
                values *= 1.5 / tensor[0].numel() ** 0.5
            elif name == "weight":  # a scale: large enough that a cut at 6 would be seen
                values = 1 + 4 * torch.rand(tensor.shape, generator=rng)
            elif name == "running_var":
                values = 0.5 + torch.rand(tensor.shape, generator=rng)
            part[name] = values
        drawn.append(part)
    return drawn


def transplant(network: nn.Module, state: State) -> bool:
    """Copy each part of ``state`` into the first free layer whose tensors have the same shapes.

    Returns:
        Whether all parts found a layer and all layers a part.
    """
    free = parametric(network)
    placed = 0
    for part in state:
        shapes = {name: tensor.shape for name, tensor in part.items()}
        for index, layer in enumerate(free):
            own = own_state(layer)
            if {name: tensor.shape for name, tensor in own.items()} == shapes:
                for name, tensor in own.items():
                    tensor.copy_(part[name])
                del free[index]
                placed += 1
                break
    return placed == len(state) and not free


def run(network: nn.Module, state: State, batch: torch.Tensor) -> Seen:
    """Put ``state`` into a network; its output in training and then in evaluation mode."""
    with torch.no_grad():
        network.train()
        network(batch.clone())  # gives lazy layers their sizes
        complete = transplant(network, state)
        training = plain(network(batch.clone()))
        again = plain(network(batch.clone()))
        evaluating = any(not layer.training for layer in network.modules())
        transplant(network, state)
        network.train()
        network(batch.clone())
        network.eval()
        return {
            "complete": complete,
            "training": training,
            "evaluation": plain(network(batch.clone())),
            "repeatable": isinstance(training, torch.Tensor) and close(again, training),
            "evaluating": evaluating,
        }


def output_of(network: nn.Module, state: State, batch: torch.Tensor, mode: str) -> torch.Tensor:
    """What a network of ours gives in one mode, as `run` would say, with as few passes."""
    with torch.no_grad():
        transplant(network, state)
        network.train()
        output = network(batch.clone())
        return output if mode == "training" else network.eval()(batch.clone())


def leaves_of(network: nn.Module) -> list[str]:
    """The layers without parameters, as torch prints them; ``inplace`` makes no difference."""
    return [
        re.sub(r"(, )?inplace=True", "", repr(layer))
        for layer in network.modules()
        if not any(True for _ in layer.children())
        and layer not in parametric(network)
        and not isinstance(layer, nn.Identity | nn.Flatten)
    ]


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


# Aspects ----------------------------------------------------------------------------------------


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


class Shapes(NetworkAspect):
    """The network maps a batch of the input size to one of the output size, for any sizes."""

    title = "the shapes of what it takes and gives"

    @property
    def call(self) -> str:
        calls = (f"{self.spec.call(n)}({self.spec.batch_call(n)}).shape" for n in (0, 1))
        return f"[{', '.join(calls)}]"

    def given(self, rng: torch.Generator) -> Given:
        return {"batches": [self.spec.batch(rng, which) for which in (0, 1)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        outputs = []
        for which, batch in enumerate(given["batches"]):
            network = self.build(answer, which)
            if not isinstance(network, nn.Module):
                return {"network": plain(network)}
            outputs.append(plain(network(batch)))
        return {"outputs": outputs}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        for which, output in enumerate(seen["outputs"]):
            rows = len(given["batches"][which])
            want = self.spec.out_shape(which, rows)
            if not isinstance(output, torch.Tensor) or tuple(output.shape) != want:
                return Finding(
                    f"an output of shape {want} from {self.spec.call(which)}",
                    name_of(output),
                    explain_shape(output, rows),
                )
            if output.dtype != torch.float32:
                return Finding("an output of dtype torch.float32", f"dtype {output.dtype}")
        return None


def explain_shape(output: Any, rows: int) -> str | None:
    """The mistake behind an output that is no tensor, or one of another shape."""
    if output is None:
        return "forward computes the output but does not return it"
    if isinstance(output, Other):
        return f"forward returns an object ({output.type_name}); it is asked to apply the layers"
    if isinstance(output, torch.Tensor) and tuple(output.shape) == (rows,):
        return "the last dimension was squeezed away; keep it, of size 1"
    if isinstance(output, torch.Tensor) and (output.dim() == 0 or len(output) != rows):
        return "one output for each row of the batch is asked for: no mean or sum over the batch"
    return None


class Layers(NetworkAspect):
    """The layers with parameters, their sizes, biases, and that they can be trained."""

    title = "its layers with parameters"

    def given(self, rng: torch.Generator) -> Given:
        return {"batches": [self.spec.batch(rng, which) for which in (0, 1)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        layers = []
        for which, batch in enumerate(given["batches"]):
            network = self.build(answer, which)
            if not isinstance(network, nn.Module):
                return {"network": plain(network)}
            with contextlib.suppress(Exception):  # another aspect reports it
                network(batch)  # gives lazy layers their sizes
            layers.append(layers_of(network))
        one_layer = type(network).__module__.startswith("torch.") and not any(network.children())
        return {"layers": layers, "alone": repr(network) if one_layer else None}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        got = seen["layers"]
        if seen["alone"] and not got[0]:
            likely = f"{seen['alone']} alone is returned: join the layers, as nn.Sequential does"
            return Finding(self.spec.rule, seen["alone"], likely)
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
        kind = next(iter(more))
        added = next(text for text in [*extra, *got] if text.startswith(kind))
        return f"{_counted(more)} too many: {added}"
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
    last_got, last_want = (re.findall(r"\d+", texts[-1]) for texts in (got, want))
    if missing == Counter(want[-1:]) and last_got[:1] == last_want[:1]:
        return f"the last layer gives {last_got[-1]} outputs, not {last_want[-1]}"
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
    pattern = rf"(\w+\(\d+, \d+), {', '.join(f'{name}=(.+?)' for name in CONV_SETTINGS)}[,)]"
    matches = [re.match(pattern, min(texts, default="")) for texts in (gone, added)]
    if None in matches or matches[0][1] != matches[1][1]:
        return None
    want, got = (match.groups()[1:] for match in matches)
    wrong = [
        name for name, asked, there in zip(CONV_SETTINGS, want, got, strict=True) if asked != there
    ]
    if len(wrong) > 1 and sorted(want) == sorted(got):
        return f"{' and '.join(wrong)} are exchanged: pass them by name"
    return f"{listing(wrong)} not passed on to the layer, or another default" if wrong else None


class Outputs(NetworkAspect):
    """Given the same parameters, the network computes what the reference computes."""

    mode: str

    def given(self, rng: torch.Generator) -> Given:
        reference = self.spec.make(self.spec.reference)
        # Four times the spread of noise, so that an activation that is cut off somewhere shows.
        state, batch = draw_state(reference, rng), 4 * self.spec.batch(rng, rows=24)
        if self.spec.centred:
            logits = output_of(reference, state, batch, "training")
            state[-1]["weight"] *= LOGITS / logits.std()
            state[-1]["bias"] -= output_of(reference, state, batch, "training").median(dim=0).values
        return {"state": state, "batch": batch}

    def observe(self, answer: Any, given: Given) -> Seen:
        network = self.build(answer)
        if not isinstance(network, nn.Module):
            return {"network": plain(network)}
        leaves = leaves_of(network)
        return run(network, given["state"], given["batch"]) | {"leaves": leaves}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        reference = self.spec.make(self.spec.reference)
        want = output_of(reference, given["state"], given["batch"], self.mode)
        output = seen[self.mode]
        if seen["complete"] and close(output, want):
            return None
        if not seen["complete"]:
            return Finding(
                f"{self.spec.rule}, with parameters that the check puts in",
                "other layers, which these parameters do not fit",
            )
        tensor = isinstance(output, torch.Tensor)
        leaves = leaves_of(reference)
        return Finding(
            self.spec.rule,
            f"other values: {spread(output)}" if tensor else name_of(output),
            self._known_mistake(output, given, seen["leaves"])
            or self._other_setting(seen["leaves"], leaves)
            or self._known_mistake(output, given)
            or self._what_it_contains(seen["leaves"], leaves)
            or self._what_it_does(seen)
            or self._simple_change(output, want),
        )

    def _known_mistake(
        self, output: Any, given: Given, leaves: list[str] | None = None
    ) -> str | None:
        """A mistake that reproduces the output, and consists of ``leaves`` if these are given."""
        if not isinstance(output, torch.Tensor):
            return None
        for sentence, build in self.spec.mistakes.items():
            network = self.spec.make(build)
            if leaves is not None and set(leaves_of(network)) != set(leaves):
                continue
            if close(output, output_of(network, given["state"], given["batch"], self.mode)):
                return sentence
        return None

    @staticmethod
    def _simple_change(output: Any, want: torch.Tensor) -> str | None:
        """What was done to a right output, if it is something simple."""
        if close(output, -want):
            return "the sign of the output is turned"
        if close(output, 2 * want - 1):
            return "the output is moved to [-1, 1]; leave it in [0, 1]"
        bounds = [output.max(), -output.min()] if isinstance(output, torch.Tensor) else []
        for bound in bounds:
            if bound > 0 and close(output, want.clamp(-bound, bound)):
                return f"the output is cut off at {bound.item():.3g}: leave it as it is"
        return None

    @staticmethod
    def _other_setting(got: list[str], want: list[str]) -> str | None:
        """A layer without parameters that is there with another setting."""
        more, fewer = set(got) - set(want), set(want) - set(got)
        kinds = {text.partition("(")[0] for text in more | fewer}
        if len(more) == len(fewer) == len(kinds) == 1:
            return f"{next(iter(more))} stands where {next(iter(fewer))} belongs"
        return None

    @staticmethod
    def _what_it_does(seen: Seen) -> str | None:
        """Something that the network does beside computing its layers."""
        if not seen["repeatable"]:
            return "two calls on the same batch differ: something random happens in forward"
        if seen["evaluating"]:
            return "a part of the network puts itself into evaluation mode"
        return None

    @staticmethod
    def _what_it_contains(got: list[str], want: list[str]) -> str | None:
        """A layer without parameters that the exercise does not ask for."""
        more, fewer = Counter(got) - Counter(want), Counter(want) - Counter(got)
        if more and fewer:
            return f"{next(iter(more))} stands where {next(iter(fewer))} belongs"
        if more:
            return f"the network contains {listing(more)}, which is not asked for here"
        return None


class TrainingOutput(Outputs):
    """Output in training mode."""

    title = "what it computes in training mode"
    mode = "training"

    @property
    def call(self) -> str:
        return f"{self.spec.call()}.train()({self.spec.batch_call(rows=24)})"


class EvaluationOutput(Outputs):
    """Output in evaluation mode, after one batch in training mode moved the statistics."""

    title = "what it computes in evaluation mode, after a training batch"
    mode = "evaluation"

    @property
    def call(self) -> str:
        return f"{self.spec.call()}.eval()({self.spec.batch_call(rows=24)})"


class Gradients(NetworkAspect):
    """A gradient reaches the input and every parameter."""

    title = "gradients flow through it"

    @property
    def call(self) -> str:
        return f"{self.spec.call()}({self.spec.batch_call(rows=24)}).sum().backward()"

    def given(self, rng: torch.Generator) -> Given:
        batch = self.spec.batch(rng, rows=24)
        weights = torch.randn(self.spec.out_shape(rows=24), generator=rng)
        return {"batch": batch, "weights": weights}

    def observe(self, answer: Any, given: Given) -> Seen:
        network = self.build(answer)
        if not isinstance(network, nn.Module):
            return {"network": plain(network)}
        batch = given["batch"].clone().requires_grad_()
        output = network(batch)
        if not output.requires_grad:
            return {"connected": False}
        (output * given["weights"]).sum().backward()
        return {
            "connected": batch.grad is not None,
            "without": [n for n, p in network.named_parameters() if p.grad is None],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        expected = "a gradient at the input and at every parameter"
        if not seen["connected"]:
            return Finding(
                expected,
                "no gradient at the input",
                "the forward pass is cut off: torch.no_grad, .detach, .data or .item in it",
            )
        if seen["without"]:
            return Finding(
                expected,
                f"none at {listing(seen['without'][:4])}",
                "a layer is made but not used in the forward pass",
            )
        return None


class Fresh(NetworkAspect):
    """Every call builds a new network, initialised as PyTorch does, in training mode.

    PyTorch draws weights and biases of Linear(n, m) evenly between -1/sqrt(n) and 1/sqrt(n), and
    those of convolutions likewise, where n is the count of numbers in ``weight[0]``. Of the 35 or
    more weights of the largest layer, all lie in the inner half with a chance of 0.5^35 = 3e-11.
    Times sqrt(n), the square of such a number lies in [0, 1] and has the mean 1/3. By Hoeffding's
    inequality the mean of N squares is off by more than t with a chance of at most 2 exp(-2 N t^2):
    1e-10 for t = sqrt(ln(2e10) / (2 N)). Normalisation starts with scale 1 and shift 0.
    """

    title = "every call gives a new network, as PyTorch starts it"

    @property
    def call(self) -> str:
        return f"[{self.spec.call()} for _ in range(2)]"

    def given(self, rng: torch.Generator) -> Given:
        return {"batch": self.spec.batch(rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        networks = [self.build(answer) for _ in range(2)]
        for network in networks:
            if not isinstance(network, nn.Module):
                return {"network": plain(network)}
            modes = {layer.training for layer in network.modules()}
            network(given["batch"])  # gives lazy layers their sizes
        first, second = (list(network.parameters()) for network in networks)
        drawn = [
            layer
            for layer in parametric(networks[0])
            if isinstance(layer, nn.Linear | nn.modules.conv._ConvNd)
        ]
        weights = [layer.weight.detach() for layer in drawn]
        sizes = [weight.numel() for weight in weights]
        scaled = [
            (parameter.detach() * layer.weight[0].numel() ** 0.5).flatten()
            for layer in drawn
            for parameter in layer.parameters(recurse=False)
        ]
        return {
            "shared": any(p.data_ptr() == q.data_ptr() for p in first for q in second),
            "equal": any(
                torch.equal(p, q)
                for p, q in zip(first, second, strict=False)
                if p.dim() > 1 and p.shape == q.shape
            ),
            "training": modes == {True},
            "reach": [w.abs().max().item() * w[0].numel() ** 0.5 for w in weights],
            "largest": sizes.index(max(sizes)) if sizes else None,
            "squares": plain(torch.cat(scaled) ** 2) if scaled else None,
            "zeros": any(len(one) > 1 and bool((one == 0).all()) for one in scaled),
            "norms": [
                bool((layer.weight == 1).all()) and bool((layer.bias == 0).all())
                for layer in parametric(networks[0])
                if isinstance(layer, nn.modules.batchnorm._NormBase) and layer.affine
            ],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        if seen["shared"]:
            return Finding(
                "two networks with parameters of their own",
                "two networks that share parameters",
                "the layers are made once and shared by all calls; each call makes its own",
            )
        if seen["equal"]:
            return Finding(
                "weights drawn anew for each network",
                "the same weights in both",
                "the random seed or the weights are set inside: leave PyTorch's initialisation",
            )
        if not seen["training"]:
            return Finding(
                "a network in training mode, as every new one",
                "a network in evaluation mode",
                "eval() is called while the network is built",
            )
        return self._set_by_hand(seen)

    @staticmethod
    def _set_by_hand(seen: Seen) -> Finding | None:
        """A finding if weights, biases or normalisations do not start as PyTorch starts them."""
        by_hand = "set by hand: leave PyTorch's own initialisation"
        reach, squares = seen["reach"], seen["squares"]
        if squares is not None:
            expected = "even draws, within 1/sqrt(n) of 0, where weight[0] has n numbers"
            if max(reach) > 1.001 or reach[seen["largest"]] < 0.5:
                got = f"weights up to {max(reach):.2g}/sqrt(n)"
                return Finding(expected, got, f"the weights are {by_hand}")
            mean, bound = squares.mean().item(), math.sqrt(math.log(2e10) / (2 * len(squares)))
            if abs(mean - 1 / 3) > bound:
                got = f"a standard deviation of {mean**0.5:.2g}/sqrt(n), not 0.58/sqrt(n)"
                return Finding(expected, got, f"the weights are {by_hand}")
            if seen["zeros"]:
                return Finding(expected, "only zeros in a layer", f"a weight or bias is {by_hand}")
        if not all(seen["norms"]):
            expected = "a normalisation that starts with scale 1 and shift 0"
            return Finding(expected, "other numbers", f"scale or shift are {by_hand}")
        return None


class Defaults(NetworkAspect):
    """Without arguments, the class builds the network of the exercise's default sizes."""

    title = "its default sizes"

    @property
    def call(self) -> str:
        return f"{self.spec.name}()"

    def observe(self, answer: Any, given: Given) -> Seen:
        network = answer()
        with contextlib.suppress(Exception):  # another aspect reports it
            network(torch.zeros(2, self._in_features()))  # gives lazy layers their sizes
        return {"layers": layers_of(network)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        with torch.device("meta"):
            want = layers_of(self.spec.reference())
        if Counter(seen["layers"]) == Counter(want):
            return None
        return Finding(
            listing(want), listing(seen["layers"]), "a default in the signature was changed"
        )

    def _in_features(self) -> int:
        parameters = inspect.signature(self.spec.reference).parameters
        return parameters[self.spec.features[0]].default


@dataclass
class Accessor(NetworkAspect):
    """``get_gen()`` or ``get_disc()`` returns the network that ``forward`` applies."""

    method: str

    @property
    def title(self) -> str:
        return f"{self.method}() returns the network that forward applies"

    @property
    def call(self) -> str:
        return f"{self.spec.call()}.{self.method}()({self.spec.batch_call()})"

    def given(self, rng: torch.Generator) -> Given:
        return {"batch": self.spec.batch(rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        network = self.build(answer)
        method = getattr(network, self.method, None)
        if method is None or isinstance(method, nn.Module):
            return {"method": plain(method)}
        inner = method()
        if not isinstance(inner, nn.Module):
            return {"network": plain(inner)}
        own = {id(parameter) for parameter in network.parameters()}
        seen = {
            "training": all(layer.training for layer in inner.modules()),
            "own": all(id(parameter) in own for parameter in inner.parameters()),
        }
        network.eval()
        inner.eval()  # a copy's mode is its own
        outer = plain(network(given["batch"]))
        try:
            return seen | {"outer": outer, "inner": plain(inner(given["batch"]))}
        except (RuntimeError, TypeError, ValueError):
            return seen | {"outer": outer, "inner": None}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "the same output as calling the object itself"
        if "method" in seen:
            return Finding(
                f"a method {self.method}(self)",
                "no such method" if seen["method"] is None else "a network under that name",
                f"{self.method} must be a method that returns the network",
            )
        if seen.get("network", "") is None:
            return Finding(expected, "None", f"{self.method}() returns nothing: a forgotten return")
        if finding := no_network(seen, self.spec):
            return finding
        if not isinstance(seen["outer"], torch.Tensor) or not close(seen["inner"], seen["outer"]):
            return Finding(
                expected,
                "another output" if isinstance(seen["inner"], torch.Tensor) else "an error",
                f"{self.method}() returns another network than the one that forward applies",
            )
        if not seen["own"]:
            return Finding(
                "the network itself, with its own parameters",
                "other parameters with the same values",
                f"{self.method}() returns a copy: training the object would not change it",
            )
        if not seen["training"]:
            return Finding(
                "the network as it is, in training mode",
                "a network in evaluation mode",
                f"eval() is called in {self.method}(): it returns the network and does no more",
            )
        return None
