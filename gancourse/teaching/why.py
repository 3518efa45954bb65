"""Replays one verdict, for an appeal: the marked file again, with the seeds and limits it had."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from gancourse.course.places import find_graded_lessons
from gancourse.course.students import find_students
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.check import item_of
from gancourse.grading.grade import plan
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.marks import Marks, read_marks
from gancourse.grading.record import RECORD, Importer
from gancourse.grading.result import Item
from gancourse.grading.workers import Processes, get_ready, mark_all

DIGITS = 12
"""How many digits of a hash are shown: enough to tell two files apart."""


@dataclass(frozen=True)
class Replay:
    """One verdict as it was given, and as it comes out now.

    Attributes:
        student: The student's id.
        lesson: The lesson's name.
        item: The grade id of the check.
        recorded: The points and the message that were given.
        replayed: Those of now.
        gradebook: The points in the gradebook, which a person may have changed; None if none are.
        file: The SHA-256 of the notebook's text that was marked.
        seed: What the check's inputs are drawn from.
        differences: What is not as it was when the mark was given: sentences.
        isolation: How the student's code was sealed off now: ``strong`` or ``weak``.
    """

    student: str
    lesson: str
    item: str
    recorded: Item
    replayed: Item
    gradebook: float | None
    file: str
    seed: int
    differences: tuple[str, ...]
    isolation: str

    @property
    def agrees(self) -> bool:
        """Whether points are the same, and all parts of the check passed and failed as before."""
        return _outcome(self.recorded) == _outcome(self.replayed)


def _outcome(item: Item) -> tuple[float, list[tuple[str, bool]]]:
    return item.points, [(one["title"], one["passed"]) for one in item.aspects]


def replay(course: Path, student: str, lesson: str, item: str) -> Replay:
    """Run one student's notebook again as it was marked, and compare what one check says.

    Writes nothing. What runs is the file in ``submitted/``, or, if that has changed since, the
    marked copy in ``autograded/``.

    Args:
        course: The course's folder.
        student: The name of the student's folder.
        lesson: The lesson, by name or by number.
        item: The name of the exercise's function, or the grade id of its check.

    Raises:
        CourseError: The student, the lesson or the item is unknown, there is no mark yet, it is
            one that a person gave, the notebook cannot be run, or the gradebook cannot be read.
    """
    (lesson,) = find_graded_lessons(course, [lesson])
    (student,) = find_students(course, [student])
    folder = course / "autograded" / student / lesson
    record = _record(folder, student, lesson)
    kept = _kept(folder / f"{lesson}.ipynb")
    grade_id = _grade_id(item, record["seeds"], kept, lesson)
    pool = get_ready(course, [lesson], 1, [student]) or Processes(workers=1)
    with contextlib.closing(pool):
        importer = Importer(course)
        job, differences = as_it_was(importer, student, lesson, record, kept)
        ((_, marked),) = mark_all([job], job.limits["notebook_seconds"], pool)
    if isinstance(marked, str):
        raise CourseError(f"The notebook could not be run again. {marked}")
    now = nbformat.reads(marked.notebook, as_version=4)
    return Replay(
        student,
        lesson,
        grade_id,
        item_of(_cell(kept, grade_id), record["verdicts"]),
        item_of(_cell(now, grade_id), marked.verdicts),
        _points_in_gradebook(course, student, lesson, grade_id),
        str(record["from"].get("submission")),
        record["seeds"][grade_id],
        (*differences, *_other_surroundings(record, marked)),
        marked.isolation,
    )


# What was marked ----------------------------------------------------------------------------------


def _record(folder: Path, student: str, lesson: str) -> dict[str, Any]:
    """What grading noted of a submission."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{student} has no mark for {lesson}: nothing was graded.") from None
    except (OSError, ValueError) as error:
        raise CourseError(f"{folder / RECORD} cannot be read: {error}.") from error
    parts = ("from", "seeds", "limits", "versions", "verdicts")
    if not isinstance(record, dict) or not all(isinstance(record.get(one), dict) for one in parts):
        raise CourseError(f"{folder / RECORD} is damaged: grade {student} again.")
    return record


