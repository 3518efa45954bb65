"""The cells of a notebook, as the repair looks at them."""

from __future__ import annotations

import ast
import re
from typing import Any

import nbformat
from nbformat import NotebookNode

from gancourse.course.graded import compute_checksum, is_grade, is_locked, is_solution
from gancourse.course.tidy import SKIP_TAG
from gancourse.text import writable

MOST_CELLS = 2_000
"""How many cells a file may hold: each is compared with those of the release."""

LONGEST_ANSWER = 20_000
"""How many characters of a cell are looked at to see whether it is Python."""


def kind_of(cell: NotebookNode) -> str:
    if is_solution(cell):
        return "answer"
    if is_grade(cell) or is_locked(cell):
        return "locked"
    return "code" if cell.cell_type == "code" else "text"


def clean(cell: dict[str, Any]) -> NotebookNode:
    """A cell with every field that the repair reads, and no other; of its tags the one that counts.

    nbformat refuses a notebook in which a tag stands twice, or has a comma in it.
    """
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    tags = metadata.get("tags")
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(map(str, source))
    kind = cell.get("cell_type")
    return NotebookNode(
        cell_type=kind if kind in ("code", "markdown", "raw") else "raw",
        id=writable(str(cell.get("id", ""))),
        source=writable(source) if isinstance(source, str) else "",
        nbgrader=NotebookNode(nbgrader),
        attachments=cell.get("attachments"),
        tags=[SKIP_TAG] if isinstance(tags, list) and SKIP_TAG in tags else [],
    )


def ordinary(cell: NotebookNode, cell_type: str) -> NotebookNode:
    """A student's own cell: its text and tags, and nothing that nbgrader would read."""
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    new = make.get(cell_type, nbformat.v4.new_raw_cell)(cell.source)
    new.id = ""
    if cell.tags:
        new.metadata["tags"] = cell.tags
    if cell_type == "markdown" and cell.attachments:
        new.attachments = cell.attachments
    return new


def names_defined(source: str) -> list[str]:
    """The names that a cell defines at the left margin."""
    return re.findall(r"^(?:async +)?(?:def|class) +(\w+)", source, flags=re.MULTILINE)


def name_asked(original: NotebookNode) -> str | None:
    """The name that an answer cell asks for: the first that its stub defines."""
    return next(iter(names_defined(original.source)), None)


def is_python(source: str) -> bool:
    """Whether a text is Python; nothing is run."""
    return first_error(source) is None


def first_error(source: str) -> int | None:
    """The line, from 1, at which a text is no Python any more; None if all of it is."""
    try:
        ast.parse(source[:LONGEST_ANSWER])
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, MemoryError, RecursionError):
        return 1
    return None


def same(text: str, other: str) -> bool:
    """Whether two cells say the same, blanks at the ends of lines aside."""
    return bare(text) == bare(other)


def bare(text: str) -> str:
    """A text without blanks at the ends of its lines, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def as_released(cell: NotebookNode) -> bool:
    """Whether a named cell is as some release had it: its checksum fits, points included.

    A student who has an older release has changed nothing where the teacher has.
    """
    return _checksum_fits(cell, cell.source)


def has_released_points(cell: NotebookNode, original: NotebookNode) -> bool:
    """Whether the points of a named cell are those of some release, whatever its text is now."""
    return as_released(cell) or _checksum_fits(cell, original.source)


def _checksum_fits(cell: NotebookNode, source: str) -> bool:
    made = NotebookNode(source=source, cell_type=cell.cell_type)
    made.metadata = NotebookNode(nbgrader=cell.nbgrader)
    try:
        return cell.nbgrader.get("checksum") == compute_checksum(made)
    except (TypeError, ValueError, KeyError):  # fields of other types
        return False


def answers_of(original: NotebookNode, copies: list[NotebookNode]) -> list[NotebookNode]:
    """Those of the copies of an answer's cell in which there is an answer."""
    return [
        copy
        for copy in copies
        if copy.source.strip() and not same(copy.source, original.source) and not as_released(copy)
    ]


def name_of(cell: NotebookNode) -> str:
    """What to call a released cell in a sentence: its grade id, its heading, or its id."""
    if "nbgrader" in cell.metadata:
        return f"`{cell.metadata.nbgrader.grade_id}`"
    heading = re.search(r"^#+ *(.+)$", cell.source, flags=re.MULTILINE)
    if cell.cell_type == "markdown" and heading:
        return f"“{heading[1].strip()}”"
    return f"`{cell.id}`"


def safe(value: Any) -> str:
    """A student's own word, fit to stand in a sentence on a screen and in a web page."""
    text = str(value)
    return f"`{text}`" if re.fullmatch(r"[\w.-]{1,40}", text) else "(not readable)"
