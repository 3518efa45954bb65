"""Grades a class: everything under ``submitted/`` into the gradebook, feedback and a table.

Every submission is repaired, run in the sandbox and judged by workers (``mark``, ``workers``); this
process alone writes the gradebook (``record``). Pages show what it then holds (``feedback``).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gancourse.course.graded import is_grade
from gancourse.course.lock import only_one
from gancourse.course.places import find_graded_lessons, release_path, source_path
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.students import find_students, who_handed_in
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.export import GRADES, export_grades
from gancourse.grading.feedback import make_feedback, make_remarks_page, name_of, roster
from gancourse.grading.find import find, fits, has_large_file
from gancourse.grading.gradebook import GradebookGone
from gancourse.grading.index import make_indexes
from gancourse.grading.jobs import Job, Marked, seeds_of, submission_hash
from gancourse.grading.record import Importer
from gancourse.grading.result import FAILED, Bar, Result, Unfinished, no_bar
from gancourse.grading.workers import Pool, Processes, Scheduler, mark_all

LOG = "grading.log"
"""What nbgrader says at length, and what is said of each submission of a large class."""

MOST_TROUBLES = 5
"""How many pages that could not be made are named."""

READERS = 2
"""How many large files are read at a time."""

MOST_TOGETHER = 50
"""How many submissions are written into the gradebook at a time, at most."""

LONGEST_WAIT = 1.0
"""Seconds; marks that come later than that after the last ones are written at once."""


def grade(
    course: Path,
    lessons: Iterable[str] = (),
    *,
    students: Iterable[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    again: bool = False,
    feedback: bool = True,
    bar: Bar = no_bar,
    ready: Processes | None = None,
) -> list[Result]:
    """Grade all submissions of some lessons into the course's gradebook.

    Reads ``submitted/STUDENT/LESSON/LESSON.ipynb``; writes the gradebook, ``autograded/``,
    ``feedback/``, ``grades.csv`` and ``grading.log``. What a person has graded by hand stays. A
    submission that fails to be graded stops no other, and loses the points of an earlier run. One
    that has not changed since it was graded is not run again.

    Args:
        course: The course's folder.
        lessons: Names of lessons, or how they begin; none means all that are not optional.
        students: Names of students' folders: nobody else's work is looked at. None means all.
        workers: How many submissions run side by side; the number of processor cores if None.
        scheduler: The address of a dask scheduler whose workers run them instead.
        again: Run also what has not changed.
        feedback: Make the feedback pages of what was graded.
        bar: Shows how far it is.
        ready: Workers that have been started by `get_ready`; others are started if None. They are
            closed.

    Returns:
        A result for each student and lesson, in order.

    Raises:
        Unfinished: The gradebook, ``grades.csv``, a page or the log could not be written. What
            could be done was done; its ``results`` are those that would have been returned.
        CourseError: The course has no release, nothing was handed in, a lesson named is optional,
            its release has other graded cells than the gradebook has marks for, a student named is
            unknown, a date or the late penalty is not right, or another grading is running.
    """
    course = course.resolve()
    lessons = find_graded_lessons(course, lessons)
    for lesson in lessons:
        if not release_path(course, lesson).exists():
            raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    students = find_students(course, students) or who_handed_in(course)
    if not students:
        raise CourseError(
            "There is nothing to grade: `gancourse collect LESSON DOWNLOAD` brings in what a "
            f"platform hands out; or put submissions into {course / 'submitted'}"
            "/STUDENT/LESSON/LESSON.ipynb."
        )
    names = [(student, lesson) for lesson in lessons for student in students]
    results: list[Result] = []
    troubles: list[str] = []

    def done(result: Result) -> None:
        results.append(result)
        show(result)

    here = ready or Processes(workers)
    pool = Scheduler(scheduler) if scheduler else here
    with (
        contextlib.closing(here),
        contextlib.closing(pool),
        only_one(course),
        quiet_nbgrader(course / LOG) as log_troubles,
    ):
        try:
            with Importer(course) as importer:
                importer.check_late_work(students[0])
                importer.enter_lessons(lessons)
                importer.enter_dates(lessons)
                people = roster(course)
                importer.enter_students(
                    {one: name_of(people, one) for one in students if fits(one)}
                )
                plans = _plans(importer, names)
                with bar("grading", len(names)) as show:
                    _carry_out(importer, plans, done, pool, again)
            troubles += _exported(course)
            if feedback:
                troubles += _make_pages(course, results, here, bar)
        except GradebookGone as error:
            troubles.append(str(error))
            results += _not_reached(names, results)
        except KeyboardInterrupt:  # what was graded is complete
            _exported(course)
            raise
    results.sort(key=lambda result: (result.student, result.lesson))
    if troubles := troubles + log_troubles:
        raise Unfinished("\n".join(troubles), results)
    return results


def _exported(course: Path) -> list[str]:
    """Write ``grades.csv``; return why it could not be written, if it could not."""
    try:
        export_grades(course, course / GRADES)
    except GradebookGone:
        raise
    except (OSError, CourseError) as error:
        why = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        return [f"{GRADES} could not be written and is as old as it was: {why}."]
    return []


def _make_pages(course: Path, results: list[Result], pool: Pool, bar: Bar) -> list[str]:
    """Make the pages that students get back; return which could not be made: sentences."""
    troubles = []
    names = roster(course)
    for result in results:
        if result.remarks and not result.items and fits(result.student):
            try:
                make_remarks_page(course, result, name_of(names, result.student))
            except OSError as error:
                troubles.append(
                    f"{result.student} · {result.lesson}: there is no page for this: "
                    f"{error.strerror}."
                )
    graded = [(result.student, result.lesson) for result in results if result.items]
    troubles += make_feedback(course, graded, pool, bar=bar)
    if len(troubles) > MOST_TROUBLES:
        troubles[MOST_TROUBLES:] = [f"And so on: {len(troubles)} pages."]
    return troubles + make_indexes(course, find_graded_lessons(course))


def _not_reached(names: list[tuple[str, str]], results: list[Result]) -> list[Result]:
    """Results for what was not looked at before the gradebook was gone."""
    reached = {(result.student, result.lesson) for result in results}
    remark = "The gradebook could not be used; nothing was changed."
    return [Result(*name, FAILED, (remark,)) for name in names if name not in reached]


def unreleased_points(course: Path, lessons: Iterable[str]) -> list[str]:
    """A sentence for each lesson whose points in ``solutions/`` are not those that students got."""

    def points(path: Path) -> dict[str, float]:
        cells = filter(is_grade, read(path).cells)
        return {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in cells}

    return [
        f"{lesson}: the points in solutions/ are not those in notebooks/, which students have; "
        "the latter count. `gancourse release` makes them the same."
        for lesson in lessons
        if points(source_path(course, lesson)) != points(release_path(course, lesson))
    ]


def _plans(importer: Importer, names: Iterable[tuple[str, str]]) -> Iterator[Job | Result]:
    """What is to be done for each; large files come last, so that nobody waits for them."""
    large = []
    for student, lesson in names:
        if has_large_file(importer.course, student, lesson):
            large.append((student, lesson))
        else:
            yield plan(importer, student, lesson)
    if large:
        with ThreadPoolExecutor(READERS) as pool:  # each waits for a process that reads
            yield from pool.map(lambda name: plan(importer, *name), large)


def plan(importer: Importer, student: str, lesson: str) -> Job | Result:
    """What is to be done for one submission; or its result, if nothing can be done."""
    try:
        submission = find(importer.course, student, lesson)
    except OSError as error:
        remark = f"The folder or the notebook cannot be read: {error.strerror}."
        return Result(student, lesson, FAILED, (remark,))
    if isinstance(submission, Result):
        return submission
    path = release_path(importer.course, lesson)
    handed_in = submission_hash(submission.text, submission.files)
    seeds = seeds_of(importer.key, student, lesson, read(path), handed_in)
    released = path.read_text(encoding="utf-8")
    return Job(
        student,
        lesson,
        submission.text,
        released,
        seeds,
        importer.limits,
        submission.remarks,
        submission.files,
        importer.lessons,
        importer.all_or_nothing,
        str(importer.course),
    )


def _carry_out(
    importer: Importer,
    plans: Iterable[Job | Result],
    done: Callable[[Result], None],
    pool: Pool,
    again: bool,
) -> None:
    """Have the jobs marked and written; call ``done`` with each result as soon as it is there."""

    def jobs() -> Iterator[Job]:
        for planned in plans:
            left = _settled(importer, planned, again)
            if isinstance(left, Job):
                yield left
            else:
                done(left)

    waiting: list[tuple[Job, Marked | str]] = []
    written = 0.0

    def write() -> None:
        nonlocal written
        now, waiting[:] = waiting[:], []
        for result in _imported(importer, now):
            done(result)
        written = time.monotonic()

    seconds = importer.limits["notebook_seconds"]
    # Closed at once whatever happens: no worker goes on after Ctrl-C.
    with contextlib.closing(mark_all(jobs(), seconds, pool)) as marks:
        try:
            for job, marked in marks:
                waiting.append((job, marked))
                if len(waiting) >= MOST_TOGETHER or time.monotonic() - written > LONGEST_WAIT:
                    write()
        finally:
            write()


def _settled(importer: Importer, planned: Job | Result, again: bool) -> Job | Result:
    """The result of what needs no work: nothing can be done with it, or it was done before."""
    if isinstance(planned, Job):
        try:
            return (None if again else importer.earlier(planned)) or planned
        except CourseError:
            raise
        except Exception as error:  # a penalty may fail for one student
            remark = (
                f"What being late costs could not be worked out: {type(error).__name__}: {error}."
            )
            return Result(planned.student, planned.lesson, FAILED, (remark,))
    if fits(planned.student):
        importer.forget(planned.student, planned.lesson)
    return planned


def _imported(importer: Importer, marks: list[tuple[Job, Marked | str]]) -> Iterator[Result]:
    """Write marks into the gradebook, in one transaction if that is possible."""
    good = [(job, marked) for job, marked in marks if not isinstance(marked, str)]
    if len(good) == len(marks) > 1:
        try:
            yield from importer.write_all(good)
            return
        except CourseError:
            raise
        except Exception:  # one failure never stops the others: find out which
            pass
    for job, marked in marks:
        yield _imported_alone(importer, job, marked)


def _imported_alone(importer: Importer, job: Job, marked: Marked | str) -> Result:
    """Write marks into the gradebook, or take back older ones where there are none."""
    if not isinstance(marked, str):
        try:
            return importer.write(job, marked)
        except CourseError:
            raise
        except Exception as error:  # one failure never stops the others
            why = next(iter(str(error).splitlines()), type(error).__name__)
            marked = f"Its marks could not be written: {why}"
    try:
        importer.forget(job.student, job.lesson)
    except OSError:  # another program has a file of it open
        marked += " (Marks of an earlier run, if there are any, could not be taken back.)"
    return Result(job.student, job.lesson, FAILED, (marked,))
