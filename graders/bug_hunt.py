"""Lesson 05's bug hunt: the diagnoses of ten broken GANs, and the four parts that repair them.

The broken parts of `ganlab.patients` serve twice: lessons train them, and here they say what a
repair that still fails has in common with which patient.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganlab.patients import PATIENTS, Gan
from graders.core import Aspect, Finding, Given, Item, Seen
from graders.noise import normal_distance, not_normal
from graders.parameters import Parameters
from graders.training import CAUSES
from graders.values import close, name_of, plain, spread

# 5.3 diagnoses ------------------------------------------------------------------------------------

KEY = {1: "e", 2: "k", 3: "b", 4: "g", 5: "m", 6: "a", 7: "l", 8: "f", 9: "c", 10: "i"}

SIGNS = {
    "a": "the pixels of the reals would not fill the range of the generator's tanh",
    "b": "D would come to tell its own digits from unseen ones: their two curves would part",
    "c": "the fakes of a batch would be equal from the first step on: a first spread of 0",
    "d": "all fakes would be good drawings of one and the same digit, and D's verdict on unseen "
    "digits would fall",
    "e": "D's loss would fall below 0, where no cross-entropy can be",
    "f": "the losses would not fit D's verdict: D's could not fall below 0.5, and G's could not "
    "rise above ln 2, however sure D is",
    "g": "the first step of both networks would be far shorter than the healthy one's",
    "h": "the first step of both networks would be far longer than the healthy one's",
    "i": "D's first step would have the length 0",
    "j": "G's first step would have the length 0",
    "k": "both losses would go to 0 together, since nobody resists",
    "l": "the length of G's gradient would grow steadily from beginning to end, and pass 10",
    "m": "two gradients would reach G in each step",
    "n": "no gradient would reach G",
}
"""For each cause, what an instrument would show. The lesson's tests hold every patient to it."""


