"""What is looked at in both losses: the result, the noise, side effects, the device."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import Causes
from graders.core.values import close, listing, name_of, plain, spread
from graders.instruments.normal import not_normal, not_normal_chance
from graders.instruments.seeds import seeded_anew, watched_seeds
from graders.instruments.training.criterion import disc_loss, gen_loss
from graders.instruments.training.device import TARGETS_ELSEWHERE, ObeysDevice
from graders.instruments.training.players import (
    IM_DIM,
    Z_DIM,
    Player,
    TrainingAspect,
    draw_players,
    draw_real,
    events_of,
)

BACKWARD_INSIDE: Causes = (
    ("Trying to backward through the graph a second time",
     "backward() is called inside the function; that is the training loop's work"),
)  # fmt: skip


class LossPlayer(Player):
    """A network as the losses call it: on num_images rows of noise, on fakes or on reals."""

    def refusal(self, batch: Any) -> tuple[str, str | None] | None:
        if not isinstance(batch, Tensor) or batch.shape[-1:] == (self.columns,):
            return None
        takes, cause = f"images of shape (n, {IM_DIM})", None
        if batch.dim() != 2 or batch.shape[1] == Z_DIM:
            cause = "the discriminator judges images: fakes = gen(noise), or real"
        if self.name == "gen":
            takes = f"noise of shape (num_images, {Z_DIM})"
            cause = "the length of the noise is written as a number where z_dim should stand"
            if batch.shape[-1:] == (IM_DIM,):
                cause = "images go into the generator; it takes noise"
        if batch.dim() == 2 and len(batch) == Z_DIM:
            cause = "num_images and z_dim are exchanged"
        return takes, cause


class LossAspect(TrainingAspect):
    """An aspect of a loss function.

    Attributes:
        of_generator: Whether it is the generator's loss; else the discriminator's.
        formula: The loss that is right.
        fakes, reals: The number of fakes asked for and of real images handed over. They are equal
            where nothing is said: that they may differ is looked at once, by `LossCounts`.
    """

    player = LossPlayer
    players = ("gen", "disc", "criterion")
    fakes = 6
    reals = 6
    causes = BACKWARD_INSIDE

    def __init__(self, of_generator: bool) -> None:
        self.of_generator = of_generator
        self.formula = gen_loss if of_generator else disc_loss
        self.names = self.players if of_generator else (*self.players, "real")
        self.arguments = (self.fakes, Z_DIM, self.device)
        function = "get_gen_loss" if of_generator else "get_disc_loss"
        self.call = f"{function}({', '.join([*self.names, *map(repr, self.arguments)])})"

    def given(self, rng: torch.Generator) -> Given:
        given = draw_players(rng)
        given["gen"] *= 2
        given["disc"] *= 8  # a logit cut at 10 shows
        return given | {"real": draw_real(rng, self.reals).flatten(start_dim=1)}

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return () if self.of_generator else (given["real"].clone().to(self.device),)


class LossIsANumber(LossAspect):
    """The result is one number, connected to the network that learns from it."""

    title = "it returns one number that can be differentiated"
    chance = 0.0  # whichever number it is

    def observe(self, answer: Any, given: Given) -> Seen:
        loss = self.play(answer, self.stage(given), *self.inputs(given), *self.arguments)
        connected = isinstance(loss, Tensor) and loss.requires_grad
        return {"loss": plain(loss), "connected": connected}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        loss, expected = seen["loss"], "a tensor with one number, from which backward() can start"
        if loss is None:
            return Finding(expected, "None", "the loss is computed but not returned")
        if isinstance(loss, float):
            return Finding(
                expected, name_of(loss), ".item() or float() cuts the loss off from the networks"
            )
        if not isinstance(loss, Tensor) or loss.numel() != 1:
            likely = "return the loss alone" if isinstance(loss, list) else None
            if isinstance(loss, Tensor) and loss.numel() == 2:
                likely = "the two losses stand side by side: their mean is asked for"
            elif isinstance(loss, Tensor) and loss.numel() in (self.fakes, self.reals):
                likely = "a loss for each image is returned: their mean is asked for"
            return Finding(expected, name_of(loss), likely)
        if not seen["connected"]:
            return Finding(
                expected,
                "a tensor without a history (requires_grad is False)",
                "torch.no_grad, .detach(), torch.tensor(…) or a comparison cuts the loss off from "
                "the networks"
                if self.of_generator
                else "torch.no_grad, .detach() or torch.tensor(…) around more than the fakes",
            )
        return None


def _is_shrunk(gradient: Tensor, before: Tensor) -> bool:
    """Whether a gradient has become smaller, by one factor or cut off at one size."""
    norm, size = gradient.norm(), gradient.abs().max()
    if torch.equal(gradient, before) or norm >= before.norm():
        return False
    return close(gradient * (before.norm() / norm), before) or close(
        gradient, before.clamp(-size, size)
    )


class LossNoise(LossAspect):
    """The generator gets num_images rows of standard normal noise."""

    title = "the generator gets num_images rows of standard normal noise"
    fakes = 4096
    reals = 4096
    few = 3

    def __init__(self, of_generator: bool) -> None:
        super().__init__(of_generator)
        self.call += ", criterion.log"

    @property
    def chance(self) -> float:
        return not_normal_chance(self.fakes, Z_DIM)

    def observe(self, answer: Any, given: Given) -> Seen:
        _, *others = self.arguments
        drawn = []
        with watched_seeds() as seeded:
            for fakes in (self.fakes, self.fakes, self.few):
                stage = self.stage(given)
                reals = (batch[:fakes] for batch in self.inputs(given))
                self.play(answer, stage, *reals, fakes, *others)
                drawn.append(events_of(stage.log, "gen"))
        *noises, few = drawn
        return {"noises": noises, "few": few, "seeded": seeded}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = (
            f"one call of gen with noise of shape {(self.fakes, Z_DIM)}, drawn anew each time"
        )
        for inputs in seen["noises"]:
            if not inputs:
                return Finding(expected, "gen was not called")
            if len(inputs) > 1:
                return Finding(
                    expected, f"{len(inputs)} calls of gen", "the fakes are made more than once"
                )
            noise = inputs[0]
            if not isinstance(noise, Tensor):
                return Finding(expected, name_of(noise))
            if tuple(noise.shape) != (self.fakes, Z_DIM):
                likely = None
                if len(seen["few"]) == 1 and len(seen["few"][0]) == len(noise):
                    likely = "a number is written in the code where num_images should stand"
                return Finding(expected, f"noise of shape {tuple(noise.shape)}", likely)
        first, second = (inputs[0] for inputs in seen["noises"])
        if reason := not_normal(first):
            return Finding(expected, f"noise with {spread(first)}", reason)
        if torch.equal(first, second):
            return Finding(expected, "the same noise twice", "a seed is set inside the function")
        return seeded_anew(seen["seeded"])


class LossLeavesAlone(LossAspect):
    """Nothing else is changed: parameters, gradients, modes, the real batch."""

    title = "it changes nothing: parameters, gradients, modes, data"
    rule = True
    leftovers = True

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, inputs = self.stage(given), self.inputs(given)
        self.play(answer, stage, *inputs, *self.arguments)
        return stage.weights() | {
            "gradients": stage.gradients(),
            "frozen": stage.frozen(),
            "evaluating": stage.evaluating(),
            "real": plain(inputs),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "networks and data as they were"
        if changed := [n for n in ("gen", "disc") if not torch.equal(seen[n], given[n])]:
            return Finding(
                expected,
                f"changed parameters in {listing(changed)}",
                "an optimizer steps, or weights are set, inside the function",
            )
        for name, gradient in seen["gradients"].items():
            if gradient is None or not gradient.any():
                return Finding(
                    expected,
                    f"the gradients in {name} are cleared",
                    "zero_grad() is called inside the function; that is the training loop's work",
                )
            leftover = given[f"{name} leftover"]
            if _is_shrunk(gradient, leftover):
                return Finding(
                    expected,
                    f"smaller gradients in {name}",
                    "gradients are clipped or scaled inside the function; that is the training "
                    "loop's work, after backward()",
                )
            if not torch.equal(gradient, leftover):
                return Finding(
                    expected,
                    f"other gradients in {name}, before backward() was called on the result",
                    "backward() is called inside the function; that is the training loop's work",
                )
        if seen["frozen"]:
            return Finding(
                expected,
                f"requires_grad is switched off in {listing(seen['frozen'])}",
                "a network that is frozen inside the function stays frozen: "
                + ("the training loop sees to disc" if self.of_generator else "detach the fakes"),
            )
        if seen["evaluating"]:
            return Finding(
                expected,
                f"{listing(seen['evaluating'])} put into evaluation mode",
                ".eval() inside the function: BatchNorm would no longer see batch statistics",
            )
        if not all(torch.equal(real, given["real"]) for real in seen["real"]):
            return Finding(
                expected, "another batch in real", "an in-place operation on real changes the data"
            )
        return None


class LossDevice(ObeysDevice, LossAspect):
    """Noise and targets are made on the device that is passed."""

    title = "the device argument is obeyed"
    rule = True
    expected = "noise and targets on the device that is passed, here 'meta'"
    places = (
        ("gen", "noise", "pass device=device to get_noise"),
        ("target", "target", TARGETS_ELSEWHERE),
    )
    fixed = "a tensor is made on, or moved to, a fixed device"
    steps = False
