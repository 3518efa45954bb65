"""Exercise 4.2: what R1 is computed from, and what is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from graders.core.aspect import Known
from graders.instruments.calls import known_mistake


@dataclass(frozen=True)
class Scene:
    """What mistakes are computed from.

    Attributes:
        slopes: The gradient of each picture's logit with respect to it, shape (n, ...).
        logits: Shape (n,).
        real: The pictures, shape (n, ...).
        parameters: The gradient of the sum of the logits with respect to disc's parameters, one
            vector for each parameter.
    """

    slopes: Tensor
    logits: Tensor
    real: Tensor
    parameters: list[Tensor]

    @staticmethod
    def of(disc: nn.Module, real: Tensor) -> Scene:
        disc, real = disc.double(), real.double().requires_grad_()
        logits = disc(real)
        slopes, *own = torch.autograd.grad(logits.sum(), [real, *disc.parameters()])
        parts = [part.flatten() for part in own]
        return Scene(slopes, logits.detach().flatten(), real.detach(), parts)

    @property
    def rows(self) -> Tensor:
        """The slopes as rows, shape (n, pixels)."""
        return self.slopes.flatten(start_dim=1)

    @property
    def norms(self) -> Tensor:
        """Their lengths, shape (n,)."""
        return self.rows.norm(dim=1)

    def scaled(self, factor: Tensor) -> Tensor:
        """The penalty if each picture's slope is multiplied by its own factor, shape (n,)."""
        return (factor * self.norms).square().mean()


def penalty(scene: Scene) -> Tensor:
    """R1, shape ()."""
    return scene.norms.square().mean()


def _sure(scene: Scene) -> Tensor:
    return torch.sigmoid(scene.logits)


OF_SIGMOID = "the slope of sigmoid(logit) is taken; R1 takes the slope of the logit itself"

OF_LOSS = "the slope of the loss is taken; R1 takes the slope of the logit itself"

OF_PARAMETERS = (
    "that is the slope with respect to disc's parameters; the one with respect to real is asked for"
)

OF_MEAN = (
    "the mean of the logits is differentiated, which divides each slope by the number of pictures: "
    "take their sum, the mean comes last"
)

ONE_DIMENSION = (
    "squares are added along one dimension alone; a picture may have several: "
    "flatten(start_dim=1) makes a row of each slope"
)

MISTAKES: tuple[tuple[str, Callable[[Scene], Tensor]], ...] = (
    ("that is the sum over the batch; the mean over the pictures is asked for",
     lambda s: s.norms.square().sum()),
    ("the mean is taken over pixels too: a squared norm is a sum over the pixels, the mean is over "
     "the pictures alone", lambda s: s.slopes.square().mean()),
    ("the mean is taken over the pixels and the sum over the pictures; it is the other way round",
     lambda s: s.rows.square().mean(dim=1).sum()),
    ("the norm is not squared", lambda s: s.norms.mean()),
    ("the mean norm is squared; each picture's norm is squared first, then the mean",
     lambda s: s.norms.mean().square()),
    ("that is one norm of the whole batch; each picture has a norm of its own",
     lambda s: s.slopes.norm()),
    ("the root is taken of the whole; the norms are squared, and stay so",
     lambda s: penalty(s).sqrt()),
    ("the squares are squared once more: norm ** 2 is the sum of the squares",
     lambda s: s.norms.pow(4).mean()),
    (OF_MEAN, lambda s: penalty(s) / len(s.logits) ** 2),
    (OF_MEAN, lambda s: penalty(s) / len(s.logits)),
    ("the factor 1/2 belongs to the weight of the penalty, which is not asked for here",
     lambda s: penalty(s) / 2),
    ("the penalty is negative: it is a mean of squares", lambda s: -penalty(s)),
    ("the distance of the norms from 1 is punished, as WGAN-GP does; R1 pulls them to 0",
     lambda s: (s.norms - 1).square().mean()),
    (OF_SIGMOID, lambda s: s.scaled(_sure(s) * (1 - _sure(s)))),
    (OF_LOSS, lambda s: s.scaled(1 - _sure(s))),
    (OF_LOSS, lambda s: s.scaled(_sure(s))),
    (OF_LOSS, lambda s: s.scaled(1 - _sure(s)) / len(s.logits) ** 2),
    (OF_PARAMETERS, lambda s: torch.cat(s.parameters).square().sum()),
    (OF_PARAMETERS, lambda s: s.parameters[0].square().sum()),
    (OF_PARAMETERS, lambda s: torch.cat(s.parameters).square().sum() / len(s.logits) ** 2),
    (OF_PARAMETERS, lambda s: torch.cat(s.parameters).square().mean()),
    ("absolute values are added; a squared norm adds squares",
     lambda s: s.rows.abs().sum(dim=1).mean()),
    ("the absolute values are added, then squared; each is squared first",
     lambda s: s.rows.abs().sum(dim=1).square().mean()),
    ("the slope's elements are added, then squared; each is squared first",
     lambda s: s.rows.sum(dim=1).square().mean()),
    ("all elements of the slopes are added, then squared; each is squared first",
     lambda s: s.slopes.sum().square()),
    ("the elements of the slopes are not squared", lambda s: s.rows.sum(dim=1).mean()),
    ("the elements of the slopes are not squared", lambda s: s.slopes.mean()),
    ("the slopes are averaged over the batch before they are squared: the square comes first",
     lambda s: s.rows.mean(dim=0).square().sum()),
    ("the slopes are added over the batch before they are squared: the square comes first",
     lambda s: s.rows.sum(dim=0).square().sum()),
    ("only the steepest place of each slope counts; all its squares are added",
     lambda s: s.rows.abs().amax(dim=1).square().mean()),
    ("the largest of the batch is taken; the mean is asked for",
     lambda s: s.norms.square().max()),
    ("only the first picture counts", lambda s: s.norms[0].square()),
    ("that is the variance of the slopes: nothing is subtracted before the square",
     lambda s: s.rows.var(dim=1).mean()),
    ("the logits themselves are squared; their slopes with respect to real are asked for",
     lambda s: s.logits.square().mean()),
    ("the pictures themselves are squared; the slopes at them are asked for",
     lambda s: s.real.flatten(start_dim=1).square().sum(dim=1).mean()),
    *((ONE_DIMENSION, lambda s, dim=dim: s.slopes.square().sum(dim=dim).mean())
      for dim in (0, 1, 2, 3, -1)),
    *((ONE_DIMENSION, lambda s, dim=dim: s.slopes.norm(dim=dim).square().mean())
      for dim in (0, 1, 2, 3, -1)),
)  # fmt: skip


def cause_of(got: Tensor, scene: Scene) -> Known | None:
    """The mistake that gives ``got``."""

    def explains(formula: Callable[[Scene], Tensor]) -> bool:
        try:
            value = formula(scene)
        except IndexError:  # a dimension that these pictures do not have
            return False
        return abs(got.item() - value.item()) <= 1e-4 * max(abs(value.item()), 1e-2)

    return known_mistake(MISTAKES, explains)
