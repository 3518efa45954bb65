"""Exercise 4.1: one training step."""

from __future__ import annotations

from typing import Any

import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from graders.core.aspect import Finding, Given, Place, Seen
from graders.instruments.calls import exercise
from graders.instruments.training.device import ObeysDevice
from graders.instruments.training.replay import misread_batch
from graders.instruments.training.step import CALL, StepAspect, StepHistory, StepLosses, StepUpdate
from graders.instruments.training.steps import StepLeavesAlone, StepNoise, StepsAspect, StepTwice


class StepBatches(StepsAspect):
    """The batch comes in the loader's shape and length; both losses use as many fakes."""

    title = "a batch of any shape and length, as many fakes as reals"
    lengths = (5, 3)
    chance = 0.0  # of the fakes, only the shapes are looked at

    def given(self, rng: torch.Generator) -> Given:
        given = super().given(rng)
        images, flat = given["reals"]
        return given | {"reals": [images, flat.flatten(start_dim=1)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        stages = [self.stage(given) for _ in given["reals"]]
        for stage, real in zip(stages, given["reals"], strict=True):
            self.play(answer, stage, real.clone(), *self.arguments)
        return {"logs": [stage.log for stage in stages]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        findings = map(misread_batch, given["reals"], seen["logs"])
        return next((finding for finding in findings if finding), None)


class StepDevice(ObeysDevice, StepAspect):
    """The device argument of ``train_step``."""

    call = f"{CALL[:-1]}, 'meta')"


SIGNATURE = "train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device='cpu')"

LOSSES = {"get_disc_loss": get_disc_loss, "get_gen_loss": get_gen_loss}

item = exercise(
    "4.1",
    SIGNATURE,
    StepBatches(),
    StepUpdate("disc", "the discriminator's update, and each optimizer in its turn"),
    StepUpdate("gen", "the generator's update, against the updated discriminator"),
    StepLosses(),
    StepLeavesAlone(),
    StepTwice(),
    StepNoise(),
    StepDevice(),
    StepHistory(),
    stand_ins=LOSSES,
    see=(
        ("flatten", "hint 2"),
        ("rows of", "hint 1"),
        ("len(real)", "hint 1"),
        ("zero_grad", Place("One step", "one-step")),
        ("backward", Place("One step", "one-step")),
        ("detach(", "hint 2"),
        ("noise", Place("One step", "one-step")),
        ("step()", Place("One step", "one-step")),
    ),
)
