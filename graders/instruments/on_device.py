"""Whether a function works on the device of its inputs, shown without a GPU."""

from __future__ import annotations

from typing import Any

from torch import nn

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import Causes, describe_error
from graders.core.values import device_of
from graders.instruments.calls import Call
from graders.instruments.devices import DEVICE, second_device


class OnDevice(Call):
    """A rule: from inputs on another device comes a result on that device.

    Args:
        of: The call; its inputs are tensors and networks.
        likely: What causes a result elsewhere, or tensors of two devices.
    """

    rule = True
    title = f"it works where its inputs are, here on {DEVICE!r}"
    chance = 0.0  # of what is drawn, only the devices are looked at

    def __init__(self, of: Call, likely: str) -> None:
        self.of, self.likely = of, likely
        self.call, self.names, self.arguments = of.call, of.names, of.arguments
        self.causes: Causes = (("on the same device", likely), *of.causes)

    def given(self, rng: Any) -> Given:
        return self.of.given(rng)

    def example(self, given: Given) -> tuple[Any, ...]:
        with second_device():
            return tuple(
                value.to(DEVICE) if isinstance(value, nn.Module) else value.detach().to(DEVICE)
                for value in self.of.example(given)
            )

    def observe(self, answer: Any, given: Given) -> Seen:
        try:
            with second_device():
                result = answer(*self.example(given), *self.arguments)
                return {"device": device_of(result), "error": None, "likely": None}
        except Exception as error:
            raised = describe_error(error, answer, self.causes)
            return {"device": None, "error": raised.text, "likely": raised.likely(self.call)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = f"a tensor on {DEVICE!r}"
        if seen["error"]:
            return Finding(expected, seen["error"], seen["likely"])
        if seen["device"] != DEVICE:
            return Finding(expected, f"{seen['device']}", self.likely)
        return None
