"""What a right training step does, worked out from a log of `graders.instruments.training.players`.

The log names the noise that the generator was given and the gradient of every step; the weights at
the start are known. That is enough to say which loss a network stepped on, and which it should
have stepped on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import close
from graders.instruments.training.criterion import Formula, Log, disc_loss, gen_loss
from graders.instruments.training.players import DISC_RATE, GEN_RATE, IM_DIM, Z_DIM, events_of


def few(noises: list[Tensor]) -> list[Tensor]:
    """The first four noises and the last four: a step uses one or two of those before it.

    Each is tried with every loss, and how often the generator is called is the answer's choice.
    """
    return noises[:4] + noises[4:][-4:]


def forge(gen: Tensor, noise: Tensor) -> Tensor:
    """The images that the generator with these weights makes of ``noise``."""
    return noise @ gen[:-IM_DIM].view(IM_DIM, Z_DIM).T + gen[-IM_DIM:]


def verdicts(disc: Tensor, images: Tensor) -> Tensor:
    """The logits, shape (n, 1), that the discriminator with these weights gives."""
    return images @ disc[:-1].view(1, IM_DIM).T + disc[-1:]


@dataclass(frozen=True)
class Position:
    """The weights of both networks, as vectors, and the batch at hand, as rows."""

    gen: Tensor
    disc: Tensor
    real: Tensor

    @classmethod
    def of(cls, given: Given, real: Tensor) -> Position:
        """The position at the start, with a batch in the loader's shape."""
        return cls(given["gen"], given["disc"], real.flatten(start_dim=1))

    def meets(self, real: Tensor) -> Position:
        """The same weights, and another batch."""
        return Position(self.gen, self.disc, real.flatten(start_dim=1))

    def loss(self, formula: Formula, noise: Tensor) -> Tensor:
        """The value of a loss on the fakes that ``noise`` makes."""
        return formula(verdicts(self.disc, forge(self.gen, noise)), verdicts(self.disc, self.real))

    def slope(self, name: str, formula: Formula, noise: Tensor) -> tuple[Tensor, Tensor]:
        """A loss and its gradient with respect to the weights of ``"gen"`` or ``"disc"``."""
        weights = getattr(self, name).clone().requires_grad_()
        loss = self._with(name, weights).loss(formula, noise)
        (gradient,) = torch.autograd.grad(loss, weights, allow_unused=True)
        return loss.detach(), torch.zeros_like(weights) if gradient is None else gradient

    def gradient(self, name: str, formula: Formula, noise: Tensor) -> Tensor:
        """The gradient alone."""
        return self.slope(name, formula, noise)[1]

    def after(self, name: str, gradient: Tensor | None) -> Position:
        """The position after a step of one optimizer; nothing moves without a gradient."""
        if gradient is None:
            return self
        rate = GEN_RATE if name == "gen" else DISC_RATE
        return self._with(name, getattr(self, name) - rate * gradient)

    def _with(self, name: str, weights: Tensor) -> Position:
        if name == "gen":
            return Position(weights, self.disc, self.real)
        return Position(self.gen, weights, self.real)


@dataclass(frozen=True)
class Half:
    """One network's half of a training step, as it was logged.

    Attributes:
        name: Whose optimizer stepped.
        gradient: The gradient it stepped on, or None.
        noises: The noise that the generator was given up to this step, see `few`. Whether the
            generator's half draws its own or takes the discriminator's fakes again is the student's
            choice.
        cleared: The gradients of this network that were cleared since the step before.
        compared: What the criterion was called with since the step before, as logged.
    """

    name: str
    gradient: Tensor | None
    noises: list[Tensor]
    cleared: list[Tensor]
    compared: Log

    @property
    def formula(self) -> Formula:
        """The loss that this half should step on."""
        return disc_loss if self.name == "disc" else gen_loss

    @property
    def has_gradient(self) -> bool:
        return self.gradient is not None and bool(self.gradient.any())

    def explained(self, position: Position) -> tuple[Tensor, Tensor] | None:
        """The loss and the gradient that were stepped on; None if they are not right ones."""
        for noise in self.noises:
            loss, gradient = position.slope(self.name, self.formula, noise)
            if close(self.gradient, gradient):
                return loss, gradient
        return None

    def fits(
        self, position: Position, formula: Formula, noise: Tensor, extra: Tensor | float = 0.0
    ) -> bool:
        """Whether the gradient is that of ``formula``, plus ``extra``."""
        want = position.gradient(self.name, formula, noise) + extra
        return close(self.gradient, want)

    def other_targets(self) -> Finding | None:
        """The finding on targets that BCEWithLogitsLoss would refuse."""
        for event in self.compared:
            prediction, target = event["prediction"], event["target"]
            if prediction.shape != target.shape:
                return Finding(
                    f"targets of the prediction's shape {tuple(prediction.shape)}",
                    f"targets of shape {tuple(target.shape)}",
                    "torch.zeros_like(prediction) and torch.ones_like(prediction) have it",
                )
            if not target.is_floating_point():
                return Finding(
                    f"targets of dtype {prediction.dtype}",
                    f"dtype {target.dtype}",
                    "BCEWithLogitsLoss refuses whole numbers: torch.zeros_like(prediction) has the "
                    "right dtype",
                )
        return None

    def wrong(self, position: Position, likely: str | None) -> Finding:
        """The finding on a half whose gradient is not right where it met ``position``."""
        expected = f"{self.name}_opt.step() on the gradient of the {loss_of(self.name)}"
        if self.gradient is None or not self.has_gradient:
            return Finding(expected, "a step without a gradient", likely)
        got = "a step on another gradient"
        if self.noises:
            want = position.gradient(self.name, self.formula, self.noises[-1])
            expected += f", of length {want.norm().item():.3g}"
            got += f", of length {self.gradient.norm().item():.3g}"
        return Finding(expected, got, likely)


