"""What is looked at in one training step, whatever the exercise calls it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from graders.core.check import Aspect, Finding, Given, Seen
from graders.core.values import close, name_of
from graders.instruments.devices import on_meta
from graders.instruments.training.mistakes import Circumstances
from graders.instruments.training.players import NAMES, Z_DIM, Stage, draw_players, draw_real
from graders.instruments.training.replay import (
    Position,
    disc_loss,
    gen_loss,
    halves,
    order_of,
    other_weights,
)

CALL = f"train_step({', '.join(NAMES)}, real, {Z_DIM})"


class StepAspect(Aspect):
    """An aspect of ``train_step``. It is called with gradients left over from before."""

    count = 5
    call = CALL
    names = (*NAMES, "real")

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"real": draw_real(rng, self.count)}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (*self.stage(given).cast, given["real"].clone())

    def stage(self, given: Given) -> Stage:
        """Players whose gradients are not clear, as after an earlier step."""
        stage = Stage(given)
        stage.leave_gradients(given)
        return stage

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        result, log = stage.play(answer, given["real"].clone(), Z_DIM)
        return {"result": result, "log": log, "gradients": stage.gradients()} | stage.weights()


class StepUpdate(StepAspect):
    """One network's half of the step; each optimizer steps once, the discriminator's first.

    Args:
        player: ``"disc"``, or ``"gen"``: against the discriminator that has just learned.
    """

    def __init__(self, player: str, title: str) -> None:
        self.player = player
        self.title = title

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = order_of(seen["log"])
        parts = halves(seen["log"])
        if finding and not (self.player == "disc" and [half.name for half in parts] == ["disc"]):
            return finding  # without the generator's step, the discriminator's can still be right
        start = position = Position.of(given, given["real"])
        half = parts[0]
        if self.player == "gen":
            half = parts[1]
            if parts[0].has_gradient:
                position = start.after("disc", parts[0].gradient)
        explained = half.explained(position)
        if explained is None:
            leftover = given[f"{self.player} leftover"]
            return half.wrong(
                Circumstances(position, start, leftover, self._cut_off(seen, given)).likely(half)
            )
        want = position.after(self.player, explained[1])
        return other_weights(seen, [self.player], want)

    def _cut_off(self, seen: Seen, given: Given) -> bool:
        """Whether the generator's loss has reached disc's gradients, and not gen's."""
        gen, disc = seen["gradients"]["gen"], seen["gradients"]["disc"]
        before = halves(seen["log"])[0].gradient
        untouched = gen is None or not gen.any() or close(gen, given["gen leftover"])
        reached = disc is not None and bool(disc.any()) and before is not None
        return self.player == "gen" and untouched and reached and not close(disc, before)


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
        if finding := order_of(seen["log"]):
            return finding
        # What was stepped on is another aspect's matter: the losses can be right all the same.
        first, second = halves(seen["log"])
        start = middle = Position.of(given, given["real"])
        if first.has_gradient:
            middle = start.after("disc", first.gradient)
        discs = [start.loss(disc_loss, noise) for noise in first.noises]
        gens = [middle.loss(gen_loss, noise) for noise in second.noises]
        pairs = [torch.stack(pair) for pair in itertools.product(discs, gens)]
        if any(close(result, pair) for pair in pairs):
            return None
        likely = next(filter(None, (_other_losses(result, *pair) for pair in pairs)), None)
        return Finding(expected, "other numbers", likely or self._late(result, seen, given))

    @staticmethod
    def _late(result: Tensor, seen: Seen, given: Given) -> str | None:
        """Whether a loss was computed with the weights at the end."""
        end = Position(seen["gen"], seen["disc"], given["real"].flatten(start_dim=1))
        noises = [event["gen"] for event in seen["log"] if "gen" in event]
        late = {"disc": disc_loss, "gen": gen_loss}
        for (name, formula), value in zip(late.items(), result, strict=True):
            if any(close(value, end.loss(formula, noise)) for noise in noises):
                return f"{name}_loss is measured anew after the updates; return what was stepped on"
        return None


def _other_losses(result: Tensor, disc: Tensor, gen: Tensor) -> str | None:
    """The known mistake that makes the two numbers of the right losses."""
    for sentence, pair in (
        ("they stand in the other order: the discriminator's comes first", (gen, disc)),
        ("the discriminator's loss is returned twice", (disc, disc)),
        ("the generator's loss is returned twice", (gen, gen)),
        ("the discriminator's loss is a mean already: it is halved again", (disc / 2, gen)),
        ("the discriminator's loss is the mean of its two halves, not their sum", (disc * 2, gen)),
    ):
        if close(result, torch.stack(pair)):
            return sentence
    ratio = result / torch.stack([disc, gen])
    if close(ratio[0], ratio[1]):
        return f"both losses are multiplied by {ratio[0].item():.3g}: they are means already"
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


class ObeysDevice(Aspect):
    """Noise is made on the given device, and the batch is moved there.

    The networks stand on ``meta``, which no machine lacks; the loader's batches are on the CPU.

    Args:
        function: The name of the function that is checked.
        batch: The name of its batch or loader.
        wrap: Makes what it is called with of a batch.
    """

    title = "the device argument is obeyed: the networks are on 'meta'"

    def __init__(self, function: str, batch: str, wrap: Callable[[Tensor], Any]) -> None:
        self.names = (*NAMES, batch)
        self.call = f"{function}({', '.join(self.names)}, {Z_DIM}, 'meta')"
        self.wrap = wrap

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"real": draw_real(rng, 5)}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (*Stage(given, "meta").cast, self.wrap(given["real"].clone()))

    def observe(self, answer: Any, given: Given) -> Seen:
        stages: list[Stage] = []

        def call() -> None:
            stages.append(Stage(given, "meta"))
            stages[-1].play(answer, self.wrap(given["real"].clone()), Z_DIM, "meta")

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
            devices = [event["device"] for event in seen["log"] if name in event]
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
            return Finding(
                expected,
                "no step() of either optimizer",
                "step() is missing, or other optimizers are made inside the function",
            )
        return None
