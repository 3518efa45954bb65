"""Both losses are checked by the same aspects."""

from __future__ import annotations

from graders.core.check import Item
from graders.instruments.parameters import Parameters
from graders.lesson_03._aspects import LossDevice, LossIsANumber, LossLeavesAlone, LossNoise
from graders.lesson_03._formulas import Mistakes
from graders.lesson_03._values import LossGradients, LossTargets, LossValue


def loss_item(signature: str, exercise: str, of_generator: bool, mistakes: Mistakes) -> Item:
    """Both losses are looked at in the same way; each aspect knows which one it looks at."""
    aspects = (
        Parameters(signature),
        LossIsANumber(of_generator),
        LossLeavesAlone(of_generator),
        LossNoise(of_generator),
        LossTargets(of_generator),
        LossValue(of_generator, mistakes),
        LossGradients(of_generator),
        LossDevice(of_generator),
    )
    return Item(signature.partition("(")[0], exercise, signature, aspects)
