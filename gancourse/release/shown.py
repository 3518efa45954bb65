"""A lesson as the site shows it: the student notebook, and in it what the solution's cells show."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from nbformat import NotebookNode
from nbgrader import utils

from gancourse.release.cloud import INSTALL
from gancourse.release.leaks import secret_regions
from graders.core.show import VERDICT_MIME


def shown(source: NotebookNode, released: NotebookNode) -> NotebookNode:
    """Put the outputs of a solution notebook into the student notebook, without the answers.

    An answer cell and a check show nothing, and no verdict is shown. A cell that uses an answer by
    its name shows its pictures and not what it prints: that may spell the answer out, as the
    repaired lines of lesson 05 do. All other cells show everything, but no text with a line of a
    solution in it.

    Args:
        source: The solution notebook, executed.
        released: The student notebook made of it.

    Returns:
        A new notebook with the cells of ``released``, but the one that installs the course.
    """
    outputs = {cell.id: cell.outputs for cell in source.cells if cell.cell_type == "code"}
    answers = set(_names_of_answers(source))
    secret = set().union(*(region.telling for region in secret_regions(source)))
    nb = copy.deepcopy(released)
    nb.cells = [cell for cell in nb.cells if cell.id != INSTALL]
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        cell.outputs = []
        if not (utils.is_solution(cell) or cell.source.startswith("graders.check_")):
            uses_answer = bool(answers & _names_in(cell.source))
            cell.outputs = [
                copy.deepcopy(output)
                for output in outputs.get(cell.id, [])
                if _is_picture(output)
                or not (uses_answer or secret & _lines(output) or VERDICT_MIME in _data(output))
            ]
    return nb


def _names_of_answers(source: NotebookNode) -> Iterator[str]:
    """What the answer cells define: functions, classes, variables."""
    for cell in source.cells:
        if cell.cell_type == "code" and utils.is_solution(cell):
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield node.name
                elif isinstance(node, ast.Assign):
                    yield from (one.id for one in node.targets if isinstance(one, ast.Name))


def _names_in(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _is_picture(output: NotebookNode) -> bool:
    return "<img " in _data(output).get("text/html", "")


def _data(output: NotebookNode) -> NotebookNode:
    return output.get("data", {})


def _lines(output: NotebookNode) -> set[str]:
    """The printed lines, also without the sign that a line of a difference begins with."""
    lines = {line.strip() for line in output.get("text", "").splitlines()}
    return lines | {line.lstrip("+- ") for line in lines}
