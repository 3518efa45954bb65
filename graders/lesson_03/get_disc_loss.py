"""Exercise 3.1: the discriminator's loss."""

from __future__ import annotations

import torch

from graders.core.aspect import Place
from graders.instruments.training.criterion import disc_loss, ones_loss, zeros_loss
from graders.lesson_03._values import Mistakes, loss_exercise

HALVED = "brackets are missing around the sum: only one of the two losses is halved"
DIFFERENCE = "the difference of the two losses is returned, not their mean"

MISTAKES: Mistakes = (
    ("the sum of the two losses is returned; the exercise asks for their mean",
     lambda fake, real: 2 * disc_loss(fake, real)),
    ("the labels are exchanged: fakes have 0, reals 1",
     lambda fake, real: (ones_loss(fake) + zeros_loss(real)) / 2),
    (HALVED, lambda fake, real: zeros_loss(fake) + ones_loss(real) / 2),
    (HALVED, lambda fake, real: zeros_loss(fake) / 2 + ones_loss(real)),
    ("one call of criterion on both halves weighs them by their number; the mean of the two "
     "losses weighs them equally",
     lambda fake, real: (len(fake) * zeros_loss(fake) + len(real) * ones_loss(real))
     / (len(fake) + len(real))),
    ("the loss on the reals is missing", lambda fake, real: zeros_loss(fake)),
    ("the loss on the reals is missing from the mean", lambda fake, real: zeros_loss(fake) / 2),
    ("the loss on the fakes is missing", lambda fake, real: ones_loss(real)),
    ("the loss on the fakes is missing from the mean", lambda fake, real: ones_loss(real) / 2),
    (DIFFERENCE, lambda fake, real: (zeros_loss(fake) - ones_loss(real)) / 2),
    (DIFFERENCE, lambda fake, real: (ones_loss(real) - zeros_loss(fake)) / 2),
    ("the loss has the wrong sign", lambda fake, real: -disc_loss(fake, real)),
    ("the product of the two losses is returned, not their mean",
     lambda fake, real: zeros_loss(fake) * ones_loss(real)),
    ("the two losses are multiplied; their sum is halved",
     lambda fake, real: zeros_loss(fake) * ones_loss(real) / 2),
    ("the sum is divided by the number of images; criterion has averaged over them already",
     lambda fake, real: 2 * disc_loss(fake, real) / len(fake)),
    ("the mean is halved once more", lambda fake, real: disc_loss(fake, real) / 2),
    ("the difference of the average predictions; the criterion is not used in it",
     lambda fake, real: real.mean() - fake.mean()),
    ("the larger of the two losses is returned, not their mean",
     lambda fake, real: torch.maximum(zeros_loss(fake), ones_loss(real))),
)  # fmt: skip

item = loss_exercise(
    "3.1",
    "get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device)",
    of_generator=False,
    mistakes=MISTAKES,
    see=(
        ("arguments change places", Place("The order matters", "by-hand-see")),
        ("detach", "hint 2"),
        ("torch.zeros_like", "hint 2"),
        ("mean", "hint 1"),
    ),
)
