"""Exercise 3.2: the generator's loss."""

from __future__ import annotations

from graders.core.aspect import Place
from graders.instruments.training.criterion import ones_loss, zeros_loss
from graders.lesson_03._values import Mistakes, loss_exercise

MISTAKES: Mistakes = (
    ("the fakes are labelled 0; the generator wants them to be taken for real, label 1",
     lambda fake, real: zeros_loss(fake)),
    ("the loss has the wrong sign", lambda fake, real: -ones_loss(fake)),
    ("the label is 0 and the sign is turned: that is the saturating loss",
     lambda fake, real: -zeros_loss(fake)),
    ("the mean is multiplied by num_images again: criterion's own mean is the loss",
     lambda fake, real: len(fake) * ones_loss(fake)),
    ("the loss is doubled; criterion's own mean is the loss",
     lambda fake, real: 2 * ones_loss(fake)),
    ("criterion's mean is divided by num_images again",
     lambda fake, real: ones_loss(fake) / len(fake)),
    ("1 minus the loss with label 0: that is the saturating loss, moved by 1",
     lambda fake, real: 1 - zeros_loss(fake)),
    ("the loss is halved; only the discriminator's is a mean of two",
     lambda fake, real: ones_loss(fake) / 2),
)  # fmt: skip

item = loss_exercise(
    "3.2",
    "get_gen_loss(gen, disc, criterion, num_images, z_dim, device)",
    of_generator=True,
    mistakes=MISTAKES,
    see=(
        ("arguments change places", Place("The order matters", "by-hand-see")),
        ("label", "hint 1"),
        ("torch.ones_like", "hint 2"),
        ("criterion", "hint 2"),
    ),
)
