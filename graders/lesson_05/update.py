"""Exercise 5.8: the last repair, one training step whose noise and whose loss are handed over."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import plain
from graders.instruments.calls import exercise
from graders.instruments.training.criterion import criterion
from graders.instruments.training.mistakes import BOTH_IN_GEN, LABEL_0
from graders.instruments.training.players import IM_DIM, Z_DIM, Stage, draw_players, events_of
from graders.instruments.training.replay import Position, follow, other_weights
from graders.instruments.training.step import StepAspect, StepHistory, StepLosses, StepUpdate

SIGNATURE = "update(gen, disc, gen_opt, disc_opt, loss, real, noise)"
PATIENTS = {LABEL_0: "as in patient 2", BOTH_IN_GEN: "as in patient 5"}
"""Which patient of the ward has the same illness."""


class UpdateAspect(StepAspect):
    """An aspect of ``update``. It is called with gradients left over from before."""

    call = SIGNATURE
    names = ("gen", "disc", "gen_opt", "disc_opt", "loss", "real", "noise")
    arguments = ()

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {
            "real": torch.randn(6, IM_DIM, generator=rng) + 1,
            "noise": torch.randn(4, Z_DIM, generator=rng),
        }

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return given["real"].clone(), given["noise"].clone()

    def stage(self, given: Given) -> Stage:
        """Players whose gradients are not clear; the loss takes a number as its target."""
        stage = super().stage(given)

        def loss(prediction: Tensor, target: Any) -> Tensor:
            label = target if isinstance(target, Tensor) else torch.full_like(prediction, target)
            stage.log.append({"prediction": plain(prediction), "target": plain(label)})
            return criterion(prediction, target)

        stage.criterion = loss
        return stage


class UpdateHalf(UpdateAspect, StepUpdate):
    """One network's half of the step, on the fakes of the given noise."""

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noises = events_of(seen["log"], "gen")
        if any(not torch.equal(noise, given["noise"]) for noise in noises):
            return Finding(
                "gen(noise), with the noise that is handed over",
                "gen was called with another tensor",
                "the noise is drawn or changed inside the function; use the argument as it comes",
            )
        finding = super().judge(seen, given)
        if finding and finding.likely in PATIENTS:
            likely = f"{finding.likely}, {PATIENTS[finding.likely]}"
            return Finding(finding.expected, finding.got, likely)
        return finding


class UpdateLosses(UpdateAspect, StepLosses):
    """The two losses come back, the discriminator's first."""

    title = "it returns the two losses"


class UpdateHistory(UpdateAspect, StepHistory):
    """The losses come back as numbers, without a history."""


class UpdateTwice(UpdateAspect):
    """A second call begins with what the first has left."""

    title = "a second step right after it"
    call = f"[{SIGNATURE} for _ in range(2)]"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, logs = self.stage(given), []
        for _ in range(2):
            self.play(answer, stage, *self.inputs(given))
            logs.append(stage.take_log())
        return {"logs": logs} | stage.weights()

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        position = Position.of(given, given["real"])
        for log in seen["logs"]:
            followed = follow(log, position)
            if isinstance(followed, Finding):
                return followed
            position = followed[2]
        return other_weights(seen, ["disc", "gen"], position)


item = exercise(
    "5.8",
    SIGNATURE,
    UpdateHalf("disc", "the discriminator's update, and each optimizer in its turn"),
    UpdateHalf("gen", "the generator's update, against the updated discriminator"),
    UpdateLosses(),
    UpdateTwice(),
    UpdateHistory(),
    see=(
        ("zero_grad", "hint 1"),
        ("detach", "hint 2"),
        ("backward", "hint 1"),
    ),
)
