"""Known mistakes of a training step: the gradients that they step on."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

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
from graders.instruments.training.replay import Half, Position, loss_of

bce = F.binary_cross_entropy_with_logits

BOTH_IN_DISC = (
    "the generator's loss has added its gradient to disc's: finish the discriminator's update, "
    "backward() and step(), before the generator's backward()"
)

BOTH_IN_GEN = (
    "the discriminator's loss has left its gradient in gen too: detach the fakes there, or clear "
    "gen's gradients after it"
)

OWN_CRITERION = "BCEWithLogitsLoss is written into the function: use the one that is handed over"

WRONG_SIGN = "the loss has the wrong sign"

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
        (DIVIDED, lambda fake, real: disc_loss(fake, real) / len(real)),
        (MULTIPLIED, lambda fake, real: disc_loss(fake, real) * len(real)),
    ),
    "gen": (
        (OTHERS_LOSS, disc_loss),
        (LABEL_0, lambda fake, real: zeros_loss(fake)),
        (BOTH_IN_GEN, lambda fake, real: disc_loss(fake, real) + gen_loss(fake, real)),
        (OWN_CRITERION, lambda fake, real: ones_loss(fake, bce)),
        (WRONG_SIGN, lambda fake, real: -gen_loss(fake, real)),
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
        return self._both_losses(half)

    def _nothing(self, half: Half) -> str:
        """Why there is no gradient to step on."""
        name = half.name
        if any(gradient.any() and not close(gradient, self.leftover) for gradient in half.cleared):
            return f"zero_grad() stands between backward() and {name}_opt.step(): it belongs before"
        if self.cut_off:
            return CUT_OFF
        return (
            f"no gradient: backward() on the {loss_of(name)} is missing, or comes after "
            f"{name}_opt.step()"
        )

    def _both_losses(self, half: Half) -> str | None:
        """Both losses in one gradient, each on fakes of its own or at weights of its own."""
        for first, second in itertools.product(half.noises, repeat=2):
            for then in (self.position, self.start):
                extra = then.gradient(half.name, disc_loss, first)
                if half.fits(self.position, gen_loss, second, extra):
                    return BOTH_IN_DISC if half.name == "disc" else BOTH_IN_GEN
        return None
