"""How a notebook shows a verdict: as HTML, as text, and as data that is read without running."""

from __future__ import annotations

import sys
from typing import Any

from graders.core import message
from graders.core.cells import answer_digest
from graders.core.verdict import Verdict

VERDICT_MIME = "application/vnd.gancourse.verdict+json"
"""Under which type the output of a check holds `data`, beside ``text/plain`` and ``text/html``."""


def in_kernel() -> bool:
    """Whether this process is a notebook's kernel, not plain Python or IPython in a terminal."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel")


def data(verdict: Verdict) -> dict[str, Any]:
    """What the stored output of a check cell tells a program.

    Returns:
        ``item``, the name; ``exercise``, its number as text; ``graded``, whether it brings points;
        ``attempted`` and ``passed``; ``earned``, the share of its points from 0 to 1; ``answer``,
        the `digest` of the answer cell as it was run, or None where what was checked is older than
        that, or came from no cell. Nothing of it is secret, and all of it can be forged: marks are
        made by grading alone.
    """
    return {
        "item": verdict.item,
        "exercise": verdict.exercise,
        "graded": verdict.graded,
        "attempted": verdict.attempted,
        "passed": verdict.passed,
        "earned": round(verdict.earned, 4),
        "answer": None if verdict.note else answer_digest(verdict.item),
    }


def show(verdict: Verdict) -> None:
    """Show the verdict on right work: a notebook gets all its forms, others the text."""
    if in_kernel():
        display(verdict)
    else:
        print(message.text(verdict))


def display(verdict: Verdict) -> None:
    """Show a verdict in IPython, in all its forms."""
    from IPython.display import display

    text, page = message.text(verdict), message.as_html(verdict)
    display({"text/plain": text, "text/html": page, VERDICT_MIME: data(verdict)}, raw=True)
