"""Whether a training function obeys its device argument, shown without a GPU."""

from __future__ import annotations

from typing import Any

from graders.core.aspect import Finding, Given, Seen
from graders.instruments.devices import on_meta
from graders.instruments.training.players import Z_DIM, Stage, TrainingAspect, events_of

DEVICE = "meta"


class ObeysDevice(TrainingAspect):
    """Noise is made on the device that is passed, and the batch is moved there.

    The networks stand on ``meta``, which no machine lacks; the loader's batches are on the CPU.
    A subclass is an aspect of a function too, which says what else that is called with.

    Attributes:
        expected: What belongs on that device.
        places: Events of the log, what they hold, and why it would stand elsewhere.
        all_there: What stands on that device, in words.
        fixed: The likely cause of an error there.
        steps: Whether the function moves the weights.
    """

    title = f"the device argument is obeyed: the networks are on {DEVICE!r}"
    device = DEVICE
    arguments: tuple[Any, ...] = (Z_DIM, DEVICE)
    leftovers = False
    expected = f"noise and images on the device that is passed, here {DEVICE!r}"
    places: tuple[tuple[str, str, str], ...] = (
        ("gen", "noise", "pass device on to the functions that you call: they make the noise"),
        ("disc", "images", "real stays where the loader made it: real.to(device)"),
    )
    all_there = "both networks are"
    fixed = "device is not passed on, or a tensor is made on, or moved to, a fixed device"
    steps = True

    def observe(self, answer: Any, given: Given) -> Seen:
        stages: list[Stage] = []

        def call() -> None:
            stages.append(self.stage(given))
            self.play(answer, stages[-1], *self.inputs(given), *self.arguments)

        error = None
        try:
            on_meta(call)
        except Exception as trouble:
            error = type(trouble).__name__
        return {"error": error, "log": stages[-1].log}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        log = seen["log"]
        for kind, what, cause in self.places:
            devices = [event["device"] for event in log if kind in event]
            if wrong := [device for device in devices if device != DEVICE]:
                return Finding(self.expected, f"{what} on {wrong[0]!r}", cause)
        if seen["error"]:
            got = f"{seen['error']} when {self.all_there} on {DEVICE!r}"
            return Finding(self.expected, got, self.fixed)
        if self.steps and not events_of(log, "step"):
            return Finding(
                self.expected,
                "no step() of either optimizer",
                "step() is missing, or other optimizers are made inside the function",
            )
        return None
