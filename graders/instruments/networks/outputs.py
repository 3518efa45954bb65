"""What a network computes, compared with a reference that has its parameters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.aspect import Finding, Given, Known, Seen
from graders.core.values import close, listing, name_of, one_place, plain
from graders.instruments.networks.layers import leaves_of
from graders.instruments.networks.spec import NetworkAspect, no_network
from graders.instruments.networks.transplant import Mode, draw_state, output_of, run, settle

LOGITS = 30.0
"""The spread of centred outputs: a cut at 10 shows, and a sigmoid is not all 0 and 1."""


@dataclass
class Outputs(NetworkAspect):
    """Given the same parameters, the network computes what the reference computes.

    Attributes:
        mode: The mode that is looked at. For evaluation, one batch in training mode moves the
            running statistics before.
    """

    mode: Mode

    def __post_init__(self) -> None:
        self.title = {
            "training": "what it computes in training mode",
            "evaluation": "what it computes in evaluation mode, after a training batch",
        }[self.mode]
        self.call = f"with_weights({self.spec.call()})(batch)"
        self.names = ("with_weights", "batch")
        if self.mode == "training":
            self.weight, self.essential = 2, True

    def given(self, rng: torch.Generator) -> Given:
        reference = self.spec.make(self.spec.reference)
        # Four times the spread of noise, so that an activation that is cut off somewhere shows.
        state, batch = draw_state(reference, rng), 4 * self.spec.batch(rng, rows=24)
        if self.spec.centred:
            logits = output_of(reference, state, batch, "training")
            state[-1]["weight"] *= LOGITS / logits.std()
            state[-1]["bias"] -= output_of(reference, state, batch, "training").median(dim=0).values
        return {"state": state, "batch": batch}

    def example(self, given: Given) -> tuple[Any, ...]:
        def with_weights(network: nn.Module) -> nn.Module:
            """The network with the weights that the check puts in, in the mode it looks at."""
            settle(network, given["state"], given["batch"], self.mode)
            return network

        return with_weights, given["batch"].clone()

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
        expected, got = self.spec.rule, name_of(output)
        if isinstance(output, torch.Tensor) and output.shape == want.shape:
            place, got = one_place(output, want)
            expected += f": {place}"
        leaves = leaves_of(reference)
        return Finding(
            expected,
            got,
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
                return Known(sentence)
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