def _kept(path: Path) -> NotebookNode:
    """The notebook as it was marked."""
    try:
        return read(path)
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}.") from error


def _grade_id(item: str, seeds: Mapping[str, int], kept: NotebookNode, lesson: str) -> str:
    """The grade id of the check of an item."""
    for name in (item, f"check_{item}"):
        if name in seeds:
            return name
    if any(cell.metadata.get("nbgrader", {}).get("grade_id") == item for cell in kept.cells):
        raise CourseError(f"{item} is marked by hand: no check has a verdict on it.")
    names = [name.removeprefix("check_") for name in seeds]
    near = get_close_matches(item, names) or names
    raise CourseError(f"{lesson} has no check of {item!r}; choose from {', '.join(near)}.")


def _cell(nb: NotebookNode, grade_id: str) -> NotebookNode:
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return cell
    raise CourseError(f"The marked notebook has no cell {grade_id}.")


def _points_in_gradebook(course: Path, student: str, lesson: str, grade_id: str) -> float | None:
    marks = read_marks(course, [lesson]).get((lesson, student), Marks())
    return marks.items[grade_id].points if grade_id in marks.items else None


# The same once more -------------------------------------------------------------------------------


def as_it_was(
    importer: Importer, student: str, lesson: str, record: Mapping[str, Any], kept: NotebookNode
) -> tuple[Job, list[str]]:
    """What is to be run again, and what is not as it was when the mark was given: sentences.

    Args:
        importer: The course.
        student: The student's id.
        lesson: The lesson's name.
        record: What grading noted, ``grading.json``.
        kept: The notebook as it was marked.
    """
    before = record["from"]
    planned = plan(importer, student, lesson)
    if isinstance(planned, Job):
        job = planned
        now = importer.fingerprint(job)
    else:  # no file is left to compare, but settings are
        job = Job(
            student,
            lesson,
            "",
            "",
            {},
            importer.limits,
            course=str(importer.course),
            all_or_nothing=importer.all_or_nothing,
        )
        now = {part: importer.fingerprint(job)[part] for part in ("points", "key")}
    changed = {part for part in before if before[part] != now.get(part)}
    differences = _differences(changed, now)
    differences += [
        f"{name} was {value}, and is {importer.limits.get(name)} now: {value} was used again."
        for name, value in record["limits"].items()
        if importer.limits.get(name) != value
    ]
    if changed & {"submission", "release"}:
        job = replace(job, submitted=nbformat.writes(kept), repaired=True)
    was = replace(
        job,
        seeds=record["seeds"],
        limits=importer.limits | record["limits"],
        all_or_nothing=importer.all_or_nothing != ("points" in changed),
    )
    return was, differences


def _differences(changed: set[str], now: Mapping[str, str]) -> list[str]:
    """What is said of changed parts of a fingerprint, as far as they can be compared."""
    lines = [words for part, words in CHANGES.items() if part in changed & now.keys()]
    if "submission" not in changed:
        return lines
    digest = now.get("submission")
    found = f"a file with the SHA-256 {digest[:DIGITS]}…" if digest else "no notebook of it now"
    copy = "and not the one that was marked: its marked copy in autograded/ was run."
    return [f"submitted/ holds {found}, {copy}", *lines]


CHANGES = {
    "files": "The modules beside the notebook are not those that were there when it was marked.",
    "release": "The lesson was released anew since: the marked copy in autograded/ was run.",
    "points": "c.Points.all_or_nothing is another now; it was used as it was.",
    "key": "grading.key is another one now; the seeds of the record were used.",
    "code": "The course's code has changed since: this is what it says today.",
}
"""What is said of a part of a mark's fingerprint that is another now."""


def _other_surroundings(record: Mapping[str, Any], marked: Marked) -> list[str]:
    """With what it ran then and now, where these differ."""
    before, now = record["versions"], marked.versions
    lines = [
        f"{name} was {before.get(name, 'missing')} when it was marked, and is "
        f"{now.get(name, 'missing')} now."
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]
    if record.get("isolation") != marked.isolation:
        lines.append(f"Isolation was {record.get('isolation')}, and is {marked.isolation} now.")
    return lines
