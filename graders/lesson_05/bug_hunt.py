"""Lesson 05's bug hunt: the diagnoses of ten broken GANs, and three parts that repair them.

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

from ganlab.patients import PATIENTS
from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import close, name_of, plain, spread
from graders.instruments.draws import DEVIATION, explain_draws, not_from_normal
from graders.instruments.normal import not_normal
from graders.instruments.parameters import Parameters

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


@dataclass
class Diagnoses(Aspect):
    """A letter for each patient; at least so many of the letters are right.

    Attributes:
        least: How many.
    """

    least: int

    call = "diagnoses()"

    @property
    def title(self) -> str:
        if self.least == len(KEY):
            return "the causes of all ten illnesses"
        return f"the causes of {self.least} illnesses, or more"

    def observe(self, answer: Any, given: Given) -> Seen:
        result = answer()
        if isinstance(result, dict):
            return {"pairs": [[plain(key), plain(value)] for key, value in result.items()]}
        return {"pairs": None, "result": plain(result)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = f"a dict with a letter from 'a' to 'n' for each of the patients 1 to {len(KEY)}"
        if seen["pairs"] is None:
            likely = 'a dict says which letter belongs to which patient: {1: "…", 2: "…", …}'
            if seen["result"] is None:
                likely = "a forgotten return"
            return Finding(expected, name_of(seen["result"]), likely)
        values = {_number_of(key): value for key, value in seen["pairs"]}
        letters = {patient: _letter_of(value) for patient, value in values.items()}
        right = [patient for patient in KEY if letters.get(patient) == KEY[patient]]
        malformed = _malformed(seen["pairs"], values, letters)
        if malformed and self.least > len(right) - (self.least == len(KEY)):
            return Finding(expected, *malformed)
        if len(right) >= self.least:
            return None
        patient = next(patient for patient in KEY if patient not in right)
        letter = letters[patient]
        return Finding(
            f"{self.least} right diagnoses",
            f"{len(right)} right {'one' if len(right) == 1 else 'ones'}; the first that is not: "
            f"patient {patient}, {letter!r}",
            f"with {letter!r}, {SIGNS[letter]}; look again whether patient {patient} does that",
        )


def _malformed(
    pairs: list[list[Any]], values: dict[Any, Any], letters: dict[Any, Any]
) -> tuple[str, str] | None:
    """What was got and the likely cause, if a patient has no letter, or somebody else has one."""
    for key, _ in pairs:
        if _number_of(key) not in KEY:
            return f"a dict with the key {_shown(key)}", "the patients are numbered from 1 to 10"
    missing = [str(patient) for patient in KEY if patient not in letters]
    if missing:
        return (
            f"no letter for patient {', '.join(missing)}",
            "every patient is ill: none is left out",
        )
    for patient, letter in letters.items():
        if letter not in SIGNS:
            return (
                f"{_shown(values[patient])} for patient {patient}",
                "the letter that stands in front of the cause in the list, in quotes, is asked for",
            )
    return None


def _number_of(key: Any) -> Any:
    """The number of a patient; "3" and "patient 3" are 3 too."""
    if isinstance(key, str) and (match := re.fullmatch(r"\s*(?:patient)?\s*(\d+)\s*", key.lower())):
        return int(match[1])
    return key if isinstance(key, int) and not isinstance(key, bool) else None


def _letter_of(value: Any) -> Any:
    return value.strip().strip("().").lower() if isinstance(value, str) else None


def _shown(value: Any) -> str:
    return f"{value!r}"[:40] if isinstance(value, str | int | float) else name_of(value)


diagnoses = Item("diagnoses", "5.3", "diagnoses()", tuple(map(Diagnoses, (2, 4, 6, 8, 10))))


# 5.4 feed -----------------------------------------------------------------------------------------


def _wrong_pair(result: Any, n: int, z_dim: int) -> Finding | None:
    """What is wrong with the form of ``feed``'s result."""
    expected = f"(real, noise): tensors of shape ({n}, 784) and ({n}, {z_dim})"
    if result is None:
        return Finding(expected, "None", "a forgotten return")
    if not isinstance(result, list) or len(result) != 2:
        return Finding(expected, name_of(result), "a pair is asked for: return real, noise")
    shapes = [tuple(x.shape) if isinstance(x, Tensor) else None for x in result]
    if shapes == [(n, 784), (n, z_dim)]:
        if any(x.dtype != torch.float32 for x in result):
            got = ", ".join(str(x.dtype) for x in result)
            return Finding("float32 tensors", got, "numbers from NumPy are float64: add .float()")
        return None
    likely = f"n is {n} and z_dim {z_dim} here: are both used, and in their places?"
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
    call = "feed(torch.rand(12, 1, 28, 28), 5, 3)"

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(12, 1, 28, 28, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(given["digits"].clone(), 5, 3))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        return _wrong_pair(seen["result"], 5, 3)


