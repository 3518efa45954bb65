"""Lesson 04: the training step, the epoch around it, and the way back to pixels.

Training is checked without training. Two small linear networks with given weights and two plain
gradient descents write a log: which batch a network was called with, which gradient an optimizer
stepped on. From the weights and the noise in the log the judge works out what a right step does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganlab.losses import get_disc_loss, get_gen_loss
from graders.core import Aspect, Finding, Given, Item, Seen
from graders.devices import on_meta
from graders.losses import AsymmetricCriterion, criterion
from graders.noise import not_normal
from graders.parameters import Parameters
from graders.values import Misuse, close, name_of, plain, spread

Z_DIM, IM_DIM = 4, 6
IMAGE = (1, 2, 3)
DISC_RATE, GEN_RATE = 0.02, 0.01

Log = list[dict[str, Any]]

# Doubles ----------------------------------------------------------------------------------------


class Player(nn.Module):
    """A linear network with given weights that logs what it is called with, and in which mode.

    Args:
        name: ``"gen"`` or ``"disc"``.
        weights: Its weight matrix and bias as one vector, see ``forge`` and ``verdicts``.
        log: Where its calls are noted.
    """

    def __init__(self, name: str, weights: Tensor, log: Log) -> None:
        super().__init__()
        self.name, self.log = name, log
        self.linear = nn.Linear(Z_DIM, IM_DIM) if name == "gen" else nn.Linear(IM_DIM, 1)
        nn.utils.vector_to_parameters(weights.clone(), self.parameters())

    def forward(self, batch: Tensor) -> Tensor:
        if not isinstance(batch, Tensor) or batch.dim() != 2 or batch.shape[1] != self.columns:
            takes = "noise" if self.name == "gen" else "images"
            raise Misuse(
                f"{self.name} was called with {name_of(plain(batch))}, "
                f"but it takes {takes} of shape (n, {self.columns})",
                self._cause(batch),
            )
        self.log.append({self.name: plain(batch), "training": self.training})
        return self.linear(batch)

    @property
    def columns(self) -> int:
        return self.linear.in_features

    def _cause(self, batch: Any) -> str:
        if not isinstance(batch, Tensor):
            return "a tensor is expected here: are the arguments in the right order?"
        if self.name == "gen":
            if batch.shape[-1:] == (IM_DIM,) or batch.shape[-3:] == IMAGE:
                return "images go into the generator; it takes noise"
            return "the length of the noise is not z_dim: is it written as a number, or exchanged?"
        if batch.shape[-3:] == IMAGE:
            return "the batch is not flattened: real.flatten(start_dim=1) makes rows of it"
        if batch.dim() == 1:
            return "the whole batch became one row: flatten(start_dim=1) keeps the images apart"
        return "the discriminator judges flat images, one row each"

    def vector(self) -> Tensor:
        """All weights as one vector."""
        return plain(nn.utils.parameters_to_vector(self.parameters()))

    def gradient(self) -> Tensor | None:
        """All gradients as one vector; None where there are none."""
        if all(p.grad is None for p in self.parameters()):
            return None
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in self.parameters()]
        return plain(nn.utils.parameters_to_vector(grads))


class Descent(torch.optim.Optimizer):
    """Plain gradient descent that logs each step with the gradient that it found."""

    def __init__(self, player: Player, rate: float) -> None:
        super().__init__(player.parameters(), {"lr": rate})
        self.player = player

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        loss = None if closure is None else closure()
        self.player.log.append({"step": self.player.name, "gradient": self.player.gradient()})
        with torch.no_grad():
            for parameter in self.player.parameters():
                if parameter.grad is not None:
                    parameter.sub_(parameter.grad, alpha=self.defaults["lr"])
        return loss


class Stage:
    """Two players with their optimizers and a criterion: what a training function is called with.

    Args:
        given: The players' weights, as drawn by ``draw_players``.
        device: Where they stand.
    """

    def __init__(self, given: Given, device: str = "cpu") -> None:
        self.log: Log = []
        self.gen = Player("gen", given["gen"], self.log).to(device)
        self.disc = Player("disc", given["disc"], self.log).to(device)
        self.gen_opt = Descent(self.gen, GEN_RATE)
        self.disc_opt = Descent(self.disc, DISC_RATE)
        self.criterion = AsymmetricCriterion()

    def arguments(self, real: Any) -> tuple[Any, ...]:
        """The arguments of ``train_step`` or ``train_epoch``, but for the device."""
        opts = self.gen_opt, self.disc_opt
        return self.gen, self.disc, *opts, self.criterion, real, Z_DIM

    def play(self, answer: Any, real: Any, *device: str) -> tuple[Any, Log]:
        """Call ``answer``; return what it gave and what was logged meanwhile."""
        start = len(self.log)
        try:
            result = answer(*self.arguments(real), *device)
        except (RuntimeError, ValueError) as error:
            for fragment, cause in CAUSES:
                if fragment in str(error):
                    text = f"{type(error).__name__}: {str(error).partition('. ')[0]}"
                    raise Misuse(text, cause).with_traceback(error.__traceback__) from None
            raise
        return plain(result), self.log[start:]


CAUSES = (
    ("modified by an inplace operation",
     "a loss is made before a step() and its backward() comes after it: the step has changed the "
     "weights in between. Finish one network's update, then begin the other's"),
    ("backward through the graph a second time",
     "one loss's backward() is called twice, or both losses use the same fakes without detach"),
    ("does not require grad",
     "the loss has no history: a torch.no_grad(), a .detach() or an .item() stands before "
     "backward()"),
    ("too many values to unpack",
     "more values come than names stand on the left: the loader gives images alone, no labels"),
)  # fmt: skip
"""Errors of a training loop, most of them autograd's, and what causes them."""


