"""Grades a class: everything under ``submitted/`` into the gradebook, feedback and a table.

Every submission is repaired, run in the sandbox and judged by workers (``marking``, ``pool``); this
process alone writes the gradebook (``importing``). nbgrader makes the feedback pages.
"""

from __future__ import annotations

import contextlib
import csv
import glob
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy import make_url

from gancourse.course.places import (
    find_graded_lessons,
    load_config,
    quiet_nbgrader,
    register,
    release_path,
)
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.feedback import make_feedback, make_note
from gancourse.grading.jobs import Job, Marked, seeds_of
from gancourse.grading.read import TooLarge, read_file
from gancourse.grading.record import Importer, Item
from gancourse.grading.workers import interrupts_later, mark_all
from gancourse.sandbox import WEAK

LOG = "grading.log"
GRADES = "grades.csv"

GRADED = "graded"
BY_HAND = "needs manual grading"
NOTHING = "nothing handed in"
FAILED = "not graded"

LONGEST_NAME = 128
"""Of a student, in nbgrader's tables; PostgreSQL refuses a longer one."""


@dataclass(frozen=True)
class Result:
    """One submission of one lesson, graded or not.

    Attributes:
        student: The name of the student's folder.
        lesson: The lesson's name.
        status: ``graded``, ``needs manual grading``, ``nothing handed in`` or ``not graded``.
        remarks: What was repaired, stopped or went wrong: plain sentences.
        seconds: How long it ran; 0 if it had been graded before and has not changed.
        items: The graded cells by grade id; empty if nothing was graded.
        isolation: How the student's code was sealed off: ``strong`` or ``weak``; empty if not run.
    """

    student: str
    lesson: str
    status: str
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    items: dict[str, Item] = field(default_factory=dict)
    isolation: str = ""

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items.values())

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items.values())

    def data(self) -> dict[str, Any]:
        """The same as plain data that JSON can hold."""
        return asdict(self) | {"points": self.points, "max_points": self.max_points}


def grade(
    course: Path,
    lessons: Iterable[str] = (),
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    again: bool = False,
    feedback: bool = True,
    console: Console | None = None,
) -> list[Result]:
    """Grade all submissions of some lessons into the course's gradebook.

    Reads ``submitted/STUDENT/LESSON/LESSON.ipynb``; writes the gradebook, ``autograded/``,
    ``feedback/``, ``grades.csv`` and ``grading.log``. What a person has graded by hand stays. A
    submission that fails to be graded stops no other, and loses the points of an earlier run. One
    that has not changed since it was graded is not run again.

    Args:
        course: The course's folder.
        lessons: Names of lessons, or how they begin; none means all that are not optional.
        workers: How many submissions run side by side; the number of processor cores if None.
        scheduler: The address of a dask scheduler whose workers run them instead.
        again: Run also what has not changed.
        feedback: Make the feedback pages of what was graded.
        console: Where to show the progress; nowhere if None.

    Returns:
        A result for each student and lesson, in order.

    Raises:
        CourseError: The course has no release, nothing was handed in, or a lesson named is
            optional.
    """
    course = course.resolve()
    lessons = find_graded_lessons(course, lessons)
    for lesson in lessons:
        if not release_path(course, lesson).exists():
            raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    students = sorted(path.name for path in (course / "submitted").glob("*") if path.is_dir())
    if not students:
        raise CourseError(
            f"There is nothing to grade: put submissions into {course / 'submitted'}"
            "/STUDENT/LESSON/LESSON.ipynb."
        )
    results: list[Result] = []
    with quiet_nbgrader(course / LOG), Importer(course) as importer:
        register(course, lessons)
        importer.enter_students(name for name in students if _fits(name))
        plans = (plan(importer, name, lesson) for lesson in lessons for name in students)
        try:
            with _progress(len(students) * len(lessons), console) as show:

                def done(result: Result) -> None:
                    results.append(result)
                    show(result)

                _carry_out(importer, plans, done, workers, scheduler, again)
        finally:  # also after Ctrl-C: what was graded is complete
            export_grades(course, course / GRADES)
        if feedback:
            for one in results:
                if one.remarks and not one.items and _fits(one.student):
                    make_note(course, one.student, one.lesson, one.status, one.remarks)
            graded = [(one.student, one.lesson) for one in results if one.items]
            make_feedback(course, graded, workers=workers, console=console)
    return sorted(results, key=lambda one: (one.student, one.lesson))


