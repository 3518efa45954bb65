"""Notebooks whose changes stay small: nothing in them changes by itself."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gancourse.course.files import replacing

SKIP_TAG = "skip-grading"
"""The tag of cells that are not run when a submission is graded: training, anything slow."""

FOLDED = "jp-MarkdownHeadingCollapsed"
"""The metadata of a heading's cell by which JupyterLab folds all that stands below it."""

GO_ON_TAG = "raises-exception"
"""The tag of cells behind which JupyterLab's Run All goes on, also when they fail."""

MUST_RUN = {"install", "setup"}
"""The ids of the code cells without which no other one can run."""

STUDENT_TAGS = {SKIP_TAG}
STUDENT_METADATA = {"deletable", "editable", "nbgrader", "tags", FOLDED}


def read(path: Path) -> NotebookNode:
    """Read one of the course's own notebooks."""
    return nbformat.read(path, as_version=4)


def text_of(nb: NotebookNode) -> str:
    """The notebook as the text of its file: keys sorted, one line break at the end."""
    return nbformat.writes(nb, version=4).rstrip("\n") + "\n"


def write(nb: NotebookNode, path: Path) -> None:
    """Write a notebook with the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text_of(nb))


def tidy_notebook_metadata(nb: NotebookNode) -> None:
    """Forget which Python ran the notebook, and whatever an editor left in its metadata."""
    nb.metadata = nbformat.from_dict(
        {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
    )


def tidy_executed(nb: NotebookNode) -> None:
    """Drop timestamps and number the run cells from 1, in place."""
    tidy_notebook_metadata(nb)
    count = 0
    for cell in nb.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        if cell.execution_count is not None:
            count += 1
            cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def tidy_released(nb: NotebookNode) -> None:
    """Keep what a student needs: no tags of our own tests, no editor's traces, in place.

    Code cells are tagged so that Run All goes through a lesson with open exercises; JupyterLab's
    contents panel then shows where they are.
    """
    tidy_notebook_metadata(nb)
    for cell in nb.cells:
        tags = STUDENT_TAGS.intersection(cell.metadata.get("tags", ()))
        if cell.cell_type == "code" and cell.id not in MUST_RUN:
            tags.add(GO_ON_TAG)
        cell.metadata = NotebookNode(
            {key: value for key, value in cell.metadata.items() if key in STUDENT_METADATA}
        )
        cell.metadata.pop("tags", None)
        if tags:
            cell.metadata.tags = sorted(tags)
