"""JupyterLab as a student needs it: on a lesson, and without the teacher's tools in its sidebar."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gancourse.errors import CourseError

SETTINGS = Path(__file__).parent / "jupyter"
"""Settings of Jupyter that hold while `gancourse lab` runs; they are laid over the user's own."""

STARTED = "gans-in-notebooks"
"""What `gancourse start` calls a folder of lessons."""

CLONE = Path(__file__).resolve().parents[2]


def find_folder(here: Path) -> Path:
    """The folder with lessons to open: ``here``, or one in it, or that of the clone.

    Raises:
        CourseError: There are no lessons in any of them.
    """
    for folder in (here, here / STARTED, here / "notebooks", CLONE / "notebooks"):
        if lessons_in(folder):
            return folder
    raise CourseError(
        f"There are no lessons in {here}. Go to the folder that `gancourse start` made, or let "
        "it make one, then type this again."
    )


def lessons_in(folder: Path) -> list[str]:
    """The names of the lessons in a folder, in order: ``NN_name/NN_name.ipynb`` is one."""
    return sorted(
        path.stem
        for path in folder.glob("[0-9][0-9]_*/[0-9][0-9]_*.ipynb")
        if path.stem == path.parent.name
    )


def find_lesson(folder: Path, wanted: str | None) -> str:
    """The lesson whose name begins with ``wanted``; the first one of the folder if it is None.

    Raises:
        CourseError: It is the beginning of none, or of several.
    """
    every = lessons_in(folder)
    fitting = [name for name in every if name.startswith(wanted or every[0])]
    if len(fitting) != 1:
        raise CourseError(
            f"{wanted!r} is the name of {'no' if not fitting else 'more than one'} lesson in "
            f"{folder}; choose from {', '.join(every)}."
        )
    return fitting[0]


def open_lab(here: Path, lesson: str | None = None, more: Sequence[str] = ()) -> None:
    """Run JupyterLab in this process, until it is stopped.

    Args:
        here: The folder where the command was typed.
        lesson: The lesson to open, by name or by number; the first one if None.
        more: Arguments for JupyterLab: ``--no-browser``, ``--port=8889``.

    Raises:
        CourseError: There is no such lesson, or JupyterLab is not installed.
    """
    folder = find_folder(here)
    name = find_lesson(folder, lesson)
    try:
        from jupyterlab.labapp import LabApp
    except ModuleNotFoundError:
        raise CourseError("JupyterLab is not installed. Type: pip install jupyterlab") from None
    os.environ["JUPYTER_CONFIG_PATH"] = with_settings(os.environ.get("JUPYTER_CONFIG_PATH"))
    os.chdir(folder)
    LabApp.launch_instance([f"--LabApp.default_url=/lab/tree/{name}/{name}.ipynb", *more])


def with_settings(path: str | None) -> str:
    """What ``JUPYTER_CONFIG_PATH`` has to be, where it was ``path``: the first folder wins."""
    return os.pathsep.join([str(SETTINGS), *filter(None, [path])])