def draw_players(rng: torch.Generator) -> Given:
    """Weights for both players, and gradients that somebody has left in them."""
    sizes = {"gen": (Z_DIM + 1) * IM_DIM, "disc": IM_DIM + 1}
    return {name: torch.randn(size, generator=rng) / 2 for name, size in sizes.items()} | {
        f"{name} leftover": torch.randn(size, generator=rng) + 3 for name, size in sizes.items()
    }


def draw_real(rng: torch.Generator, count: int) -> Tensor:
    """A batch as a loader gives it, shape (count, 1, 2, 3)."""
    return torch.randn(count, *IMAGE, generator=rng) + 1


# What a right step does --------------------------------------------------------------------------


def forge(gen: Tensor, noise: Tensor) -> Tensor:
    """The images that the generator with these weights makes of ``noise``."""
    return noise @ gen[:-IM_DIM].view(IM_DIM, Z_DIM).T + gen[-IM_DIM:]


def verdicts(disc: Tensor, images: Tensor) -> Tensor:
    """The logits, shape (n, 1), that the discriminator with these weights gives."""
    return images @ disc[:-1].view(1, IM_DIM).T + disc[-1:]


Formula = Callable[[Tensor, Tensor], Tensor]
"""A loss made of the logits of fakes and of reals, each of shape (n, 1)."""


def _towards(label: float, loss: Formula = criterion) -> Callable[[Tensor], Tensor]:
    return lambda logits: loss(logits, torch.full_like(logits, label))


def disc_loss(fake: Tensor, real: Tensor) -> Tensor:
    """The discriminator's loss."""
    return (_towards(0.0)(fake) + _towards(1.0)(real)) / 2


def gen_loss(fake: Tensor, real: Tensor) -> Tensor:
    """The generator's loss."""
    return _towards(1.0)(fake)


