"""Exercise 4.5: the moving average of the generator's weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.aspect import Finding, Given, Known, Seen
from graders.core.values import close, listing, one_place, plain
from graders.instruments.calls import exercise, known_mistake
from graders.lesson_04._average import AverageAspect, by_name, network

NOT_MOVED = (
    "`mean = …` binds a name to a new tensor: what ends in an underscore, as lerp_ and copy_, "
    "changes the one in the network"
)

SHARED = (
    "average and gen share a tensor: what is trained in gen changes the average too. copy_ copies "
    "the values"
)

Formula = Callable[[Tensor, Tensor, float], Tensor]
"""From an averaged weight, the generator's and decay to what becomes of the average."""

MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("decay and 1 - decay have changed places: the average keeps the share decay of itself",
     lambda a, g, d: (1 - d) * a + d * g),
    ("the average has become a copy of gen: it keeps the share decay of itself",
     lambda a, g, d: g),
    ("the average is only made smaller: gen's share is missing", lambda a, g, d: d * a),
    ("gen's weights stand there with their share alone: the average's own part is missing",
     lambda a, g, d: (1 - d) * g),
    ("gen's weights are added whole: their share is 1 - decay", lambda a, g, d: d * a + g),
    ("the average is kept whole: its share is decay", lambda a, g, d: a + (1 - d) * g),
    ("gen's weights are added to the average: the shares are missing", lambda a, g, d: a + g),
    ("gen's weights get the share decay too: theirs is 1 - decay", lambda a, g, d: d * a + d * g),
    ("the average gets the share 1 - decay too: its own is decay",
     lambda a, g, d: (1 - d) * a + (1 - d) * g),
    ("that is the mean of both, whatever decay is", lambda a, g, d: (a + g) / 2),
    ("the average moves away from gen: the sign is turned", lambda a, g, d: a - (1 - d) * (g - a)),
    ("the average moves away from gen: the sign is turned", lambda a, g, d: d * a - (1 - d) * g),
    ("the weights are averaged twice in one call", lambda a, g, d: d * d * a + (1 - d * d) * g),
    ("the average's own values stand in gen's place: it was changed before it was read",
     lambda a, g, d: d * a + (1 - d) * d * a),
    ("a fixed number stands where decay should", lambda a, g, d: 0.998 * a + (1 - 0.998) * g),
    ("a fixed number stands where decay should", lambda a, g, d: 0.999 * a + (1 - 0.999) * g),
    ("a fixed number stands where decay should", lambda a, g, d: 0.99 * a + (1 - 0.99) * g),
    ("a fixed number stands where decay should", lambda a, g, d: 0.9 * a + (1 - 0.9) * g),
)  # fmt: skip


class AverageWeights(AverageAspect):
    """All parameters of the average have moved by the formula."""

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "decay * average + (1 - decay) * gen, for every parameter"
        want = self._wanted(given)
        got = dict(zip(want, seen["parameters"], strict=True))
        wrong = [name for name in want if not close(got[name], want[name])]
        if not wrong:
            return None
        before, after = (by_name(given["weights"][moment].double()) for moment in (0, -1))
        if all(close(got[name], after[name]) for name in wrong):
            return Finding(expected, "an average that changes with gen", SHARED)
        still = [name for name in wrong if close(got[name], before[name])]
        if len(still) == len(want):
            returned = "a new network is returned; the one that was handed over is to change"
            why = returned if seen["network"] else NOT_MOVED
            return Finding(expected, "the average as it was before", why)
        if still == wrong:
            return Finding(
                expected, f"as they were before: {listing(still)}", _cause_of_still(still)
            )
        first = next(name for name in wrong if name not in still)
        if not isinstance(got[first], Tensor) or got[first].shape != want[first].shape:
            return Finding(expected, f"{first} in another shape")
        there, value = one_place(got[first], want[first])
        likely = self._explained(got, given) if not still else None
        return Finding(f"{expected}: in {first} {there}", value, likely)

    def _explained(self, got: dict[str, Any], given: Given) -> Known | None:
        """The mistake that explains every parameter."""
        if len(self.decays) > 1:
            return None
        average, gen = (by_name(given["weights"][moment].double()) for moment in (0, 1))

        def explains(formula: Formula) -> bool:
            return all(
                close(got[name], formula(average[name], gen[name], self.decays[0])) for name in got
            )

        return known_mistake(MISTAKES, explains)


def _cause_of_still(still: list[str]) -> str:
    """Why some parameters have not moved, and others have."""
    ends = {name.rpartition(".")[2] for name in still}
    if ends == {"bias", "factor"}:
        return "only what is called weight moves: parameters() gives all, whatever their names"
    if ends == {"factor"}:
        return (
            "only what is called weight or bias moves: parameters() gives all, whatever their names"
        )
    return "parameters() gives those of all layers, also of layers inside others"


class AverageMoves(AverageWeights):
    """Call after call, each starts from where the one before it has left the average."""

    call = "[update_average(average, gen, decay) for gen, decay in moments]"
    names = ("average", "moments")

    def example(self, given: Given) -> tuple[Any, ...]:
        moments = [(self.gen(given, at), decay) for at, decay in enumerate(self.decays, 1)]
        return self.average(given), moments

    def observe(self, answer: Any, given: Given) -> Seen:
        average, moments = self.example(given)
        for gen, decay in moments:
            answer(average, gen, decay)
        return {"parameters": [plain(one) for one in average.parameters()], "network": False}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = super().judge(seen, given)
        if finding is None or finding.likely:
            return finding
        return Finding(
            finding.expected,
            finding.got,
            "each call starts from the average as it is and from gen as it is, and remembers "
            "nothing else; decay may be another each time",
        )


