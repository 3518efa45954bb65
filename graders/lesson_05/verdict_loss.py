"""Exercise 5.6: the loss of one verdict."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganlab.patients import PATIENTS
from graders.core.aspect import Finding, Given, Seen
from graders.core.values import Other, close, name_of, plain, spread
from graders.instruments.calls import Call, exercise, known_mistake


def _cross_entropy(logits: Tensor, target: float) -> Tensor:
    """-log sigmoid(a) for target 1, -log(1 - sigmoid(a)) = softplus(a) for target 0."""
    return F.softplus(logits if target == 0 else -logits).mean()


ROUNDED = (
    "sigmoid rounds to 0 or 1 for large logits; the ..._with_logits form computes with the logits "
    "themselves"
)


def _with_probabilities(logits: Tensor, target: float, tiny: float) -> Tensor:
    """Both logarithms, of probabilities and something that keeps them from 0."""
    p = torch.sigmoid(logits)
    return -(target * torch.log(p + tiny) + (1 - target) * torch.log(1 - p + tiny)).mean()


MISTAKES: tuple[tuple[str, Callable[[Tensor, float], Tensor]], ...] = (
    ("prediction and target are exchanged, as in patient 1: the logits come first",
     PATIENTS[1].verdict_loss),
    ("a sigmoid too many, as in patient 8: the ..._with_logits form applies it by itself",
     PATIENTS[8].verdict_loss),
    ("that is the loss for the other target: use the argument as it comes",
     lambda a, t: _cross_entropy(a, 1 - t)),
    ("the sum over the batch; the mean is asked for", lambda a, t: _cross_entropy(a, t) * len(a)),
    ("the sign is turned", lambda a, t: -_cross_entropy(a, t)),
    ("that is the squared error of the probability",
     lambda a, t: (torch.sigmoid(a) - t).square().mean()),
    ("the mean of the logits goes into the loss; the mean of the losses is asked for",
     lambda a, t: _cross_entropy(a.mean(), t)),
    ("that is the hinge loss", lambda a, t: F.relu(1 + (1 - 2 * t) * a).mean()),
    ("that is a critic's loss, the mean of the logits", lambda a, t: (1 - 2 * t) * a.mean()),
    ("that is log(1 - p), which is right for the target 0, with the sign turned",
     lambda a, t: -_cross_entropy(a, 0.0)),
    ("the logarithm has the base 2; torch.log is the natural one",
     lambda a, t: _cross_entropy(a, t) / math.log(2)),
    ("the loss is halved", lambda a, t: _cross_entropy(a, t) / 2),
    ("the mean is divided by the number of verdicts once more",
     lambda a, t: _cross_entropy(a, t) / len(a)),
    ("cross_entropy chooses between columns; here is one, so it is 0",
     lambda a, t: torch.zeros(())),
    ("the logits are cut off at 10", lambda a, t: _cross_entropy(a.clamp(-10, 10), t)),
    (ROUNDED, lambda a, t: F.binary_cross_entropy(torch.sigmoid(a), torch.full_like(a, t))),
    *((ROUNDED, lambda a, t, tiny=tiny: _with_probabilities(a, t, tiny))
      for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)),
    ("that is the squared error of the logits", lambda a, t: (a - t).square().mean()),
)  # fmt: skip

NO_TENSOR = "the target has to be a tensor of the same shape as the logits"


@dataclass
class LossValues(Call):
    """The mean cross-entropy, from logits of any size.

    Attributes:
        target: The target of the call, 0 or 1.
        reach: How far the logits are spread.
    """

    title: str
    target: float
    reach: float

    names = ("logits",)
    causes = (
        ("'float' object has no attribute", NO_TENSOR),
        ("Target size", NO_TENSOR),
        (
            "all elements of input should be between 0 and 1",
            "binary_cross_entropy and BCELoss take probabilities; the ..._with_logits form and "
            "BCEWithLogitsLoss take logits",
        ),
        (
            "Boolean value of Tensor",
            "nn.BCEWithLogitsLoss is a class: first an object of it, nn.BCEWithLogitsLoss(), then "
            "the call with logits and target",
        ),
        (
            "can't be cast to the desired output type Long",
            "the target is made of whole numbers: torch.full_like(logits, target) has the logits' "
            "type",
        ),
    )

    def __post_init__(self) -> None:
        self.call = f"verdict_loss(logits, {self.target})"

    def given(self, rng: torch.Generator) -> Given:
        logits = torch.rand(6, 1, generator=rng) * 2 - 1
        return {"logits": logits / logits.abs().max() * self.reach}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["logits"].clone().requires_grad_(),)

    def observe(self, answer: Any, given: Given) -> Seen:
        (logits,) = self.example(given)
        loss = answer(logits, self.target)
        gradient = None
        if isinstance(loss, Tensor) and loss.numel() == 1 and loss.requires_grad:
            gradient = torch.autograd.grad(loss.sum(), logits, allow_unused=True)[0]
        return {"loss": plain(loss), "gradient": plain(gradient)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        loss, logits = seen["loss"], given["logits"]
        want = _cross_entropy(logits, self.target)
        if not isinstance(loss, Tensor) or loss.numel() != 1:
            likely = "a forgotten return" if loss is None else None
            if isinstance(loss, float):
                likely = ".item() or float() cuts the loss off from the networks"
            elif isinstance(loss, Tensor):
                likely = "the mean over the batch is asked for"
            elif isinstance(loss, Other) and "Loss" in loss.type_name:
                likely = "an object of the loss's class is returned; call it with logits and target"
            elif isinstance(loss, list):
                likely = "the loss alone is asked for: is there a comma behind it?"
            return Finding("a tensor with one number", name_of(loss), likely)
        expected = f"the mean cross-entropy for the target {self.target:g}"
        if not close(loss.reshape(()), want, 1e-3):
            likely = known_mistake(
                MISTAKES,
                lambda formula: close(loss.reshape(()), formula(logits, self.target), 1e-3),
            )
            likely = likely or self._other_label(seen, logits)
            if likely is None and not loss.isfinite().all():
                likely = ROUNDED
            return Finding(f"{expected}: {want.item():.4g}", spread(loss), likely)
        slope = (torch.sigmoid(logits) - self.target) / len(logits)
        if not close(seen["gradient"], slope):
            return Finding(
                "a loss that pulls at the logits",
                "no gradient, or another one",
                "detach, .item(), torch.tensor(…) or no_grad cuts the loss off from the logits",
            )
        return None

    def _other_label(self, seen: Seen, logits: Tensor) -> str | None:
        """The target that was taken in the place of 0 or 1, worked out from the gradient."""
        gradient, loss = seen["gradient"], seen["loss"]
        if not isinstance(gradient, Tensor) or gradient.shape != logits.shape:
            return None
        label = (torch.sigmoid(logits) - len(logits) * gradient).mean()
        losses = F.binary_cross_entropy_with_logits(logits, label.expand_as(logits))
        slope = (torch.sigmoid(logits) - label) / len(logits)
        if close(gradient, slope) and close(loss.reshape(()), losses, 1e-3):
            return f"the target {label.item():.3g} is used; it is {self.target:g}, as it is passed"
        return None


item = exercise(
    "5.6",
    "verdict_loss(logits, target)",
    LossValues("fakes, target 0", 0.0, 3.0),
    LossValues("reals, target 1", 1.0, 3.0),
    LossValues("a discriminator that is sure, and wrong", 0.0, 60.0),
    see=(
        ("prediction", "hint 1"),
        ("same shape", "hint 1"),
        ("with_logits", "hint 2"),
        ("sigmoid", "hint 2"),
    ),
)
