"""A course's settings, and the surroundings that nbgrader needs."""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from traitlets import Bool
from traitlets.config import Config, Configurable
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from gancourse.course.places import CONFIG, course_root
from gancourse.errors import CourseError


class Points(Configurable):
    """How points are given: ``c.Points.all_or_nothing = True``."""

    all_or_nothing = Bool(
        False, help="Give points for an exercise only where all its checks pass."
    ).tag(config=True)


def load_config(course: Path, *more: Config) -> Config:
    """The course's ``nbgrader_config.py`` as nbgrader reads it, with ``more`` settings on top.

    Raises:
        CourseError: The file is missing or fails, or nbgrader could not work in this folder.
    """
    root = str(course.resolve())
    if glob.escape(root) != root:
        raise CourseError(f"nbgrader cannot work in a folder with one of [ ] * ? in it: {root}.")
    try:
        config = PyFileConfigLoader(str(Path(root) / CONFIG)).load_config()
    except ConfigFileNotFound:
        raise CourseError(f"{course} is not a course: there is no {CONFIG} in it.") from None
    except Exception as error:  # it is Python
        raise CourseError(f"{CONFIG} fails: {type(error).__name__}: {error}.") from error
    config.CourseDirectory.root = root
    for settings in more:
        config.merge(settings)
    return config


class _LogFile(logging.FileHandler):
    """A log that does not disturb: why a line of it could not be written is kept for later."""

    def __init__(self, path: Path, troubles: list[str]) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace")
        self.troubles = troubles

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        why = getattr(error, "strerror", None) or error
        self.troubles[:] = [f"{Path(self.baseFilename).name} could not be written: {why}."]

    def close(self) -> None:
        with contextlib.suppress(OSError):  # of what waits to be written
            super().close()


@contextlib.contextmanager
def quiet_nbgrader(log: Path | None = None) -> Iterator[list[str]]:
    """Keep nbgrader's many lines off the screen; write them to the file ``log`` if given.

    It also makes the surroundings those that nbgrader needs.

    Yields:
        Why the log could not be written, once that has happened: a sentence.
    """
    troubles: list[str] = []
    handler: logging.Handler = _LogFile(log, troubles) if log else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("traitlets", "tornado.application")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    environment = dict(os.environ)
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel(logging.INFO)
    os.environ.update(surroundings())
    os.environ.pop("JPY_PARENT_PID", None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield troubles
    finally:
        os.environ.clear()
        os.environ.update(environment)
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate
            logger.setLevel(level)
        handler.close()


def surroundings() -> dict[str, str]:
    """Environment variables that nbgrader needs.

    The programs of this Python are first in PATH (a new gradebook calls ``alembic`` by name), and
    there are the settings for kernels.
    """
    path = [str(Path(sys.executable).parent), *filter(None, [os.environ.get("PATH")])]
    return {"PATH": os.pathsep.join(path)} | kernel_settings()


def kernel_settings() -> dict[str, str]:
    """Environment variables for kernels: repeatable numbers, and the checks of this very course."""
    path = [str(course_root()), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "TQDM_DISABLE": "1",  # no progress bars in what is stored
    }
