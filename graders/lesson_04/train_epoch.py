"""Exercise 4.3: the epoch around the training step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from ganlab.losses import get_disc_loss, get_gen_loss
from graders.core.aspect import Finding, Given, Seen
from graders.core.values import Other, close, name_of
from graders.instruments.calls import exercise, known_mistake
from graders.instruments.seeds import seeded_anew
from graders.instruments.training.criterion import Log
from graders.instruments.training.device import ObeysDevice
from graders.instruments.training.players import NAMES, Z_DIM, Stage, TrainingAspect
from graders.instruments.training.replay import (
    Position,
    follow,
    judges,
    misread_batch,
    order_of,
    other_weights,
)
from graders.lesson_04.train_step import LOSSES


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


class EpochAspect(TrainingAspect):
    """An aspect of ``train_epoch``."""

    lengths: tuple[int, ...] = (8, 8, 5)
    names = (*NAMES, "loader")
    call = f"train_epoch({', '.join(names)}, {Z_DIM})"

    def inputs(self, given: Given) -> tuple[Any, ...]:
        return (Loader(given["reals"]),)


class EpochBatches(EpochAspect):
    """Every batch of the loader is trained on once, in the loader's order."""

    title = "every batch is trained on, once, in the loader's order"
    weight = 2
    chance = 0.0  # the fakes are not looked at

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
                likely = (
                    "train_step is called once only: it stands outside of a loop over the loader, "
                    "or a return inside the loop ends it after the first batch"
                )
            elif len(rounds) == count - 1:
                likely = "a batch is left out: the first, or the last one because it is shorter"
            elif len(rounds) == 2 * count:
                likely = "two steps for each batch: train_step is called twice"
            return Finding(expected, got, likely)
        if finding := order_of(rounds[0]):
            likely = "gen_opt and disc_opt have changed places in the call of train_step"
            exchanged = finding.got.startswith("gen")
            return Finding(finding.expected, finding.got, likely if exchanged else finding.likely)
        for number, (real, log) in enumerate(zip(given["reals"], rounds, strict=True), 1):
            if finding := misread_batch(real, log):
                likely = finding.likely
                if number > 1 and judges(log, given["reals"][0]):
                    likely = (
                        f"step {number} is made with the first batch again: the loop's own "
                        "variable is the one to train on, and next(iter(loader)) begins anew"
                    )
                elif any(judges(log, other) for other in given["reals"]):
                    likely = (
                        f"step {number} is made with another batch: the loop's own variable is the "
                        "one to train on, in the loader's order"
                    )
                return Finding(f"each batch in its turn: {finding.expected}", finding.got, likely)
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


def follow_epoch(log: Log, given: Given) -> tuple[Tensor, Position] | Finding:
    """Replay an epoch: the losses of all steps, shape (steps, 2), and where it ends."""
    rounds = _rounds(log)
    if len(rounds) != len(given["reals"]):
        return Finding("one step for each batch", f"{len(rounds)} steps")
    position, losses = Position.of(given, given["reals"][0]), []
    for real, part in zip(given["reals"], rounds, strict=True):
        followed = follow(part, position.meets(real))
        if isinstance(followed, Finding):
            return followed
        of_disc, of_gen, position = followed
        losses.append(torch.stack([of_disc, of_gen]))
    return torch.stack(losses), position


class EpochUpdates(EpochAspect):
    """Each step starts where the one before it ended, with the given optimizers."""

    title = "the networks learn from step to step"
    weight = 2
    essential = True
    lengths = (8, 5)
    chance = 0.0  # compared with the reference on the very draws of the answer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        followed = follow_epoch(seen["log"], given)
        if isinstance(followed, Finding):
            return followed
        return other_weights(seen, ["disc", "gen"], followed[1]) or seeded_anew(seen["seeded"])


class EpochMeans(EpochAspect):
    """It returns two numbers: the means of both losses over the batches."""

    title = "it returns the mean of each loss over the batches"
    lengths = (8, 8, 8, 7)
    chance = 0.0  # compared with the reference on the very draws of the answer

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "two Python numbers: mean disc_loss, mean gen_loss"
        if finding := _no_pair_of_floats(seen["result"], expected):
            return finding
        followed = follow_epoch(seen["log"], given)
        if isinstance(followed, Finding):
            return followed
        losses, _ = followed
        result, means = torch.tensor(seen["result"]), losses.mean(dim=0)
        if close(result, means):
            return None
        lengths = torch.tensor([float(len(real)) for real in given["reals"]])
        known = _other_means(losses, lengths)
        likely: str | None = known_mistake(known, lambda values: close(result, values))
        for which, name in enumerate(("disc_loss", "gen_loss")):
            if likely is None and close(result[1 - which], means[1 - which]):
                alone = [(sentence, values[which]) for sentence, values in known]
                if cause := known_mistake(alone, partial(close, result[which])):
                    likely = f"{name} alone: {cause}"
        want, got = (f"{first:.5g} and {second:.5g}" for first, second in (means, result))
        return Finding(f"{expected}, here {want}", got, likely)


