"""Exercise 5.5: the batch of the digits."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.values import close, name_of, plain, spread
from graders.instruments.calls import Call, exercise
from graders.instruments.normal import not_normal, not_normal_chance
from graders.instruments.seeds import seeded_anew, watched_seeds


def _wrong_pair(result: Any, n: int, z_dim: int, count: int) -> Finding | None:
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
    likely = _cause_of_digits(shapes[0], n, count) or _cause_of_noise(shapes[1], n, z_dim, count)
    if shapes == [(n, z_dim), (n, 784)]:
        likely = "the two are exchanged: the digits come first"
    return Finding(expected, " and ".join(name_of(x) for x in result), likely)


def _cause_of_digits(shape: tuple[int, ...] | None, n: int, count: int) -> str | None:
    """Why the digits have another shape than (n, 784)."""
    if shape in ((n, 1, 28, 28), (n, 28, 28)):
        return "the discriminator takes rows: flatten(start_dim=1)"
    if shape in ((784 * n,), (1, 784 * n)):
        return "the whole batch became one row: flatten(start_dim=1) keeps the digits apart"
    if shape is None or shape[1:] != (784,) or shape == (n, 784):
        return None
    if shape[0] == count:
        return "all digits are returned; n of them are asked for"
    if shape[0] < n:
        return "fewer than n rows: a slice that begins near the last digit ends with it"
    return "is the number of rows written in the code? Use n"


def _cause_of_noise(shape: tuple[int, ...] | None, n: int, z_dim: int, count: int) -> str | None:
    """Why the noise has another shape than (n, z_dim)."""
    if shape in ((1, z_dim), (z_dim,)):
        return "one noise vector for the whole batch: each fake needs its own"
    if shape == (z_dim, n):
        return "n and z_dim have changed places in the noise"
    if shape == (count, z_dim):
        return "as many noise vectors as there are digits; n of them are asked for"
    if shape is None or len(shape) != 2 or shape == (n, z_dim):
        return None
    return "is a size of the noise written in the code? Use n and z_dim"


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
        return _wrong_pair(seen["result"], 5, 3, len(given["digits"]))


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
        if wrong := _wrong_pair(seen["result"], 8, 3, len(given["digits"])):
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
            elif _are_rows_of(real, digits / 127.5 - 1):
                likely = "that is for bytes; these pixels lie in [0, 1]: twice the value, minus 1"
            elif _are_rows_of(real, (digits - 0.1307) / 0.3081):
                likely = "those are MNIST's mean and deviation; tanh reaches from -1 to 1"
            elif _are_rows_of(real.sort().values, (digits * 2 - 1).sort().values):
                likely = "each row has the right pixels in another order"
            elif not real.isfinite().all():
                likely = "a division by 0"
            elif abs(real.mean()) < 1e-3 and abs(real.std() - 1) < 1e-3:
                likely = "standardised by the batch's own mean and deviation; the scale is fixed"
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
    one digit each, or only digits that follow each other, with a chance below 2^-200.
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
        if [tuple(batch.shape) for batch in batches] != [(BATCH, 3)] * CALLS:
            return Finding(expected, "batches of another shape")
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
                "one is never drawn: torch.randint leaves its upper end out, so that is len(digits)"
                if len(different) == DIGITS - 1
                else "the order changes, or the first rows; draw from all len(digits) rows",
            )
        if all(len(batch.unique(dim=0)) == 1 for batch in batches):
            return Finding(
                f"{BATCH} digits in a batch",
                f"one digit, {BATCH} times",
                "one row number is drawn; draw n of them",
            )
        rows = given["digits"].flatten(1)[:, :3] * 2 - 1
        if all(_follow_each_other(batch, rows) for batch in batches):
            return Finding(
                f"{BATCH} digits drawn at random",
                "rows that stand one after the other in digits, in each call",
                "a place to begin is drawn, and the rows behind it are taken: draw each row",
            )
        return None


def _follow_each_other(batch: Tensor, rows: Tensor) -> bool:
    """Whether a batch is a slice of all rows; behind the last comes the first."""
    places = (batch[:, None] - rows).abs().amax(dim=-1).argmin(dim=1)
    return bool((places.diff() % len(rows) == 1).all())


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


item = exercise(
    "5.5",
    "feed(digits, n, z_dim)",
    FeedForm(),
    FeedRange(),
    FeedChance(),
    FeedNoise(),
    see=(
        ("black", "hint 1"),
        ("flatten", "hint 2"),
        ("torch.rand", "hint 2"),
        ("noise", "hint 2"),
    ),
)
