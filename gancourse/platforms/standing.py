"""Who is in the class, and how each stands in one lesson: what goes back to a platform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gancourse.course.delivery import Delivery, read_delivery
from gancourse.course.graded import is_grade
from gancourse.course.places import find_graded_lessons, release_path
from gancourse.course.roster import Student, read_roster
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.students import who_handed_in_work
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.marks import Marks, read_marks
from gancourse.text import printable


@dataclass(frozen=True)
class Standing:
    """One student in one lesson.

    Attributes:
        student: As in ``students.csv``; with no more than the id if the table does not name them.
        delivery: What the platform said of the hand-in, if it is known.
        marks: None if nothing was graded: nothing was handed in, or it could not be graded.
        handed_in: Whether there is a hand-in.
        lesson: The lesson's name.
    """

    student: Student
    delivery: Delivery | None
    marks: Marks | None
    handed_in: bool
    lesson: str

    @property
    def shown(self) -> str:
        """The student for a teacher to read: the name, and the id where it says more."""
        name = self.student.name or (self.delivery.name if self.delivery else "")
        return printable(f"{name} ({self.student.id})" if name else self.student.id)

    def number(self, platform: str) -> str:
        """The student's number on a platform; empty if unknown.

        That of this very hand-in goes first: Moodle's numbers are others in each assignment.
        """
        if self.delivery and self.delivery.platform == platform and self.delivery.number:
            return self.delivery.number
        numbers = self.student.numbers
        return numbers.get(platform) or numbers.get(f"{platform} {self.lesson}", "")


@dataclass(frozen=True)
class LessonMarks:
    """All students in one lesson.

    Attributes:
        lesson: The lesson's name.
        standings: The students of ``students.csv`` in its order, then others who handed in.
        items: The grade ids, as in the notebook.
        max_score: What the lesson's items can earn.
    """

    lesson: str
    standings: list[Standing]
    items: list[str]
    max_score: float


def read_standings(course: Path, lesson: str) -> LessonMarks:
    """How each student of a course stands in a lesson.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.

    Raises:
        GradebookGone: The gradebook cannot be read.
        CourseError: There is no such lesson, nothing of it is graded, or the roster cannot be read.
    """
    (lesson,) = find_graded_lessons(course, [lesson])
    roster = read_roster(course)
    with quiet_nbgrader():
        marks = {id_: one for (_, id_), one in read_marks(course, [lesson]).items() if one.graded}
    if not marks:
        raise CourseError(f"{lesson} has no marks yet: run `gancourse grade {lesson[:2]}` first.")
    handed_in = who_handed_in_work(course, lesson) | marks.keys()
    standings = [
        Standing(
            roster.get(id_, Student(id_)),
            read_delivery(course / "submitted" / id_ / lesson),
            marks.get(id_),
            id_ in handed_in,
            lesson,
        )
        for id_ in {**roster, **dict.fromkeys(sorted(handed_in))}
    ]
    released = read(release_path(course, lesson)) if release_path(course, lesson).exists() else None
    order = [
        cell.metadata.nbgrader.grade_id
        for cell in (released.cells if released else ())
        if is_grade(cell)
    ]
    known = dict.fromkeys(name for one in marks.values() for name in one.items)
    items = [*filter(known.__contains__, order), *sorted(known.keys() - set(order))]
    return LessonMarks(lesson, standings, items, max(one.max_score for one in marks.values()))