class Diagnoses(Aspect):
    """A letter for each patient."""

    title = "the cause of each patient's illness"
    call = "diagnoses()"

    def observe(self, answer: Any, given: Given) -> Seen:
        result = answer()
        if isinstance(result, dict):
            return {"pairs": [[plain(key), plain(value)] for key, value in result.items()]}
        return {"pairs": None, "result": plain(result)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = f"a dict with a letter from 'a' to 'n' for each of the patients 1 to {len(KEY)}"
        if seen["pairs"] is None:
            likely = "a forgotten return" if seen["result"] is None else None
            return Finding(expected, name_of(seen["result"]), likely)
        values = {_number_of(key): value for key, value in seen["pairs"]}
        letters = {patient: _letter_of(value) for patient, value in values.items()}
        strange = [key for key, _ in seen["pairs"] if _number_of(key) not in KEY]
        if strange:
            return Finding(expected, f"a dict with the key {_shown(strange[0])}")
        missing = [str(patient) for patient in KEY if patient not in letters]
        if missing:
            return Finding(expected, f"no letter for patient {', '.join(missing)}")
        for patient, letter in letters.items():
            if letter not in SIGNS:
                return Finding(expected, f"{_shown(values[patient])} for patient {patient}")
        wrong = [patient for patient in KEY if letters[patient] != KEY[patient]]
        if not wrong:
            return None
        patient, letter = wrong[0], letters[wrong[0]]
        return Finding(
            f"{len(KEY)} right diagnoses",
            f"{len(KEY) - len(wrong)} right ones; the first that is not: patient {patient}, "
            f"{letter!r}",
            f"with {letter!r}, {SIGNS[letter]}; look again whether patient {patient} does that",
        )


def _number_of(key: Any) -> Any:
    """The number of a patient; "3" and "patient 3" are 3 too."""
    if isinstance(key, str) and (match := re.fullmatch(r"\s*(?:patient)?\s*(\d+)\s*", key.lower())):
        return int(match[1])
    return key if isinstance(key, int) and not isinstance(key, bool) else None


def _letter_of(value: Any) -> Any:
    return value.strip().strip("().").lower() if isinstance(value, str) else None


def _shown(value: Any) -> str:
    return f"{value!r}"[:40] if isinstance(value, str | int | float) else name_of(value)


diagnoses = Item("diagnoses", "5.3", "diagnoses()", (Diagnoses(),))


# 5.4 feed -----------------------------------------------------------------------------------------


def _wrong_pair(result: Any, n: int, z_dim: int) -> Finding | None:
    """What is wrong with the form of ``feed``'s result."""
    expected = f"(real, noise): tensors of shape ({n}, 784) and ({n}, {z_dim})"
    if result is None:
        return Finding(expected, "None", "a forgotten return")
    if not isinstance(result, list) or len(result) != 2:
        return Finding(expected, name_of(result))
    shapes = [tuple(x.shape) if isinstance(x, Tensor) else None for x in result]
    if shapes == [(n, 784), (n, z_dim)]:
        if any(x.dtype != torch.float32 for x in result):
            return Finding("float32 tensors", ", ".join(str(x.dtype) for x in result))
        return None
    likely = None
    if shapes == [(n, z_dim), (n, 784)]:
        likely = "the two are exchanged: the digits come first"
    elif shapes[0] in ((n, 1, 28, 28), (n, 28, 28)):
        likely = "the discriminator takes rows: flatten(start_dim=1)"
    elif shapes[1] == (1, z_dim) or shapes[1] == (z_dim,):
        likely = "one noise vector for the whole batch: each fake needs its own"
    return Finding(expected, " and ".join(name_of(x) for x in result), likely)


class FeedForm(Aspect):
    """A pair of rows: digits and noise."""

    title = "rows of 784 pixels, and as many noise vectors"
    call = "feed(digits, 5, 3), digits of shape (12, 1, 28, 28)"

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(12, 1, 28, 28, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(given["digits"].clone(), 5, 3))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        return _wrong_pair(seen["result"], 5, 3)


class FeedRange(Aspect):
    """Each row of pixels is one of the digits, from [0, 1] to [-1, 1]."""

    title = "the digits, in the range of the generator's tanh"
    call = "feed(digits, 8, 3), digits of shape (16, 1, 28, 28), values in [0, 1]"

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(16, 1, 28, 28, generator=rng).round(decimals=1)}

    def observe(self, answer: Any, given: Given) -> Seen:
        digits = given["digits"].clone()
        result = plain(answer(digits, 8, 3))
        return {"result": result, "kept": torch.equal(digits, given["digits"])}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if wrong := _wrong_pair(seen["result"], 8, 3):
            return wrong
        real, digits = seen["result"][0], given["digits"].flatten(1)
        if not _are_rows_of(real, digits * 2 - 1):
            likely = None
            if _are_rows_of(real, digits):
                likely = "they are as they came, in [0, 1]; tanh reaches from -1 to 1"
            elif _are_rows_of(real, 1 - digits * 2):
                likely = "black and white are exchanged"
            elif _are_rows_of(real, digits - 0.5) or _are_rows_of(real, digits - 1):
                likely = "shifted, but not stretched: twice the value, minus 1"
            elif _are_rows_of(real, digits * 2):
                likely = "stretched, but not shifted: twice the value, minus 1"
            elif _are_rows_of(real, (digits + 1) / 2):
                likely = "that is the way back, from [-1, 1] to [0, 1]: twice the value, minus 1"
            elif not real.isfinite().all():
                likely = "a division by 0"
            return Finding("rows of digits, 0 -> -1 and 1 -> 1", spread(real), likely)
        if not seen["kept"]:
            return Finding("digits unchanged", "other values in digits", "an in-place operation")
        return None


def _are_rows_of(rows: Tensor, of: Tensor) -> bool:
    return bool(((rows[:, None] - of).abs().amax(dim=-1) < 1e-4).any(dim=1).all())


CALLS = 60