class FeedRange(Aspect):
    """Each row of pixels is one of the digits, from [0, 1] to [-1, 1]."""

    title = "the digits, in the range of the generator's tanh"
    call = "feed(digits, 8, 3)[0]"
    names = ("digits",)

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(16, 1, 28, 28, generator=rng).round(decimals=1)}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["digits"].clone(),)

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
            return Finding(
                "digits unchanged",
                "other values in digits",
                "an operation in place (*=, sub_, …) has changed the caller's digits",
            )
        return None


def _are_rows_of(rows: Tensor, of: Tensor) -> bool:
    return bool(((rows[:, None] - of).abs().amax(dim=-1) < 1e-4).any(dim=1).all())


DIGITS, CALLS = 12, 40


class FeedChance(Aspect):
    """Every call draws digits at random, and in the end every digit has been drawn.

    A right answer draws 8 of 12 digits in each of 40 calls. Without replacement, the chance that
    some digit is never drawn is at most 12 * 3^-40 = 1e-18; with it, 12 * (11/12)^320 = 1e-11. All
    40 calls have the same digits in the same order with a chance below 2^-200.
    """

    title = "digits drawn at random in each call"
    call = f"[feed(digits, 8, 3)[0] for _ in range({CALLS})]"
    names = ("digits",)

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(DIGITS, 1, 28, 28, generator=rng)}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["digits"].clone(),)

    def observe(self, answer: Any, given: Given) -> Seen:
        digits = given["digits"].clone()
        batches = [answer(digits, 8, 3)[0] for _ in range(CALLS)]
        return {"first pixels": [plain(batch)[:, :3] for batch in batches]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        batches = seen["first pixels"]
        expected = "other digits in each call, and every digit sooner or later"
        different = torch.cat(batches).unique(dim=0)
        if all(torch.equal(batch, batches[0]) for batch in batches):
            first = given["digits"][:8].flatten(1)[:, :3] * 2 - 1
            return Finding(
                expected,
                "the same each time",
                "digits[:n], and a loader that is made anew, begin with the same rows each time: "
                "draw the rows with torch.randperm or torch.randint"
                if close(batches[0], first)
                else "a seed is set inside, or the rows are drawn once, outside of the function",
            )
        if len(different) < DIGITS:
            return Finding(
                expected,
                f"{len(different)} different digits of {DIGITS}",
                "the order changes, or the first rows; draw from all len(digits) rows",
            )
        if all(len(batch.unique(dim=0)) == 1 for batch in batches):
            return Finding(
                "8 digits in a batch",
                "one digit, 8 times",
                "one row number is drawn; draw n of them",
            )
        return None


class FeedNoise(Aspect):
    """The noise is standard normal, a vector of its own for each fake."""

    title = "a noise vector for each fake, standard normal"
    call = "[feed(torch.zeros(1024, 1, 28, 28), 1024, 8)[1] for _ in range(2)]"

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

    names = ("logits",)

    @property
    def call(self) -> str:
        return f"verdict_loss(logits, {self.target})"

    def given(self, rng: torch.Generator) -> Given:
        logits = torch.rand(6, 1, generator=rng) * 2 - 1
        return {"logits": logits / logits.abs().max() * self.reach}

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["logits"].clone().requires_grad_(),)

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
            elif isinstance(loss, list):
                likely = "the loss alone is asked for: is there a comma behind it?"
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
    for layer in (*gen, *disc):
        if isinstance(layer, nn.Linear):
            nn.init.constant_(layer.bias, 3.0)  # so large that a weight decay shows
    return gen, disc