def plan(importer: Importer, student: str, lesson: str) -> Job | Result:
    """What is to be done for one submission; or its result, if nothing can be done."""
    try:
        found = _handed_in(importer.course, student, lesson)
    except OSError as error:
        remark = f"The folder or the notebook cannot be read: {error.strerror}."
        return Result(student, lesson, FAILED, (remark,))
    if isinstance(found, Result):
        return found
    text, remarks = found
    path = release_path(importer.course, lesson)
    seeds = seeds_of(importer.key, student, lesson, read(path))
    released = path.read_text(encoding="utf-8")
    return Job(student, lesson, text, released, seeds, importer.limits, remarks)


def _carry_out(
    importer: Importer,
    plans: Iterable[Job | Result],
    done: Callable[[Result], None],
    workers: int | None,
    scheduler: str | None,
    again: bool,
) -> None:
    """Have the jobs marked and written; call ``done`` with each result as soon as it is there."""

    def jobs() -> Iterator[Job]:
        for one in plans:
            with interrupts_later():
                result = _at_once(importer, one, again)
                if result:
                    done(result)
            if not result:
                yield one

    # Closed at once whatever happens, so that no worker goes on after Ctrl-C.
    with contextlib.closing(mark_all(jobs(), workers=workers, scheduler=scheduler)) as marks:
        for job, marked in marks:
            with interrupts_later():  # in the middle of the gradebook's code they may get lost
                done(_imported(importer, job, marked))


def _at_once(importer: Importer, one: Job | Result, again: bool) -> Result | None:
    """The result of what needs no work: nothing can be done with it, or it was done before."""
    if isinstance(one, Result):
        if _fits(one.student):
            importer.forget(one.student, one.lesson)
        return one
    if again or not importer.unchanged(one):
        return None
    return _recorded(importer, one.student, one.lesson)


def _imported(importer: Importer, job: Job, marked: Marked | str) -> Result:
    """Write marks into the gradebook, or take back older ones where there are none."""
    if not isinstance(marked, str):
        try:
            importer.write(job, marked)
            return _recorded(importer, job.student, job.lesson, marked.seconds)
        except Exception as error:  # one failure never stops the others
            why = next(iter(str(error).splitlines()), type(error).__name__)
            marked = f"Its marks could not be written: {why}"
    try:
        importer.forget(job.student, job.lesson)
    except Exception:  # another program keeps the gradebook locked
        marked += " (Marks of an earlier run, if there are any, could not be taken back.)"
    return Result(job.student, job.lesson, FAILED, (marked,))


def _recorded(importer: Importer, student: str, lesson: str, seconds: float = 0.0) -> Result:
    items = importer.items(student, lesson)
    record = importer.record(student, lesson)
    status = BY_HAND if any(item.by_hand for item in items.values()) else GRADED
    remarks = tuple(record["remarks"])
    return Result(student, lesson, status, remarks, seconds, items, record["isolation"])


def _gradebook(course: Path) -> Gradebook:
    directory = CourseDirectory(config=load_config(course))
    return Gradebook(directory.db_url, directory.course_id)


def export_grades(course: Path, target: Path) -> None:
    """Write a line for each student and lesson of the gradebook, with nbgrader's column names."""
    columns = ["assignment", "timestamp", "student_id", "last_name", "first_name", "email"]
    columns += ["raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"]
    with _gradebook(course) as book, target.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for assignment in book.assignments:
            for student in book.students:
                row = {key: getattr(student, key) or "" for key in columns[3:6]}
                row |= {"assignment": assignment.name, "student_id": student.id}
                row |= {"max_score": assignment.max_score, "score": 0.0}
                with contextlib.suppress(MissingEntry):
                    handed_in = book.find_submission(assignment.name, student.id)
                    penalty = handed_in.late_submission_penalty or 0.0
                    row["timestamp"] = handed_in.timestamp or ""
                    row["raw_score"] = handed_in.score
                    row["late_submission_penalty"] = penalty
                    row["score"] = max(0.0, handed_in.score - penalty)
                    row["needs_manual_grade"] = handed_in.needs_manual_grade
                table.writerow(row)