class FeedChance(Aspect):
    """Every call draws digits at random, and in the end every digit has been drawn.

    A right answer draws 8 of 16 digits in each of 60 calls. Without replacement, the chance that
    some digit is never drawn is at most 16 * 2^-60 = 1e-17; with it, 16 * (15/16)^480 = 6e-13. All
    60 calls have the same digits in the same order with a chance below 2^-200.
    """

    title = "digits drawn at random in each call"
    call = f"feed(digits, 8, 3), {CALLS} times, digits of shape (16, 1, 28, 28)"

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(16, 1, 28, 28, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        digits = given["digits"].clone()
        batches = [answer(digits, 8, 3)[0] for _ in range(CALLS)]
        return {"first pixels": [plain(batch)[:, :3] for batch in batches]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        batches = seen["first pixels"]
        expected = "other digits in each call, and every digit sooner or later"
        different = torch.cat(batches).unique(dim=0)
        if all(torch.equal(batch, batches[0]) for batch in batches):
            return Finding(
                expected,
                "the same 8 digits each time" if len(different) == 8 else "the same each time",
                "an iterator that is made anew begins anew: draw the rows with torch.randperm or "
                "torch.randint",
            )
        if len(different) < 16:
            return Finding(
                expected,
                f"{len(different)} different digits of 16",
                "the order changes, or the first rows; draw from all len(digits) rows",
            )
        if all(len(batch.unique(dim=0)) == 1 for batch in batches):
            return Finding("8 digits in a batch", "one digit, 8 times", "each row is drawn itself")
        return None


class FeedNoise(Aspect):
    """The noise is standard normal, a vector of its own for each fake."""

    title = "a noise vector for each fake, standard normal"
    call = "feed(digits, 1024, 8), digits of shape (1024, 1, 28, 28)"

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.zeros(1024, 1, 28, 28)}

    def observe(self, answer: Any, given: Given) -> Seen:
        first, second = (plain(answer(given["digits"], 1024, 8)[1]) for _ in range(2))
        return {"noise": first, "again": second}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noise, expected = seen["noise"], "independent values, mean 0, standard deviation 1"
        if not isinstance(noise, Tensor) or noise.shape != (1024, 8):
            return Finding("noise of shape (1024, 8)", name_of(noise))
        if likely := not_normal(noise):
            return Finding(expected, spread(noise), likely)
        if isinstance(seen["again"], Tensor) and torch.equal(noise, seen["again"]):
            return Finding("new noise in each call", "the same again", "a seed is set inside")
        return None


feed = Item(
    "feed",
    "5.4",
    "feed(digits, n, z_dim)",
    (Parameters("feed(digits, n, z_dim)"), FeedForm(), FeedRange(), FeedChance(), FeedNoise()),
)

# 5.5 verdict_loss ---------------------------------------------------------------------------------


def _cross_entropy(logits: Tensor, target: float) -> Tensor:
    """-log sigmoid(a) for target 1, -log(1 - sigmoid(a)) = softplus(a) for target 0."""
    return F.softplus(logits if target == 0 else -logits).mean()


LOSS_MISTAKES: tuple[tuple[str, Callable[[Tensor, float], Tensor]], ...] = (
    ("prediction and target are exchanged, as in patient 1: the logits come first",
     PATIENTS[1].verdict_loss),
    ("a sigmoid too many, as in patient 8: the ..._with_logits form applies it by itself",
     PATIENTS[8].verdict_loss),
    ("that is the loss for the other target: use the argument as it comes",
     lambda a, t: _cross_entropy(a, 1 - t)),
    ("the sum over the batch; the mean is asked for", lambda a, t: _cross_entropy(a, t) * len(a)),
    ("the sign is turned", lambda a, t: -_cross_entropy(a, t)),
    ("that is the squared error of the probability",
     lambda a, t: (torch.sigmoid(a) - t).square().mean()),
    ("that is the squared error of the logits", lambda a, t: (a - t).square().mean()),
)  # fmt: skip


@dataclass
class LossValues(Aspect):
    """The mean cross-entropy, from logits of any size.

    Attributes:
        reach: How far the logits are spread.
    """

    title: str
    target: float
    reach: float

    @property
    def call(self) -> str:
        return (
            f"verdict_loss(logits, {self.target}), logits of shape (6, 1) "
            f"from {-self.reach:g} to {self.reach:g}"
        )

    def given(self, rng: torch.Generator) -> Given:
        logits = torch.rand(6, 1, generator=rng) * 2 - 1
        return {"logits": logits / logits.abs().max() * self.reach}

    def observe(self, answer: Any, given: Given) -> Seen:
        logits = given["logits"].clone().requires_grad_()
        try:
            loss = answer(logits, self.target)
        except (AttributeError, ValueError) as error:
            if "'float' object has no attribute" in str(error) or "Target size" in str(error):
                error.likely = "the target has to be a tensor of the same shape as the logits"
            raise
        gradient = None
        if isinstance(loss, Tensor) and loss.numel() == 1 and loss.requires_grad:
            gradient = torch.autograd.grad(loss.sum(), logits, allow_unused=True)[0]
        return {"loss": plain(loss), "gradient": plain(gradient)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        loss, logits = seen["loss"], given["logits"]
        want = _cross_entropy(logits, self.target)
        if not isinstance(loss, Tensor) or loss.numel() != 1:
            likely = "a forgotten return" if loss is None else None
            if isinstance(loss, float):
                likely = ".item() or float() cuts the loss off from the networks"
            elif isinstance(loss, Tensor):
                likely = "the mean over the batch is asked for"
            return Finding("a tensor with one number", name_of(loss), likely)
        expected = f"the mean cross-entropy for the target {self.target:g}"
        if not close(loss.reshape(()), want, 1e-3):
            likely = next(
                (
                    why
                    for why, f in LOSS_MISTAKES
                    if close(loss.reshape(()), f(logits, self.target), 1e-3)
                ),
                None,
            )
            if likely is None and self.reach > 20:
                likely = (
                    "sigmoid rounds to 0 or 1 for large logits; the ..._with_logits form computes "
                    "with the logits themselves"
                )
            return Finding(expected, spread(loss), likely)
        slope = (torch.sigmoid(logits) - self.target) / len(logits)
        if not close(seen["gradient"], slope):
            return Finding(
                "a loss that pulls at the logits",
                "no gradient, or another one",
                "detach, .item() or no_grad cuts the loss off from the logits",
            )
        return None


verdict_loss = Item(
    "verdict_loss",
    "5.5",
    "verdict_loss(logits, target)",
    (
        Parameters("verdict_loss(logits, target)"),
        LossValues("fakes, target 0", 0.0, 3.0),
        LossValues("reals, target 1", 1.0, 3.0),
        LossValues("a discriminator that is sure, and wrong", 0.0, 60.0),
    ),
)

# 5.6 set_up ---------------------------------------------------------------------------------------

WIDTH = 64
LR, BETAS = 1e-3, (0.0, 0.99)


def _small_networks() -> tuple[nn.Module, nn.Module]:
    gen = nn.Sequential(
        nn.Linear(WIDTH, WIDTH), nn.BatchNorm1d(WIDTH), nn.ReLU(), nn.Linear(WIDTH, 8), nn.Tanh()
    )
    disc = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(0.2), nn.Linear(WIDTH, 8))
    return gen, disc


class SetUpOptimizers(Aspect):
    """Which weights each optimizer moves, and how far: two steps with given gradients."""

    title = "each optimizer moves its own network, as Adam does"
    call = "gen_opt, disc_opt = set_up(gen, disc), then two steps of each"

    def observe(self, answer: Any, given: Given) -> Seen:
        gen, disc = _small_networks()
        result = answer(gen, disc)
        if not isinstance(result, tuple | list) or len(result) != 2:
            return {"result": plain(result)}
        if not all(isinstance(opt, torch.optim.Optimizer) for opt in result):
            return {"result": plain(result)}
        return {
            "result": "two optimizers",
            "paths": [_path(opt, gen, disc) for opt in result],
            "rates": [plain(opt.param_groups[0].get("lr")) for opt in result],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["result"] != "two optimizers":
            likely = "a forgotten return" if seen["result"] is None else None
            return Finding("a pair (gen_opt, disc_opt)", name_of(seen["result"]), likely)
        owners = ("gen", "disc")
        for number, (owner, path) in enumerate(zip(owners, seen["paths"], strict=True)):
            name = f"{owner}_opt"
            moved = [n for n, p in zip(owners, path, strict=True) if not torch.equal(p[0], p[1])]
            if moved != [owner]:
                got = f"{name} moves {' and '.join(moved) or 'nothing'}"
                likely = None
                if moved == [owners[1 - number]]:
                    likely = f"{name} was given the other network's parameters"
                    others = seen["paths"][1 - number]
                    if not torch.equal(others[number][0], others[number][1]):
                        likely = "the two optimizers are returned in the other order"
                return Finding(f"{name} moves the weights of {owner} and no others", got, likely)
            start, *after = path[number]
            want = _adam_path(start)
            for steps, (got, right) in enumerate(zip(after, want, strict=True), 1):
                if close(got - start, right - start, 1e-5):
                    continue
                rate = seen["rates"][number]
                likely = f"the learning rate is {rate:g}" if rate != LR else "the betas are others"
                if not _all_moved(start, got):
                    likely = "some layers are not given to the optimizer"
                return Finding(
                    f"{name}: Adam with learning rate {LR:g} and betas (0, 0.99)",
                    f"another step ({steps} of 2), of mean length {(got - start).abs().mean():.2g}",
                    likely,
                )
        return None


def _all_moved(start: Tensor, after: Tensor) -> bool:
    return bool((start != after).float().mean() > 0.99)


def _weights(net: nn.Module) -> Tensor:
    return torch.cat([p.detach().flatten() for p in net.parameters()])


def _gradients(count: int) -> tuple[Tensor, Tensor]:
    """Two gradients of other sizes and signs, so that both betas show in the second step."""
    steps = torch.arange(count)
    return 0.5 + steps % 3, 0.1 - 0.4 * (steps % 4)


def _path(optimizer: torch.optim.Optimizer, gen: nn.Module, disc: nn.Module) -> list[list[Tensor]]:
    """The weights of both networks before, between and after two steps of an optimizer."""
    nets = (gen, disc)
    paths = [[_weights(net)] for net in nets]
    for number in range(2):
        for net in nets:
            gradient = _gradients(len(_weights(net)))[number]
            parts = gradient.split([p.numel() for p in net.parameters()])
            for p, part in zip(net.parameters(), parts, strict=True):
                p.grad = part.reshape(p.shape).clone()
        optimizer.step()
        for path, net in zip(paths, nets, strict=True):
            path.append(_weights(net))
    return paths


def _adam_path(start: Tensor) -> list[Tensor]:
    """Two steps of Adam (Kingma and Ba 2014, arXiv:1412.6980, algorithm 1), with beta1 = 0."""
    first, second = _gradients(len(start))
    after_one = start - LR * first.sign()
    mean_square = (BETAS[1] * first.square() + second.square()) * (1 - BETAS[1])
    mean_square = mean_square / (1 - BETAS[1] ** 2)
    return [after_one, after_one - LR * second / (mean_square.sqrt() + 1e-8)]


class SetUpWeights(Aspect):
    """The weights of Linear layers are N(0, 0.02); the scales of BatchNorm stay around 1.

    Each of the four is judged by the bound of ``normal_distance``, whose chance is 1e-10.
    """

    title = "the first weights"
    call = "set_up(gen, disc), then gen[0].weight and the like"

    def observe(self, answer: Any, given: Given) -> Seen:
        gen, disc = _small_networks()
        answer(gen, disc)
        return {
            "gen": [plain(gen[place].weight) for place in (0, 3)],
            "disc": [plain(disc[place].weight) for place in (0, 2)],
            "scales": plain(gen[1].weight),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for name, weight in [(net, w) for net in ("gen", "disc") for w in seen[net]]:
            distance, bound = normal_distance(weight / 0.02)
            if distance > bound:
                likely = None
                if abs(weight.std().item() - 1 / math.sqrt(3 * WIDTH)) < 0.005:
                    likely = f"Linear layers of {name} are as PyTorch made them"
                elif 0.9 < weight.std().item() < 1.1:
                    likely = (
                        "the deviation is 1: nn.init.normal_ takes the mean first, then the "
                        "deviation"
                    )
                return Finding(
                    f"weights of {name}'s Linear layers from N(0, 0.02)", spread(weight), likely
                )
        scales = seen["scales"]
        if not ((scales - 1).abs() < 0.2).all():  # N(1, 0.02) stays within ten deviations
            return Finding(
                "BatchNorm scales around 1",
                spread(scales),
                "they multiply what comes through: drawn around 0, they silence the layer",
            )
        return None


set_up = Item(
    "set_up",
    "5.6",
    "set_up(gen, disc)",
    (Parameters("set_up(gen, disc)"), SetUpOptimizers(), SetUpWeights()),
)

# 5.7 update ---------------------------------------------------------------------------------------


def _loss(logits: Tensor, target: float) -> Tensor:
    """A loss that is another one when its arguments are exchanged."""
    return ((2 * logits - 3 * target + 1) ** 2 + logits / 2).mean()


def _generator_first(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    return disc_loss.item(), gen_loss.item()


def _update_with(
    fake_label: float = 0.0,
    real_label: float = 1.0,
    gen_label: float = 1.0,
    halves: tuple[float, float] = (0.5, 0.5),
    clear: tuple[str, ...] = ("disc", "gen"),
    steps: tuple[str, ...] = ("disc", "gen"),
) -> Callable[..., tuple[float, float]]:
    """The update with other labels, weights of D's halves, or without a clearing or a step."""

    def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
        fake = gen(noise)
        if "disc" in clear:
            disc_opt.zero_grad()
        on_real, on_fake = loss(disc(real), real_label), loss(disc(fake.detach()), fake_label)
        disc_loss = halves[0] * on_real + halves[1] * on_fake
        disc_loss.backward()
        if "disc" in steps:
            disc_opt.step()
        if "gen" in clear:
            gen_opt.zero_grad()
        gen_loss = loss(disc(fake), gen_label)
        gen_loss.backward()
        if "gen" in steps:
            gen_opt.step()
        return disc_loss.item(), gen_loss.item()

    return update


UPDATE_MISTAKES: tuple[tuple[str, Callable[..., tuple[float, float]]], ...] = (
    ("the generator asks for the label 0, as patient 2's: it learns to be caught",
     PATIENTS[2].update),
    ("D's backward() reaches G, and G's gradients are cleared before it, not after it, as in "
     "patient 5", PATIENTS[5].update),
    ("no gradient is ever cleared, as in patient 7", PATIENTS[7].update),
    ("D's gradients are not cleared before its backward()", _update_with(clear=("gen",))),
    ("G's gradients are not cleared before its backward()", _update_with(clear=("disc",))),
    ("D does not step", _update_with(steps=("gen",))),
    ("G does not step, or no gradient reaches it: the fakes are cut off in its own loss",
     _update_with(steps=("disc",))),
    ("the labels of D's halves are exchanged", _update_with(1.0, 0.0)),
    ("the fakes' half of D's loss is missing", _update_with(halves=(0.5, 0.0))),
    ("the fakes' half of D's loss is missing", _update_with(halves=(1.0, 0.0))),
    ("the reals' half of D's loss is missing", _update_with(halves=(0.0, 0.5))),
    ("the reals' half of D's loss is missing", _update_with(halves=(0.0, 1.0))),
    ("D's two halves are added; their mean is asked for", _update_with(halves=(1.0, 1.0))),
    ("the generator steps first; it should face the new discriminator", _generator_first),
)  # fmt: skip


class Update(Aspect):
    """Where the weights are after two steps that began with gradients left from before."""

    title = "the weights after two steps"
    call = "update(gen, disc, gen_opt, disc_opt, loss, real, noise), twice, with SGD"

    def given(self, rng: torch.Generator) -> Given:
        return {
            "gen": torch.randn(5, 3, generator=rng) / 2,
            "disc": torch.randn(1, 5, generator=rng) / 2,
            "real": torch.randn(6, 5, generator=rng),
            "noise": torch.randn(4, 3, generator=rng),
        }

    def observe(self, answer: Any, given: Given) -> Seen:
        return _run(answer, given)

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        want = _run(Gan.update, given)
        same = [n for n in ("gen", "disc") if close(seen[n][0], want[n][0], 1e-4)]
        both = [n for n in ("gen", "disc") if close(seen[n][1], want[n][1], 1e-4)]
        if len(same) == len(both) == 2:
            return None
        likely = next(
            (why for why, update in UPDATE_MISTAKES if _agree(seen, _run(update, given))), None
        )
        number = 1 if len(same) < 2 else 2
        lost = [n for n in ("gen", "disc") if n not in (same if number == 1 else both)]
        got = f"other weights in {' and '.join(lost)}"
        still = [n for n in lost if torch.equal(seen[n][0], given[n])]
        if still:
            got = f"{' and '.join(still)} has not moved"
        return Finding(f"both networks moved once in step {number}, D first", got, likely)


def _agree(seen: Seen, other: Seen) -> bool:
    return all(
        close(a, b, 1e-4)
        for name in ("gen", "disc")
        for a, b in zip(seen[name], other[name], strict=True)
    )


class Doubles:
    """Two linear networks with given weights, and plain gradient descent for each."""

    def __init__(self, given: Given) -> None:
        self.nets = {}
        for name in ("gen", "disc"):
            weight = given[name]
            net = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
            with torch.no_grad():
                net.weight.copy_(weight)
            net.weight.grad = torch.full_like(weight, 0.3)  # left from before
            self.nets[name] = net
        self.opts = {n: torch.optim.SGD(net.parameters(), lr=0.02) for n, net in self.nets.items()}

    def call(self, update: Callable[..., Any], real: Tensor, noise: Tensor) -> Any:
        """Call an update with the doubles."""
        nets, opts = self.nets, self.opts
        arguments = (nets["gen"], nets["disc"], opts["gen"], opts["disc"])
        try:
            return update(*arguments, _loss, real.clone(), noise.clone())
        except RuntimeError as error:
            error.likely = next((cause for text, cause in CAUSES if text in str(error)), None)
            raise


def _run(update: Callable[..., Any], given: Given) -> Seen:
    doubles = Doubles(given)
    path: Seen = {"gen": [], "disc": []}
    for _ in range(2):
        doubles.call(update, given["real"], given["noise"])
        for name, net in doubles.nets.items():
            path[name].append(plain(net.weight))
    return path


class UpdateLosses(Aspect):
    """The two losses come back, the discriminator's first."""

    title = "it returns the two losses"
    call = "update(gen, disc, gen_opt, disc_opt, loss, real, noise)"
    given = Update.given

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(Doubles(given).call(answer, given["real"], given["noise"]))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result, expected = seen["result"], "(disc_loss, gen_loss), two numbers"
        if not isinstance(result, list) or len(result) != 2:
            likely = "a forgotten return" if result is None else None
            return Finding(expected, name_of(result), likely)
        numbers = [x.item() if isinstance(x, Tensor) and x.numel() == 1 else x for x in result]
        if not all(isinstance(x, int | float) for x in numbers):
            return Finding(expected, " and ".join(name_of(x) for x in result))
        want = Doubles(given).call(Gan.update, given["real"], given["noise"])
        if _near(numbers, want):
            return None
        likely = None
        if _near(numbers, want[::-1]):
            likely = "they are exchanged: the discriminator's comes first"
        else:
            for why, update in UPDATE_MISTAKES:
                if _near(numbers, Doubles(given).call(update, given["real"], given["noise"])):
                    likely = why
                    break
        return Finding(
            "the mean of D's two halves, and G's loss against the new D",
            ", ".join(f"{x:.4g}" for x in numbers),
            likely,
        )


def _near(numbers: Any, want: Any) -> bool:
    pairs = zip(numbers, want, strict=True)
    return all(math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-3) for a, b in pairs)


update = Item(
    "update",
    "5.7",
    "update(gen, disc, gen_opt, disc_opt, loss, real, noise)",
    (
        Parameters("update(gen, disc, gen_opt, disc_opt, loss, real, noise)"),
        Update(),
        UpdateLosses(),
    ),
)
