"""Lesson 03: the two losses, checked with small networks and a criterion that tell sides apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import Misuse, close, listing, name_of, plain, spread
from graders.instruments.devices import on_meta
from graders.instruments.normal import not_normal
from graders.instruments.parameters import Parameters

Z_DIM, IM_DIM = 4, 6

# Doubles ----------------------------------------------------------------------------------------


class Recorder(nn.Module):
    """A linear network with given weights that remembers what it was called with, and how.

    Args:
        name: ``"gen"`` or ``"disc"``, for messages.
        takes: The shape of what it takes, in words.
        weight: The weights, shape (outputs, inputs).
        sizes: The number of fakes asked for, and z_dim.
    """

    def __init__(self, name: str, takes: str, weight: torch.Tensor, sizes: tuple[int, int]) -> None:
        super().__init__()
        self.name, self.takes, self.sizes = name, takes, sizes
        self.linear = nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            self.linear.weight.copy_(weight)
            self.linear.bias.fill_(0.3)
        self.inputs: list[Any] = []
        self.modes: list[bool] = []

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        if isinstance(batch, torch.Tensor) and batch.shape[-1:] != (self.linear.in_features,):
            raise Misuse(
                f"{self.name} was called with a tensor of shape {tuple(batch.shape)}, "
                f"but it takes {self.takes}",
                self._cause(tuple(batch.shape)),
            )
        self.inputs.append(plain(batch))
        self.modes.append(self.training)
        return self.linear(batch)

    def _cause(self, shape: tuple[int, ...]) -> str:
        if shape == self.sizes[::-1]:
            return "num_images and z_dim are exchanged"
        if self.name == "gen":
            if shape[-1] == IM_DIM:
                return "images go into the generator; it takes noise"
            return "the length of the noise is written as a number where z_dim should stand"
        return "the discriminator judges images: fakes = gen(noise), or real"


FEW = 64
"""Rows that are enough to see that prediction and target have different shapes."""


class AsymmetricCriterion(nn.Module):
    """A loss that is another number when prediction and target are exchanged.

    The mean over the batch of (2 p - 3 t + 1)^2 + p / 2. Shapes that broadcast are accepted, so
    that the check can say what is wrong with them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[dict[str, Any]] = []

    def forward(self, input: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        for value in (input, target):
            if not isinstance(value, torch.Tensor):
                raise Misuse(
                    f"criterion was called with {name_of(plain(value))}, not with two tensors",
                    "targets are tensors of the prediction's shape: use torch.zeros_like, "
                    "torch.ones_like",
                )
        if torch.is_grad_enabled():  # a loss that is only printed is nobody's business
            self.calls.append({"input": plain(input), "target": plain(target)})
        if (
            input.dim()
            and target.dim()
            and len(input) != len(target)
            and 1 not in (len(input), len(target))
        ):
            raise Misuse(
                f"criterion was called with {len(input)} predictions and {len(target)} targets",
                "the number of reals need not be num_images: take the prediction's own shape",
            )
        # What broadcasts may become millions of numbers.
        if input.dim() and target.dim() and input.shape != target.shape:
            input, target = input[:FEW], target[:FEW]
        return criterion(input, target.to(input.device))


def criterion(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The formula of ``AsymmetricCriterion``."""
    return ((2 * prediction - 3 * target + 1) ** 2 + prediction / 2).mean()


@dataclass(frozen=True)
class Stage:
    """What a loss function is called with: two recorders, a criterion and a batch of "reals"."""

    gen: Recorder
    disc: Recorder
    criterion: AsymmetricCriterion
    real: torch.Tensor
    fakes: int
    device: str

    @classmethod
    def of(cls, given: Given, fakes: int, device: str = "cpu") -> Stage:
        """Set the stage from the given weights and reals, for ``fakes`` fakes."""
        sizes = (fakes, Z_DIM)
        gen = Recorder("gen", f"noise of shape (num_images, {Z_DIM})", given["gen"], sizes)
        disc = Recorder("disc", f"images of shape (n, {IM_DIM})", given["disc"], sizes)
        real = given["real"].clone().to(device)
        loss = AsymmetricCriterion()
        return cls(gen.to(device), disc.to(device), loss, real, fakes, device)


def fakes_of(given: Given, noise: torch.Tensor) -> torch.Tensor:
    """What the generator double makes of ``noise``."""
    return noise @ given["gen"].T + 0.3


def logits_of(given: Given, images: torch.Tensor, weight: torch.Tensor | None = None) -> Any:
    """What the discriminator double says of ``images``, shape (n, 1)."""
    return images @ (given["disc"] if weight is None else weight).T + 0.3


# Aspects shared by both losses ------------------------------------------------------------------


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


class LossTargets(LossAspect):
    """The criterion compares the right predictions with the right targets, in the right order."""

    title = "the criterion gets (prediction, target), with the right targets"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        self.loss(answer, stage)
        return {
            "noise": stage.gen.inputs,
            "judged": stage.disc.inputs,
            "calls": stage.criterion.calls,
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        wanted = {"fakes": 1.0} if self.of_generator else {"fakes": 0.0, "reals": 1.0}
        expected = " and ".join(
            f"criterion(disc({name}), {'ones' if target else 'zeros'})"
            for name, target in wanted.items()
        )
        predictions = {"reals": logits_of(given, given["real"])}
        if len(seen["noise"]) == 1:
            predictions["fakes"] = logits_of(given, fakes_of(given, seen["noise"][0]))
        if not seen["calls"]:
            return Finding(
                expected,
                "criterion was not called",
                "another loss is computed, or one under torch.no_grad: use the criterion passed",
            )
        known = [given["real"], *(fakes_of(given, noise) for noise in seen["noise"])]
        known += [torch.cat(pair) for pair in itertools.permutations(known, 2)]
        if not all(any(_same(images, one) for one in known) for images in seen["judged"]):
            return Finding(
                expected,
                "disc was called with images that are neither fakes nor reals",
                "fakes = gen(noise) and real go into disc as they are",
            )
        parts = [part for call in seen["calls"] for part in _parts(call, predictions)]
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
        if name == "exchanged":
            return Finding(
                expected,
                "the prediction came second",
                "criterion's arguments are exchanged: the prediction comes first, then the target",
            )
        if name == "probabilities":
            return Finding(
                expected,
                "sigmoid(disc(…)) as the prediction",
                "the sigmoid is part of the criterion: hand over the logits",
            )
        if name == "averaged":
            return Finding(
                expected,
                "the average of disc's outputs as the prediction",
                "the predictions are averaged before the criterion: it takes all of them",
            )
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
        if not isinstance(target, torch.Tensor):
            return Finding(expected, f"{name_of(target)} as the target", "use torch.zeros / ones")
        if target.shape != prediction.shape:
            return Finding(
                f"targets of the prediction's shape {tuple(prediction.shape)}",
                f"targets of shape {tuple(target.shape)}",
                "give the targets the shape (n, 1): torch.zeros_like(prediction), for instance",
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


def _parts(call: dict[str, Any], predictions: dict[str, torch.Tensor]) -> list[tuple]:
    """Say which predictions a call of the criterion compared: (name, prediction, target) each."""
    prediction, target = call["input"], call["target"]
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
        if len(order) > 1 and _same(prediction, both) and isinstance(target, torch.Tensor):
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


def _same(got: Any, want: torch.Tensor) -> bool:
    """Equal values, whether the last dimension is kept or squeezed away."""
    return isinstance(got, torch.Tensor) and (
        close(got, want) or (got.dim() == 1 and close(got, want.flatten()))
    )


class LossValue(LossAspect):
    """The number itself, compared with the formula and with known mistakes."""

    def __init__(self, of_generator: bool, mistakes: Mistakes) -> None:
        super().__init__(of_generator)
        self.mistakes = mistakes

    @property
    def title(self) -> str:
        return "its value" if self.of_generator else "its value: the mean of the two losses"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        return {"loss": plain(self.loss(answer, stage)), "noise": stage.gen.inputs}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        rule = (
            "criterion(disc(fakes), ones)"
            if self.of_generator
            else "the mean of criterion(disc(fakes), zeros) and criterion(disc(reals), ones)"
        )
        if len(seen["noise"]) != 1:
            return Finding(rule, f"{len(seen['noise'])} calls of gen")
        fake = logits_of(given, fakes_of(given, seen["noise"][0]))
        real = logits_of(given, given["real"])
        want = gen_loss(fake) if self.of_generator else disc_loss(fake, real)
        loss = seen["loss"]
        if isinstance(loss, torch.Tensor) and close(loss.reshape(()), want):
            return None
        if not isinstance(loss, torch.Tensor):
            return Finding(rule, name_of(loss))
        likely = next(
            (
                sentence
                for sentence, formula in self.mistakes
                if close(loss.reshape(()), formula(fake, real))
            ),
            None,
        )
        return Finding(rule, f"another number: {loss.item():.4g}", likely)


NO_HISTORY = "the result is a new tensor without the loss's history: return the loss itself"


class LossGradients(LossAspect):
    """After backward(): whose gradients are there, and are they the right ones."""

    @property
    def title(self) -> str:
        if self.of_generator:
            return "its gradient reaches gen"
        return "its gradient reaches disc and leaves gen alone"

    @property
    def call(self) -> str:
        return super().call + ".backward()"

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        loss = self.loss(answer, stage)
        early = [name for name in ("gen", "disc") if _gradient(getattr(stage, name)) is not None]
        if isinstance(loss, torch.Tensor) and loss.requires_grad and not early:
            loss.backward()
        return {
            "early": early,
            "noise": stage.gen.inputs,
            "gen": _gradient(stage.gen),
            "disc": _gradient(stage.disc),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["early"]:
            return Finding(
                "the loss alone; backward() is called by the training loop",
                f"gradients in {listing(seen['early'])} before backward() was called on the result",
                "backward() is called inside the function",
            )
        if len(seen["noise"]) != 1:
            return Finding("one call of gen", f"{len(seen['noise'])} calls of gen")
        gen, disc = self._expected(seen["noise"][0], given)
        if self.of_generator:
            if seen["gen"] is None:
                return Finding(
                    "a gradient in the generator's parameters",
                    "none",
                    NO_HISTORY
                    if seen["disc"] is None
                    else "the fakes are detached, or made under torch.no_grad: here they must "
                    "stay connected to the generator",
                )
            if close(seen["gen"], gen):
                return None
            likely = (
                "the loss pushes in the opposite direction" if close(seen["gen"], -gen) else None
            )
            return Finding("the gradient of criterion(disc(fakes), ones)", "another one", likely)
        if seen["gen"] is not None:
            return Finding(
                "no gradient in the generator (its .grad stays None)",
                "a gradient in the generator's parameters",
                "the fakes are not detached: disc(fake.detach()) stops the gradient there",
            )
        if seen["disc"] is None:
            return Finding("a gradient in the discriminator", "none", NO_HISTORY)
        if close(seen["disc"], disc):
            return None
        return Finding(
            "the gradient of the mean of the two losses",
            "another one",
            "a part of the loss does not reach the discriminator: is one of its two outputs "
            "detached, or made under torch.no_grad?",
        )

    def _expected(self, noise: torch.Tensor, given: Given) -> tuple[Any, torch.Tensor]:
        """Gradients of the right loss: in the generator's weights (or None), in D's weights."""
        gen = given["gen"].clone().requires_grad_()
        disc = given["disc"].clone().requires_grad_()
        with torch.enable_grad():
            fake = logits_of(given, noise @ gen.T + 0.3, disc)
            real = logits_of(given, given["real"], disc)
            loss = gen_loss(fake) if self.of_generator else disc_loss(fake, real)
            return torch.autograd.grad(loss, (gen, disc))


def _gradient(network: Recorder) -> Any:
    """The gradient in the weights; None where there is none."""
    gradient = network.linear.weight.grad
    return None if gradient is None else plain(gradient)


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
            "gradients": {n: _gradient(net) for n, net in networks.items()},
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
        targets = [call["target"] for call in stage.criterion.calls]
        return {
            "error": error,
            "noise": [_device(noise) for noise in stage.gen.inputs],
            "target": [_device(target) for target in targets],
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


def _device(value: Any) -> str:
    return value.device.type if isinstance(value, torch.Tensor) else "no device"


# The formulas, and those of known mistakes -------------------------------------------------------


def disc_loss(fake: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """The discriminator's loss from logits of shape (n, 1)."""
    return (criterion(fake, torch.zeros_like(fake)) + criterion(real, torch.ones_like(real))) / 2


def gen_loss(fake: torch.Tensor) -> torch.Tensor:
    """The generator's loss from the logits of the fakes, shape (n, 1)."""
    return criterion(fake, torch.ones_like(fake))


def _zeros(fake: torch.Tensor) -> torch.Tensor:
    return criterion(fake, torch.zeros_like(fake))


Mistakes = tuple[tuple[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]], ...]

DISC_MISTAKES: Mistakes = (
    (
        "the sum of the two losses is returned; the exercise asks for their mean",
        lambda fake, real: 2 * disc_loss(fake, real),
    ),
    (
        "the labels are exchanged: fakes have 0, reals 1",
        lambda fake, real: (gen_loss(fake) + _zeros(real)) / 2,
    ),
    (
        "brackets are missing around the sum: only one of the two losses is halved",
        lambda fake, real: _zeros(fake) + gen_loss(real) / 2,
    ),
    (
        "brackets are missing around the sum: only one of the two losses is halved",
        lambda fake, real: _zeros(fake) / 2 + gen_loss(real),
    ),
    (
        "one call of criterion on both halves weighs them by their number; the mean of the two "
        "losses weighs them equally",
        lambda fake, real: (
            (len(fake) * _zeros(fake) + len(real) * gen_loss(real)) / (len(fake) + len(real))
        ),
    ),
    ("the loss on the reals is missing", lambda fake, real: _zeros(fake)),
    ("the loss on the reals is missing from the mean", lambda fake, real: _zeros(fake) / 2),
    ("the loss on the fakes is missing", lambda fake, real: gen_loss(real)),
    ("the loss on the fakes is missing from the mean", lambda fake, real: gen_loss(real) / 2),
    (
        "the difference of the two losses is returned, not their mean",
        lambda fake, real: (_zeros(fake) - gen_loss(real)) / 2,
    ),
    (
        "the difference of the two losses is returned, not their mean",
        lambda fake, real: (gen_loss(real) - _zeros(fake)) / 2,
    ),
    ("the loss has the wrong sign", lambda fake, real: -disc_loss(fake, real)),
    (
        "the product of the two losses is returned, not their mean",
        lambda fake, real: _zeros(fake) * gen_loss(real),
    ),
    (
        "the larger of the two losses is returned, not their mean",
        lambda fake, real: torch.maximum(_zeros(fake), gen_loss(real)),
    ),
)

GEN_MISTAKES: Mistakes = (
    (
        "the fakes are labelled 0; the generator wants them to be taken for real, label 1",
        lambda fake, real: _zeros(fake),
    ),
    ("the loss has the wrong sign", lambda fake, real: -gen_loss(fake)),
    (
        "the label is 0 and the sign is turned: that is the saturating loss",
        lambda fake, real: -_zeros(fake),
    ),
    (
        "the mean is multiplied by num_images again: criterion's own mean is the loss",
        lambda fake, real: len(fake) * gen_loss(fake),
    ),
    (
        "the loss is halved; only the discriminator's is a mean of two",
        lambda fake, real: gen_loss(fake) / 2,
    ),
)


def _item(signature: str, exercise: str, of_generator: bool, mistakes: Mistakes) -> Item:
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


get_disc_loss = _item(
    "get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device)",
    "3.1",
    of_generator=False,
    mistakes=DISC_MISTAKES,
)

get_gen_loss = _item(
    "get_gen_loss(gen, disc, criterion, num_images, z_dim, device)",
    "3.2",
    of_generator=True,
    mistakes=GEN_MISTAKES,
)
