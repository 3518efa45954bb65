"""What is looked at in both losses: targets, value, gradients."""

from __future__ import annotations

import itertools
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.check import Item, See
from graders.core.values import close, listing, name_of, one_place, spread
from graders.instruments.calls import exercise, known_mistake
from graders.instruments.training.criterion import Formula, ones_loss, zeros_loss
from graders.instruments.training.players import IM_DIM, events_of
from graders.instruments.training.replay import Position, few, forge, verdicts
from graders.lesson_03._aspects import (
    LossAspect,
    LossDevice,
    LossIsANumber,
    LossLeavesAlone,
    LossNoise,
)

Mistakes = tuple[tuple[str, Formula], ...]


MISUSES = {
    "exchanged": (
        "the prediction came second",
        "criterion's arguments change places: the prediction comes first, then the target",
    ),
    "probabilities": (
        "sigmoid(disc(…)) as the prediction",
        "the sigmoid is part of the criterion: hand over the logits",
    ),
    "averaged": (
        "the average of disc's outputs as the prediction",
        "the predictions are averaged before the criterion: it takes all of them",
    ),
}
"""What else than logits the criterion was called with, and why that is wrong."""


MOST_EVENTS = 100
"""Of a log in which each call is compared with what it should be. A right loss makes five calls."""


class LossTargets(LossAspect):
    """The criterion compares the right predictions with the right targets, in the right order."""

    title = "the criterion gets (prediction, target), with the right targets"
    chance = 0.0  # compared with the reference on the very draws of the answer

    def __init__(self, of_generator: bool) -> None:
        super().__init__(of_generator)
        self.call += ", criterion.log"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        log = seen["log"]
        noises = events_of(log, "gen")
        comparisons = [event for event in log if "target" in event]
        wanted = {"fakes": 1.0} if self.of_generator else {"fakes": 0.0, "reals": 1.0}
        expected = " and ".join(
            f"criterion(disc({name}), {'ones' if target else 'zeros'})"
            for name, target in wanted.items()
        )
        predictions = {"reals": verdicts(given["disc"], given["real"])}
        if len(log) > MOST_EVENTS:
            return Finding(expected, f"{len(log)} calls of gen, disc and criterion")
        if len(noises) == 1:
            predictions["fakes"] = verdicts(given["disc"], forge(given["gen"], noises[0]))
        if not comparisons:
            return Finding(
                expected,
                "criterion was not called",
                "another loss is computed, or one under torch.no_grad: use the criterion passed",
            )
        known = [given["real"], *(forge(given["gen"], noise) for noise in few(noises))]
        known += [torch.cat(pair) for pair in itertools.permutations(known, 2)]
        judged = events_of(log, "disc")
        if not all(any(_same(images, batch) for batch in known) for images in judged):
            return Finding(
                expected,
                "disc was called with images that are neither fakes nor reals",
                "fakes = gen(noise) and real go into disc as they are",
            )
        parts = [part for event in comparisons for part in _parts(event, predictions)]
        names = [name for name, _, _ in parts]
        if names == ["fakes", "fakes"]:
            return Finding(expected, "disc(fakes) twice", "disc(fake) stands for disc(real)")
        for name, prediction, target in parts:
            if finding := self._misread(expected, name, prediction, target, wanted):
                return finding
        if missing := [name for name in wanted if name not in names]:
            return Finding(
                expected,
                f"no call with disc({missing[0]})",
                f"the loss on the {missing[0]} is missing",
            )
        return None

    @staticmethod
    def _misread(
        expected: str, name: str, prediction: Any, target: Any, wanted: dict[str, float]
    ) -> Finding | None:
        """What is wrong with one call of the criterion; None when nothing is."""
        if name in MISUSES:
            return Finding(expected, *MISUSES[name])
        if name == "unknown":
            likely = None
            if prediction.shape[-1:] == (IM_DIM,):
                likely = "images go to the criterion: disc judges them first"
            elif prediction.shape[-1:] == (1,):
                likely = "something is done to disc's output before the criterion"
            got = f"a prediction that is no output of disc: {name_of(prediction)}"
            return Finding(expected, got, likely)
        if name not in wanted:
            return Finding(
                expected, f"a call with disc({name})", "the generator's loss looks at fakes only"
            )
        if not isinstance(target, Tensor):
            return Finding(expected, f"{name_of(target)} as the target", "use torch.zeros / ones")
        if target.shape != prediction.shape:
            maker = "torch.ones_like" if wanted[name] else "torch.zeros_like"
            return Finding(
                f"targets of the prediction's shape {tuple(prediction.shape)}",
                f"targets of shape {tuple(target.shape)}",
                f"give the targets the shape (n, 1): {maker}(prediction), for instance",
            )
        if not target.is_floating_point():
            return Finding(
                f"targets of dtype {prediction.dtype}",
                f"dtype {target.dtype}",
                "BCEWithLogitsLoss refuses whole numbers: make targets of the prediction's dtype",
            )
        if not bool((target == wanted[name]).all()):
            got = spread(target.float())
            likely = "the targets differ from image to image: all have the same label"
            if bool((target == target.flatten()[0]).all()):
                likely = "another label than 0 and 1: label smoothing is not asked for here"
            if bool((target == 1 - wanted[name]).all()):
                likely = f"the label of the {name} is the wrong way round"
                if wanted == {"fakes": 1.0}:
                    likely += "; label 0 with the sign turned would be the saturating loss"
            return Finding(f"target {wanted[name]:.0f} for the {name}", f"target {got}", likely)
        return None