def loss_of(name: str) -> str:
    """Whose loss, in words."""
    return "discriminator's loss" if name == "disc" else "generator's loss"


def halves(log: Log) -> list[Half]:
    """Cut a log at the optimizers' steps. Each generator's step begins a new round of noise."""
    parts: list[Half] = []
    noises: list[Tensor] = []
    compared: Log = []
    cleared: dict[str, list[Tensor]] = {"gen": [], "disc": []}
    for event in log:
        if "gen" in event:
            noises.append(event["gen"])
        elif "target" in event:
            compared.append(event)
        elif "clear" in event and event["gradient"] is not None:
            cleared[event["clear"]].append(event["gradient"])
        elif "step" in event:
            name = event["step"]
            parts.append(Half(name, event["gradient"], few(noises), cleared[name], compared))
            cleared, compared = {"gen": [], "disc": []}, []
            if name == "gen":
                noises.clear()
    return parts


def order_of(log: Log) -> Finding | None:
    """Whether the discriminator's optimizer steps first, then the generator's, once each."""
    steps = [event["step"] for event in log if "step" in event]
    if steps == ["disc", "gen"]:
        return None
    got = ", then ".join(f"{name}_opt.step()" for name in steps) or "no step() of either optimizer"
    likely = "each optimizer steps once for a batch"
    if not steps:
        likely = (
            "step() is missing or stands without its brackets, or other optimizers are made inside "
            "the function"
        )
    elif set(steps) != {"gen", "disc"}:
        missing = "gen" if steps[0] == "disc" else "disc"
        likely = f"{missing}_opt.step() is missing"
        if len(steps) == 2:
            likely = f"{steps[0]}_opt steps twice, {missing}_opt not at all"
    elif steps == ["gen", "disc"]:
        likely = (
            "the generator is updated first, or gen_opt and disc_opt have changed places; the "
            "discriminator comes first"
        )
    return Finding("disc_opt.step(), then gen_opt.step()", got[:100], likely)


def follow(log: Log, start: Position) -> tuple[Tensor, Tensor, Position] | Finding:
    """Replay one right step: both losses and the position after it, or what is wrong."""
    if finding := order_of(log):
        return finding
    position, losses = start, []
    for half in halves(log):
        explained = half.explained(position)
        if explained is None:
            return half.wrong(position, None if half.has_gradient else NO_GRADIENT)
        loss, gradient = explained
        losses.append(loss)
        position = position.after(half.name, gradient)
    return losses[0], losses[1], position


NO_GRADIENT = "requires_grad is switched off and stays off, or the gradients are cleared too late"


def other_weights(seen: Seen, names: Iterable[str], want: Position) -> Finding | None:
    """A finding if something else than an optimizer has changed a network's weights."""
    for name in names:
        if not close(seen[name], getattr(want, name)):
            return Finding(
                f"weights of {name} that {name}_opt.step() alone has changed",
                "other weights",
                f"{name}'s weights are changed outside of {name}_opt.step()",
            )
    return None


OTHER_BATCH = "it is another batch, or changed on its way: flatten real and nothing else"


def misread_batch(real: Tensor, log: Log) -> Finding | None:
    """What is wrong with the images and the noise of one step; None when nothing is."""
    noises = events_of(log, "gen")
    expected = f"{len(real)} rows of noise into gen, {len(real)} reals into disc"
    if not noises:
        return Finding(expected, "gen was not called", "the fakes are gen(noise)")
    for noise in noises:
        if len(noise) != len(real):
            return Finding(
                expected,
                f"noise of shape {tuple(noise.shape)}",
                "num_images is the length of the batch at hand, len(real): the last one of an "
                "epoch may be shorter",
            )
    if not judges(log, real):
        likely = OTHER_BATCH
        if _rows_before_step(log) < 2 * len(real):
            likely = "disc has to judge the reals too before its step, not fakes alone"
        return Finding(expected, "disc was not called with the images of real as they are", likely)
    return None


def judges(log: Log, real: Tensor) -> bool:
    """Whether the discriminator was called with all images of ``real``, in any order."""
    rows = real.flatten(start_dim=1)
    return any(
        bool((torch.cdist(images.float(), rows) < 1e-4).any(dim=0).all())
        for images in events_of(log, "disc")
    )


def _rows_before_step(log: Log) -> int:
    """How many images the discriminator has judged before an optimizer stepped."""
    before = itertools.takewhile(lambda event: "step" not in event, log)
    return sum(map(len, events_of(list(before), "disc")))
