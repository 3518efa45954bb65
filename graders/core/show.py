"""How a notebook shows a verdict: as HTML, as text, and as data that is read without running."""

from __future__ import annotations

import re
from typing import Any

from graders.core import message
from graders.core.aspect import Place
from graders.core.cells import shell
from graders.core.verdict import Verdict

VERDICT_MIME = "application/vnd.gancourse.verdict+json"
"""Under which type the output of a check holds `data`, beside ``text/plain`` and ``text/html``."""


NO_SECOND = (
    f"<style>.jp-OutputArea-child:has(.{message.BOX}) + .jp-OutputArea-child:has("
    "[data-mime-type='application/vnd.jupyter.stderr']) {display: none}</style>"
)
"""Hides JupyterLab's red bar below a message: it says the same once more, for programs."""


def in_kernel() -> bool:
    """Whether this process is a notebook's kernel, not plain Python or IPython in a terminal."""
    return hasattr(shell(), "kernel")


def has_links() -> bool:
    """Whether a link to ``#cell-id=ID`` leads to that cell.

    It does in JupyterLab and in Notebook 7, which name the cell that they run by its id. In VS Code
    the name is an address, on Colab there is none.
    """
    parent: dict[str, Any] = getattr(shell(), "get_parent", dict)()
    name = parent.get("metadata", {}).get("cellId")
    return isinstance(name, str) and re.fullmatch(r"[\w-]+", name) is not None


def data(verdict: Verdict) -> dict[str, Any]:
    """What the stored output of a check cell tells a program.

    Returns:
        ``item``, the name; ``exercise``, its number as text; ``graded``, whether it brings points;
        ``attempted`` and ``passed``; ``earned``, the share of its points from 0 to 1; ``answer``,
        the `cells.digest` of the answer cell as it was run, or None where what was checked is older
        than that, or came from no cell. Nothing of it is secret, and all of it can be forged: marks
        are made by grading alone.
    """
    return {
        "item": verdict.item,
        "exercise": verdict.exercise,
        "graded": verdict.graded,
        "attempted": verdict.attempted,
        "passed": verdict.passed,
        "earned": round(verdict.earned, 4),
        "answer": verdict.cell,
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

    page = message.as_html(verdict, linked=has_links()) + ("" if verdict.passed else NO_SECOND)
    shown = {"text/plain": message.text(verdict), "text/html": page, VERDICT_MIME: data(verdict)}
    display(shown, raw=True)


def display_open(line: str, place: Place | None) -> None:
    """Show a line on what is open, in IPython; with ``place`` it ends."""
    from IPython.display import display

    page = message.open_as_html(line, place if has_links() else None) + NO_SECOND
    display({"text/plain": line, "text/html": page}, raw=True)