def _other_means(losses: Tensor, lengths: Tensor) -> list[tuple[str, Tensor]]:
    """What is taken for the means of losses, shape (steps, 2), of batches with these lengths."""
    count, last, means, sums = len(losses), losses[-1], losses.mean(dim=0), losses.sum(dim=0)
    weighted = (lengths.unsqueeze(1) * losses).sum(dim=0)
    halved = divided = torch.zeros(2)
    for pair in losses:
        halved, divided = (halved + pair) / 2, (divided + pair) / count
    in_loop = "the division stands in the loop: add up there, divide behind it"
    return [
        ("they stand in the other order: the discriminator's comes first", means.flip(0)),
        ("these are the losses of the last batch", last),
        ("these are the losses of the first batch", losses[0]),
        ("these are sums: divide by the number of batches", sums),
        ("the sums are divided by one batch too few", sums / (count - 1)),
        ("the sums are divided by one batch too many", sums / (count + 1)),
        ("the batches are weighted by their length; here each step counts the same",
         weighted / lengths.sum()),
        ("the sums are divided by the number of images, not of batches", sums / lengths.sum()),
        ("the sums are divided by the length of the last batch, not by the number of batches",
         sums / lengths[-1]),
        ("the losses of the last batch are divided by the number of batches: add them up in "
         "the loop, and set the sums to 0 before it", last / count),
        (in_loop, halved),
        (in_loop, divided),
        ("both are the discriminator's mean", means[[0, 0]]),
        ("both are the generator's mean", means[[1, 1]]),
        ("both losses are added up in one sum: each needs its own", means.sum().expand(2)),
        ("the losses of both are averaged together: each has its own mean", means.mean().expand(2)),
        ("that is the median of the batches; the mean is asked for", losses.median(dim=0).values),
        ("that is the largest loss of the batches; the mean is asked for",
         losses.max(dim=0).values),
        ("// rounds down to a whole number; / divides", means.floor()),
        *(("the means are rounded: return them as they are", torch.round(means, decimals=places))
          for places in range(4)),
    ]  # fmt: skip


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
    likely = None
    if result is None:
        likely = "the means are computed but not returned"
    elif isinstance(result, list) and any(isinstance(part, str) for part in result):
        return Finding(expected, "a text", 'a text is no number: leave out f"…" and str(…)')
    elif isinstance(result, list) and len(result) == 2:
        got = " and ".join(name_of(part) for part in result)
        return Finding(expected, got, "float(…) makes a Python number of each")
    elif isinstance(result, Other):
        likely = "a pair is asked for: return disc_mean, gen_mean"
    elif isinstance(result, float):
        likely = "two means are asked for, one for each loss"
    return Finding(expected, name_of(result), likely)


class EpochModes(EpochAspect):
    """The networks train in training mode, whatever mode they were handed over in."""

    title = "both networks are put into training mode"
    chance = 0.0  # only the modes are looked at
    lengths = (5,)
    call = EpochAspect.call.replace("gen, disc", "gen.eval(), disc.eval()")

    def stage(self, given: Given) -> Stage:
        stage = super().stage(given)
        stage.gen.eval()
        stage.disc.eval()
        return stage

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for name in ("gen", "disc"):
            modes = [event["training"] for event in seen["log"] if name in event]
            if not modes or not all(modes):
                return Finding(
                    "gen and disc in training mode in every step",
                    f"{name} in evaluation mode" if modes else f"{name} was not called",
                    f"{name}.train() belongs before the loop, and eval() not into it: somebody may "
                    "have called eval() to look at pictures"
                    if modes
                    else "train_step is not called",
                )
        return None


class EpochDevice(ObeysDevice, EpochAspect):
    """The device argument of ``train_epoch``."""

    lengths = (5,)
    call = f"{EpochAspect.call[:-1]}, 'meta')"


SIGNATURE = "train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device='cpu')"

item = exercise(
    "4.3",
    SIGNATURE,
    EpochBatches(),
    EpochUpdates(),
    EpochMeans(),
    EpochModes(),
    EpochDevice(),
    stand_ins=LOSSES | {"train_step": reference_step},
    see=(
        ("train()", "hint 2"),
        ("loop", "hint 1"),
        ("divi", "hint 1"),
        ("sum", "hint 1"),
        ("argument", "hint 1"),
        ("float(", "hint 2"),
    ),
)
