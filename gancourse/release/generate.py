"""nbgrader makes the student version of a lesson."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from gancourse.course.settings import load_config
from gancourse.errors import CourseError


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
    with _last_words() as words:
        try:
            converter.start()
        except (NbGraderException, RuntimeError) as error:
            why = words[-1] if words else str(error)
            raise CourseError(f"nbgrader could not release {lesson}: {why}") from error
    return into / lesson / f"{lesson}.ipynb"


@contextlib.contextmanager
def _last_words() -> Iterator[list[str]]:
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
