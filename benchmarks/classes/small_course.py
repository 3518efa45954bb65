"""A small course, to test and to time grading with: three quick items and a free answer."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
LESSON = "01_small"

SETUP = "import graders"

COUNT = '''\
def count_pixels(height, width):
    """Return how many pixels an image has."""
    ### BEGIN SOLUTION
    number_of_pixels = height * width
    return number_of_pixels
    ### END SOLUTION
'''

SIZE = '''\
def conv_out_size(size, kernel_size, stride=1, padding=0):
    """Return the size of what comes out of a convolution."""
    ### BEGIN SOLUTION
    return (size + 2 * padding - kernel_size) // stride + 1 * 1
    ### END SOLUTION
'''

LETTER = '''\
def batch_size_answer():
    """Return "a", "b", "c" or "d"."""
    ### BEGIN SOLUTION
    return "c"
    ### END SOLUTION
'''

WHY = """\
### BEGIN SOLUTION
Because each row has as many pixels as the image is wide.
### BEGIN MARK SCHEME
One point for the word row, one for a sentence.
### END MARK SCHEME
### END SOLUTION
"""


def text(cell_id: str, source: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, id=cell_id)


def code(cell_id: str, source: str, **metadata) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata)


def graded(cell: NotebookNode, *, points: int | None = None, solution: bool) -> NotebookNode:
    cell.metadata.nbgrader = NotebookNode(
        grade=points is not None,
        grade_id=cell.id.replace("-", "_"),
        locked=not solution,
        schema_version=3,
        solution=solution,
        task=False,
    )
    if points is not None:
        cell.metadata.nbgrader.points = points
    return cell


def answer(name: str, source: str) -> NotebookNode:
    return graded(code(name, source), solution=True)


def check(name: str, points: int) -> NotebookNode:
    """The cell that checks an item of the course."""
    cell = code(f"check-{name}", f"graders.check_{name}({name})")
    return graded(cell, points=points, solution=False)


def source_notebook() -> NotebookNode:
    """The solution notebook of the small lesson."""
    cells = [
        text("title", "# 01 · Small\n\nPoints: 10"),
        code("setup", SETUP),
        text("prompt-count_pixels", "### Exercise 1.1 · count_pixels\n\nWrite it."),
        answer("count_pixels", COUNT),
        check("count_pixels", 3),
        code("look-count_pixels", "count_pixels(28, 28)", tags=["nbval-ignore-output"]),
        text("prompt-conv_out_size", "### Exercise 1.2 · conv_out_size\n\nWrite it."),
        answer("conv_out_size", SIZE),
        check("conv_out_size", 2),
        code("training", "raise SystemError('this was to be skipped')", tags=["skip-grading"]),
        text("prompt-batch_size_answer", "### Exercise 1.3 · batch_size_answer\n\nChoose."),
        answer("batch_size_answer", LETTER),
        check("batch_size_answer", 3),
        text("prompt-why", "### Exercise 1.4 · why\n\nSay why."),
        graded(text("why", WHY), points=2, solution=True),
        code("goodbye", "print('goodbye')"),
    ]
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python", "version": "3.0.0"},
            "an editor's": "trace",
        },
    )


def optional_notebook() -> NotebookNode:
    """The solution notebook of a lesson in which nothing is graded."""
    notebook = source_notebook()
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" not in cell.metadata]
    return notebook


def make_course(folder: Path, notebook: NotebookNode | None = None) -> Path:
    """A course folder with the real nbgrader_config.py and the small lesson in it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    put(notebook or source_notebook(), folder / "solutions" / LESSON / f"{LESSON}.ipynb")
    return folder


def put(notebook: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """The first cell of a notebook with this cell id."""
    return next(cell for cell in notebook.cells if cell.id == name)


def position(notebook: NotebookNode, name: str) -> int:
    return [cell.id for cell in notebook.cells].index(name)


RIGHT = {
    "count_pixels": "def count_pixels(height, width):\n    return width * height\n",
    "conv_out_size": (
        "def conv_out_size(size, kernel_size, stride=1, padding=0):\n"
        "    return 1 + (size + 2 * padding - kernel_size) // stride\n"
    ),
    "batch_size_answer": "def batch_size_answer():\n    return 'c'\n",
    "why": "So many rows, each as long as the image is wide.",
}

OTHER_DEFAULT = """\
def conv_out_size(size, kernel_size, stride=2, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
"""
"""An answer of which a part is right."""

ENDLESS = "def conv_out_size(*sizes, **named):\n    while True:\n        pass\n"


def answered(released: NotebookNode, **answers: str) -> NotebookNode:
    """A copy of the released notebook with right answers, or those given by name."""
    nb = copy.deepcopy(released)
    for name, source in {**RIGHT, **answers}.items():
        cell(nb, name).source = source
    return nb


def hand_in(course: Path, student: str, notebook: NotebookNode) -> None:
    """Put a notebook where ``student`` hands in."""
    put(notebook, course / "submitted" / student / LESSON / f"{LESSON}.ipynb")


def short_limits(folder: Path, released_course: Path) -> Path:
    """A copy of a released course whose submissions may take seconds, not minutes."""
    course = shutil.copytree(released_course, folder)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            "\nc.Limits.cell_seconds = c.Limits.check_seconds = 5\nc.Limits.output_kilobytes = 64\n"
        )
    return course
