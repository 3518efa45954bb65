"""Exercise 1.1: the best answer a discriminator can give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Place, Seen
from graders.core.check import See
from graders.core.values import Other, close, name_of, one_place
from graders.instruments.calls import Call, exercise, known_mistake

MISTAKES: tuple[tuple[str, Callable[[Tensor, Tensor], Tensor]], ...] = (
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
    ("a missing pair of brackets, and the other order: q / p + q", lambda p, q: q / p + q),
    ("that is p + q, the denominator alone", lambda p, q: p + q),
    ("the densities are multiplied; their sum belongs below the line", lambda p, q: p / (p * q)),
    ("the densities are multiplied; p is divided by their sum", lambda p, q: p * q),
    ("upside down: that is (p + q) / p", lambda p, q: (p + q) / p),
    ("a minus in the denominator; p + q belongs there", lambda p, q: p / (p - q)),
    ("that is the difference divided by the sum, between -1 and 1", lambda p, q: (p - q) / (p + q)),
    ("the share, then a sigmoid of it: the share is a probability already",
     lambda p, q: torch.sigmoid(p / (p + q))),
    ("that is 1 - p", lambda p, q: 1 - p + 0 * q),
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
class DiscriminatorValues(Call):
    """The share of the reals, at densities of any shape.

    Attributes:
        shapes: Those of p and of q.
        equal: Whether q is p.
    """

    title: str
    shapes: tuple[tuple[int, ...], tuple[int, ...]]
    equal: bool = False
    essential: bool = False

    call = "optimal_discriminator(p, q), p, q"
    names = ("p", "q")

    def given(self, rng: torch.Generator) -> Given:
        p, q = (torch.rand(shape, generator=rng) * 2 + 0.01 for shape in self.shapes)
        return {"p": p, "q": p.clone() if self.equal else q}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        p, q, result = given["p"], given["q"], seen["result"]
        want = p / (p + q)
        expected = "1/2 at every point" if self.equal else "the share of the reals at every point"
        likely: str | None
        if not isinstance(result, Tensor):
            likely = "one tensor is asked for, with a value for each pair of densities"
            if result is None:
                likely = "a forgotten return, or print in its place"
            elif isinstance(result, Other) and result.type_name == "ndarray":
                likely = "that is NumPy's array: torch.from_numpy(…) makes a tensor of it"
            return Finding(f"a tensor of shape {tuple(want.shape)}", name_of(result), likely)
        if result.shape != want.shape:
            likely = None
            if result.numel() == 1:
                likely = "one value for each pair of densities: no sum or mean over the points"
            elif result.numel() in (p.numel(), q.numel()):
                likely = "arithmetic on whole tensors broadcasts their shapes by itself: no loop"
            return Finding(f"a tensor of shape {tuple(want.shape)}", name_of(result), likely)
        if not close(result, want):
            likely = known_mistake(MISTAKES, lambda formula: close(result, formula(p, q)))
            if not likely and close(result, want, tolerance=0.05):
                likely = "near, but not exact: a value that is rounded, or searched for on a grid"
            right, got = one_place(result, want, p=p, q=q)
            return Finding(f"{expected}: {right}", got, likely)
        if not self.inputs_kept(seen, given):
            return Finding("p and q unchanged", "other values in p or q", "an in-place operation")
        return None


SEE: See = (
    ("brackets", "hint 2"),
    ("denominator", "hint 2"),
    ("broadcast", "hint 2"),
    ("no sum", "hint 1"),
    ("logit", Place("The same thing in logits", "log-ratio")),
)

item = exercise(
    "1.1",
    "optimal_discriminator(p, q)",
    DiscriminatorValues("the share of the reals", ((9,), (9,)), essential=True),
    DiscriminatorValues("it knows nothing where p = q", ((6,), (6,)), equal=True),
    DiscriminatorValues("any shape: p of shape (3, 1), q of shape (4,)", ((3, 1), (4,))),
    see=SEE,
)
