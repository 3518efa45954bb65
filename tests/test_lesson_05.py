"""What lesson 05 says in numbers without showing how they come about."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gancourse.course.tidy import read

(PATH,) = (Path(__file__).parents[1] / "solutions").glob("05_*/*.ipynb")
TEST_DIGITS = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
"""Of each class in MNIST's own test set (LeCun's page of the data)."""


def lesson() -> str:
    return "\n".join(cell.source for cell in read(PATH).cells if cell.cell_type == "markdown")


def test_the_losses_of_a_generator_that_draws_two_classes_only():
    p, q = 1 / 10, 1 / 2  # of a 1 among the reals, and among the fakes
    best = p / (p + q)
    on_reals = -0.2 * math.log(best)  # on the other eight classes the verdict is 1
    on_fakes = -math.log(1 - best)
    assert best == pytest.approx(1 / 6)
    assert f"{(on_reals + on_fakes) / 2:.2f}" == "0.27"
    assert f"{-math.log(best):.2f}" == "1.79"
    assert "$p/(p+q) = 1/6$" in lesson()
    assert "mean loss is then 0.27 and $G$'s 1.79" in lesson()


def test_the_accuracy_of_the_published_test_on_uneven_labels():
    shares = [count / sum(TEST_DIGITS) for count in TEST_DIGITS]
    assert sum(TEST_DIGITS) == 10_000
    assert f"{100 * sum(share**2 for share in shares):.2f} %" == "10.04 %"
    assert f"{100 * max(shares):.2f} %" == "11.35 %"
    for words in ("892 are a 5, 1,135 a 1", "10.04 %", "11.35 %"):
        assert words in lesson()
