"""Exercise 3.3: a training step to repair. Both losses judge one batch of fakes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from torch import Tensor

from ganlab.losses import get_disc_loss, get_gen_loss
from graders.core.aspect import Finding, Given, Place, Seen
from graders.core.values import close
from graders.instruments.calls import exercise
from graders.instruments.training.criterion import Log, gen_loss
from graders.instruments.training.device import ObeysDevice
from graders.instruments.training.players import (
    IM_DIM,
    NAMES,
    Z_DIM,
    Player,
    TrainingAspect,
    events_of,
)
from graders.instruments.training.replay import OTHER_BATCH, Position, misread_batch
from graders.instruments.training.step import StepAspect, StepHistory, StepLosses, StepUpdate
from graders.instruments.training.steps import StepLeavesAlone, StepNoise, StepTwice

ARGUMENTS = f"{', '.join(NAMES)}, real, z_dim, device"
SIGNATURE = f"repaired_step({ARGUMENTS})"


class RepairAspect(TrainingAspect):
    """An aspect of ``repaired_step``: the batch is rows of pixels, on the device."""

    call = f"repaired_step({', '.join(NAMES)}, real, {Z_DIM}, 'cpu')"
    arguments = (Z_DIM, "cpu")
    image = (IM_DIM,)


class RepairFakes(RepairAspect, StepAspect):
    """One batch of fakes, as many as reals, for both losses; the reals are those of the batch."""

    title = "one batch of fakes for both losses, as many as reals"
    chance = 0.0  # of the fakes, only the shapes are looked at
    weight = 2

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        log, real = seen["log"], given["real"]
        if finding := misread_batch(real, log):
            # Rows are not flattened. Without a cause, a variable of the notebook is named as one.
            return replace(finding, likely=None) if finding.likely == OTHER_BATCH else finding
        if (calls := len(events_of(log, "gen"))) > 1:
            return Finding(
                "one call of gen: both losses judge the same fakes",
                f"{calls} calls of gen",
                "the fakes are made anew for a loss (get_disc_loss and get_gen_loss make their "
                "own, too): keep them under a name, and judge them a second time",
            )
        return None


class WatchedPlayer(Player):
    """A player that logs each gradient that a backward() adds to its own."""

    def __init__(self, name: str, weights: Tensor, log: Log) -> None:
        super().__init__(name, weights, log)
        for parameter in self.parameters():
            parameter.register_post_accumulate_grad_hook(self._note)

    def _note(self, parameter: Tensor) -> None:
        self.log.append({f"reached {self.name}": self.gradient()})


NOT_CUT = (
    "the fakes are not detached: disc(fakes.detach()) stops the gradient there. retain_graph=True "
    "and clearing gen later only hide it"
)
TOO_EARLY = (
    "the generator's backward() comes before disc_opt.step(): finish the discriminator's update "
    "first, then let disc judge the fakes again"
)


class RepairUpdate(RepairAspect, StepUpdate):
    """One network's half of the step."""


class RepairDisc(RepairUpdate):
    """The discriminator's half. It adds nothing to the generator's gradients."""

    chance = 0.0  # compared with the reference on the very draws of the answer
    player = WatchedPlayer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        log = list(itertools.takewhile(lambda event: "step" not in event, seen["log"]))
        reached = [gradient for gradient in events_of(log, "reached gen") if gradient is not None]
        moves_first = events_of(seen["log"], "step")[:1] == ["disc"]
        if not moves_first or not reached or close(reached[-1], given["gen leftover"]):
            return super().judge(seen, given)
        position = Position.of(given, given["real"])
        early = any(
            close(reached[-1], before + position.gradient("gen", gen_loss, noise))
            for noise in events_of(log, "gen")[:1]
            for before in (0.0, given["gen leftover"])
        )
        return Finding(
            "gen's .grad as it was, when disc_opt.step() comes",
            "another gradient in gen",
            TOO_EARLY if early else NOT_CUT,
        )


class RepairLosses(RepairAspect, StepLosses):
    """The two losses come back, the discriminator's first."""


class RepairLeavesAlone(RepairAspect, StepLeavesAlone):
    """The batch, the modes and the parameters' flags stay as they were."""


class RepairTwice(RepairAspect, StepTwice):
    """A second step, right after the first, does the same with a shorter batch."""


class RepairNoise(RepairAspect, StepNoise):
    """The fakes are made of standard normal noise, drawn anew for each step."""

    draws = 1


class RepairHistory(RepairAspect, StepHistory):
    """The losses come back without a history."""


class RepairDevice(RepairAspect, ObeysDevice, StepAspect):
    """The device argument: the networks and the batch are on it, the noise is made there."""

    call = f"repaired_step({', '.join(NAMES)}, real, {Z_DIM}, 'meta')"
    arguments = ObeysDevice.arguments

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return (given["real"].clone().to(self.device),)


item = exercise(
    "3.3",
    SIGNATURE,
    RepairFakes(),
    RepairDisc("disc", "the discriminator's update, without a gradient for gen"),
    RepairUpdate("gen", "the generator's update, against the updated discriminator"),
    RepairLosses(),
    RepairLeavesAlone(),
    RepairTwice(),
    RepairNoise(),
    RepairDevice(),
    RepairHistory(),
    stand_ins={"get_disc_loss": get_disc_loss, "get_gen_loss": get_gen_loss},
    see=(
        ("from the notebook", "hint 1"),
        ("history", "hint 2"),
        ("detach", "hint 2"),
        ("zero_grad", "hint 2"),
        ("zeros_like", Place("The discriminator's loss", "disc-loss")),
        ("prediction", Place("The order matters", "by-hand-see")),
        ("label", Place("The generator's loss", "gen-loss")),
        ("backward", "hint 1"),
    ),
)