def results_table(results: Iterable[Result]) -> Table:
    """The results as one table: a line for each student and lesson."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student")
    table.add_column("lesson", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    last = None
    for one in results:
        if last not in (None, one.student):
            table.add_row()
        table.add_row(
            escape(printable(one.student)) if one.student != last else "",
            one.lesson,
            f"{one.points:g} / {one.max_points:g}" if one.items else "-",
            one.status,
            f"{one.seconds:.1f}",
        )
        last = one.student
    return table


def notes(results: Iterable[Result]) -> list[str]:
    """What was repaired or stopped, or waits for a person: a line each, under its submission."""
    lines = []
    for one in results:
        by_hand = [name for name, item in one.items.items() if item.by_hand]
        said = [*one.remarks, *(f"`{name}` waits to be graded by hand." for name in by_hand)]
        if said:
            lines.append(printable(f"{one.student} · {one.lesson}"))
            lines += [f"  {printable(sentence)}" for sentence in said]
    return lines


def report(course: Path, results: list[Result], console: Console) -> None:
    """Print the table of results, what was noted, and where everything was written."""
    console.print(results_table(results))
    console.print()
    for line in notes(results):
        console.print(escape(line), soft_wrap=True, highlight=False)
    console.print()
    for what, where in (
        ("gradebook", _address(course)),
        ("grades", course / GRADES),
        ("feedback", course / "feedback"),
        ("log", course / LOG),
    ):
        console.print(f"{what:<10} {where}", soft_wrap=True, highlight=False)


def _address(course: Path) -> str:
    """Where the gradebook is: a file, or a server's address without its password."""
    url = make_url(CourseDirectory(config=load_config(course)).db_url)
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def warn(results: Iterable[Result], console: Console) -> None:
    """Say it in one loud line if a submission was not sealed off from this machine."""
    if any(one.isolation == WEAK for one in results):
        console.print(
            "Isolation: weak. Nothing kept the submissions from this machine's files and "
            "network; install bubblewrap (Linux) before you grade what you do not trust.",
            style="bold red",
            soft_wrap=True,
        )


def _handed_in(course: Path, student: str, lesson: str) -> tuple[str, tuple[str, ...]] | Result:
    """The text of a submission and what is odd about its file; or the result where there is none.

    Links are not followed: they may lead to another student's work, or out of the course.
    """
    folder = course / "submitted" / student / lesson
    if not _fits(student):
        remark = (
            "nbgrader cannot read a folder with [ ] * ? or invisible signs in its name, nor one "
            f"of more than {LONGEST_NAME} signs; rename it."
        )
        return Result(student, lesson, FAILED, (remark,))
    if any(path.is_symlink() for path in (folder.parent, folder)):
        return Result(student, lesson, FAILED, ("The folder is a link; links are not followed.",))
    if not folder.exists():
        return Result(student, lesson, NOTHING)
    if not folder.is_dir():
        remark = f"{lesson} is no folder with a notebook in it but a file; it is not read."
        return Result(student, lesson, FAILED, (remark,))
    paths = list(folder.iterdir())
    fitting = sorted(
        (
            path
            for path in paths
            if path.suffix.casefold() == ".ipynb" and _looks_like(path.stem, lesson)
        ),
        key=lambda path: (path.stem == lesson, path.name),
    )
    if not fitting:
        names = sorted(path.name for path in paths)
        listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        remark = f"There is no {lesson}.ipynb in the folder, only: {listed}."
        return Result(student, lesson, NOTHING, (printable(remark),) if names else ())
    file = fitting[-1]
    if file.is_symlink() or not file.is_file():
        return Result(
            student, lesson, FAILED, ("The notebook is a link or no file; it is not read.",)
        )
    try:
        text, remarks = read_file(file)
    except TooLarge as error:
        return Result(student, lesson, FAILED, (str(error),))
    if file.stem != lesson:
        name = f"The file was called {file.name}; it was taken for {lesson}.ipynb."
        remarks = (printable(name), *remarks)
    return text, remarks


def _fits(student: str) -> bool:
    """Whether a folder's name can be a student's name in nbgrader."""
    readable = glob.escape(student) == student == student.strip() and student.isprintable()
    return readable and len(student) <= LONGEST_NAME


def _looks_like(stem: str, lesson: str) -> bool:
    """Whether a file name is the lesson's, as browsers and editors change it."""
    rest = stem.casefold().replace(lesson.casefold(), "", 1)
    return rest != stem.casefold() and bool(
        re.fullmatch(r"(copy of )?[ _-]*(\(\d+\)|copy\d*|copy \d+|\d+)?[ _-]*", rest)
    )


def printable(text: str) -> str:
    """A student's words without what would move a terminal's cursor or turn its writing."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


@contextlib.contextmanager
def _progress(total: int, console: Console | None) -> Iterator[Callable[[Result], None]]:
    """A bar with the number done, the speed, the time left and the failures."""
    progress = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failures]}"),
        TextColumn("{task.description}"),
        console=console or Console(quiet=True),
        transient=True,
    )
    begin, failures, count = time.monotonic(), 0, 0
    with progress:
        bar = progress.add_task("", total=total, speed="", failures="")

        def done(result: Result) -> None:
            nonlocal failures, count
            count += 1
            failures += result.status == FAILED
            progress.update(
                bar,
                advance=1,
                description=escape(printable(f"{result.student} · {result.lesson}")),
                speed=f"{count / (time.monotonic() - begin):.1f}/s",
                failures=f"{failures} not graded" if failures else "",
            )

        yield done
