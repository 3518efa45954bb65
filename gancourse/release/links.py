"""Links from each lesson to the one before and the one after."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gancourse.course.places import find_lessons, source_path
from gancourse.course.tidy import read

NEXT_LESSON = "next-lesson"
"""The id of the cell with the links, the last one of a student notebook."""


def link_neighbours(nb: NotebookNode, course: Path, lesson: str) -> None:
    """Let a student notebook end with links to its neighbours, in place.

    They are relative, so they work where the lessons' folders lie side by side: in JupyterLab, in
    the repository, on the site.

    Args:
        nb: The student notebook.
        course: The course's folder.
        lesson: The lesson's full name.
    """
    every = find_lessons(course)
    number = every.index(lesson)
    ways = []
    if number > 0:
        ways.append(f"Previous lesson: {_link(course, every[number - 1])}")
    if number + 1 < len(every):
        ways.append(f"Next lesson: {_link(course, every[number + 1])}")
    if ways:
        nb.cells.append(nbformat.v4.new_markdown_cell("  \n".join(ways), id=NEXT_LESSON))


def _link(course: Path, lesson: str) -> str:
    title = re.match(r"# (.+)", read(source_path(course, lesson)).cells[0].source)
    return f"[{title[1] if title else lesson}](../{lesson}/{lesson}.ipynb)"
