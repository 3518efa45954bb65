"""What is looked at in both losses: the result, the noise, side effects, the device."""

from __future__ import annotations

from typing import Any

import torch

from graders.core.check import Aspect, Finding, Given, Seen
from graders.core.values import listing, name_of, plain, spread
from graders.instruments.devices import on_meta
from graders.instruments.normal import not_normal
from graders.lesson_03._stage import IM_DIM, Z_DIM, Recorder, Stage, gradient_of


class LossAspect(Aspect):
    """An aspect of a loss function.

    Attributes:
        of_generator: Whether it is the generator's loss; else the discriminator's.
        fakes, reals: The number of fakes asked for and of real images handed over.
        device: The device that is passed, on which all that is handed over stands.
    """

    fakes = 5
    reals = 7
    device = "cpu"

    def __init__(self, of_generator: bool) -> None:
        self.of_generator = of_generator

    @property
    def names(self) -> tuple[str, ...]:
        names = ("gen", "disc", "criterion", "real")
        return names[:3] if self.of_generator else names

    @property
    def call(self) -> str:
        function = "get_gen_loss" if self.of_generator else "get_disc_loss"
        return f"{function}({', '.join(self.names)}, {self.fakes}, {Z_DIM}, '{self.device}')"

    def example(self, given: Given) -> tuple[Any, ...]:
        stage = self.stage(given)
        return tuple(getattr(stage, name) for name in self.names)

    def stage(self, given: Given) -> Stage:
        """What the student's function is called with."""
        return Stage.of(given, self.fakes, self.device)

    def given(self, rng: torch.Generator) -> Given:
        return {
            "gen": torch.randn(IM_DIM, Z_DIM, generator=rng),
            "disc": 4 * torch.randn(1, IM_DIM, generator=rng),  # a logit cut at 10 shows
            "real": torch.randn(self.reals, IM_DIM, generator=rng) + 1,
        }

    def loss(self, answer: Any, stage: Stage) -> Any:
        """Call the student's function."""
        objects = (getattr(stage, name) for name in self.names)
        return answer(*objects, stage.fakes, Z_DIM, stage.device)


