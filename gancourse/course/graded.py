"""What nbgrader's metadata say of a cell, told without nbgrader: students need not install it.

Each function says what the one of this name in ``nbgrader.utils`` says.
"""

from __future__ import annotations

import hashlib

from nbformat import NotebookNode


def is_solution(cell: NotebookNode) -> bool:
    """Whether students write their answer into the cell."""
    return bool(_said(cell).get("solution", False))


def is_grade(cell: NotebookNode) -> bool:
    """Whether the cell brings points."""
    return bool(_said(cell).get("grade", False))


def is_locked(cell: NotebookNode) -> bool:
    """Whether the released text counts, whatever a student has made of it."""
    return not is_solution(cell) and (is_grade(cell) or bool(_said(cell).get("locked", False)))


def compute_checksum(cell: NotebookNode) -> str:
    """The checksum that a release gives to a cell, over its text, kind, points and grade id.

    Raises:
        KeyError: The metadata lack what goes into it.
        TypeError, ValueError: Points or a grade id are of another type.
    """
    said = _said(cell)
    kinds = (is_grade(cell), is_solution(cell), is_locked(cell))
    points = [str(float(said["points"]))] if is_grade(cell) else []
    parts = [cell.source, cell.cell_type, *map(str, kinds), said["grade_id"], *points]
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _said(cell: NotebookNode) -> NotebookNode:
    return cell.metadata.get("nbgrader", NotebookNode())
