"""Exercise 6.2: the size after a transposed convolution."""

from __future__ import annotations

from collections.abc import Mapping

from ganlab import dcgan as reference
from graders.lesson_06._sizes import Formula, size_item

MISTAKES: Mapping[str, Formula] = {
    "size - 1: there is one jump fewer than there are pixels":
        lambda s, k, t, p: s * t + k - 2 * p,
    "padding cuts the output off: it is subtracted": lambda s, k, t, p: (s - 1) * t + k + 2 * p,
    "padding is cut off on both sides: it counts twice": lambda s, k, t, p: (s - 1) * t + k - p,
    "padding is not used": lambda s, k, t, p: (s - 1) * t + k,
    "stride is not used": lambda s, k, t, p: s - 1 + k - 2 * p,
    "the last copy of the kernel is missing: add kernel_size":
        lambda s, k, t, p: (s - 1) * t - 2 * p,
    "one too small: the last copy of the kernel adds kernel_size, not kernel_size - 1":
        lambda s, k, t, p: (s - 1) * t + k - 1 - 2 * p,
    "one too large: no + 1 here, kernel_size is added whole":
        lambda s, k, t, p: (s - 1) * t + k + 1 - 2 * p,
    "size * stride holds for some kernels and paddings only": lambda s, k, t, p: s * t,
    "+ stands where * belongs: size - 1 is multiplied by stride":
        lambda s, k, t, p: s - 1 + t + k - 2 * p,
    "+ stands where * belongs: padding counts twice, 2 * padding":
        lambda s, k, t, p: (s - 1) * t + k - (2 + p),
    "size + 1 stands where size - 1 belongs": lambda s, k, t, p: (s + 1) * t + k - 2 * p,
    "stride multiplies size - 1, not kernel_size": lambda s, k, t, p: s - 1 + t * k - 2 * p,
    "the copies are laid stride places apart: * stride, not // stride":
        lambda s, k, t, p: (s - 1) // t + k - 2 * p,
    "the copies overlap: each begins stride places after the one before":
        lambda s, k, t, p: s * k - 2 * p,
    "padding is not multiplied by stride: it is cut off the output":
        lambda s, k, t, p: (s - 1 - 2 * p) * t + k,
    "brackets too many: only stride is multiplied by size - 1":
        lambda s, k, t, p: (s - 1) * (t - 2 * p) + k,
    "kernel_size is added, not subtracted: the last copy reaches that far":
        lambda s, k, t, p: (s - 1) * t - k - 2 * p,
    "the 1 is subtracted from size, not from stride":
        lambda s, k, t, p: s * (t - 1) + k - 2 * p,
    "** is a power; * multiplies": lambda s, k, t, p: (s - 1) ** t + k - 2 * p,
    "a missing pair of brackets: * comes before -": lambda s, k, t, p: s - 1 * t + k - 2 * p,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s - 1) * k + t - 2 * p,
    "that is the ordinary convolution's size": reference.conv_out_size,
}  # fmt: skip

SEE = (("jump", "hint 1"), ("copies", "hint 1"), ("last copy", "hint 2"), ("padding", "hint 2"))

item = size_item("conv_transpose_out_size", "6.2", MISTAKES, SEE)
