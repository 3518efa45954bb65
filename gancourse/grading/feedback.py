"""Makes the pages that students get back, several at a time, where what they show has changed."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from gancourse.course.places import release_path
from gancourse.course.roster import Student, read_roster
from gancourse.course.secret import SECRET, read_secret
from gancourse.errors import CourseError
from gancourse.grading.marks import Marks, read_marks
from gancourse.grading.page import Shown, made_from, render, was_made_from
from gancourse.grading.page_files import Task, make_page, marked, page, write_page
from gancourse.grading.result import Bar, Result, no_bar
from gancourse.grading.workers import Pool, carry_out

PAGE_SECONDS = 60
"""A page takes a hundredth of that; one that is made to take hours is not made."""


def make_feedback(
    course: Path,
    submissions: Iterable[tuple[str, str]],
    pool: Pool,
    *,
    bar: Bar = no_bar,
) -> list[str]:
    """Write ``feedback/STUDENT/LESSON/LESSON.html`` for each submission that has no page yet.

    A page is made again if marks, comments, name or what was handed in are no longer those that it
    shows.

    Args:
        course: The course's folder.
        submissions: Students and lessons that are in the gradebook.
        pool: What makes them, several side by side.
        bar: Shows how far it is.

    Returns:
        Which pages could not be made, and why: a sentence each.

    Raises:
        GradebookGone: The gradebook cannot be read.
    """
    tasks = outdated(course, submissions)
    if not tasks:
        return []
    troubles = []
    making = contextlib.closing(carry_out(make_page, tasks, pool, PAGE_SECONDS))
    with bar("feedback", len(tasks)) as done, making as pages:
        for (_, student, shown, _), why_not in pages:
            if why_not:
                troubles.append(f"{student} · {shown.lesson}: there is no page for this: {why_not}")
                logging.getLogger("traitlets").error(troubles[-1])
            done(None)
    return troubles


def outdated(course: Path, submissions: Iterable[tuple[str, str]]) -> list[Task]:
    """The pages that are to be made: those that are missing, or show what no longer holds.

    Raises:
        GradebookGone: The gradebook cannot be read.
    """
    submissions = list(submissions)
    if not submissions:
        return []
    students = roster(course)
    tasks = []
    for lesson in sorted({lesson for _, lesson in submissions}):  # one by one: classes are large
        marks = read_marks(course, [lesson])
        for student in (name for name, of in submissions if of == lesson):
            if (lesson, student) in marks:
                shown = _shown(lesson, name_of(students, student), marks[lesson, student])
                made = made_from(shown, marked(course, student, lesson))
                if made != was_made_from(page(course, student, lesson)):
                    tasks.append((course, student, shown, made))
    return tasks


def roster(course: Path) -> dict[str, Student]:
    """The class's table; nothing where it cannot be read: who grades has been told by then."""
    try:
        return read_roster(course)
    except CourseError as error:
        logging.getLogger("traitlets").error(str(error))
        return {}


def name_of(students: dict[str, Student], student: str) -> str:
    """The name that a student is called by on pages."""
    return (students[student].name if student in students else "") or student


def make_remarks_page(course: Path, result: Result, name: str) -> None:
    """Write a page that says why there is nothing to give back; the next grading replaces it.

    Raises:
        OSError: It cannot be written.
    """
    shown = Shown(result.lesson, name, remarks=result.remarks, status=result.status)
    made = made_from(shown, None)
    path = page(course, result.student, result.lesson)
    if made != was_made_from(path):
        write_page(path, render(shown, None, release_path(course, result.lesson), made))
    if secret := read_secret(course / "submitted" / result.student / result.lesson):
        (path.parent / SECRET).write_text(secret, encoding="ascii")


def _shown(lesson: str, name: str, marks: Marks) -> Shown:
    items = {id_: (one.points, one.max_points, one.by_hand) for id_, one in marks.items.items()}
    blank = tuple(sorted(marks.blank))
    return Shown(lesson, name, items, marks.comments, blank, marks.penalty)


class StudentPage(HTMLExporter):
    """The same page, for ``nbgrader generate_feedback`` and the buttons of formgrader."""

    def from_notebook_node(  # type: ignore[override]  # nbconvert: whatever makes text does this
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a marked notebook."""
        resources = self._init_resources(resources)
        lesson, student = (resources["nbgrader"][key] for key in ("assignment", "student"))
        course = Path(CourseDirectory(config=self.config).root)
        marks = read_marks(course, [lesson])[lesson, student]
        shown = _shown(lesson, name_of(roster(course), student), marks)
        made = made_from(shown, marked(course, student, lesson))
        return render(shown, nb, release_path(course, lesson), made), resources
