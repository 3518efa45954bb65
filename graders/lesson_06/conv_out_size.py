"""Exercise 6.1: the size after a convolution."""

from __future__ import annotations

from collections.abc import Mapping

from ganlab import dcgan as reference
from graders.lesson_06._sizes import Formula, size_item

MISTAKES: Mapping[str, Formula] = {
    "the + 1 is missing: the first place of the kernel counts too":
        lambda s, k, t, p: (s + 2 * p - k) // t,
    "padding stands on both sides: it counts twice": lambda s, k, t, p: (s + p - k) // t + 1,
    "padding is not used": lambda s, k, t, p: (s - k) // t + 1,
    "padding makes the input larger, not smaller": lambda s, k, t, p: (s - 2 * p - k) // t + 1,
    "stride is not used": lambda s, k, t, p: s + 2 * p - k + 1,
    "/ leaves fractions; // rounds down": lambda s, k, t, p: (s + 2 * p - k) / t + 1,
    "rounded up: a place where the kernel does not fit whole is left out":
        lambda s, k, t, p: -((k - s - 2 * p) // t) + 1,
    "rounded to the nearest: it is rounded down": lambda s, k, t, p: round((s + 2 * p - k) / t) + 1,
    "rounded to the nearest; it is rounded down":
        lambda s, k, t, p: round((s + 2 * p - k) / t + 1),
    "+ stands where * belongs: padding counts twice, 2 * padding":
        lambda s, k, t, p: (s + 2 + p - k) // t + 1,
    "padding counts four times: 2 * padding is both sides already":
        lambda s, k, t, p: (s + 4 * p - k) // t + 1,
    "kernel_size is added; it is subtracted": lambda s, k, t, p: (s + 2 * p + k) // t + 1,
    "1 is subtracted at the end; it is added": lambda s, k, t, p: (s + 2 * p - k) // t - 1,
    "* stands where // belongs: longer jumps make fewer places":
        lambda s, k, t, p: (s + 2 * p - k) * t + 1,
    "% gives what is left over; // divides": lambda s, k, t, p: (s + 2 * p - k) % t + 1,
    "one place too many: the way divided by stride, plus 1":
        lambda s, k, t, p: (s + 2 * p - k) // t + 2,
    "that is the square: one side is asked for, not the number of all places":
        lambda s, k, t, p: ((s + 2 * p - k) // t + 1) ** 2,
    "size / stride, rounded up, holds for padding='same' only": lambda s, k, t, p: -(-s // t),
    "a missing pair of brackets: only kernel_size and padding are divided by stride":
        lambda s, k, t, p: s + (2 * p - k) // t + 1,
    "the 1 is added before the division; it belongs after it":
        lambda s, k, t, p: (s + 2 * p - k + 1) // t,
    "the kernel's own width is not subtracted": lambda s, k, t, p: (s + 2 * p) // t + 1,
    "size // stride holds for some kernels and paddings only": lambda s, k, t, p: s // t,
    "a missing pair of brackets: only kernel_size is divided by stride":
        lambda s, k, t, p: s + 2 * p - k // t + 1,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s + 2 * p - t) // k + 1,
    "that is the transposed convolution's size": reference.conv_transpose_out_size,
}  # fmt: skip

SEE = (("round", "hint 2"), ("//", "hint 2"), ("place", "hint 1"), ("padding", "hint 1"))

item = size_item("conv_out_size", "6.1", MISTAKES, SEE)
