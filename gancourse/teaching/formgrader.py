"""nbgrader's formgrader, on one course, whatever the user's own settings of Jupyter are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gancourse.course.settings import load_config, surroundings

SETTINGS = Path(__file__).parent / "jupyter"
"""Settings of Jupyter while `gancourse formgrader` runs; they are laid over the user's own."""

EXTENSION = "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"
"""The formgrader is there also where the user has turned it off, as nbgrader advises students."""


def open_formgrader(course: Path, more: Sequence[str] = ()) -> None:
    """Run a Jupyter server with nbgrader's formgrader in this process, until it is stopped.

    Args:
        course: The course's folder.
        more: Arguments for JupyterLab: ``--no-browser``, ``--port=8889``.

    Raises:
        CourseError: It is no course, or nbgrader cannot work in this folder.
    """
    from jupyterlab.labapp import LabApp

    load_config(course)
    path = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(path)
    os.environ.update(surroundings())
    os.chdir(course)
    LabApp.launch_instance(["--LabApp.default_url=/formgrader", EXTENSION, *more])