class AverageBuffers(AverageAspect):
    """BatchNorm's statistics and its count are gen's."""

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        names = [name for name, _ in network().named_buffers()]
        before, want, after = (
            [*given["statistics"][moment].tensor_split(2), given["batches"][moment]]
            for moment in (0, 1, -1)
        )
        got = seen["buffers"]
        wrong = [place for place in range(3) if not close(got[place], want[place])]
        if not wrong:
            return None
        first = wrong[0]
        if not isinstance(got[first], Tensor) or got[first].shape != want[first].shape:
            return Finding("gen's own buffers", f"{names[first]} in another shape")
        there, value = one_place(got[first], want[first])
        likely = None
        if all(close(got[place], after[place]) for place in wrong):
            likely = SHARED
        elif all(close(got[place], before[place]) for place in wrong):
            likely = (
                "running statistics are buffers, not parameters: buffers() gives them"
                if len(wrong) == len(names)
                else f"some buffers are left out: {listing(names[place] for place in wrong)}"
            )
        elif close(got[first], self._averaged(before[first], want[first])):
            likely = "buffers are averaged like weights: they are copied, mean.copy_(buffer)"
        return Finding(f"gen's own buffers: in {names[first]} {there}", value, likely)

    def _averaged(self, before: Tensor, now: Tensor) -> Tensor:
        return torch.lerp(before.double(), now.double(), 1 - self.decays[0])


class AverageInPlace(AverageAspect):
    """The average is the network that it was: its parameters, flags and mode."""

    def observe(self, answer: Any, given: Given) -> Seen:
        average, gen, decay = self.example(given)
        before = dict(average.named_parameters())
        answer(average, gen, decay)
        after = dict(average.named_parameters())
        return {
            "same": before.keys() == after.keys()
            and all(before[name] is after[name] for name in before),
            "history": any(not one.is_leaf for one in after.values()),
            "flags": all(one.requires_grad is not self.frozen for one in after.values()),
            "training": any(part.training for part in average.modules()),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["same"]:
            return Finding(
                "the parameters that were there, with other values",
                "new ones in their place",
                "a new tensor replaces the parameter: lerp_, copy_, mul_ and add_ change the one "
                "that is there",
            )
        if seen["history"]:
            return Finding(
                "parameters without a history",
                "an average that remembers every update",
                "autograd follows gen's weights into the average: torch.no_grad() is missing",
            )
        if not seen["flags"]:
            return Finding(
                "requires_grad as it was",
                "another requires_grad in the average",
                "requires_grad is set inside the function",
            )
        if seen["training"]:
            return Finding(
                "the average in evaluation mode, as before",
                "the average in training mode",
                ".train() is called inside the function",
            )
        return None


class AverageLeavesGen(AverageAspect):
    """gen is what it was: weights, statistics, gradients, flags, mode."""

    def observe(self, answer: Any, given: Given) -> Seen:
        average, gen, decay = self.example(given)
        answer(average, gen, decay)
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in gen.parameters()]
        return {
            "weights": plain(nn.utils.parameters_to_vector(gen.parameters())),
            "grads": plain(nn.utils.parameters_to_vector(grads)),
            "buffers": [plain(one) for one in gen.buffers()],
            "frozen": not all(one.requires_grad for one in gen.parameters()),
            "evaluating": any(not part.training for part in gen.modules()),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "gen as it was"
        if not torch.equal(seen["weights"], given["weights"][1]):
            return Finding(
                expected,
                "other weights in gen",
                "gen is changed in place: it trains on, the average only follows; have average and "
                "gen changed places?",
            )
        mean, variance, batches = seen["buffers"]
        statistics = torch.cat([mean, variance])
        if not (
            torch.equal(statistics, given["statistics"][1])
            and torch.equal(batches, given["batches"][1])
        ):
            return Finding(
                expected,
                "other running statistics in gen",
                "gen is called, or its buffers are changed: they are copied from gen to average",
            )
        if not torch.equal(seen["grads"], given["leftover"]):
            return Finding(
                expected,
                "other gradients in gen",
                "zero_grad() or backward() is called inside the function",
            )
        if seen["frozen"]:
            return Finding(
                expected,
                "requires_grad is switched off in gen",
                "gen trains on: only the average may be frozen, by torch.no_grad() or beforehand",
            )
        if seen["evaluating"]:
            return Finding(
                expected, "gen in evaluation mode", ".eval() inside the function stays behind it"
            )
        return None


item = exercise(
    "4.5",
    "update_average(average, gen, decay)",
    AverageWeights("every weight has moved", weight=2, essential=True),
    AverageMoves("call after call", (0.5, 0.9, 0.25)),
    AverageBuffers("BatchNorm's statistics are copied"),
    AverageInPlace("the average keeps its parameters, without a history", frozen=True, rule=True),
    AverageLeavesGen("gen stays as it is", rule=True),
    see=(
        ("no_grad", "hint 1"),
        ("in-place", "hint 1"),
        ("lerp_", "hint 1"),
        ("decay", "hint 2"),
        ("buffer", "hint 2"),
    ),
)
