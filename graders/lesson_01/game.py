"""Lesson 01: the best discriminator, the two generator losses, and two questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import Other, close, name_of, plain, spread
from graders.instruments.parameters import Parameters

# 1.1 optimal_discriminator ------------------------------------------------------------------------

DISCRIMINATOR_MISTAKES = (
    ("that is q / (p + q), the share of the fakes", lambda p, q: q / (p + q)),
    ("that is p / q; it is not even bounded by 1", lambda p, q: p / q),
    ("that is p - q, a difference; the share of the reals is asked for", lambda p, q: p - q),
    ("that is p alone: the fakes' density q must count too", lambda p, q: p),
    ("that is p / (1 + q)", lambda p, q: p / (1 + q)),
    ("that is log p - log q, the logit of the answer", lambda p, q: torch.log(p) - torch.log(q)),
    ("a sigmoid of p / q; the logit is log(p / q)", lambda p, q: torch.sigmoid(p / q)),
    ("a sigmoid of p - q (the softmax of p and q); the logit is log p - log q",
     lambda p, q: torch.sigmoid(p - q)),
    ("twice the share: p divided by the average of p and q", lambda p, q: 2 * p / (p + q)),
    ("// rounds down to whole numbers; / divides", lambda p, q: p // (p + q)),
    ("that is the log of the share", lambda p, q: torch.log(p / (p + q))),
    ("half of it: p / (p + q) / 2", lambda p, q: p / (p + q) / 2),
    ("a missing pair of brackets: p / p + q", lambda p, q: p / p + q),
    ("the squares of the densities", lambda p, q: p**2 / (p**2 + q**2)),
    ("p compared with q, 0 or 1; the share lies between", lambda p, q: (p > q).float()),
    ("the average of p and q", lambda p, q: (p + q) / 2),
    ("rounded to 0 or 1; the share lies between", lambda p, q: (p / (p + q)).round()),
    ("1 / 2 everywhere: that holds only where p = q", lambda p, q: torch.full_like(p, 0.5)),
    ("divided by the total over all points; each point stands alone",
     lambda p, q: p / (p + q).sum()),
    ("the densities are normalised first; they are given as they are",
     lambda p, q: (p / p.sum()) / (p / p.sum() + q / q.sum())),
)  # fmt: skip


@dataclass
class DiscriminatorValues(Aspect):
    """The share of the reals, at densities of any shape."""

    title: str
    shapes: tuple[tuple[int, ...], tuple[int, ...]]
    equal: bool = False

    call = "optimal_discriminator(p, q)"
    names = ("p", "q")

    def example(self, given: Given) -> tuple[torch.Tensor, torch.Tensor]:
        return given["p"], given["q"]

    def given(self, rng: torch.Generator) -> Given:
        p, q = (torch.rand(shape, generator=rng) * 2 + 0.01 for shape in self.shapes)
        return {"p": p, "q": p.clone() if self.equal else q}

    def observe(self, answer: Any, given: Given) -> Seen:
        p, q = given["p"].clone(), given["q"].clone()
        result = plain(answer(p, q))
        kept = torch.equal(p, given["p"]) and torch.equal(q, given["q"])
        return {"result": result, "kept": kept}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        p, q, result = given["p"], given["q"], seen["result"]
        want = p / (p + q)
        expected = "1/2 at every point" if self.equal else "the share of the reals at every point"
        if not isinstance(result, torch.Tensor):
            likely = "a forgotten return"
            if result is not None:
                likely = "a tensor with one value for each pair of densities is asked for"
            return Finding(f"a tensor of shape {tuple(want.shape)}", name_of(result), likely)
        if result.shape != want.shape:
            likely = "arithmetic on whole tensors broadcasts their shapes by itself: no loop"
            if result.numel() == 1:
                likely = "one value for each pair of densities: no sum or mean over the points"
            return Finding(f"a tensor of shape {tuple(want.shape)}", name_of(result), likely)
        if not close(result, want):
            likely = next(
                (why for why, f in DISCRIMINATOR_MISTAKES if close(result, f(p, q))), None
            )
            return Finding(expected, spread(result.float()), likely)
        if not seen["kept"]:
            return Finding("p and q unchanged", "other values in p or q", "an in-place operation")
        return None


optimal_discriminator = Item(
    "optimal_discriminator",
    "1.1",
    "optimal_discriminator(p, q)",
    (
        Parameters("optimal_discriminator(p, q)"),
        DiscriminatorValues("the share of the reals", ((9,), (9,))),
        DiscriminatorValues("it knows nothing where p = q", ((6,), (6,)), equal=True),
        DiscriminatorValues("any shape: p of shape (3, 1), q of shape (4,)", ((3, 1), (4,))),
    ),
)

# 1.2 generator_loss_gradients ---------------------------------------------------------------------
# With D = sigmoid(a): d/da log(1 - D) = -D and d/da (-log D) = -(1 - D). The saturating loss is the
# one of the game's value, the other is the one that is used (Goodfellow et al. 2014, section 3).

SATURATING, NON_SATURATING = "the first (saturating)", "the second (non-saturating)"

DERIVATIVES = {
    SATURATING: "the first: the derivative of log(1 - D) with respect to each logit",
    NON_SATURATING: "the second: the derivative of -log D with respect to each logit",
}

GRADIENT_MISTAKES = (
    (SATURATING, "the sign is missing: log(1 - D) falls when D rises", lambda d: d),
    (SATURATING, "that is the derivative with respect to D; a comes before it: D = sigmoid(a)",
     lambda d: -1 / (1 - d)),
    (SATURATING, "that is the loss log(1 - D) itself, not its derivative",
     lambda d: torch.log(1 - d)),
    (SATURATING, "that is -D(1 - D): the factor 1/(1 - D) is missing", lambda d: -d * (1 - d)),
    (SATURATING, "the factor 1/(1 - D) stands without sigmoid's own derivative",
     lambda d: 1 / (1 - d)),
    (SATURATING, "the logits are taken for probabilities: D = sigmoid(a) is missing",
     lambda d: -torch.logit(d)),
    (SATURATING, "one .grad is returned twice, or added to: set it to zero between, or take "
     "torch.autograd.grad", lambda d: -torch.ones_like(d)),
    (NON_SATURATING, "the second gradient was added to the first in .grad: set it to zero between, "
     "or take torch.autograd.grad", lambda d: -torch.ones_like(d)),
    (NON_SATURATING, "the sign is missing: -log D falls when D rises", lambda d: 1 - d),
    (NON_SATURATING, "that is the derivative with respect to D; a comes before it: D = sigmoid(a)",
     lambda d: -1 / d),
    (NON_SATURATING, "that is the loss -log D itself, not its derivative",
     lambda d: -torch.log(d)),
    (NON_SATURATING, "that is -D(1 - D): the factor 1/D is missing", lambda d: -d * (1 - d)),
)  # fmt: skip


def _pair(value: Any) -> Any:
    """The pair as plain values; the two rows of one tensor are a pair too."""
    if isinstance(value, torch.Tensor) and value.dim() > 0 and len(value) == 2:
        value = list(value)
    return plain(value)


class GradientPair(Aspect):
    """Two tensors of the shape of the logits."""

    title = "two tensors, of the shape of the logits"
    call = "generator_loss_gradients(torch.randn(2, 3))"

    def given(self, rng: torch.Generator) -> Given:
        return {"logits": torch.randn(2, 3, generator=rng)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": _pair(answer(given["logits"].clone()))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result = seen["result"]
        expected = "a pair (saturating, non_saturating) of tensors of shape (2, 3)"
        if not isinstance(result, list) or len(result) != 2:
            likely = "a forgotten return" if result is None else None
            return Finding(expected, name_of(result), likely)
        for part in result:
            if not isinstance(part, torch.Tensor) or part.shape != given["logits"].shape:
                likely = None
                if isinstance(part, torch.Tensor) and part.numel() == 1:
                    likely = "one derivative for each logit: no mean over the batch"
                elif isinstance(part, list):
                    likely = "torch.autograd.grad returns a tuple: take its element [0]"
                elif isinstance(part, torch.Tensor) and part.shape == given["logits"].shape[1:]:
                    likely = "one tensor was returned; two are asked for, one for each loss"
                return Finding(expected, f"{name_of(part)} in the pair", likely)
        return None


@dataclass
class GradientValues(Aspect):
    """The two derivatives, for logits in one range."""

    title: str
    low: float
    high: float

    @property
    def call(self) -> str:
        return f"generator_loss_gradients(torch.linspace({self.low:g}, {self.high:g}, 9))"

    def given(self, rng: torch.Generator) -> Given:
        return {"logits": torch.linspace(self.low, self.high, 9)}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": _pair(answer(given["logits"].clone()))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result = seen["result"]
        d = torch.sigmoid(given["logits"])
        want = {SATURATING: -d, NON_SATURATING: -(1 - d)}
        if not isinstance(result, list) or len(result) != 2:
            return Finding("a pair of tensors", name_of(result))
        if close(result[0], want[NON_SATURATING]) and close(result[1], want[SATURATING]):
            return Finding(
                "(saturating, non_saturating)", "the two in the other order", "they are exchanged"
            )
        for (which, right), got in zip(want.items(), result, strict=True):
            if close(got, right, tolerance=1e-3):
                continue
            if not isinstance(got, torch.Tensor):
                return Finding(f"{which} as a tensor", name_of(got))
            likely = next(
                (
                    why
                    for name, why, formula in GRADIENT_MISTAKES
                    if name == which and close(got, formula(d), tolerance=1e-3)
                ),
                None,
            )
            if likely is None and close(got * len(d), right):
                likely = "the mean over the batch is differentiated; sum, or treat each logit alone"
            return Finding(DERIVATIVES[which], spread(got.float()), likely)
        return None


generator_loss_gradients = Item(
    "generator_loss_gradients",
    "1.2",
    "generator_loss_gradients(logits)",
    (
        GradientPair(),
        GradientValues("where the discriminator is in doubt", -0.9, 0.9),
        GradientValues("where the discriminator is sure that it sees a fake", -12.0, -4.0),
        GradientValues("where the discriminator is fooled", 4.0, 12.0),
    ),
)

# 1.3 and 1.4: questions -------------------------------------------------------------------------


@dataclass
class Choice(Aspect):
    """One letter, as returned by a function without arguments.

    Attributes:
        name: The function's name.
        right: The right letter.
        wrong: For each other letter, what speaks against it.
    """

    name: str
    right: str
    wrong: Mapping[str, str]

    title = "the answer"

    @property
    def call(self) -> str:
        return f"{self.name}()"

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"letter": plain(answer())}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        letter = seen["letter"]
        letters = sorted([self.right, *self.wrong])
        cleaned = letter.strip().strip("().").lower() if isinstance(letter, str) else letter
        if cleaned == self.right:
            return None
        if isinstance(letter, Other) or cleaned not in letters:
            likely = None
            if letter is None:
                likely = "a forgotten return, or print in its place"
            elif isinstance(letter, int | float):
                likely = "the answers are named by letters: return one of them, in quotes"
            elif isinstance(letter, list):
                likely = "one letter is asked for, without a list or tuple around it"
            elif isinstance(letter, str) and len(set(cleaned) & {*letters}) > 1:
                likely = "one answer is right: return its letter alone"
            elif isinstance(letter, str):
                likely = "the answer's letter alone is asked for"
            return Finding(
                f"one letter in quotes, {letters[0]!r} to {letters[-1]!r}", name_of(letter), likely
            )
        return Finding("another letter", f"{cleaned!r}", self.wrong[cleaned])


def _question(name: str, exercise: str, right: str, wrong: Mapping[str, str]) -> Item:
    return Item(name, exercise, f"{name}()", (Choice(name, right, wrong),))


batch_size_answer = _question(
    "batch_size_answer",
    "1.3",
    "c",
    {
        "a": "the loss is a mean over the batch and Adam knows nothing of its length: a shorter "
        "batch trains well, if its targets have its length",
        "b": "nothing is left out: the short batch is used too, and each epoch shuffles anew",
        "d": "nothing is filled up: the last batch has fewer rows, and the targets do not fit",
    },
)

training_split_answer = _question(
    "training_split_answer",
    "1.4",
    "b",
    {
        "a": "it never sees a digit, but D's gradients tell it about them: a generator can come to "
        "reproduce training digits",
        "c": "that loss depends on this D: at its landmark the fakes are perfect, or D is bad",
        "d": "both splits come from one collection; the test digits would train it just as well",
    },
)
