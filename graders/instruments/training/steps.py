"""What is looked at in several training steps, and what a step leaves alone."""

from __future__ import annotations

from typing import Any

import torch

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import plain, spread
from graders.instruments.normal import not_normal, not_normal_chance
from graders.instruments.seeds import seeded_anew, watched_seeds
from graders.instruments.training.players import NAMES, Z_DIM, TrainingAspect, events_of
from graders.instruments.training.replay import (
    Position,
    few,
    follow,
    misread_batch,
    other_weights,
)
from graders.instruments.training.step import CALL, StepAspect


class StepLeavesAlone(StepAspect):
    """The batch, the modes and the parameters' flags stay as they were."""

    title = "batch, modes and requires_grad stay as they were"
    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, (real,) = self.stage(given), self.inputs(given)
        self.play(answer, stage, real, *self.arguments)
        return {
            "real": plain(real),
            "evaluating": stage.evaluating(),
            "frozen": stage.frozen(),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not torch.equal(seen["real"], given["real"]):
            return Finding(
                "real as it was", "other values", "an in-place operation on real changes the data"
            )
        if seen["evaluating"]:
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


class StepsAspect(TrainingAspect):
    """An aspect of several steps, each with a batch of its own."""

    call = CALL
    names = (*NAMES, "reals")

    def __init__(self) -> None:
        self.call = f"[{self.call} for real in reals]"

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return ([real.clone() for real in given["reals"]],)

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, logs = self.stage(given), []
        for real in given["reals"]:
            self.play(answer, stage, real.clone(), *self.arguments)
            logs.append(stage.take_log())
        return {"logs": logs} | stage.weights()


class StepTwice(StepsAspect):
    """A second step, right after the first, does the same with a shorter batch."""

    title = "a second step right after it, with a shorter batch"
    lengths = (5, 2)
    chance = 0.0  # compared with the reference on the very draws of the answer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        position = Position.of(given, given["reals"][0])
        for log, real in zip(seen["logs"], given["reals"], strict=True):
            followed = misread_batch(real, log) or follow(log, position.meets(real))
            if isinstance(followed, Finding):
                return followed
            position = followed[2]
        return other_weights(seen, ["disc", "gen"], position)


class StepNoise(StepsAspect):
    """The fakes are made of standard normal noise, drawn anew for each step."""

    title = "the noise is standard normal, new in each step"
    lengths = (1024, 1024)
    draws = 2  # a step: each loss draws noise for itself, or both use the same

    @property
    def chance(self) -> float:
        return self.draws * sum(not_normal_chance(count, Z_DIM) for count in self.lengths)

    def observe(self, answer: Any, given: Given) -> Seen:
        with watched_seeds() as seeded:
            seen = super().observe(answer, given)
        return seen | {"seeded": seeded}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        count = self.lengths[0]
        expected = f"standard normal noise of shape ({count}, {Z_DIM})"
        first, second = (few(events_of(log, "gen")) for log in seen["logs"])
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
        return seeded_anew(seen["seeded"])
