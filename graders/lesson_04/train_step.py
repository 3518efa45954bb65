"""Exercise 4.1: one training step."""

from __future__ import annotations

from typing import Any

import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import spread
from graders.instruments.normal import not_normal, not_normal_chance
from graders.instruments.parameters import Parameters
from graders.instruments.training.players import (
    CAUSES,
    NAMES,
    Z_DIM,
    Stage,
    draw_players,
    draw_real,
)
from graders.instruments.training.replay import (
    Position,
    follow,
    misread_batch,
    other_weights,
)
from graders.instruments.training.step import CALL, ObeysDevice, StepAspect, StepLosses, StepUpdate


class StepsAspect(Aspect):
    """An aspect of several calls of ``train_step``, each with a batch of its own."""

    lengths: tuple[int, ...]
    call = f"[{CALL} for real in reals]"
    names = (*NAMES, "reals")
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"reals": [draw_real(rng, count) for count in self.lengths]}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (*Stage(given).cast, [real.clone() for real in given["reals"]])

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = Stage(given)
        logs = [stage.play(answer, real.clone(), Z_DIM)[1] for real in given["reals"]]
        return {"logs": logs} | stage.weights()


class StepBatches(StepsAspect):
    """The batch comes in the loader's shape and length; both losses use as many fakes."""

    title = "a batch of any shape and length, as many fakes as reals"
    chance = 0.0  # of the fakes, only the shapes are looked at

    def given(self, rng: torch.Generator) -> Given:
        flat = draw_real(rng, 3).flatten(start_dim=1)
        return draw_players(rng) | {"reals": [draw_real(rng, 5), flat]}

    def observe(self, answer: Any, given: Given) -> Seen:
        reals = given["reals"]
        return {"logs": [Stage(given).play(answer, real.clone(), Z_DIM)[1] for real in reals]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        findings = map(misread_batch, given["reals"], seen["logs"])
        return next((finding for finding in findings if finding), None)


class StepLeavesAlone(StepAspect):
    """The batch, the modes and the parameters' flags stay as they were."""

    title = "batch, modes and requires_grad stay as they were"
    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, real = self.stage(given), given["real"].clone()
        _, log = stage.play(answer, real, Z_DIM)
        return {
            "real": torch.equal(real, given["real"]),
            "training": all(event["training"] for event in log if "training" in event)
            and stage.gen.training
            and stage.disc.training,
            "frozen": [
                player.name
                for player in (stage.gen, stage.disc)
                if not all(p.requires_grad for p in player.parameters())
            ],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["real"]:
            return Finding(
                "real as it was", "other values", "an in-place operation on real changes the data"
            )
        if not seen["training"]:
            return Finding(
                "networks that train in training mode",
                "a network in evaluation mode",
                ".eval() inside the function: BatchNorm would no longer see batch statistics",
            )
        if seen["frozen"]:
            return Finding(
                "parameters that require gradients, as before",
                f"requires_grad is switched off in {seen['frozen'][0]}",
                "what is frozen for the generator's half has to be thawed again",
            )
        return None


class StepTwice(StepsAspect):
    """A second step, right after the first, does the same with a shorter batch."""

    title = "a second step right after it, with a shorter batch"
    lengths = (5, 2)
    chance = 0.0  # compared with the reference on the very draws of the answer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        position = Position.of(given, given["reals"][0])
        for log, real in zip(seen["logs"], given["reals"], strict=True):
            found = misread_batch(real, log) or follow(log, position.meets(real))
            if isinstance(found, Finding):
                return found
            position = found[2]
        return other_weights(seen, ["disc", "gen"], position)


class StepNoise(StepsAspect):
    """The fakes are made of standard normal noise, drawn anew for each step."""

    title = "the noise is standard normal, new in each step"
    lengths = (1024, 1024)

    @property
    def chance(self) -> float:
        losses = 2  # each draws noise for itself, or both use the same
        return losses * sum(not_normal_chance(count, Z_DIM) for count in self.lengths)

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        count = self.lengths[0]
        expected = f"standard normal noise of shape ({count}, {Z_DIM})"
        first, second = ([e["gen"] for e in log if "gen" in e] for log in seen["logs"])
        if not first or not second:
            return Finding(expected, "gen was not called", "the fakes are gen(noise)")
        for noise in first + second:
            if tuple(noise.shape) != (count, Z_DIM):
                return Finding(
                    expected, f"shape {tuple(noise.shape)}", "as many fakes as reals: len(real)"
                )
            if reason := not_normal(noise):
                return Finding(expected, f"noise with {spread(noise)}", reason)
        if torch.equal(first[0], second[0]):
            return Finding(expected, "the same noise in both steps", "a seed is set inside")
        return None


SIGNATURE = "train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device='cpu')"

LOSSES = {"get_disc_loss": get_disc_loss, "get_gen_loss": get_gen_loss}

item = Item(
    "train_step",
    "4.1",
    SIGNATURE,
    (
        Parameters(SIGNATURE),
        StepBatches(),
        StepUpdate("disc", "the discriminator's update, and each optimizer in its turn"),
        StepUpdate("gen", "the generator's update, against the updated discriminator"),
        StepLosses(),
        StepLeavesAlone(),
        StepTwice(),
        StepNoise(),
        ObeysDevice("train_step", "real", lambda real: real),
    ),
    stand_ins=LOSSES,
)