def _parts(event: dict[str, Any], predictions: dict[str, Tensor]) -> list[tuple]:
    """Say which predictions a call of the criterion compared: (name, prediction, target) each."""
    prediction, target = event["prediction"], event["target"]
    for name, want in predictions.items():
        if _same(prediction, want):
            return [(name, prediction, target)]
        if _same(target, want):
            return [("exchanged", prediction, target)]
        if _same(prediction, torch.sigmoid(want)):
            return [("probabilities", prediction, target)]
    names = list(predictions)
    for order in (names, names[::-1]):  # one pass over both halves
        both = torch.cat([predictions[name] for name in order])
        if len(order) > 1 and _same(prediction, both) and isinstance(target, Tensor):
            if target.shape != prediction.shape:
                return [(order[0], prediction, target)]
            size = len(predictions[order[0]])
            return [
                (order[0], prediction[:size], target[:size]),
                (order[1], prediction[size:], target[size:]),
            ]
    if any(
        _same(prediction, part)
        for want in predictions.values()
        for part in (want.mean(), want.mean().reshape(1, 1))
    ):
        return [("averaged", prediction, target)]
    return [("unknown", prediction, target)]


def _same(got: Any, want: Tensor) -> bool:
    """Equal values, whether the last dimension is kept or squeezed away."""
    return isinstance(got, Tensor) and (
        close(got, want) or (got.dim() == 1 and close(got, want.flatten()))
    )


class LossValue(LossAspect):
    """The number itself, compared with the formula and with known mistakes."""

    chance = 0.0  # compared with the reference on the very draws of the answer
    weight = 2
    essential = True

    def __init__(self, of_generator: bool, mistakes: Mistakes) -> None:
        super().__init__(of_generator)
        self.mistakes = mistakes
        self.title = "its value" if of_generator else "its value: the mean of the two losses"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        rule = "criterion(disc(fakes), ones)" if self.of_generator else "the mean of the two losses"
        noises, loss = events_of(seen["log"], "gen"), seen["result"]
        if len(noises) != 1:
            return Finding(rule, f"{len(noises)} calls of gen")
        if not isinstance(loss, Tensor):
            return Finding(rule, name_of(loss))
        position = Position.of(given, given["real"])

        def is_value_of(formula: Formula) -> bool:
            return close(loss.reshape(()), position.loss(formula, noises[0]))

        if is_value_of(self.formula):
            return None
        parts = {name: position.loss(formula, noises[0]) for name, formula in PARTS}
        want = position.loss(self.formula, noises[0])
        right, got = one_place(loss.reshape(()), want, **({} if self.of_generator else parts))
        likely = known_mistake(self.mistakes, is_value_of)
        return Finding(f"{rule}: {right}", got, likely)


PARTS: tuple[tuple[str, Formula], ...] = (
    ("criterion(disc(fakes), zeros)", lambda fake, real: zeros_loss(fake)),
    ("criterion(disc(reals), ones)", lambda fake, real: ones_loss(real)),
)
"""The two losses of the discriminator."""