class SetUpOptimizers(Aspect):
    """Which weights each optimizer moves, and how far: two steps with given gradients."""

    title = "each optimizer moves its own network, as Adam does"
    call = "set_up(gen, disc)"
    names = ("gen", "disc")

    def example(self, given: Given) -> tuple[Any, ...]:
        return _small_networks()

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
            "settings": [_settings(opt) for opt in result],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["result"] != "two optimizers":
            likely = "two optimizers are asked for: return gen_opt, disc_opt"
            if seen["result"] is None:
                likely = "a forgotten return"
            return Finding("a pair (gen_opt, disc_opt)", name_of(seen["result"]), likely)
        owners = ("gen", "disc")
        for number, (owner, path) in enumerate(zip(owners, seen["paths"], strict=True)):
            name = f"{owner}_opt"
            moved = [n for n, p in zip(owners, path, strict=True) if not torch.equal(p[0], p[1])]
            if moved != [owner]:
                got = f"{name} moves {' and '.join(moved) or 'nothing'}"
                likely = (
                    "it holds the parameters of both; each optimizer is made with one network's"
                )
                if not moved:
                    likely = f"{name} holds no parameters, or has the learning rate 0"
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
                likely = seen["settings"][number]
                if not _all_moved(start, got):
                    likely = "some layers are not given to the optimizer"
                return Finding(
                    f"{name}: Adam with learning rate {LR:g} and betas (0, 0.99)",
                    f"another step ({steps} of 2), of mean length {(got - start).abs().mean():.2g}",
                    likely,
                )
        return None


def _settings(optimizer: torch.optim.Optimizer) -> str | None:
    """What is another setting than the exercise asks for, in words."""
    kind, settings = type(optimizer).__name__, optimizer.param_groups[0]
    if "betas" not in settings:
        return f"{kind} stands where Adam is asked for"
    for name, want in (("lr", LR), ("betas", BETAS), ("weight_decay", 0)):
        if settings.get(name, want) != want:
            words = {"lr": "the learning rate is", "betas": "the betas are"}
            return f"{words.get(name, f'{name} is')} {str(settings[name])[:40]}"
    return f"{kind} stands where Adam is asked for" if kind != "Adam" else None


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

    Each of the four is judged by ``not_from_normal``: a chance of 2e-10 each, 8e-10 in all.
    """

    title = "the first weights"
    call = "set_up(gen, disc), gen[0].weight, gen[3].weight, disc[0].weight, disc[2].weight"
    names = ("gen", "disc")

    def example(self, given: Given) -> tuple[Any, ...]:
        return _small_networks()

    def observe(self, answer: Any, given: Given) -> Seen:
        gen, disc = _small_networks()
        answer(gen, disc)
        nets, places = (
            {"gen": gen, "disc": disc},
            (("gen", 0), ("gen", 3), ("disc", 0), ("disc", 2)),
        )
        return {
            "weights": {f"{net}[{n}]": plain(nets[net][n].weight) for net, n in places},
            "scales": plain(gen[1].weight),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for place, weight in seen["weights"].items():
            if not_from_normal(weight, 0.0, DEVIATION):
                likely = explain_draws(weight, 0.0)
                if abs(weight.std().item() - 1 / math.sqrt(3 * WIDTH)) < 0.005:
                    likely = f"the Linear layer {place} is as PyTorch made it"
                return Finding(
                    "the weights of every Linear layer from N(0, 0.02)",
                    f"{place}.weight: {spread(weight)}",
                    likely,
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
