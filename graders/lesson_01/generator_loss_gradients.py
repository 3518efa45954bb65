"""Exercise 1.2: what the two losses of the generator let it learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import close, name_of, plain, spread

SATURATING, NON_SATURATING = "the first (saturating)", "the second (non-saturating)"

DERIVATIVES = {
    SATURATING: "the first: the derivative of log(1 - D) with respect to each logit",
    NON_SATURATING: "the second: the derivative of -log D with respect to each logit",
}

MISTAKES = (
    (SATURATING, "the sign is missing: log(1 - D) falls when D rises", lambda d: d),
    (SATURATING, "that is the derivative with respect to D; a comes before it: D = sigmoid(a)",
     lambda d: -1 / (1 - d)),
    (SATURATING, "that is the loss log(1 - D) itself, not its derivative",
     lambda d: torch.log(1 - d)),
    (SATURATING, "that is -D(1 - D): the factor 1/(1 - D) is missing", lambda d: -d * (1 - d)),
    (SATURATING, "the factor 1/(1 - D) stands without sigmoid's own derivative",
     lambda d: 1 / (1 - d)),
    (SATURATING, "the logits are taken for probabilities: D = sigmoid(a) is missing",
     lambda d: -torch.logit(d)),
    (SATURATING, "one .grad is returned twice, or added to: set it to zero between, or take "
     "torch.autograd.grad", lambda d: -torch.ones_like(d)),
    (NON_SATURATING, "the second gradient was added to the first in .grad: set it to zero between, "
     "or take torch.autograd.grad", lambda d: -torch.ones_like(d)),
    (NON_SATURATING, "the sign is missing: -log D falls when D rises", lambda d: 1 - d),
    (NON_SATURATING, "that is the derivative with respect to D; a comes before it: D = sigmoid(a)",
     lambda d: -1 / d),
    (NON_SATURATING, "that is the loss -log D itself, not its derivative",
     lambda d: -torch.log(d)),
    (NON_SATURATING, "that is -D(1 - D): the factor 1/D is missing", lambda d: -d * (1 - d)),
)  # fmt: skip


def _pair(value: Any) -> Any:
    """The pair as plain values; the two rows of one tensor are a pair too."""
    if isinstance(value, torch.Tensor) and value.dim() > 0 and len(value) == 2:
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
            return Finding(expected, name_of(result), likely)
        for part in result:
            if not isinstance(part, torch.Tensor) or part.shape != given["logits"].shape:
                likely = None
                if isinstance(part, torch.Tensor) and part.numel() == 1:
                    likely = "one derivative for each logit: no mean over the batch"
                elif isinstance(part, list):
                    likely = "torch.autograd.grad returns a tuple: take its element [0]"
                elif isinstance(part, torch.Tensor) and part.shape == given["logits"].shape[1:]:
                    likely = "one tensor was returned; two are asked for, one for each loss"
                return Finding(expected, f"{name_of(part)} in the pair", likely)
        return None


@dataclass
class GradientValues(Aspect):
    """The two derivatives, for logits in one range."""

    title: str
    low: float
    high: float

    @property
    def call(self) -> str:
        return f"generator_loss_gradients(torch.linspace({self.low:g}, {self.high:g}, 9))"

    def given(self, rng: torch.Generator) -> Given:
        return {"logits": torch.linspace(self.low, self.high, 9)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": _pair(answer(given["logits"].clone()))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result = seen["result"]
        d = torch.sigmoid(given["logits"])
        want = {SATURATING: -d, NON_SATURATING: -(1 - d)}
        if not isinstance(result, list) or len(result) != 2:
            return Finding("a pair of tensors", name_of(result))
        if close(result[0], want[NON_SATURATING]) and close(result[1], want[SATURATING]):
            return Finding(
                "(saturating, non_saturating)", "the two in the other order", "they are exchanged"
            )
        for (which, right), got in zip(want.items(), result, strict=True):
            if close(got, right, tolerance=1e-3):
                continue
            if not isinstance(got, torch.Tensor):
                return Finding(f"{which} as a tensor", name_of(got))
            likely = next(
                (
                    why
                    for name, why, formula in MISTAKES
                    if name == which and close(got, formula(d), tolerance=1e-3)
                ),
                None,
            )
            if likely is None and close(got * len(d), right):
                likely = "the mean over the batch is differentiated; sum, or treat each logit alone"
            return Finding(DERIVATIVES[which], spread(got.float()), likely)
        return None


item = Item(
    "generator_loss_gradients",
    "1.2",
    "generator_loss_gradients(logits)",
    (
        GradientPair(),
        GradientValues("where the discriminator is in doubt", -0.9, 0.9),
        GradientValues("where the discriminator is sure that it sees a fake", -12.0, -4.0),
        GradientValues("where the discriminator is fooled", 4.0, 12.0),
    ),
)
