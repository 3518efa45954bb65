"""How a network is called: shapes, defaults, gradients, methods."""

from __future__ import annotations

import contextlib
import inspect
from collections import Counter
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.aspect import Finding, Given, Known, Seen
from graders.core.values import Other, close, listing, name_of, plain
from graders.instruments.networks.layers import in_training, layers_of, modes_kept
from graders.instruments.networks.spec import NetworkAspect, no_network


class Shapes(NetworkAspect):
    """The network maps a batch of the input size to one of the output size, for any sizes."""

    title = "the shapes of what it takes and gives"
    chance = 0.0  # of the outputs, only the shapes are looked at

    def __post_init__(self) -> None:
        calls = (f"{self.spec.call(n)}({self.spec.batch_call(n)}).shape" for n in (0, 1))
        self.call = f"[{', '.join(calls)}]"

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
        return Known(
            f"forward returns an object ({output.type_name}); it is asked to apply the layers"
        )
    if isinstance(output, torch.Tensor) and tuple(output.shape) == (rows,):
        return "the last dimension was squeezed away; keep it, of size 1"
    if isinstance(output, torch.Tensor) and (output.dim() == 0 or len(output) != rows):
        return "one output for each row of the batch is asked for: no mean or sum over the batch"
    return None


class Gradients(NetworkAspect):
    """A gradient reaches the input and every parameter."""

    title = "gradients flow through it"

    def __post_init__(self) -> None:
        self.call = f"without_gradient({self.spec.call()})"
        self.names = ("without_gradient",)

    def given(self, rng: torch.Generator) -> Given:
        batch = self.spec.batch(rng, rows=24)
        weights = torch.randn(self.spec.out_shape(rows=24), generator=rng)
        return {"batch": batch, "weights": weights}

    def example(self, given: Given) -> tuple[Any, ...]:
        def without_gradient(network: nn.Module) -> list[str]:
            """Names of what has no gradient after a backward pass: parameters, or the input."""
            tensors = {"the input": given["batch"].clone().requires_grad_()}
            tensors |= dict(network.named_parameters())
            output = network(tensors["the input"])
            if output.requires_grad:
                (output * given["weights"]).sum().backward()
            return [name for name, tensor in tensors.items() if tensor.grad is None]

        return (without_gradient,)

    def observe(self, answer: Any, given: Given) -> Seen:
        network = self.build(answer)
        if not isinstance(network, nn.Module):
            return {"network": plain(network)}
        (without_gradient,) = self.example(given)
        return {"without": without_gradient(network)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := no_network(seen, self.spec):
            return finding
        expected = "a gradient at the input and at every parameter"
        if "the input" in seen["without"]:
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


class Defaults(NetworkAspect):
    """Without arguments, the class builds the network of the exercise's default sizes."""

    title = "its default sizes"

    def __post_init__(self) -> None:
        self.call = f"{self.spec.name}()"

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
        first = next(iter(inspect.signature(self.spec.reference).parameters.values()))
        return first.default


@dataclass
class Accessor(NetworkAspect):
    """``get_gen()`` or ``get_disc()`` returns the network that ``forward`` applies."""

    method: str

    chance = 0.0  # two outputs of one network are compared

    def __post_init__(self) -> None:
        self.title = f"{self.method}() returns the network that forward applies"
        self.call = f"{self.spec.call()}.{self.method}()({self.spec.batch_call()})"

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
            "training": in_training(inner),
            "own": all(id(parameter) in own for parameter in inner.parameters()),
        }
        with modes_kept(network, inner):
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
