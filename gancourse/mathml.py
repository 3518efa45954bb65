"""Formulas as MathML: browsers show it by themselves, without a script and without a network."""

from __future__ import annotations

from math_core import LatexError, LatexToMathML

_CONVERTER = LatexToMathML()


def mathml(formula: str, *, display: bool = False) -> str:
    """Return the ``<math>`` element of a LaTeX formula.

    Args:
        formula: what stands between the dollar signs, such as ``r"D^* = \\frac{p}{p + q}"``.
        display: whether it stands on a line of its own.

    Raises:
        ValueError: the formula cannot be read; the message says where.
    """
    try:
        return _CONVERTER.convert_with_local_state(formula, displaystyle=display)
    except LatexError as error:
        raise ValueError(f"The formula ${formula}$ cannot be read: {error}.") from error
