"""What is looked at in one training step, whatever the exercise calls it."""

from __future__ import annotations

import itertools
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import Other, close, name_of
from graders.instruments.calls import known_mistake
from graders.instruments.training.criterion import disc_loss, gen_loss
from graders.instruments.training.mistakes import Circumstances
from graders.instruments.training.players import (
    NAMES,
    Z_DIM,
    TrainingAspect,
    draw_players,
    draw_real,
    events_of,
)
from graders.instruments.training.replay import (
    Position,
    few,
    halves,
    order_of,
    other_weights,
)

CALL = f"train_step({', '.join(NAMES)}, real, {Z_DIM})"


class StepAspect(TrainingAspect):
    """An aspect of ``train_step``. It is called with gradients left over from before."""

    count = 5
    call = CALL
    names = (*NAMES, "real")
    leftovers = True

    def given(self, rng: torch.Generator) -> Given:
        return draw_players(rng) | {"real": draw_real(rng, self.count, self.image)}

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return (given["real"].clone(),)


class StepUpdate(StepAspect):
    """One network's half of the step; each optimizer steps once, the discriminator's first.

    Args:
        learner: ``"disc"``, or ``"gen"``: against the discriminator that has just learned.
    """

    chance = 0.0  # compared with the reference on the very draws of the answer
    weight = 2
    essential = True

    def __init__(self, learner: str, title: str) -> None:
        self.learner = learner
        self.title = title

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        finding = order_of(seen["log"])
        parts = halves(seen["log"])
        if finding and not (self.learner == "disc" and [half.name for half in parts] == ["disc"]):
            return finding  # without the generator's step, the discriminator's can still be right
        start = position = Position.of(given, given["real"])
        half = parts[0]
        if self.learner == "gen":
            half = parts[1]
            position = start.after("disc", parts[0].gradient)
        explained = half.explained(position)
        if explained is None:
            leftover = given[f"{self.learner} leftover"]
            circumstances = Circumstances(position, start, leftover, self._cut_off(seen, given))
            return half.wrong(position, circumstances.likely(half))
        want = position.after(self.learner, explained[1])
        return other_weights(seen, [self.learner], want) or half.other_targets()

    def _cut_off(self, seen: Seen, given: Given) -> bool:
        """Whether the generator's loss has reached disc's gradients, and not gen's."""
        gen, disc = seen["gradients"]["gen"], seen["gradients"]["disc"]
        before = halves(seen["log"])[0].gradient
        if self.learner == "disc" or disc is None or before is None:
            return False
        untouched = gen is None or not gen.any() or close(gen, given["gen leftover"])
        return untouched and bool(disc.any()) and not close(disc, before)


class StepLosses(StepAspect):
    """It returns the two losses that the networks have learned from."""

    title = "it returns (disc_loss, gen_loss)"
    chance = 0.0  # compared with the reference on the very draws of the answer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "two numbers: the discriminator's loss, the generator's loss"
        result = _numbers(seen["result"])
        if result is None:
            return Finding(expected, *_no_pair(seen["result"]))
        if finding := order_of(seen["log"]):
            return finding
        # What was stepped on is another aspect's matter: the losses can be right all the same.
        first, second = halves(seen["log"])
        start = Position.of(given, given["real"])
        middle = start.after("disc", first.gradient)
        discs = [start.loss(disc_loss, noise) for noise in first.noises]
        gens = [middle.loss(gen_loss, noise) for noise in second.noises]
        pairs = [torch.stack(pair) for pair in itertools.product(discs, gens)]
        if any(close(result, pair) for pair in pairs):
            return None
        likely = next(filter(None, (_other_losses(result, *pair) for pair in pairs)), None)
        likely = likely or self._late(result, seen, given)
        if not pairs:
            return Finding(expected, "other numbers", likely)
        want = min(pairs, key=lambda pair: (pair - result).abs().sum().item())
        return Finding(f"{expected}, here {_pair(want)}", _pair(result), likely)

    @staticmethod
    def _late(result: Tensor, seen: Seen, given: Given) -> str | None:
        """Whether a loss was computed with disc's weights at the end, on old fakes or on new."""
        rows = given["real"].flatten(start_dim=1)
        ends = [Position(gen, seen["disc"], rows) for gen in (seen["gen"], given["gen"])]
        noises = few(events_of(seen["log"], "gen"))
        late = {"disc": disc_loss, "gen": gen_loss}
        for (name, formula), value in zip(late.items(), result, strict=True):
            if any(close(value, end.loss(formula, noise)) for end in ends for noise in noises):
                return f"{name}_loss is measured anew after the updates; return what was stepped on"
        return None


class StepHistory(StepAspect):
    """The losses come back without a history."""

    title = "its losses have no history"
    rule = True
    chance = 0.0  # the losses are not looked at

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["history"]:
            return None
        return Finding(
            "numbers, or tensors without a history",
            "tensors with their history",
            "a loss that is kept keeps all that it was computed from: return loss.detach() or "
            "loss.item()",
        )


def _pair(numbers: Tensor) -> str:
    return " and ".join(f"{number:.5g}" for number in numbers.tolist())


def _no_pair(result: Any) -> tuple[str, str | None]:
    """What stands in the place of two numbers, and why."""
    if result is None:
        return "None", "the losses are computed but not returned"
    if isinstance(result, Tensor | float):
        return name_of(result), "return both losses, as a pair"
    if not isinstance(result, list) or len(result) != 2:
        return name_of(result), "a pair is asked for: return disc_loss, gen_loss"
    likely = None
    if result == [None, None]:
        likely = "backward() returns nothing: keep the loss itself under a name"
    elif any(isinstance(part, str) for part in result):
        likely = 'a text is no number: leave out f"…" and str(…)'
    elif any(isinstance(part, Other) and "method" in part.type_name for part in result):
        likely = (
            "a method is returned, not what it gives: .item() and .detach() need their brackets"
        )
    elif any(isinstance(part, Tensor) and part.numel() != 1 for part in result):
        likely = "each loss is one number, a mean over the batch"
    return " and ".join(name_of(part) for part in result), likely


def _other_losses(result: Tensor, disc: Tensor, gen: Tensor) -> str | None:
    """The known mistake that makes the two numbers of the right losses."""
    pairs = (
        ("they stand in the other order: the discriminator's comes first", (gen, disc)),
        ("the discriminator's loss is returned twice", (disc, disc)),
        ("the generator's loss is returned twice", (gen, gen)),
        ("the discriminator's loss is a mean already: it is halved again", (disc / 2, gen)),
        ("the discriminator's loss is the mean of its two halves, not their sum", (disc * 2, gen)),
    )
    if likely := known_mistake(pairs, lambda pair: close(result, torch.stack(pair))):
        return likely
    both = torch.stack([disc, gen])
    if any(torch.equal(result, torch.round(both, decimals=places)) for places in range(5)):
        return "they are rounded: return them as they are"
    ratio = result / both
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