@dataclass(frozen=True)
class Position:
    """The weights of both networks, as vectors, and the batch at hand, as rows."""

    gen: Tensor
    disc: Tensor
    real: Tensor

    @classmethod
    def of(cls, given: Given, real: Tensor) -> Position:
        return cls(given["gen"], given["disc"], real.flatten(start_dim=1))

    def loss(self, formula: Formula, noise: Tensor) -> Tensor:
        """The value of a loss on the fakes that ``noise`` makes."""
        return formula(verdicts(self.disc, forge(self.gen, noise)), verdicts(self.disc, self.real))

    def gradient(self, name: str, formula: Formula, noise: Tensor) -> Tensor:
        """The gradient of a loss with respect to the weights of ``"gen"`` or ``"disc"``."""
        weights = getattr(self, name).clone().requires_grad_()
        loss = self._with(name, weights).loss(formula, noise)
        (gradient,) = torch.autograd.grad(loss, weights, allow_unused=True)
        return torch.zeros_like(weights) if gradient is None else gradient

    def after(self, name: str, gradient: Tensor) -> Position:
        """The position after a step of one optimizer."""
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
        noises: All noise that the generator was given up to this step. Whether the generator's
            half draws its own or takes the discriminator's fakes again is the student's choice.
    """

    name: str
    gradient: Tensor | None
    noises: list[Tensor]

    @property
    def formula(self) -> Formula:
        return disc_loss if self.name == "disc" else gen_loss

    def noise(self, position: Position) -> Tensor | None:
        """The noise whose fakes explain the gradient; None if the gradient is not a right one."""
        return next((n for n in self.noises if self.fits(position, self.formula, n)), None)

    def fits(
        self, position: Position, formula: Formula, noise: Tensor, extra: Tensor | float = 0.0
    ) -> bool:
        """Whether the gradient is that of ``formula``, plus ``extra``."""
        want = position.gradient(self.name, formula, noise) + extra
        return close(self.gradient, want)


def halves(log: Log) -> list[Half]:
    """Cut a log at the optimizers' steps. Each generator's step begins a new round of noise."""
    found: list[Half] = []
    noises: list[Tensor] = []
    for event in log:
        if "gen" in event:
            noises.append(event["gen"])
        elif "step" in event:
            found.append(Half(event["step"], event["gradient"], list(noises)))
            if event["step"] == "gen":
                noises.clear()
    return found


def order_of(steps: list[str]) -> Finding | None:
    """Whether the discriminator's optimizer steps first, then the generator's, once each."""
    if steps == ["disc", "gen"]:
        return None
    got = ", then ".join(f"{name}_opt.step()" for name in steps) or "no step() of either optimizer"
    likely = "each optimizer steps once for a batch"
    if not steps:
        likely = "step() is missing, or other optimizers are made inside the function"
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


# Known mistakes: the gradients that they step on -------------------------------------------------

bce = F.binary_cross_entropy_with_logits

BOTH_IN_DISC = (
    "the generator's loss has added its gradient to disc's: finish the discriminator's update, "
    "backward() and step(), before the generator's backward()"
)
BOTH_IN_GEN = (
    "the discriminator's loss has left its gradient in gen too: detach the fakes there, or clear "
    "gen's gradients after it"
)

WRONG_LOSSES: dict[str, tuple[tuple[str, Formula], ...]] = {
    "disc": (
        ("the loss on the reals is missing", lambda fake, real: _towards(0.0)(fake)),
        ("the loss on the reals is missing", lambda fake, real: _towards(0.0)(fake) / 2),
        ("the loss on the fakes is missing", lambda fake, real: _towards(1.0)(real)),
        ("the loss on the fakes is missing", lambda fake, real: _towards(1.0)(real) / 2),
        ("the two losses are added; get_disc_loss returns their mean",
         lambda fake, real: 2 * disc_loss(fake, real)),
        ("disc_opt steps on the generator's loss", gen_loss),
        (BOTH_IN_DISC, lambda fake, real: disc_loss(fake, real) + gen_loss(fake, real)),
        ("the labels are exchanged: fakes have 0, reals 1",
         lambda fake, real: (_towards(1.0)(fake) + _towards(0.0)(real)) / 2),
        ("BCEWithLogitsLoss is written into the function; criterion is handed over",
         lambda fake, real: (_towards(0.0, bce)(fake) + _towards(1.0, bce)(real)) / 2),
        ("the loss has the wrong sign", lambda fake, real: -disc_loss(fake, real)),
        ("the loss is divided by the number of images again",
         lambda fake, real: disc_loss(fake, real) / len(real)),
        ("the loss is multiplied by the number of images",
         lambda fake, real: disc_loss(fake, real) * len(real)),
    ),
    "gen": (
        ("gen_opt steps on the discriminator's loss", disc_loss),
        ("gen_opt steps on the discriminator's loss", lambda fake, real: _towards(0.0)(fake)),
        (BOTH_IN_GEN, lambda fake, real: disc_loss(fake, real) + gen_loss(fake, real)),
        ("BCEWithLogitsLoss is written into the function; criterion is handed over",
         lambda fake, real: _towards(1.0, bce)(fake)),
        ("the loss has the wrong sign", lambda fake, real: -gen_loss(fake, real)),
        ("the loss is divided by the number of images again",
         lambda fake, real: gen_loss(fake, real) / len(real)),
        ("the loss is multiplied by the number of images",
         lambda fake, real: gen_loss(fake, real) * len(real)),
    ),
}  # fmt: skip


def likely_of(half: Half, position: Position, before: Position, leftover: Tensor) -> str | None:
    """The mistake that explains a wrong gradient, if a known one does.

    Args:
        half: What was logged.
        position: The weights that a right step would meet.
        before: The weights before the discriminator's step.
        leftover: What was in the gradients when the function was called.
    """
    name, gradient = half.name, half.gradient
    if gradient is None or not gradient.any():
        return (
            f"no gradient: backward() on the {_loss_of(name)} is missing, comes after "
            f"{name}_opt.step(), or zero_grad() stands between the two"
        )
    if close(gradient, leftover):
        return f"{name}_opt.step() comes before backward(): it used the gradients left over"
    for noise in half.noises:
        if half.fits(position, half.formula, noise, leftover):
            return (
                f"gradients from before the call are added: {name}_opt.zero_grad() is missing "
                "before backward()"
            )
        if name == "gen" and half.fits(before, gen_loss, noise):
            return "the generator was judged by the discriminator as it was before its update"
        for sentence, formula in WRONG_LOSSES[name]:
            if half.fits(position, formula, noise):
                return sentence
    return _two_noises(half, position, before)


def _two_noises(half: Half, position: Position, before: Position) -> str | None:
    """Both losses in one gradient, each on fakes of its own."""
    if len(half.noises) != 2:
        return None
    first, second = half.noises
    if half.name == "gen":
        for then in (position, before):
            if half.fits(position, gen_loss, second, then.gradient("gen", disc_loss, first)):
                return BOTH_IN_GEN
    elif half.fits(position, gen_loss, second, position.gradient("disc", disc_loss, first)):
        return BOTH_IN_DISC
    return None


def _loss_of(name: str) -> str:
    return "discriminator's loss" if name == "disc" else "generator's loss"


# 4.1 train_step ----------------------------------------------------------------------------------


class StepAspect(Aspect):
    """An aspect of ``train_step``. It is called with gradients left over from before."""

    count = 5
    call = f"train_step(gen, disc, gen_opt, disc_opt, criterion, real, {Z_DIM})"

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"real": draw_real(rng, self.count)}

    def stage(self, given: Given) -> Stage:
        """Players whose gradients are not clear, as after an earlier step."""
        stage = Stage(given)
        for player in (stage.gen, stage.disc):
            leftover = given[f"{player.name} leftover"].clone()
            for parameter in player.parameters():
                part, leftover = leftover.tensor_split([parameter.numel()])
                parameter.grad = part.view_as(parameter).clone()
        return stage

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        result, log = stage.play(answer, given["real"].clone())
        return {"result": result, "log": log} | _weights(stage)


def _weights(stage: Stage) -> Seen:
    return {"gen": stage.gen.vector(), "disc": stage.disc.vector()}


class StepBatches(StepAspect):
    """The batch comes in the loader's shape and length; both losses use as many fakes."""

    title = "a batch of any shape and length, as many fakes as reals"

    def given(self, rng: torch.Generator) -> Given:
        flat = draw_real(rng, 3).flatten(start_dim=1)
        return draw_players(rng) | {"reals": [draw_real(rng, 5), flat]}

    @property
    def call(self) -> str:
        return f"{super().call}, real of shape (5, 1, 2, 3) and of shape (3, 6)"

    def observe(self, answer: Any, given: Given) -> Seen:
        return {
            "logs": [Stage(given).play(answer, real.clone())[1] for real in given["reals"]],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for real, log in zip(given["reals"], seen["logs"], strict=True):
            if finding := misread_batch(real, log):
                return finding
        return None


def misread_batch(real: Tensor, log: Log) -> Finding | None:
    """What is wrong with the images and the noise of one step; None when nothing is."""
    noises = [event["gen"] for event in log if "gen" in event]
    judged = [event["disc"] for event in log if "disc" in event]
    expected = f"{len(real)} rows of noise into gen, {len(real)} reals into disc"
    if not noises:
        return Finding(expected, "gen was not called")
    for noise in noises:
        if len(noise) != len(real):
            return Finding(
                expected,
                f"noise of shape {tuple(noise.shape)}",
                "num_images is the length of the batch at hand, len(real): the last one of an "
                "epoch may be shorter",
            )
    rows = real.flatten(start_dim=1)
    if not any(_contains(images, rows) for images in judged):
        likely = "it is another batch, or changed on its way: flatten real and nothing else"
        if _rows_before_step(log) < 2 * len(real):
            likely = "disc has to judge the reals too before its step, not fakes alone"
        return Finding(expected, "disc was not called with the images of real as they are", likely)
    return None


def _rows_before_step(log: Log) -> int:
    """How many images the discriminator has judged before an optimizer stepped."""
    before = itertools.takewhile(lambda event: "step" not in event, log)
    return sum(len(event["disc"]) for event in before if "disc" in event)


def _contains(images: Tensor, rows: Tensor) -> bool:
    """Whether ``rows`` stand in ``images``, alone or at one of its ends."""
    return any(close(part, rows) for part in (images[: len(rows)], images[-len(rows) :]))


class DiscUpdate(StepAspect):
    """The discriminator's half of the step; each optimizer steps once, its own first."""

    title = "the discriminator's update, and each optimizer in its turn"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := order_of([event["step"] for event in seen["log"] if "step" in event]):
            return finding
        start = Position.of(given, given["real"])
        half = halves(seen["log"])[0]
        noise = half.noise(start)
        if noise is None:
            return Finding(
                "disc_opt.step() on the gradient of the discriminator's loss",
                _gradient_words(half.gradient),
                likely_of(half, start, start, given["disc leftover"]),
            )
        want = start.after("disc", start.gradient("disc", disc_loss, noise)).disc
        return _other_weights("disc", seen["disc"], want)


class GenUpdate(StepAspect):
    """The generator's half of the step, against the discriminator that has just learned."""

    title = "the generator's update, against the updated discriminator"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := order_of([event["step"] for event in seen["log"] if "step" in event]):
            return finding
        start = Position.of(given, given["real"])
        first, half = halves(seen["log"])
        middle = start.after("disc", first.gradient)
        noise = half.noise(middle)
        if noise is None:
            return Finding(
                "gen_opt.step() on the gradient of the generator's loss",
                _gradient_words(half.gradient),
                likely_of(half, middle, start, given["gen leftover"]),
            )
        want = middle.after("gen", middle.gradient("gen", gen_loss, noise)).gen
        return _other_weights("gen", seen["gen"], want)


def _gradient_words(gradient: Tensor | None) -> str:
    if gradient is None or not gradient.any():
        return "a step without a gradient"
    return "a step on another gradient"


def _other_weights(name: str, got: Tensor, want: Tensor) -> Finding | None:
    if close(got, want):
        return None
    return Finding(
        f"weights of {name} that {name}_opt.step() alone has changed",
        "other weights",
        f"{name}'s weights are changed outside of {name}_opt.step()",
    )


class StepLosses(StepAspect):
    """It returns the two losses that the networks have learned from."""

    title = "it returns (disc_loss, gen_loss)"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "two numbers: the discriminator's loss, the generator's loss"
        result = _numbers(seen["result"])
        if result is None:
            likely = None
            if seen["result"] is None:
                likely = "the losses are computed but not returned"
            elif isinstance(seen["result"], Tensor | float):
                likely = "return both losses, as a pair"
            elif seen["result"] == [None, None]:
                likely = "backward() returns nothing: keep the loss itself under a name"
            return Finding(expected, name_of(seen["result"]), likely)
        start = Position.of(given, given["real"])
        found = follow(seen["log"], start)
        if isinstance(found, Finding):
            return found
        disc, gen, end = found
        if close(result, torch.stack([disc, gen])):
            return None
        return Finding(expected, "other numbers", self._likely(result, disc, gen, seen, end))

    @staticmethod
    def _likely(result: Tensor, disc: Tensor, gen: Tensor, seen: Seen, end: Position) -> str | None:
        for sentence, pair in (
            ("they stand in the other order: the discriminator's comes first", (gen, disc)),
            ("the discriminator's loss is returned twice", (disc, disc)),
            ("the generator's loss is returned twice", (gen, gen)),
            ("the discriminator's loss is a mean already: it is halved again", (disc / 2, gen)),
            ("the losses are means already: they are divided by the length of the batch",
             (disc / len(end.real), gen / len(end.real))),
            ("the losses are means already: they are multiplied by the length of the batch",
             (disc * len(end.real), gen * len(end.real))),
        ):  # fmt: skip
            if close(result, torch.stack(pair)):
                return sentence
        noises = [event["gen"] for event in seen["log"] if "gen" in event]
        late = {"disc": disc_loss, "gen": gen_loss}
        for (name, formula), value in zip(late.items(), result, strict=True):
            if any(close(value, end.loss(formula, noise)) for noise in noises):
                return f"{name}_loss is measured anew after the updates; return what was stepped on"
        return None


def _numbers(result: Any) -> Tensor | None:
    """Two numbers as a tensor of shape (2,); None if the result is anything else."""
    if isinstance(result, Tensor) and result.shape == (2,):
        return result.float()
    if not isinstance(result, list) or len(result) != 2:
        return None
    tensors = [torch.as_tensor(x) for x in result if isinstance(x, Tensor | float | int)]
    if len(tensors) != 2 or any(x.numel() != 1 for x in tensors):
        return None
    return torch.stack([x.float().reshape(()) for x in tensors])


def follow(log: Log, start: Position) -> tuple[Tensor, Tensor, Position] | Finding:
    """Replay one right step: both losses and the position after it, or what is wrong."""
    parts = halves(log)
    if finding := order_of([half.name for half in parts]):
        return finding
    position, losses = start, []
    for half in parts:
        noise = half.noise(position)
        if noise is None:
            return Finding(
                f"{half.name}_opt.step() on the gradient of the {_loss_of(half.name)}",
                _gradient_words(half.gradient),
                None if half.gradient is not None and half.gradient.any() else NO_GRADIENT,
            )
        losses.append(position.loss(half.formula, noise))
        position = position.after(half.name, position.gradient(half.name, half.formula, noise))
    return losses[0], losses[1], position


NO_GRADIENT = "requires_grad is switched off and stays off, or the gradients are cleared too late"


class StepTwice(StepAspect):
    """A second step, right after the first, does the same with a shorter batch."""

    title = "a second step right after it, with a shorter batch"

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"reals": [draw_real(rng, 5), draw_real(rng, 2)]}

    @property
    def call(self) -> str:
        return f"{super().call}, twice: 5 images, then 2"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = Stage(given)
        logs = [stage.play(answer, real.clone())[1] for real in given["reals"]]
        return {"logs": logs} | _weights(stage)

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        position = Position.of(given, given["reals"][0])
        for log, real in zip(seen["logs"], given["reals"], strict=True):
            position = Position(position.gen, position.disc, real.flatten(start_dim=1))
            found = misread_batch(real, log) or follow(log, position)
            if isinstance(found, Finding):
                return found
            position = found[2]
        return _other_weights("disc", seen["disc"], position.disc) or _other_weights(
            "gen", seen["gen"], position.gen
        )


