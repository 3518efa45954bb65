"""Known mistakes of a training step: the gradients that they step on."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from graders.core.aspect import Known
from graders.core.values import close
from graders.instruments.training.criterion import (
    Formula,
    disc_loss,
    gen_loss,
    ones_loss,
    zeros_loss,
)
from graders.instruments.training.replay import Half, Position, forge, loss_of, verdicts

MOST_COMPARED = 8
"""Calls of the criterion that are looked at; a half of a step has two."""

bce = F.binary_cross_entropy_with_logits

BOTH_IN_DISC = (
    "the generator's loss has added its gradient to disc's: finish the discriminator's update, "
    "backward() and step(), before the generator's backward()"
)

BOTH_IN_GEN = (
    "the discriminator's loss has left its gradient in gen too: detach the fakes there (use what "
    "detach() returns), or clear gen's gradients after it"
)

OWN_CRITERION = "BCEWithLogitsLoss is written into the function: use the one that is handed over"

WRONG_SIGN = "the loss has the wrong sign"

HALVED = "brackets are missing around the sum: only one of the two losses is halved"

DIFFERENCE = "the difference of the two losses stands where their mean belongs"

DIVIDED = "the loss is divided by the number of images again"

MULTIPLIED = "the loss is multiplied by the number of images"

CUT_OFF = "the generator's loss does not reach gen: detach() or no_grad() cuts its fakes off"

LABEL_0 = "the generator asks for the label 0 on its fakes: it learns to be caught"

OTHERS_LOSS = "gen_opt steps on the discriminator's loss"

WRONG_LOSSES: dict[str, tuple[tuple[str, Formula], ...]] = {
    "disc": (
        ("the loss on the reals is missing", lambda fake, real: zeros_loss(fake)),
        ("the loss on the reals is missing", lambda fake, real: zeros_loss(fake) / 2),
        ("the loss on the fakes is missing", lambda fake, real: ones_loss(real)),
        ("the loss on the fakes is missing", lambda fake, real: ones_loss(real) / 2),
        ("the two losses are added; their mean is asked for",
         lambda fake, real: 2 * disc_loss(fake, real)),
        ("disc_opt steps on the generator's loss", gen_loss),
        (BOTH_IN_DISC, lambda fake, real: disc_loss(fake, real) + gen_loss(fake, real)),
        ("the labels are exchanged: fakes have 0, reals 1",
         lambda fake, real: (ones_loss(fake) + zeros_loss(real)) / 2),
        (OWN_CRITERION,
         lambda fake, real: (zeros_loss(fake, bce) + ones_loss(real, bce)) / 2),
        (WRONG_SIGN, lambda fake, real: -disc_loss(fake, real)),
        (HALVED, lambda fake, real: zeros_loss(fake) + ones_loss(real) / 2),
        (HALVED, lambda fake, real: zeros_loss(fake) / 2 + ones_loss(real)),
        (DIFFERENCE, lambda fake, real: (zeros_loss(fake) - ones_loss(real)) / 2),
        (DIFFERENCE, lambda fake, real: (ones_loss(real) - zeros_loss(fake)) / 2),
        ("reals and fakes are weighted by their numbers; the mean of the two losses weighs them "
         "equally",
         lambda fake, real: (len(fake) * zeros_loss(fake) + len(real) * ones_loss(real))
         / (len(fake) + len(real))),
        (DIVIDED, lambda fake, real: disc_loss(fake, real) / len(real)),
        (MULTIPLIED, lambda fake, real: disc_loss(fake, real) * len(real)),
    ),
    "gen": (
        (OTHERS_LOSS, disc_loss),
        (LABEL_0, lambda fake, real: zeros_loss(fake)),
        (BOTH_IN_GEN, lambda fake, real: disc_loss(fake, real) + gen_loss(fake, real)),
        (OWN_CRITERION, lambda fake, real: ones_loss(fake, bce)),
        (WRONG_SIGN, lambda fake, real: -gen_loss(fake, real)),
        ("the label is 0 and the sign is turned: that is the saturating loss",
         lambda fake, real: -zeros_loss(fake)),
        ("the loss is halved; only the discriminator's is a mean of two",
         lambda fake, real: gen_loss(fake, real) / 2),
        (DIVIDED, lambda fake, real: gen_loss(fake, real) / len(real)),
        (MULTIPLIED, lambda fake, real: gen_loss(fake, real) * len(real)),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """What a wrong half of a step is explained with.

    Attributes:
        position: The weights that a right half would meet.
        start: The weights when the function was called.
        leftover: What was in the network's gradients then.
        cut_off: Whether the generator's loss was differentiated, but did not reach the generator.
    """

    position: Position
    start: Position
    leftover: Tensor
    cut_off: bool = False

    def likely(self, half: Half) -> str | None:
        """The mistake that explains a wrong gradient, if a known one does."""
        if not half.has_gradient:
            return self._nothing(half)
        if close(half.gradient, self.leftover):
            if self.cut_off:
                return CUT_OFF
            return (
                f"{half.name}_opt.step() used gradients left over from before the call: backward() "
                "comes after it, or is missing"
            )
        for noise in half.noises:
            if half.fits(self.position, half.formula, noise, self.leftover):
                return (
                    f"gradients from before the call are added: {half.name}_opt.zero_grad() is "
                    "missing before backward()"
                )
            if half.name == "gen" and half.fits(self.start, gen_loss, noise):
                return "the generator was judged by the discriminator as it was before its update"
            for sentence, formula in WRONG_LOSSES[half.name]:
                if half.fits(self.position, formula, noise):
                    return Known(sentence)
        return self._both_losses(half) or self._labels(half) or self._changed_gradient(half)

    def _nothing(self, half: Half) -> str:
        """Why there is no gradient to step on."""
        name = half.name
        if any(gradient.any() and not close(gradient, self.leftover) for gradient in half.cleared):
            return f"zero_grad() stands between backward() and {name}_opt.step(): it belongs before"
        if self.cut_off:
            return CUT_OFF
        return (
            f"no gradient: backward() on the {loss_of(name)} is missing, or stands without its "
            f"brackets, or comes after {name}_opt.step()"
        )

    def _both_losses(self, half: Half) -> str | None:
        """Both losses in one gradient, each on fakes of its own or at weights of its own."""
        for first, second in itertools.product(half.noises, repeat=2):
            for then in (self.position, self.start):
                extra = then.gradient(half.name, disc_loss, first)
                if half.fits(self.position, gen_loss, second, extra):
                    return BOTH_IN_DISC if half.name == "disc" else BOTH_IN_GEN
        return None

    def _labels(self, half: Half) -> str | None:
        """What else than logits and the labels 0 and 1 the criterion has compared."""
        rows = len(self.position.real)
        logits = [verdicts(self.position.disc, self.position.real)]
        logits += [
            verdicts(self.position.disc, forge(self.position.gen, noise)) for noise in half.noises
        ]
        for event in half.compared[:MOST_COMPARED]:
            prediction, target = event["prediction"], event["target"]
            if any(close(target, values) for values in logits):
                return "prediction and target are exchanged: the prediction comes first"
            if any(close(prediction, torch.sigmoid(values)) for values in logits):
                return "a sigmoid stands before the criterion, which takes the logits themselves"
            labels = target.unique().tolist()
            if soft := [label for label in labels if label not in (0, 1)]:
                which = f"a label of {soft[0]:.3g}"
                if len(soft) > 1:
                    which = f"labels from {soft[0]:.3g} to {soft[-1]:.3g}"
                return f"{which}: fakes have 0 and reals 1 here, without label smoothing"
            if len(labels) > 1 and isinstance(prediction, Tensor) and len(prediction) == rows:
                return "the labels differ from image to image: all fakes have 0, all reals 1"
        return None

    def _changed_gradient(self, half: Half) -> str | None:
        """What was done to a right gradient, or added to it, before the step."""
        for noise in half.noises:
            want, got = self.position.gradient(half.name, half.formula, noise), half.gradient
            assert got is not None  # `likely` has seen to that
            if factor := _factor(got, want):
                length = got.norm().item()
                if factor < 1 and math.isclose(length, float(f"{length:.1g}"), rel_tol=1e-4):
                    return f"the gradient is cut to the length {length:.3g}: no clipping here"
                return (
                    f"the gradient is {factor:.3g} times the right one: is the loss multiplied or "
                    "divided, or the gradient clipped?"
                )
            bound = got.abs().max()
            if close(got, want.clamp(-bound, bound)):
                return f"gradients are cut off at {bound.item():.3g}: no clipping here"
            if _factor(got - want, getattr(self.position, half.name)):
                return "a multiple of the weights is added to the gradient: no weight decay here"
        return None


def _factor(got: Tensor, of: Tensor) -> float | None:
    """The number that makes ``got`` of another vector, if one does."""
    factor = (got @ of / (of @ of)).item()
    return factor if factor and close(got / factor, of) else None
