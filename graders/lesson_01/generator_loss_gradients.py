"""Exercise 1.3: what the two losses of the generator let it learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.check import See
from graders.core.values import close, has_history, name_of, one_place, plain
from graders.instruments.calls import exercise, known_mistake

SATURATING, NON_SATURATING = "the first (saturating)", "the second (non-saturating)"

DERIVATIVES = {
    SATURATING: "the first: the derivative of log(1 - D) with respect to each logit",
    NON_SATURATING: "the second: the derivative of -log D with respect to each logit",
}

Formula = Callable[[Tensor], Tensor]
"""From the discriminator's probabilities D to a derivative, or what is taken for it."""

OF_D = "that is the derivative with respect to D; a comes before it: D = sigmoid(a)"

OTHER_SQUASH = "tanh stands where sigmoid belongs: D = sigmoid(a)"

SOFTMAX = "softmax makes the logits compete; each has a sigmoid of its own"

SIGMOID_ALONE = "that is sigmoid's own derivative, D(1 - D): the derivative of the loss is missing"

MISTAKES: dict[str, tuple[tuple[str, Formula], ...]] = {
    SATURATING: (
        ("the sign is missing: log(1 - D) falls when D rises", lambda d: d),
        (OF_D, lambda d: -1 / (1 - d)),
        ("that is the loss log(1 - D) itself, not its derivative", lambda d: torch.log(1 - d)),
        ("that is -D(1 - D): the factor 1/(1 - D) is missing", lambda d: -d * (1 - d)),
        ("the factor 1/(1 - D) stands without sigmoid's own derivative", lambda d: 1 / (1 - d)),
        ("the logits are taken for probabilities: D = sigmoid(a) is missing",
         lambda d: -torch.logit(d)),
        ("that is 1 - D: it belongs to the other loss, with a minus", lambda d: 1 - d),
        (SIGMOID_ALONE, lambda d: d * (1 - d)),
        (OTHER_SQUASH, lambda d: -torch.tanh(torch.logit(d))),
        (SOFTMAX, lambda d: -torch.softmax(torch.logit(d), -1)),
        ("one .grad is returned twice, or added to: set it to zero between, or take "
         "torch.autograd.grad", lambda d: -torch.ones_like(d)),
    ),
    NON_SATURATING: (
        ("the second gradient was added to the first in .grad: set it to zero between, or take "
         "torch.autograd.grad", lambda d: -torch.ones_like(d)),
        ("the sign is missing: -log D falls when D rises", lambda d: 1 - d),
        (OF_D, lambda d: -1 / d),
        ("that is the loss -log D itself, not its derivative", lambda d: -torch.log(d)),
        ("-(1 - D) is D - 1: the second minus turns the sign of D", lambda d: -1 - d),
        ("that is D: it belongs to the other loss, with a minus", lambda d: d),
        (SIGMOID_ALONE, lambda d: d * (1 - d)),
        ("the factor 1/D stands without sigmoid's own derivative", lambda d: 1 / d),
        ("the logits are taken for probabilities: D = sigmoid(a) is missing",
         lambda d: -(1 - torch.logit(d))),
        ("that is -D(1 - D): the factor 1/D is missing", lambda d: -d * (1 - d)),
    ),
}  # fmt: skip


def _pair(value: Any) -> Any:
    """The pair as plain values; the two rows of one tensor are a pair too."""
    if isinstance(value, Tensor) and value.dim() > 0 and len(value) == 2:
        value = list(value)
    return plain(value)