class StepLeavesAlone(StepAspect):
    """The batch, the modes and the parameters' flags stay as they were."""

    title = "batch, modes and requires_grad stay as they were"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage, real = self.stage(given), given["real"].clone()
        _, log = stage.play(answer, real)
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


class StepNoise(StepAspect):
    """The fakes are made of standard normal noise, drawn anew for each step."""

    title = "the noise is standard normal, new in each step"
    count = 1024

    @property
    def call(self) -> str:
        return f"{super().call}, twice: 1,024 images each"

    def observe(self, answer: Any, given: Given) -> Seen:
        logs = [Stage(given).play(answer, given["real"].clone())[1] for _ in range(2)]
        return {"noises": [[event["gen"] for event in log if "gen" in event] for log in logs]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = f"standard normal noise of shape ({self.count}, {Z_DIM})"
        first, second = seen["noises"]
        for noise in first + second:
            if tuple(noise.shape) != (self.count, Z_DIM):
                return Finding(expected, f"shape {tuple(noise.shape)}")
            # A right draw fails with a chance of 1e-10, see there; there are two or four of them.
            if reason := not_normal(noise):
                return Finding(expected, f"noise with {spread(noise)}", reason)
        if not first or not second:
            return Finding(expected, "gen was not called")
        if torch.equal(first[0], second[0]):
            return Finding(expected, "the same noise in both steps", "a seed is set inside")
        return None


class ObeysDevice(Aspect):
    """Noise is made on the given device, and the batch is moved there.

    The networks stand on ``meta``, which no machine lacks; the loader's batches are on the CPU.
    """

    title = "the device argument is obeyed"

    def __init__(self, call: str, wrap: Callable[[Tensor], Any]) -> None:
        self.call = f"{call}, gen and disc on 'meta', the batch on the CPU"
        self.wrap = wrap

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"real": draw_real(rng, 5)}

    def observe(self, answer: Any, given: Given) -> Seen:
        stages: list[Stage] = []

        def call() -> None:
            stages.append(Stage(given, "meta"))
            stages[-1].play(answer, self.wrap(given["real"].clone()), "meta")

        error = None
        try:
            on_meta(call)
        except Exception as trouble:
            error = type(trouble).__name__
        return {"error": error, "log": stages[-1].log}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "noise and images on the device that is passed, here 'meta'"
        for name, what, cause in (
            ("gen", "noise", "pass device on to the functions that you call: they make the noise"),
            ("disc", "images", "real stays where the loader made it: real.to(device)"),
        ):
            devices = [event[name].device.type for event in seen["log"] if name in event]
            wrong = [device for device in devices if device != "meta"]
            if wrong:
                return Finding(expected, f"{what} on {wrong[0]!r}", cause)
        if seen["error"]:
            return Finding(
                expected,
                f"{seen['error']} when both networks are on 'meta'",
                "device is not passed on, or a tensor is made on, or moved to, a fixed device",
            )
        if not any("step" in event for event in seen["log"]):
            return Finding(expected, "no step() of either optimizer")
        return None


