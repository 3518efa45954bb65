"""Exercise 0.1: one small item on which to learn how checks work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from graders.core.aspect import Finding, Given, Seen
from graders.core.check import See
from graders.core.values import name_of, plain
from graders.instruments.calls import Call, exercise, known_mistake

DIVIDED = "the sides are divided; rows times columns gives the number of pixels"
FIXED_SIDE = "a side is written as a number: use height and width"
FIXED = "784 is right for 28 x 28 only: use height and width"
SQUARED = "one side is squared: an image need not be square"

MISTAKES: tuple[tuple[str, Callable[[int, int], float]], ...] = (
    ("the sides are added; rows times columns gives the number of pixels",
     lambda height, width: height + width),
    ("that is the length of the edge; count what lies inside too",
     lambda height, width: 2 * (height + width)),
    ("three colours are counted; the images are grey, one number a pixel",
     lambda height, width: 3 * height * width),
    (DIVIDED, lambda height, width: height / width),
    (DIVIDED, lambda height, width: width / height),
    (DIVIDED, lambda height, width: height // width),
    ("that is one side alone", lambda height, width: height),
    ("that is one side alone", lambda height, width: width),
    ("** raises to a power; one * multiplies", lambda height, width: height**width),
    (SQUARED, lambda height, width: height**2),
    (SQUARED, lambda height, width: width**2),
)  # fmt: skip


class PixelCount(Call):
    """The number of pixels of images of several sizes; two are drawn anew."""

    title = "the number of pixels"
    call = "[count_pixels(*size) for size in sizes]"
    names = ("sizes",)
    fixed = ((28, 28), (3, 5), (1, 64))

    def given(self, rng: torch.Generator) -> Given:
        drawn = torch.randint(2, 100, (2, 2), generator=rng).tolist()
        return {"sizes": [*self.fixed, *map(tuple, drawn)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"counts": [plain(answer(*size)) for size in given["sizes"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for (height, width), count in zip(given["sizes"], seen["counts"], strict=True):
            if type(count) is int and count == height * width:
                continue
            return Finding(
                f"the integer {height * width} for an image of {height} x {width} pixels",
                name_of(count),
                _cause_of(count, height, width),
            )
        return None


def _cause_of(count: Any, height: int, width: int) -> str | None:
    if count is None:
        return "the number is not returned: a forgotten return, or print in its place"
    if isinstance(count, torch.Tensor) and count.numel() == 1:
        return "Python's own number is asked for, not a tensor: height * width is one"
    if isinstance(count, str):
        return "that is a text; the number itself is asked for"
    if isinstance(count, list):
        return "one number is asked for, not several"
    if not isinstance(count, int | float):
        return "one number is asked for"
    if isinstance(count, float) and count == height * width:
        return "the number is right but a float: use * rather than / or **"
    if isinstance(count, bool):
        return "a comparison gives True or False; == compares, * multiplies"
    if count == 784:
        return FIXED
    if count in (28 * height, 28 * width):
        return FIXED_SIDE
    return known_mistake(MISTAKES, lambda formula: count == formula(height, width))


SEE: See = (("return", "hint 2"), ("times", "hint 2"), ("pixels", "hint 1"))

item = exercise("0.1", "count_pixels(height, width)", PixelCount(), parameters=False, see=SEE)
