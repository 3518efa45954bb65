"""A small course for the tests: one lesson, five graded cells, no PyTorch in its kernel."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
LESSON = "01_small"

SETUP = """\
def check(name, right):
    assert right, f"{name}: check 1 of 1 failed"
    print(f"{name}: the check passed.")
"""

DOUBLE = '''\
def double(number):
    """Return two times ``number``."""
    ### BEGIN SOLUTION
    twice_the_number = 2 * number
    return twice_the_number
    ### END SOLUTION
'''

SHOUT = '''\
def shout(text):
    """Return ``text`` in capitals, with an exclamation mark."""
    ### BEGIN SOLUTION
    return text.upper() + "!" * 1
    ### END SOLUTION
'''

LETTER = '''\
def letter_answer():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION
'''

WHY = """\
### BEGIN SOLUTION
Because two times a number is the number added to itself.
### BEGIN MARK SCHEME
One point for the word added, one for a sentence.
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


def check(name: str, source: str, points: int) -> NotebookNode:
    return graded(code(name, source), points=points, solution=False)


def source_notebook() -> NotebookNode:
    """The solution notebook of the small lesson."""
    cells = [
        text("title", "# 01 · Small\n\nPoints: 10"),
        code("setup", SETUP),
        text("prompt-double", "### Exercise 1.1 · double\n\nWrite it."),
        answer("double", DOUBLE),
        check("check-double", 'check("double", double(4) == 8)', 3),
        code("look-double", "double(21)", tags=["nbval-ignore-output"]),
        text("prompt-shout", "### Exercise 1.2 · shout\n\nWrite it."),
        answer("shout", SHOUT),
        check("check-shout", 'check("shout", shout("hi") == "HI!")', 2),
        code("training", "raise SystemError('this was to be skipped')", tags=["skip-grading"]),
        text("prompt-letter", "### Exercise 1.3 · letter_answer\n\nChoose."),
        answer("letter_answer", LETTER),
        check("check-letter_answer", 'check("letter", letter_answer() == "b")', 3),
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
    notebook.cells = [one for one in notebook.cells if "nbgrader" not in one.metadata]
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
    return next(one for one in notebook.cells if one.id == name)


def position(notebook: NotebookNode, name: str) -> int:
    return [one.id for one in notebook.cells].index(name)


RIGHT = {
    "double": "def double(number):\n    return number + number\n",
    "shout": "def shout(text):\n    return text.upper() + '!'\n",
    "letter_answer": "def letter_answer():\n    return 'b'\n",
    "why": "A number and itself, added.",
}


def answered(released: NotebookNode, **answers: str) -> NotebookNode:
    """A copy of the released notebook with right answers, or those given by name."""
    nb = copy.deepcopy(released)
    for name, source in {**RIGHT, **answers}.items():
        cell(nb, name).source = source
    return nb