STEP_SIGNATURE = "train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device='cpu')"
LOSSES = {"get_disc_loss": get_disc_loss, "get_gen_loss": get_gen_loss}

train_step = Item(
    "train_step",
    "4.1",
    STEP_SIGNATURE,
    (
        Parameters(STEP_SIGNATURE),
        StepBatches(),
        DiscUpdate(),
        GenUpdate(),
        StepLosses(),
        StepTwice(),
        StepLeavesAlone(),
        StepNoise(),
        ObeysDevice(STEP_SIGNATURE.replace("device='cpu'", "'meta'"), lambda real: real),
    ),
    stand_ins=LOSSES,
)

# 4.2 train_epoch ---------------------------------------------------------------------------------


def reference_step(
    gen: nn.Module,
    disc: nn.Module,
    gen_opt: torch.optim.Optimizer,
    disc_opt: torch.optim.Optimizer,
    criterion: Callable[[Tensor, Tensor], Tensor],
    real: Tensor,
    z_dim: int,
    device: torch.device | str = "cpu",
) -> tuple[Tensor, Tensor]:
    """One training step as exercise 4.1 asks for it; the losses come as tensors."""
    real = real.flatten(start_dim=1).to(device)
    disc_opt.zero_grad()
    of_disc = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    of_disc.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    of_gen = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    of_gen.backward()
    gen_opt.step()
    return of_disc.detach(), of_gen.detach()


