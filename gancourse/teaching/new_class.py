"""A folder for a class, outside the course's clone: lessons and settings of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from gancourse.course.places import CONFIG, find_lessons, is_course, release_path, source_path
from gancourse.errors import CourseError

SETTINGS = """
# --- This class ----------------------------------------------------------------------------------
# What a class may want to set: delete the "# " at the beginning of a line.

# The name of the class in nbgrader's exchange; set it before you grade.
# c.CourseDirectory.course_id = "gans-autumn"

# The folder of nbgrader's exchange: docs/hub.md.
# c.Exchange.root = "/srv/nbgrader/exchange"

# A database server in the place of the file gradebook.db.
# c.CourseDirectory.db_url = "postgresql+psycopg://USER@HOST/NAME"

# Points for an exercise only where all its checks pass.
# c.Points.all_or_nothing = True

# Late work gets no points. Dates stand in dates.csv: docs/grading.md.
# c.LateSubmissionPlugin.penalty_method = "zero"

# Seconds that one cell of a submission may compute; docs/grading.md lists all limits.
# c.Limits.cell_seconds = 60

# Where your own copy of the course is published: links in the lessons lead there.
# c.TidyRelease.repository = "OWNER/NAME"
"""
"""What stands at the end of a class's ``nbgrader_config.py``."""


def new_class(course: Path, folder: Path) -> list[str]:
    """Make a folder for a class, or bring into it what a new release of the course has more.

    Args:
        course: The course to take the lessons and the settings from.
        folder: Made if it does not exist. What is in it is not changed.

    Returns:
        What was done, and what was left as it is: sentences.

    Raises:
        CourseError: ``course`` has no lessons, or ``folder`` is in it or holds other things.
        OSError: Something cannot be written.
    """
    course, folder = course.resolve(), folder.resolve()
    lessons = find_lessons(course)
    if folder.is_relative_to(course):
        raise CourseError(
            f"{folder} is in the folder of the course, {course}: name one outside, so that a new "
            "release of the course meets nothing of your class's."
        )
    if folder.exists() and not is_course(folder) and _visible(folder):
        raise CourseError(
            f"{folder} holds files and is not the folder of a class; name an empty folder or a new "
            "one."
        )
    begun = is_course(folder)
    copied, kept = copy_course(course, folder, lessons)
    said = [f"Files copied into {folder}: {copied}."]
    said += [] if begun else _shared_settings(course, folder)
    said += [f"{name} differs from the course's, and was left as it is." for name in kept]
    if kept:
        said.append("To take the course's own, delete a file here and type this again.")
    return said


def _shared_settings(course: Path, folder: Path) -> list[str]:
    """Settings that a class may not share with the one that it was made of: a sentence on them."""
    text = (folder / CONFIG).read_text(encoding="utf-8")
    named = re.findall(r'^c\.(CourseDirectory\.(?:db_url|course_id)) *=(?! *"gans"$)', text, re.M)
    if not named:
        return []
    return [
        f"Give this class its own {' and '.join(named)}, at the end of {CONFIG}: now its marks or "
        f"hand-ins would be among those of {course}."
    ]


def copy_course(
    course: Path, folder: Path, lessons: Iterable[str], settings: str = SETTINGS
) -> tuple[int, list[str]]:
    """Copy lessons and settings into a folder; what is there already stays.

    Args:
        course: The course to copy from.
        folder: The folder to copy into; it is made.
        lessons: Names of lessons.
        settings: Python code for the end of the settings.

    Returns:
        How many files were copied, and the names of those that are there and differ.

    Raises:
        OSError: Something cannot be written.
    """
    copied, kept = 0, []
    for lesson in lessons:
        for place in (source_path, release_path):
            source, target = place(course, lesson), place(folder, lesson)
            if not source.exists():
                continue
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                copied += 1
            elif source.read_bytes() != target.read_bytes():
                kept.append(target.relative_to(folder).as_posix())
    own = (course / CONFIG).read_text(encoding="utf-8")
    target = folder / CONFIG
    if not target.exists():
        end = "" if settings.strip().splitlines()[0] in own else settings  # of another class
        target.write_text(own + end, encoding="utf-8")
        copied += 1
    elif not target.read_text(encoding="utf-8").startswith(own):
        kept.append(CONFIG)
    return copied, kept


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".")]
