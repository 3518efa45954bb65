"""Whether a training function obeys its device argument, shown without a GPU."""

from __future__ import annotations

from typing import Any

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import describe_error
from graders.instruments.devices import DEVICE, second_device
from graders.instruments.training.criterion import Log
from graders.instruments.training.players import Z_DIM, TrainingAspect, events_of

TARGETS_ELSEWHERE = "make targets with torch.zeros_like(prediction), or with device=device"


class ObeysDevice(TrainingAspect):
    """Noise is made on the device that is passed, and the batch is moved there.

    The networks stand on ``meta``, which no machine lacks; the loader's batches are on the CPU.
    A subclass is an aspect of a function too, which says what else that is called with.

    Attributes:
        expected: What belongs on that device.
        places: Events of the log, what they hold, and why it would stand elsewhere.
        fixed: The likely cause if tensors of two devices meet.
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
        ("target", "targets", TARGETS_ELSEWHERE),
    )
    fixed = "device is not passed on, or a tensor is made on, or moved to, a fixed device"
    steps = True

    def observe(self, answer: Any, given: Given) -> Seen:
        log: Log = []
        raised = None
        try:
            with second_device():
                stage = self.stage(given)
                log = stage.log
                self.play(answer, stage, *self.inputs(given), *self.arguments)
        except Exception as error:
            raised = describe_error(error, answer, (("on the same device", self.fixed),))
        return {
            "log": log,
            "error": raised and raised.text,
            "likely": raised and raised.likely(self.call),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        log = seen["log"]
        for kind, what, cause in self.places:
            devices = [event["device"] for event in log if kind in event]
            if wrong := [device for device in devices if device != self.device]:
                return Finding(self.expected, f"{what} on {wrong[0]!r}", cause)
        if seen["error"]:
            return Finding(self.expected, seen["error"], seen["likely"])
        if self.steps and not events_of(log, "step"):
            return Finding(
                self.expected,
                "no step() of either optimizer",
                "step() is missing, or other optimizers are made inside the function",
            )
        return None