class Loader:
    """Gives batches as a DataLoader does: a loop is one epoch, len() is the number of batches."""

    def __init__(self, batches: list[Tensor]) -> None:
        self.batches = batches

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Tensor]:
        return (batch.clone() for batch in self.batches)


class EpochAspect(Aspect):
    """An aspect of ``train_epoch``.

    Attributes:
        lengths: The lengths of the loader's batches.
    """

    lengths: tuple[int, ...] = (8, 8, 5)

    @property
    def call(self) -> str:
        return (
            f"train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, {Z_DIM}), "
            f"{len(self.lengths)} batches of {', '.join(map(str, self.lengths))} images"
        )

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"reals": [draw_real(rng, count) for count in self.lengths]}

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = Stage(given)
        result, log = stage.play(answer, Loader(given["reals"]))
        return {"result": result, "log": log} | _weights(stage)


class EpochBatches(EpochAspect):
    """Every batch of the loader is trained on once, in the loader's order."""

    title = "every batch is trained on, once, in the loader's order"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        count = len(given["reals"])
        rounds = _rounds(seen["log"])
        expected = f"{count} training steps, one for each batch"
        if len(rounds) != count:
            got = "1 step" if len(rounds) == 1 else f"{len(rounds)} steps"
            likely = None
            if len(rounds) == 0:
                likely = "train_step is not called in the loop, or with optimizers made inside"
            elif len(rounds) == 1:
                likely = "a return inside the loop ends it after the first batch"
            elif len(rounds) == count - 1:
                likely = "a batch is left out: the first, or the last one because it is shorter"
            elif len(rounds) == 2 * count:
                likely = "two steps for each batch: train_step is called twice"
            return Finding(expected, got, likely)
        if finding := order_of([event["step"] for event in seen["log"] if "step" in event][:2]):
            return finding
        for real, log in zip(given["reals"], rounds, strict=True):
            if finding := misread_batch(real, log):
                return Finding(
                    f"each batch in its turn: {finding.expected}", finding.got, finding.likely
                )
        return None


def _rounds(log: Log) -> list[Log]:
    """Cut the log of an epoch into its steps: each ends with the generator's."""
    rounds: list[Log] = []
    current: Log = []
    for event in log:
        current.append(event)
        if event.get("step") == "gen":
            rounds.append(current)
            current = []
    return rounds


