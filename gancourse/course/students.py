"""Who is in a class: those who have handed in, and those in its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from gancourse.course.delivery import DELIVERY, TIMESTAMP
from gancourse.course.roster import ROSTER, read_roster
from gancourse.course.secret import SECRET
from gancourse.errors import CourseError
from gancourse.text import printable

NO_WORK = {TIMESTAMP, DELIVERY, SECRET, ".DS_Store", "Thumbs.db", "desktop.ini"}
"""What programs leave in a folder, and no student's work."""


def who_handed_in(course: Path) -> list[str]:
    """The names of the students' folders in ``submitted/``, in order."""
    return sorted(path.name for path in (course / "submitted").glob("*") if path.is_dir())


def who_handed_in_work(course: Path, lesson: str) -> set[str]:
    """Who has something of their own in ``submitted/STUDENT/LESSON/``, whether it can be graded
    or not."""
    return {
        path.parent.name
        for path in (course / "submitted").glob(f"*/{lesson}")
        if not path.is_dir() or any(one.name not in NO_WORK for one in path.iterdir())
    }


def known_students(course: Path) -> dict[str, str]:
    """All students of a class by their ids, with their names as far as the table has them.

    Raises:
        CourseError: The table cannot be read.
    """
    return dict.fromkeys(who_handed_in(course), "") | {
        id_: student.name for id_, student in read_roster(course).items()
    }


def find_students(course: Path, wanted: Iterable[str]) -> list[str]:
    """The ``wanted`` students, each once, in order.

    Raises:
        CourseError: One is not known. The text names those with names like it.
    """
    chosen = set(wanted)
    known = known_students(course) if chosen else {}
    for one in sorted(chosen - known.keys()):
        raise CourseError(unknown_student(one, known))
    return sorted(chosen)


def unknown_student(wanted: str, known: Mapping[str, str]) -> str:
    """A sentence on a name that nobody has: who may be meant.

    Args:
        wanted: The name.
        known: What `known_students` says of the class.
    """
    spelled = {id_.casefold(): id_ for id_ in known}
    spelled |= {name.casefold(): id_ for id_, name in known.items() if name}
    near = dict.fromkeys(spelled[one] for one in get_close_matches(wanted.casefold(), spelled))
    hint = f" Is {' or '.join(near)} meant?" if near else ""
    return printable(
        f"Nobody is called {wanted}: there is no such folder in submitted/, and no such student "
        f"in {ROSTER}.{hint}"
    )
