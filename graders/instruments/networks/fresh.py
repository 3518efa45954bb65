"""Every call gives a new network, as PyTorch starts it."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import plain
from graders.instruments.networks.layers import SHARED, in_training, parametric
from graders.instruments.networks.spec import NetworkAspect, no_network
from graders.instruments.normal import CHANCE
from graders.instruments.seeds import seeded_anew, watched_seeds


def _drawn(network: nn.Module) -> list[nn.Linear | _ConvNd]:
    """The layers whose weights PyTorch draws at random."""
    return [layer for layer in parametric(network) if isinstance(layer, nn.Linear | _ConvNd)]


def mean_square_bound(count: int) -> float:
    """How far the mean of the squares of even draws from [-1, 1] lies from 1/3, at most."""
    return math.sqrt(math.log(2 / CHANCE) / (2 * count))


class Fresh(NetworkAspect):
    """Every call builds a new network, initialised as PyTorch does, in training mode.

    PyTorch draws weights and biases of Linear(n, m) evenly between -1/sqrt(n) and 1/sqrt(n), and
    those of convolutions likewise, where n is the count of numbers in ``weight[0]``. The W weights
    of the largest layer all lie in the inner half with a chance of 0.5^W. Times sqrt(n), the square
    of such a number lies in [0, 1] and has the mean 1/3. By Hoeffding's inequality the mean of N
    squares is off by more than t with a chance of at most 2 exp(-2 N t^2): `CHANCE` for
    t = sqrt(ln(2 / CHANCE) / (2 N)). Normalisation starts with scale 1 and shift 0.
    """

    title = "every call gives a new network, as PyTorch starts it"

    @property
    def chance(self) -> float:
        with torch.device("meta"):
            network = self.build(self.spec.reference)
        weights = [layer.weight.numel() for layer in _drawn(network)]
        return 0.5 ** max(weights) + CHANCE

    def __post_init__(self) -> None:
        self.call = f"[{self.spec.call()} for _ in range(2)]"

    def given(self, rng: torch.Generator) -> Given:
        return {"batch": self.spec.batch(rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        with watched_seeds() as seeded:
            networks = [self.build(answer) for _ in range(2)]
        modes: list[bool] = []
        for network in networks:
            if not isinstance(network, nn.Module):
                return {"network": plain(network)}
            modes.append(in_training(network))
            network(given["batch"])  # gives lazy layers their sizes
        first, second = (list(network.parameters()) for network in networks)
        drawn = _drawn(networks[0])
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
            "training": all(modes),
            "seeded": seeded,
            "reach": [w.abs().max().item() * w[0].numel() ** 0.5 for w in weights],
            "largest": sizes.index(max(sizes)) if sizes else None,
            "squares": plain(torch.cat(scaled) ** 2) if scaled else None,
            "zeros": any(len(values) > 1 and not values.any() for values in scaled),
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
            return SHARED
        if seen["equal"]:
            return Finding(
                "weights drawn anew for each network",
                "the same weights in both",
                "the random seed or the weights are set inside: leave PyTorch's initialisation",
            )
        if finding := seeded_anew(seen["seeded"]):
            return finding
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
            mean, bound = squares.mean().item(), mean_square_bound(len(squares))
            if abs(mean - 1 / 3) > bound:
                got = f"a standard deviation of {mean**0.5:.2g}/sqrt(n), not 0.58/sqrt(n)"
                return Finding(expected, got, f"the weights are {by_hand}")
            if seen["zeros"]:
                return Finding(expected, "only zeros in a layer", f"a weight or bias is {by_hand}")
        if not all(seen["norms"]):
            expected = "a normalisation that starts with scale 1 and shift 0"
            return Finding(expected, "other numbers", f"scale or shift are {by_hand}")
        return None