class EpochUpdates(EpochAspect):
    """Each step starts where the one before it ended, with the given optimizers."""

    title = "the networks learn from step to step"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        found = follow_epoch(seen["log"], given)
        if isinstance(found, Finding):
            return found
        _, end = found
        return _other_weights("disc", seen["disc"], end.disc) or _other_weights(
            "gen", seen["gen"], end.gen
        )


def follow_epoch(log: Log, given: Given) -> tuple[Tensor, Position] | Finding:
    """Replay an epoch: the losses of all steps, shape (steps, 2), and where it ends."""
    rounds = _rounds(log)
    if len(rounds) != len(given["reals"]):
        return Finding("one step for each batch", f"{len(rounds)} steps")
    position, losses = Position.of(given, given["reals"][0]), []
    for real, part in zip(given["reals"], rounds, strict=True):
        found = follow(part, Position(position.gen, position.disc, real.flatten(start_dim=1)))
        if isinstance(found, Finding):
            return found
        losses.append(torch.stack(found[:2]))
        position = found[2]
    return torch.stack(losses), position


class EpochMeans(EpochAspect):
    """It returns two numbers: the means of both losses over the batches."""

    title = "it returns the mean of each loss over the batches"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "two Python numbers: mean disc_loss, mean gen_loss"
        if finding := _no_pair_of_floats(seen["result"], expected):
            return finding
        found = follow_epoch(seen["log"], given)
        if isinstance(found, Finding):
            return found
        losses, _ = found
        result = torch.tensor(seen["result"])
        means = losses.mean(dim=0)
        if close(result, means):
            return None
        count, last = len(losses), losses[-1]
        weights = torch.tensor([float(len(real)) for real in given["reals"]]).unsqueeze(1)
        weighted = (weights * losses).sum(dim=0)
        known = (
            ("they stand in the other order: the discriminator's comes first", means.flip(0)),
            ("these are the losses of the last batch", last),
            ("these are the losses of the first batch", losses[0]),
            ("these are sums: divide by the number of batches", losses.sum(dim=0)),
            ("the sums are divided by one batch too few", losses.sum(dim=0) / (count - 1)),
            ("the sums are divided by one batch too many", losses.sum(dim=0) / (count + 1)),
            ("the batches are weighted by their length; here each step counts the same",
             weighted / weights.sum()),
            ("the sums are divided by the number of images, not of batches",
             losses.sum(dim=0) / weights.sum()),
            ("the sums are divided by the length of the last batch, not by the number of batches",
             losses.sum(dim=0) / weights[-1]),
        )  # fmt: skip
        likely = next((why for why, values in known if close(result, values)), None)
        return Finding(expected, "other numbers", likely)


def _no_pair_of_floats(result: Any, expected: str) -> Finding | None:
    """What is wrong with the form of the result; None if it is two numbers."""
    if isinstance(result, list) and len(result) == 2:
        if all(isinstance(value, float) for value in result):
            return None
        if all(isinstance(value, list) for value in result):
            return Finding(expected, "two lists", "their means are asked for, two numbers")
        if any(isinstance(value, Tensor) for value in result):
            return Finding(
                expected,
                "tensors",
                "train_step may return tensors, and their sum is one: float(loss) makes a number",
            )
    if isinstance(result, Tensor):
        return Finding(expected, name_of(result), "return two numbers: float(…) makes one of each")
    likely = "the means are computed but not returned" if result is None else None
    return Finding(expected, name_of(result), likely)


class EpochModes(EpochAspect):
    """The networks train in training mode, whatever mode they were handed over in."""

    title = "both networks are put into training mode"
    lengths = (5,)

    @property
    def call(self) -> str:
        return f"{super().call}, after gen.eval() and disc.eval()".replace("1 batches", "1 batch")

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = Stage(given)
        stage.gen.eval()
        stage.disc.eval()
        _, log = stage.play(answer, Loader(given["reals"]))
        modes = {
            name: [event["training"] for event in log if name in event] for name in ("gen", "disc")
        }
        return {"modes": modes}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for name, modes in seen["modes"].items():
            if not modes or not all(modes):
                return Finding(
                    "gen and disc in training mode in every step",
                    f"{name} in evaluation mode" if modes else f"{name} was not called",
                    f"{name}.train() before the loop: somebody may have called eval() to look at "
                    "pictures",
                )
        return None


EPOCH_SIGNATURE = (
    "train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device='cpu')"
)

train_epoch = Item(
    "train_epoch",
    "4.2",
    EPOCH_SIGNATURE,
    (
        Parameters(EPOCH_SIGNATURE),
        EpochBatches(),
        EpochUpdates(),
        EpochMeans(),
        EpochModes(),
        ObeysDevice(EPOCH_SIGNATURE.replace("device='cpu'", "'meta'"), lambda real: Loader([real])),
    ),
    stand_ins=LOSSES | {"train_step": reference_step},
)

# 4.3 denorm --------------------------------------------------------------------------------------

