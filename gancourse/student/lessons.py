"""The lessons as they are given out: those of a clone, or those that the wheel carries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

from gancourse.course.places import choose
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.cells import as_released, clean, kind_of

CARRIED = Path(__file__).resolve().parent / "notebooks"
"""Where the wheel has them; in a clone there is no such folder."""


def released_lessons() -> dict[str, Path]:
    """The released notebook of each lesson, in order.

    Raises:
        CourseError: There are none.
    """
    folder = CARRIED if CARRIED.is_dir() else CARRIED.parents[2] / "notebooks"
    found = {path.stem: path for path in sorted(folder.glob("*/*.ipynb"))}
    if not found:
        raise CourseError(f"The lessons are missing: there are none in {folder}. Install again.")
    return found


def find_lessons(wanted: Iterable[str] = ()) -> list[str]:
    """The names of lessons, in order: all, or those that ``wanted`` names, as ``02`` or ``2``.

    Raises:
        CourseError: A wanted name fits none or several.
    """
    return choose(list(released_lessons()), wanted)


def released(lesson: str) -> NotebookNode:
    """The notebook of a lesson as it is given out.

    In a clone a student may have worked in ``notebooks/`` itself. The stubs that are gone then are
    empty here: they are like no answer.
    """
    nb = read(released_lessons()[lesson])
    for cell in _answered(nb):
        cell.source = ""
    return nb


def fresh(lesson: str) -> NotebookNode:
    """A notebook of a lesson to be given out, without outputs.

    Raises:
        CourseError: In this clone it has been worked in, and there is no other.
    """
    path = released_lessons()[lesson]
    nb = read(path)
    if _answered(nb):
        raise CourseError(
            f"{path} has answers in it, so it cannot be given out. Work on in that file. For an "
            "empty one, move yours away and type: git restore notebooks"
        )
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nb


def _answered(nb: NotebookNode) -> list[NotebookNode]:
    """The cells for answers that are not as some release had them."""
    answers = [cell for cell in nb.cells if kind_of(cell) == "answer"]
    return [cell for cell in answers if not as_released(clean(cell))]