class LossIsANumber(LossAspect):
    """The result is one number, connected to the network that learns from it."""

    title = "it returns one number that can be differentiated"

    def observe(self, answer: Any, given: Given) -> Seen:
        loss = self.loss(answer, self.stage(given))
        return {
            "loss": plain(loss),
            "connected": isinstance(loss, torch.Tensor) and loss.requires_grad,
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        loss, expected = seen["loss"], "a tensor with one number, from which backward() can start"
        if loss is None:
            return Finding(expected, "None", "the loss is computed but not returned")
        if isinstance(loss, float):
            return Finding(
                expected, name_of(loss), ".item() or float() cuts the loss off from the networks"
            )
        if not isinstance(loss, torch.Tensor) or loss.numel() != 1:
            likely = "return the loss alone" if isinstance(loss, list) else None
            if isinstance(loss, torch.Tensor) and loss.numel() == 2:
                likely = "the two losses stand side by side: their mean is asked for"
            elif isinstance(loss, torch.Tensor) and loss.numel() in (self.fakes, self.reals):
                likely = "a loss for each image is returned: their mean is asked for"
            return Finding(expected, name_of(loss), likely)
        if not seen["connected"]:
            return Finding(
                expected,
                "a tensor without a history (requires_grad is False)",
                "torch.no_grad, .detach() or torch.tensor(…) cuts the loss off from the networks"
                if self.of_generator
                else "torch.no_grad, .detach() or torch.tensor(…) around more than the fakes",
            )
        return None


class LossNoise(LossAspect):
    """The generator gets num_images rows of standard normal noise."""

    title = "the generator gets num_images rows of standard normal noise"
    fakes = 4096

    def observe(self, answer: Any, given: Given) -> Seen:
        stages = [self.stage(given), self.stage(given), Stage.of(given, fakes=3)]
        for stage in stages:
            self.loss(answer, stage)
        *noises, few = (stage.gen.inputs for stage in stages)
        return {"noises": noises, "few": few}

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
            if not isinstance(noise, torch.Tensor):
                return Finding(expected, name_of(noise))
            if tuple(noise.shape) != (self.fakes, Z_DIM):
                likely = None
                if noise.shape[0] == self.reals:
                    likely = "the number of real images is used where num_images is asked for"
                elif len(seen["few"]) == 1 and len(seen["few"][0]) == len(noise):
                    likely = "a number is written in the code where num_images should stand"
                return Finding(expected, f"noise of shape {tuple(noise.shape)}", likely)
        first, second = (inputs[0] for inputs in seen["noises"])
        if reason := not_normal(first):
            return Finding(expected, f"noise with {spread(first)}", reason)
        if torch.equal(first, second):
            return Finding(expected, "the same noise twice", "a seed is set inside the function")
        return None


class LossLeavesAlone(LossAspect):
    """Nothing else is changed: parameters, gradients, modes, the real batch."""

    title = "it changes nothing: parameters, gradients, modes, data"
    rule = True

    def stage(self, given: Given) -> Stage:
        stage = super().stage(given)
        for net in (stage.gen, stage.disc):  # as if left from a step before
            net.linear.weight.grad = torch.ones_like(net.linear.weight)
        return stage

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        networks = {"gen": stage.gen, "disc": stage.disc}
        self.loss(answer, stage)
        return {
            "changed": [n for n, net in networks.items() if not _same_weights(net, given[n])],
            "gradients": {n: gradient_of(net) for n, net in networks.items()},
            "frozen": [
                n
                for n, net in networks.items()
                if not all(p.requires_grad for p in net.parameters())
            ],
            "evaluating": [
                n for n, net in networks.items() if not net.training or not all(net.modes)
            ],
            "real": torch.equal(stage.real, given["real"]),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "networks and data as they were"
        if seen["changed"]:
            return Finding(
                expected,
                f"changed parameters in {listing(seen['changed'])}",
                "an optimizer steps, or weights are set, inside the function",
            )
        for name, gradient in seen["gradients"].items():
            if gradient is None or bool((gradient == 0).all()):
                return Finding(
                    expected,
                    f"the gradients in {name} are cleared",
                    "zero_grad() is called inside the function; that is the training loop's work",
                )
            if bool((gradient != 1).any()):
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
        if not seen["real"]:
            return Finding(
                expected, "another batch in real", "an in-place operation on real changes the data"
            )
        return None


def _same_weights(network: Recorder, weight: torch.Tensor) -> bool:
    return torch.equal(network.linear.weight.detach(), weight)


class LossDevice(LossAspect):
    """Noise and targets are made on the device that is passed."""

    title = "the device argument is obeyed"
    rule = True
    device = "meta"

    def observe(self, answer: Any, given: Given) -> Seen:
        stages: list[Stage] = []

        def call() -> None:
            stages.append(self.stage(given))
            self.loss(answer, stages[-1])

        error = None
        try:
            on_meta(call)
        except Exception as trouble:
            error = type(trouble).__name__
        stage = stages[-1]
        return {
            "error": error,
            "noise": stage.gen.devices,
            "target": [call["device"] for call in stage.criterion.calls],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "noise and targets on the device that is passed, here 'meta'"
        for name, cause in (
            ("noise", "pass device=device to get_noise"),
            ("target", "make targets with torch.zeros_like(prediction), or with device=device"),
        ):
            wrong = [device for device in seen[name] if device != "meta"]
            if wrong:
                return Finding(expected, f"{name} on {wrong[0]!r}", cause)
        if seen["error"]:
            return Finding(
                expected,
                f"{seen['error']} when all tensors handed over are on 'meta'",
                "a tensor is made on, or moved to, a fixed device",
            )
        return None
