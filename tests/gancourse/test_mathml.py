"""Formulas become MathML, or a sentence says why not."""

import pytest

from gancourse.mathml import mathml


def test_a_formula_becomes_mathml():
    inline = mathml(r"D^* = \frac{p}{p + q}")
    assert inline.startswith("<math>")
    assert "<mfrac>" in inline
    assert 'display="block"' in mathml("a < b", display=True)
    assert "a < b" not in mathml("a < b", display=True)


def test_a_formula_that_cannot_be_read_is_quoted():
    with pytest.raises(ValueError, match=r"\\frac\{p\}.* cannot be read"):
        mathml(r"\frac{p}")
