"""Exercise 5.4: the batch of the digits."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.values import close, name_of, plain, spread
from graders.instruments.calls import Call, exercise
from graders.instruments.normal import not_normal, not_normal_chance
from graders.instruments.seeds import seeded_anew, watched_seeds


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
    chance = 0.0  # only shapes and types are looked at

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(12, 1, 28, 28, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(given["digits"].clone(), 5, 3))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        return _wrong_pair(seen["result"], 5, 3)


class FeedRange(Call):
    """Each row of pixels is one of the digits, from [0, 1] to [-1, 1]."""

    title = "the digits, in the range of the generator's tanh"
    call = "feed(digits, 8, 3)[0]"
    names = ("digits",)
    arguments = (8, 3)
    chance = 0.0  # whichever digits are drawn, they are looked up among all

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(16, 1, 28, 28, generator=rng).round(decimals=1)}

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
        if not self.inputs_kept(seen, given):
            return Finding(
                "digits unchanged",
                "other values in digits",
                "an operation in place (*=, sub_, …) has changed the caller's digits",
            )
        return None


def _are_rows_of(rows: Tensor, of: Tensor) -> bool:
    return bool(((rows[:, None] - of).abs().amax(dim=-1) < 1e-4).any(dim=1).all())


DIGITS, CALLS, BATCH = 12, 40, 8


class FeedChance(Call):
    """Every call draws digits at random, and in the end every digit has been drawn.

    A right answer draws 8 of 12 digits in each of 40 calls. One given digit is never drawn with a
    chance of (11/12)^320, if the draws are made with replacement, and a smaller one otherwise; some
    digit, with at most 12 times that: 1e-11. All 40 calls have the same digits in the same order,
    or one digit each, with a chance below 2^-200.
    """

    title = "digits drawn at random in each call"
    call = f"[feed(digits, {BATCH}, 3)[0] for _ in range({CALLS})]"
    names = ("digits",)

    @property
    def chance(self) -> float:
        return DIGITS * (1 - 1 / DIGITS) ** (CALLS * BATCH)

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.rand(DIGITS, 1, 28, 28, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        (digits,) = self.example(given)
        batches = [answer(digits, BATCH, 3)[0] for _ in range(CALLS)]
        return {"first pixels": [plain(batch)[:, :3] for batch in batches]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        batches = seen["first pixels"]
        expected = "other digits in each call, and every digit sooner or later"
        different = torch.cat(batches).unique(dim=0)
        if all(torch.equal(batch, batches[0]) for batch in batches):
            first = given["digits"][:BATCH].flatten(1)[:, :3] * 2 - 1
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
                f"{BATCH} digits in a batch",
                f"one digit, {BATCH} times",
                "one row number is drawn; draw n of them",
            )
        return None


class FeedNoise(Aspect):
    """The noise is standard normal, a vector of its own for each fake."""

    title = "a noise vector for each fake, standard normal"
    count, z_dim = 1024, 8
    call = f"[feed(torch.zeros({count}, 1, 28, 28), {count}, {z_dim})[1] for _ in range(2)]"

    @property
    def chance(self) -> float:
        return not_normal_chance(self.count, self.z_dim)

    def given(self, rng: torch.Generator) -> Given:
        return {"digits": torch.zeros(self.count, 1, 28, 28)}

    def observe(self, answer: Any, given: Given) -> Seen:
        size = (self.count, self.z_dim)
        with watched_seeds() as seeded:
            first, second = (plain(answer(given["digits"], *size)[1]) for _ in range(2))
        return {"noise": first, "again": second, "seeded": seeded}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noise, expected = seen["noise"], "independent values, mean 0, standard deviation 1"
        shape = (self.count, self.z_dim)
        if not isinstance(noise, Tensor) or noise.shape != shape:
            return Finding(f"noise of shape {shape}", name_of(noise))
        if likely := not_normal(noise):
            return Finding(expected, spread(noise), likely)
        if isinstance(seen["again"], Tensor) and torch.equal(noise, seen["again"]):
            return Finding("new noise in each call", "the same again", "a seed is set inside")
        return seeded_anew(seen["seeded"])


item = exercise("5.4", "feed(digits, n, z_dim)", FeedForm(), FeedRange(), FeedChance(), FeedNoise())
