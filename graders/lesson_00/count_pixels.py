"""Lesson 00: one small item on which to learn how checks work."""

from __future__ import annotations

from typing import Any

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import name_of, plain


class PixelCount(Aspect):
    """The number of pixels of images of several sizes."""

    title = "the number of pixels"
    call = "count_pixels(28, 28), count_pixels(3, 5), count_pixels(1, 64)"
    sizes = ((28, 28), (3, 5), (1, 64))

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"counts": [plain(answer(*size)) for size in self.sizes]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for (height, width), count in zip(self.sizes, seen["counts"], strict=True):
            if type(count) is int and count == height * width:
                continue
            likely = None
            if not isinstance(count, int | float | None):
                likely = "a single number is asked for"
            elif count is None:
                likely = "the number is not returned: a forgotten return, or print in its place"
            elif isinstance(count, float) and count == height * width:
                likely = "the number is right but a float: use * rather than / or **"
            elif count == 784:
                likely = "784 is right for 28 x 28 only: use height and width"
            elif count == height + width:
                likely = "the sides are added; rows times columns gives the number of pixels"
            elif count == 2 * (height + width):
                likely = "that is the length of the edge; count what lies inside too"
            elif count == 3 * height * width:
                likely = "three colours are counted; the images are grey, one number a pixel"
            elif count in (height / width, width / height, height // width):
                likely = "the sides are divided; rows times columns gives the number of pixels"
            elif count == height**width:
                likely = "** raises to a power; one * multiplies"
            elif count in (28 * height, 28 * width):
                likely = "a side is written as a number: use height and width"
            elif count in (height**2, width**2):
                likely = "one side is squared: an image need not be square"
            return Finding(
                f"the integer {height * width} for an image of {height} x {width} pixels",
                name_of(count),
                likely,
            )
        return None


item = Item("count_pixels", "0.1", "count_pixels(height, width)", (PixelCount(),))
