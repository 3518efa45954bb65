"""Where a course keeps its things, and how nbgrader is told."""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import secrets
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from gancourse.course.tidy import read
from gancourse.errors import CourseError

CONFIG = "nbgrader_config.py"
KEY = "grading.key"
KEY_BYTES = 32


def course_root() -> Path:
    """The folder of the course that this package belongs to."""
    return Path(__file__).resolve().parents[2]


def source_path(course: Path, lesson: str) -> Path:
    """The solution notebook of a lesson."""
    return course / "solutions" / lesson / f"{lesson}.ipynb"


def release_path(course: Path, lesson: str) -> Path:
    """The student notebook of a lesson."""
    return course / "notebooks" / lesson / f"{lesson}.ipynb"


def find_lessons(course: Path, wanted: Iterable[str] = ()) -> list[str]:
    """The lessons of a course, in order: all, or those whose names begin with one of ``wanted``.

    Raises:
        CourseError: There are no lessons, or a wanted name fits none or several.
    """
    every = sorted(
        path.parent.name
        for path in (course / "solutions").glob("*/*.ipynb")
        if path.stem == path.parent.name
    )
    if not every:
        raise CourseError(f"{course} has no lessons: there is no solutions/NAME/NAME.ipynb in it.")
    found = set()
    for name in wanted:
        fitting = [name] if name in every else [one for one in every if one.startswith(name)]
        if len(fitting) != 1:
            raise CourseError(
                f"{name!r} is the name of {'no' if not fitting else 'more than one'} lesson; "
                f"choose from {', '.join(every)}."
            )
        found.update(fitting)
    return sorted(found) or every


def find_graded_lessons(course: Path, wanted: Iterable[str] = ()) -> list[str]:
    """The lessons with something to grade: all of them, or the ``wanted`` ones.

    A lesson without a graded cell is optional. It is released and run like the others, and left
    out here.

    Raises:
        CourseError: As `find_lessons`; a wanted lesson is optional; or all lessons are.
    """
    wanted = list(wanted)
    lessons = find_lessons(course, wanted)
    graded = [one for one in lessons if _has_graded_cells(source_path(course, one))]
    optional = [one for one in lessons if one not in graded]
    if wanted and optional:
        raise CourseError(f"{optional[0]} is an optional lesson: there is nothing to grade in it.")
    if not graded:
        raise CourseError(f"{course} has optional lessons only: there is nothing to grade.")
    return graded


def _has_graded_cells(path: Path) -> bool:
    return any(map(utils.is_grade, read(path).cells))


def load_config(course: Path, *more: Config) -> Config:
    """The course's ``nbgrader_config.py`` as nbgrader reads it, with ``more`` settings on top.

    Raises:
        CourseError: The file is missing, or nbgrader could not work in this folder.
    """
    root = str(course.resolve())
    if glob.escape(root) != root:
        raise CourseError(f"nbgrader cannot work in a folder with one of [ ] * ? in it: {root}.")
    try:
        config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    except ConfigFileNotFound:
        raise CourseError(f"{course} is not a course: there is no {CONFIG} in it.") from None
    config.CourseDirectory.root = root
    for one in more:
        config.merge(one)
    return config


def course_key(course: Path) -> bytes:
    """The course's secret. It is made at the first grading; keep it with the gradebook.

    The inputs of every student's checks are drawn from it: with it, a mark can be made again.

    Raises:
        CourseError: The file holds no whole key.
    """
    path = course / KEY
    with contextlib.suppress(FileExistsError):
        new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(new, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    key = path.read_bytes().strip()
    if len(key) < 2 * KEY_BYTES:
        raise CourseError(
            f"{path} holds no whole key. Put back the copy that you keep; if there is none, "
            "delete the file: everybody's inputs are then drawn anew."
        )
    return key


def generate(course: Path, lesson: str, into: Path) -> Path:
    """Let nbgrader make the student version of one lesson; return the notebook it wrote.

    The gradebook is left alone: points are entered from the release, when a class is graded.

    Args:
        course: The course's folder.
        lesson: The lesson's full name.
        into: The folder that takes the place of ``notebooks/``.

    Raises:
        CourseError: nbgrader refused; the sentence says why.
    """
    settings = Config()
    settings.CourseDirectory.release_directory = str(into.resolve())
    settings.CourseDirectory.assignment_id = lesson
    settings.GenerateAssignment.no_database = True
    settings.SaveCells.enabled = False
    settings.BaseConverter.force = True
    config = load_config(course, settings)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    with last_words() as words:
        try:
            converter.start()
        except (NbGraderException, RuntimeError) as error:
            why = words[-1] if words else str(error)
            raise CourseError(f"nbgrader could not release {lesson}: {why}") from error
    return into / lesson / f"{lesson}.ipynb"


@contextlib.contextmanager
def quiet_nbgrader(log: Path | None = None) -> Iterator[None]:
    """Keep nbgrader's many lines off the screen; write them to the file ``log`` if given.

    It also makes the surroundings those that nbgrader needs: the programs of this Python first in
    PATH (a new gradebook calls ``alembic`` by name), and the settings for kernels.
    """
    handler = logging.FileHandler(log, encoding="utf-8") if log else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("traitlets", "tornado.application")]
    before = [(one.propagate, one.level) for one in loggers]
    environment = dict(os.environ)
    for one in loggers:
        one.addHandler(handler)
        one.propagate = False
        one.setLevel(logging.INFO)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    os.environ.update(kernel_settings())
    os.environ.pop("JPY_PARENT_PID", None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        for one, (propagate, level) in zip(loggers, before, strict=True):
            one.removeHandler(handler)
            one.propagate = propagate
            one.setLevel(level)
        handler.close()


def kernel_settings() -> dict[str, str]:
    """Environment variables for kernels: repeatable numbers, and the checks of this very course."""
    path = [str(course_root()), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


@contextlib.contextmanager
def last_words() -> Iterator[list[str]]:
    """Collect the last line of each traceback that nbgrader logs: the reason, in one line."""
    words: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines = record.getMessage().strip().splitlines()
            if lines and lines[0].startswith("Traceback"):
                words.append(lines[-1])

    collector = Collector(level=logging.ERROR)
    logger = logging.getLogger("traitlets")
    logger.addHandler(collector)
    try:
        yield words
    finally:
        logger.removeHandler(collector)