DENORM_MISTAKES: tuple[tuple[str, Callable[[Tensor], Tensor]], ...] = (
    ("values outside [0, 1] are left: clamp(0, 1) is missing", lambda x: (x + 1) / 2),
    ("brackets are missing: x + 1 / 2 adds a half", lambda x: (x + 1 / 2).clamp(0, 1)),
    ("brackets are missing: x + 1 / 2 adds a half", lambda x: x + 1 / 2),
    ("that is the way there, (x - 0.5) / 0.5; the way back is asked for",
     lambda x: (x - 0.5) / 0.5),
    ("that is the way there, (x - 0.5) / 0.5; the way back is asked for",
     lambda x: ((x - 0.5) / 0.5).clamp(0, 1)),
    ("only clamped: -1 has to become 0, and 0 to become 0.5", lambda x: x.clamp(0, 1)),
    ("clamped first: -1 and 0 have become the same before the scaling",
     lambda x: (x.clamp(0, 1) + 1) / 2),
    ("clamped to [-1, 1]; pixels lie in [0, 1]", lambda x: ((x + 1) / 2).clamp(-1, 1)),
    ("the division by 2 is missing", lambda x: (x + 1).clamp(0, 1)),
    ("the division by 2 is missing", lambda x: x + 1),
    ("1 is added after the division, not before it", lambda x: (x / 2 + 1).clamp(0, 1)),
    ("1 is added after the division, not before it", lambda x: x / 2 + 1),
    ("the smallest value of this batch becomes 0, the largest 1; the scale is fixed",
     lambda x: (x - x.min()) / (x.max() - x.min())),
    ("divided by the largest value of this batch; the scale is fixed",
     lambda x: ((x + 1) / (x + 1).max()).clamp(0, 1)),
    ("a sigmoid bends the scale; it is a straight line", lambda x: torch.sigmoid(x)),
    ("the sign is dropped: -1 is black, not white", lambda x: x.abs().clamp(0, 1)),
    ("scaled to 255: pixels lie in [0, 1] here",
     lambda x: ((x + 1) / 2).clamp(0, 1) * 255),
    ("scaled to 255: pixels lie in [0, 1] here", lambda x: (x + 1) / 2 * 255),
    ("0.5 is added, then halved: (x + 1) / 2 is x / 2 + 0.5",
     lambda x: ((x + 0.5) / 2).clamp(0, 1)),
)  # fmt: skip


class DenormValues(Aspect):
    """-1 becomes 0, 1 becomes 1; what lies beyond is cut off."""

    title = "from [-1, 1] to [0, 1]"
    call = "denorm(x), x of shape (2, 1, 3, 3) with values from -1.5 to 1.5"

    def given(self, rng: torch.Generator) -> Given:
        x = torch.rand(2, 1, 3, 3, generator=rng) * 2 - 1
        x[0, 0, 0] = torch.tensor([-1.0, 0.0, 1.0])
        x[1, 0, 0] = torch.tensor([-1.5, 1.5, 1.25])
        return {"x": x}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(given["x"].clone()))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        x, result = given["x"], seen["result"]
        expected = "a tensor of the shape of x: (x + 1) / 2, cut off below 0 and above 1"
        if not isinstance(result, Tensor):
            likely = "the tensor is computed but not returned" if result is None else None
            return Finding(expected, name_of(result), likely)
        if result.shape != x.shape:
            return Finding(expected, name_of(result), "keep the shape that came in")
        if not result.is_floating_point():
            return Finding(expected, f"dtype {result.dtype}", "pixels are fractions here")
        if close(result, ((x + 1) / 2).clamp(0, 1)):
            return None
        likely = next((why for why, f in DENORM_MISTAKES if close(result, f(x))), None)
        return Finding(expected, spread(result), likely)


class DenormShapes(Aspect):
    """Any shape, any range: the scale does not depend on the batch."""

    title = "any shape; the scale does not depend on the values"
    call = "denorm of rows (3, 6), of one number, of a batch that is 0 everywhere"

    def given(self, rng: torch.Generator) -> Given:
        rows = torch.rand(3, 6, generator=rng) - 0.5
        return {"inputs": [rows, torch.tensor(0.5), torch.zeros(2, 3, 4, 4)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"results": [plain(answer(x.clone())) for x in given["inputs"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for x, result in zip(given["inputs"], seen["results"], strict=True):
            if not close(result, (x + 1) / 2):
                got = spread(result.float()) if isinstance(result, Tensor) else name_of(result)
                return Finding(f"(x + 1) / 2, shape {tuple(x.shape)}", got)
        return None


class DenormLeavesAlone(Aspect):
    """A new tensor comes back; the given one stays."""

    title = "x stays as it is"
    call = "denorm(x), then a look at x"

    def given(self, rng: torch.Generator) -> Given:
        return {"x": torch.rand(2, 6, generator=rng) * 3 - 1.5}

    def observe(self, answer: Any, given: Given) -> Seen:
        x = given["x"].clone()
        answer(x)
        return {"x": plain(x)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if torch.equal(seen["x"], given["x"]):
            return None
        return Finding(
            "x as it was before the call",
            "other values in x",
            "an operation in place (+=, *=, add_, clamp_, …) has changed the caller's tensor",
        )


denorm = Item(
    "denorm",
    "4.3",
    "denorm(x)",
    (Parameters("denorm(x)"), DenormValues(), DenormShapes(), DenormLeavesAlone()),
)