class GradientPair(Aspect):
    """Two tensors of the shape of the logits."""

    title = "two tensors, of the shape of the logits"
    call = "generator_loss_gradients(torch.randn(2, 3))"

    def given(self, rng: torch.Generator) -> Given:
        return {"logits": torch.randn(2, 3, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": _pair(answer(given["logits"].clone()))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result = seen["result"]
        expected = "a pair (saturating, non_saturating) of tensors of shape (2, 3)"
        if not isinstance(result, list) or len(result) != 2:
            likely = "a forgotten return" if result is None else None
            if isinstance(result, Tensor) and result.shape == given["logits"].shape:
                likely = "one tensor is returned; two are asked for, one for each loss"
            return Finding(expected, name_of(result), likely)
        for part in result:
            if not isinstance(part, Tensor) or part.shape != given["logits"].shape:
                likely = None
                if isinstance(part, Tensor) and part.numel() == 1:
                    likely = "one derivative for each logit: no mean over the batch"
                elif isinstance(part, list):
                    likely = "torch.autograd.grad returns a tuple: take its element [0]"
                elif isinstance(part, Tensor) and part.shape == given["logits"].shape[1:]:
                    likely = "one tensor was returned; two are asked for, one for each loss"
                return Finding(expected, f"{name_of(part)} in the pair", likely)
        return None


class GradientValues(GradientPair):
    """The two derivatives, for logits in one range."""

    call = "generator_loss_gradients(logits)"
    names = ("logits",)

    weight = 2

    def __init__(self, title: str, low: float, high: float) -> None:
        self.title, self.low, self.high = title, low, high

    def given(self, rng: torch.Generator) -> Given:
        # Around even steps. The range is drawn too: far from 0 the derivatives are nearly flat.
        aside = 0.1 * (self.high - self.low) * (torch.rand(9, generator=rng) - 0.5)
        reach = 0.7 + 0.25 * torch.rand(1, generator=rng)
        return {"logits": reach * (torch.linspace(self.low, self.high, 9) + aside)}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["logits"].clone(),)

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result = seen["result"]
        d = torch.sigmoid(given["logits"])
        want = {SATURATING: -d, NON_SATURATING: -(1 - d)}
        if not isinstance(result, list) or len(result) != 2:
            return Finding("a pair of tensors", name_of(result))
        if close(result[0], want[NON_SATURATING]) and close(result[1], want[SATURATING]):
            return Finding(
                "(saturating, non_saturating)",
                "the two in the other order",
                "they are exchanged; or D is: sigmoid(a) is 1 / (1 + exp(-a))",
            )
        for (which, right), got in zip(want.items(), result, strict=True):
            if close(got, right, tolerance=1e-3):
                continue
            if not isinstance(got, Tensor):
                return Finding(f"{which} as a tensor", name_of(got))
            if got.shape != right.shape:
                return Finding(f"{which} of shape {tuple(right.shape)}", name_of(got))
            expected, shown = one_place(got, right, a=given["logits"])
            return Finding(f"{DERIVATIVES[which]}: {expected}", shown, _cause_of(got, which, d))
        return None


class GradientsCanBeDrawn(GradientPair):
    """The logits stay as they are and the results have no history: both are drawn afterwards."""

    title = "logits as they were, results without a history"
    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        logits = given["logits"].clone()
        history = has_history(answer(logits))
        return {"history": history, "logits": plain(logits), "asks": logits.requires_grad}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not torch.equal(seen["logits"], given["logits"]):
            likely = "an in-place operation, as sigmoid_, changes the caller's tensor"
            return Finding("logits as they were", "other values in logits", likely)
        if seen["asks"]:
            return Finding(
                "logits as they were, without requires_grad",
                "logits that require gradients",
                "requires_grad_() changes the caller's tensor: logits.clone().requires_grad_()",
            )
        if seen["history"]:
            return Finding(
                "two tensors without a history",
                "tensors that require gradients",
                "autograd follows what is computed from them: return them with .detach()",
            )
        return None


def _cause_of(got: Tensor, which: str, d: Tensor) -> str | None:
    """The mistake that makes ``got`` of the derivative that is asked for."""
    right = -d if which == SATURATING else d - 1
    likely = known_mistake(MISTAKES[which], lambda formula: close(got, formula(d), tolerance=1e-3))
    if likely is None and close(got * len(d), right):
        return "the mean over the batch is differentiated; sum, or treat each logit alone"
    return likely


SEE: See = (("factor", "hint 1"), ("derivative", "hint 1"), ("sigmoid", "hint 2"))

item = exercise(
    "1.3",
    "generator_loss_gradients(logits)",
    GradientPair(),
    GradientValues("where the discriminator is in doubt", -0.9, 0.9),
    GradientValues("where the discriminator is sure that it sees a fake", -12.0, -4.0),
    GradientValues("where the discriminator is fooled", 4.0, 12.0),
    GradientsCanBeDrawn(),
    parameters=False,
    see=SEE,
)
