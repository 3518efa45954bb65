"""The graded answer cells of the solution notebooks, with what they need to run."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.catalogue import ITEMS
from gancourse.course.tidy import read

SOLUTIONS = Path(__file__).parents[2] / "solutions"


@dataclass(frozen=True)
class AnswerCell:
    """The cell in which an item is defined.

    Attributes:
        item: The item's name.
        lesson: The lesson's folder.
        imports: The lesson's first code cell.
        source: The cell, with the markers of its solution.
    """

    item: str
    lesson: str
    imports: str
    source: str

    def load(self, source: str | None = None) -> Any:
        """Run the cell, or ``source`` in its place, as the notebook would; return the object."""
        scope = dict(_scope(self.imports))
        exec(compile(source or self.source, f"<answer cell {self.item}>", "exec"), scope)
        return scope[self.item]


@functools.cache
def _scope(imports: str) -> dict[str, Any]:
    """What a lesson's first cell defines. Earlier items are the checks' own stand-ins."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(imports, scope)
    return scope


@functools.cache
def answer_cells() -> dict[str, AnswerCell]:
    """The answer cells of all graded items, by the item's name, in the order of the lessons."""
    cells = {}
    for path in sorted(SOLUTIONS.glob("*/*.ipynb")):
        code = [cell for cell in read(path).cells if cell.cell_type == "code"]
        for cell in code:
            if not cell.metadata.get("nbgrader", {}).get("solution"):
                continue
            for node in ast.parse(cell.source).body:
                if getattr(node, "name", None) in ITEMS:
                    cells[node.name] = AnswerCell(node.name, path.stem, code[0].source, cell.source)
    return cells
