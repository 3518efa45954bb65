"""JupyterLab as a student needs it: on a lesson, and without the teacher's tools in its sidebar."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from gancourse.errors import CourseError
from gancourse.student.lessons import CARRIED, find_lessons
from gancourse.student.notebooks import notebooks, student_folder

SETTINGS = Path(__file__).parent / "jupyter"
"""Settings of Jupyter that hold while `gancourse lab` runs; they are laid over the user's own."""


def notebook_to_open(here: Path, wanted: str | None) -> Path:
    """The notebook of a lesson, in the folder with lessons seen from ``here``, or in the clone.

    Args:
        here: Where the command was typed.
        wanted: The lesson, by name or by number; the first one of the folder if None.

    Raises:
        CourseError: There are no lessons, or not this one.
    """
    clone = CARRIED.parents[2] / "notebooks"
    folder = student_folder(here) or student_folder(clone)
    if folder is None:
        raise CourseError(
            f"There are no lessons in {here}. Go to the folder that `gancourse start` made, or let "
            "it make one, then type this again."
        )
    for lesson in find_lessons([wanted] if wanted else []):
        if found := notebooks(folder, lesson):
            return found[-1]
    raise CourseError(
        f"{folder} has no lesson {wanted}. `gancourse start {wanted}` copies it into a folder of "
        "yours."
    )


def open_lab(here: Path, lesson: str | None = None, more: Sequence[str] = ()) -> None:
    """Run JupyterLab in this process, until it is stopped.

    Args:
        here: The folder where the command was typed.
        lesson: The lesson to open, by name or by number; the first one if None.
        more: Arguments for JupyterLab: ``--no-browser``, ``--port=8889``.

    Raises:
        CourseError: There is no such lesson, or JupyterLab is not installed.
    """
    path = notebook_to_open(here, lesson)
    folder = path.parent.parent if path.parent.name == path.stem else path.parent
    try:
        from jupyterlab.labapp import LabApp
    except ModuleNotFoundError:
        raise CourseError("JupyterLab is not installed. Type: pip install jupyterlab") from None
    os.environ["JUPYTER_CONFIG_PATH"] = with_settings(os.environ.get("JUPYTER_CONFIG_PATH"))
    os.chdir(folder)
    address = quote(path.relative_to(folder).as_posix())
    LabApp.launch_instance([f"--LabApp.default_url=/lab/tree/{address}", *more])


def with_settings(path: str | None) -> str:
    """What ``JUPYTER_CONFIG_PATH`` has to be, where it was ``path``: the first folder wins."""
    return os.pathsep.join([str(SETTINGS), *filter(None, [path])])
