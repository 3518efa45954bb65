"""Exercise 4.4: the way back from the generator's range to pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import Causes
from graders.core.values import Other, close, name_of, one_place, plain
from graders.instruments.calls import Call, LeavesInputs, exercise, known_mistake

MISTAKES: tuple[tuple[str, Callable[[Tensor], Tensor]], ...] = (
    ("values outside [0, 1] are left: clamp(0, 1) is missing", lambda x: (x + 1) / 2),
    ("brackets are missing: x + 1 / 2 adds a half", lambda x: (x + 1 / 2).clamp(0, 1)),
    ("brackets are missing: x + 1 / 2 adds a half", lambda x: x + 1 / 2),
    ("that is the way there, (x - 0.5) / 0.5; the way back is asked for",
     lambda x: (x - 0.5) / 0.5),
    ("that is the way there, (x - 0.5) / 0.5; the way back is asked for",
     lambda x: ((x - 0.5) / 0.5).clamp(0, 1)),
    ("only clamped: -1 has to become 0, and 0 to become 0.5", lambda x: x.clamp(0, 1)),
    ("clamped first: -1 and 0 have become the same before the scaling",
     lambda x: (x.clamp(0, 1) + 1) / 2),
    ("values below 0 are left: clamp(0, 1) cuts off on both sides, clamp(-1, 1) does not",
     lambda x: ((x + 1) / 2).clamp(max=1)),
    ("values above 1 are left: clamp(0, 1) cuts off on both sides",
     lambda x: ((x + 1) / 2).clamp(min=0)),
    ("1 is subtracted, as in x * 0.5 - 0.5; it is added", lambda x: ((x - 1) / 2).clamp(0, 1)),
    ("1 is subtracted, as in x * 0.5 - 0.5; it is added", lambda x: (x - 1) / 2),
    ("black and white are exchanged: that is (1 - x) / 2", lambda x: ((1 - x) / 2).clamp(0, 1)),
    ("black and white are exchanged: that is (1 - x) / 2", lambda x: (1 - x) / 2),
    ("what lies above 1 becomes 0; it becomes 1",
     lambda x: torch.where(x > 1, 0.0, ((x + 1) / 2).clamp(0, 1))),
    ("rounded to the 256 steps of a picture file: leave the fractions",
     lambda x: (((x + 1) / 2).clamp(0, 1) * 255).round() / 255),
    ("rounded to the 256 steps of a picture file: leave the fractions",
     lambda x: (((x + 1) / 2).clamp(0, 1) * 255).floor() / 255),
    ("the division by 2 is missing", lambda x: (x + 1).clamp(0, 1)),
    ("the division by 2 is missing", lambda x: x + 1),
    ("1 is added after the division, not before it", lambda x: (x / 2 + 1).clamp(0, 1)),
    ("1 is added after the division, not before it", lambda x: x / 2 + 1),
    ("the smallest value of this batch becomes 0, the largest 1; the scale is fixed",
     lambda x: (x - x.min()) / (x.max() - x.min())),
    ("divided by the largest value of this batch; the scale is fixed",
     lambda x: ((x + 1) / (x + 1).max()).clamp(0, 1)),
    ("a sigmoid bends the scale; it is a straight line", lambda x: torch.sigmoid(x)),
    ("the sign is dropped: -1 is black, not white", lambda x: x.abs().clamp(0, 1)),
    ("scaled to 255: pixels lie in [0, 1] here",
     lambda x: ((x + 1) / 2).clamp(0, 1) * 255),
    ("scaled to 255: pixels lie in [0, 1] here", lambda x: (x + 1) / 2 * 255),
    ("0.5 is added, then halved: (x + 1) / 2 is x / 2 + 0.5",
     lambda x: ((x + 0.5) / 2).clamp(0, 1)),
)  # fmt: skip


CAUSES: Causes = (
    ("Boolean value of Tensor",
     "if, and, min and max of Python ask for one truth value; clamp looks at each element"),
    ("expected np.ndarray (got numpy",
     "NumPy makes a number of an array without dimensions: torch's own operations do not"),
)  # fmt: skip


class DenormValues(Call):
    """-1 becomes 0, 1 becomes 1; what lies beyond is cut off."""

    title = "from [-1, 1] to [0, 1]"
    weight = 2
    essential = True
    call = "denorm(x)"
    names = ("x",)
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        x = torch.rand(2, 1, 3, 3, generator=rng) * 2 - 1
        x[0, 0, 0] = torch.tensor([-1.0, 0.0, 1.0])
        x[1, 0, 0] = torch.tensor([-1.5, 1.5, 1.25])
        return {"x": x}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        x, result = given["x"], seen["result"]
        expected = "a tensor of the shape of x: (x + 1) / 2, cut off below 0 and above 1"
        if not isinstance(result, Tensor):
            likely: str | None = (
                "a tensor is asked for: arithmetic works on the whole of x, without a loop"
            )
            if result is None:
                likely = "the tensor is computed but not returned"
            elif isinstance(result, Other):
                likely = "a tensor is asked for; torch.from_numpy makes one of a NumPy array"
            return Finding(expected, name_of(result), likely)
        if result.shape != x.shape:
            return Finding(expected, name_of(result), "keep the shape that came in")
        if not result.is_floating_point():
            return Finding(expected, f"dtype {result.dtype}", "pixels are fractions here")
        want = ((x + 1) / 2).clamp(0, 1)
        if close(result, want):
            return None
        likely = known_mistake(MISTAKES, lambda formula: close(result, formula(x)))
        right, got = one_place(result, want, x=x)
        return Finding(f"{expected}: {right}", got, likely)


class DenormShapes(Call):
    """Any shape, any range: the scale does not depend on the batch."""

    title = "any shape; the scale does not depend on the values"
    call = "[denorm(x) for x in inputs]"
    names = ("inputs",)
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        rows = torch.rand(3, 6, generator=rng) - 0.5
        return {"inputs": [rows, torch.tensor(0.5), torch.zeros(2, 3, 4, 4)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        (inputs,) = self.example(given)
        return {"results": [plain(answer(x)) for x in inputs]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for x, result in zip(given["inputs"], seen["results"], strict=True):
            want = (x + 1) / 2
            expected = f"(x + 1) / 2, of shape {tuple(x.shape)}"
            if not isinstance(result, Tensor) or result.shape != x.shape:
                return Finding(expected, name_of(result), _cause_of_shape(result, x))
            if not close(result, want):
                right, got = one_place(result, want, x=x)
                return Finding(
                    f"{expected}: {right}",
                    got,
                    "the scale depends on the values or the shape of x, which may be rows, one "
                    "number, or 0 everywhere",
                )
        return None


def _cause_of_shape(result: Any, x: Tensor) -> str | None:
    if isinstance(result, Tensor) and result.dim() > x.dim():
        return (
            "dimensions are added, by a reshape or by a constant that has a shape of its own: "
            "plain numbers leave every shape as it is"
        )
    return "a tensor of the shape of x is asked for, whatever that shape is"


item = exercise(
    "4.4",
    "denorm(x)",
    DenormValues(),
    DenormShapes(),
    LeavesInputs(
        DenormValues(),
        "x stays as it is",
        Finding(
            "x as it was before the call",
            "other values in x",
            "an operation in place (+=, *=, add_, clamp_, …) has changed the caller's tensor",
        ),
    ),
    see=(
        ("cut", "hint 1"),
        ("clamp", "hint 2"),
    ),
)
