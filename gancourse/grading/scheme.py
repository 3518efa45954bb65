"""What a teacher marks by: the model answer and the marking scheme, out of ``solutions/``.

The marking scheme stands between nbgrader's markers (``### BEGIN MARK SCHEME``) or below the bold
words *Marking scheme*. It is in no file that is handed out: formgrader is given it while it shows
a submission.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution

from gancourse.course.tidy import read
from gancourse.grading.markdown import markdown

_LEAD = re.compile(r"^\*\*Model answer\.?\*\*\s*")
_HEADING = re.compile(r"#+ *Marking scheme.*|\*\*Marking scheme[^*]*\*\*\s*", re.IGNORECASE)

FOLDED = """\
<details style="border: 1px solid #8a6d3b; padding: 0.5em 1em; margin: 1em 0">
<summary style="display: list-item; cursor: pointer"><b>Marking scheme and model answer</b>
(only you see this; it is on no student's page)</summary>
{words}
</details>"""


class Solution(NamedTuple):
    """What the solution of a graded answer says: Markdown, or code."""

    model: str
    scheme: str


def split_solution(source: str) -> Solution:
    """Part the text of a solution's cell into the model answer and the marking scheme."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    marked = below = False
    for line in source.splitlines():
        if marker := re.search(r"\b(BEGIN|END) (SOLUTION|MARK SCHEME)\b", line):
            marked = marker[0] == "BEGIN MARK SCHEME"
            continue
        if heading := _HEADING.match(line):
            below, line = True, line[heading.end() :]
        parts[marked or below].append(line)
    model, scheme = ("\n".join(lines).strip("\n") for lines in parts.values())
    return Solution(_LEAD.sub("", model), scheme)


def solutions_of(source: NotebookNode) -> dict[str, Solution]:
    """The solutions of a solution notebook's answers, by grade id."""
    return {
        cell.metadata.nbgrader.grade_id: split_solution(cell.source)
        for cell in source.cells
        if is_solution(cell)
    }


class ShowScheme(Preprocessor):
    """Puts the scheme above each answer that a person marks, where formgrader shows a submission.

    It is a step of nbconvert's pages, and does nothing to any other page: formgrader alone says
    which submission it shows.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        if "submission_id" not in resources:
            return nb, resources
        coursedir = CourseDirectory(config=self.config)
        lesson, name = resources["assignment_id"], resources["notebook_id"]
        folder = coursedir.format_path(coursedir.source_directory, ".", lesson)
        path = Path(folder) / f"{name}.ipynb"
        solutions = solutions_of(read(path)) if path.exists() else {}
        cells = []
        for cell in nb.cells:
            if is_solution(cell) and is_grade(cell):
                solution = solutions.get(cell.metadata.nbgrader.grade_id)
                cells += [_cell(solution, cell.cell_type)] if solution else []
            cells.append(cell)
        nb.cells = cells
        return nb, resources


def _cell(solution: Solution, cell_type: str) -> NotebookNode:
    """A folded text with what a teacher marks by."""
    model = solution.model if cell_type == "markdown" else f"```python\n{solution.model}\n```"
    parts = (("Marking scheme", solution.scheme), ("Model answer", model))
    words = "\n\n".join(f"**{title}**\n\n{text}" for title, text in parts if text)
    shown = re.sub(r"\n\s*\n", "\n", markdown(words))  # an empty line would end HTML in Markdown
    return nbformat.v4.new_markdown_cell(FOLDED.format(words=shown), id="scheme")