class LossCounts(LossValue):
    """num_images fakes are judged, however many reals there are."""

    fakes = 5
    reals = 7
    weight = 1
    essential = False

    def __init__(self, of_generator: bool, mistakes: Mistakes) -> None:
        super().__init__(of_generator, mistakes)
        self.title = (
            f"num_images is not the number of reals: {self.fakes} fakes, {self.reals} reals"
        )

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noises = events_of(seen["log"], "gen")
        if len(noises) == 1 and len(noises[0]) != self.fakes:
            likely = None
            if len(noises[0]) == self.reals:
                likely = "the number of real images is used where num_images is asked for"
            return Finding(f"{self.fakes} fakes", f"{len(noises[0])} fakes", likely)
        return super().judge(seen, given)


NO_HISTORY = "the result is a new tensor without the loss's history: return the loss itself"


class LossGradients(LossAspect):
    """After backward(): whose gradients are there, and are they the right ones."""

    chance = 0.0  # compared with the reference on the very draws of the answer
    weight = 2
    essential = True

    def __init__(self, of_generator: bool) -> None:
        super().__init__(of_generator)
        self.call += ".backward(), [p.grad for net in (gen, disc) for p in net.parameters()]"
        self.title = "its gradient reaches disc and leaves gen alone"
        if of_generator:
            self.title = "its gradient reaches gen"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        loss = self.play(answer, stage, *self.inputs(given), *self.arguments)
        early = [name for name, gradient in stage.gradients().items() if gradient is not None]
        if isinstance(loss, Tensor) and loss.requires_grad and not early:
            loss.backward()
        return {"early": early, "log": stage.log} | stage.gradients()

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["early"]:
            return Finding(
                "the loss alone; backward() is called by the training loop",
                f"gradients in {listing(seen['early'])} before backward() was called on the result",
                "backward() is called inside the function",
            )
        noises = events_of(seen["log"], "gen")
        if len(noises) != 1:
            return Finding("one call of gen", f"{len(noises)} calls of gen")
        position = Position.of(given, given["real"])
        if self.of_generator:
            return self._wrong_in_gen(seen, position.gradient("gen", self.formula, noises[0]))
        return self._wrong_in_disc(seen, position.gradient("disc", self.formula, noises[0]))

    @staticmethod
    def _wrong_in_gen(seen: Seen, want: Tensor) -> Finding | None:
        """What is wrong with the gradients of the generator's loss."""
        if seen["gen"] is None:
            return Finding(
                "a gradient in the generator's parameters",
                "none",
                NO_HISTORY
                if seen["disc"] is None
                else "the fakes are detached, or made under torch.no_grad: here they must "
                "stay connected to the generator",
            )
        if close(seen["gen"], want):
            return None
        likely = "the loss pushes in the opposite direction" if close(seen["gen"], -want) else None
        right, got = one_place(seen["gen"], want)
        expected = f"the gradient of criterion(disc(fakes), ones), in one row: {right}"
        return Finding(expected, got, likely)

    @staticmethod
    def _wrong_in_disc(seen: Seen, want: Tensor) -> Finding | None:
        """What is wrong with the gradients of the discriminator's loss."""
        if seen["gen"] is not None:
            return Finding(
                "no gradient in the generator (its .grad stays None)",
                "a gradient in the generator's parameters",
                "the fakes are not detached: disc(fake.detach()) stops the gradient there",
            )
        if seen["disc"] is None:
            return Finding("a gradient in the discriminator", "none", NO_HISTORY)
        if close(seen["disc"], want):
            return None
        right, got = one_place(seen["disc"], want)
        return Finding(
            f"the gradient of the mean of the two losses, in one row: {right}",
            got,
            "a part of the loss does not reach the discriminator: is one of its two outputs "
            "detached, or made under torch.no_grad?",
        )


def loss_exercise(
    number: str, signature: str, of_generator: bool, mistakes: Mistakes, see: See
) -> Item:
    """Both losses are looked at in the same way; each aspect knows which one it looks at."""
    counts = () if of_generator else (LossCounts(of_generator, mistakes),)
    return exercise(
        number,
        signature,
        LossIsANumber(of_generator),
        LossLeavesAlone(of_generator),
        LossNoise(of_generator),
        LossTargets(of_generator),
        LossValue(of_generator, mistakes),
        LossGradients(of_generator),
        *counts,
        LossDevice(of_generator),
        see=see,
    )
