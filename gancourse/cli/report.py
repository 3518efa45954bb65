"""What the teacher's commands print: a bar while they work, tables and remarks at the end."""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from gancourse.course.dates import DATES, read_dates
from gancourse.course.delivery import TIMESTAMP, read_delivery
from gancourse.grading.export import GRADES, gradebook_address
from gancourse.grading.grade import LOG, unreleased_points
from gancourse.grading.names import name_warnings
from gancourse.grading.result import BY_HAND, FAILED, GRADED, NOTHING, Bar, Done, Result
from gancourse.sandbox import STRONG, WEAK
from gancourse.text import printable, writable

STATUSES = (GRADED, BY_HAND, FAILED, NOTHING)


def bar_on(console: Console) -> Bar:
    """A bar with the number done, the speed, the time left and the failures."""

    @contextlib.contextmanager
    def bar(what: str, total: int) -> Iterator[Done]:
        progress = Progress(
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}"),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        begin, failures, count = time.monotonic(), 0, 0
        with progress:
            task = progress.add_task("", total=total, speed="", failures="")

            def done(result: Result | None) -> None:
                nonlocal failures, count
                count += 1
                failures += result is not None and result.status == FAILED
                name = printable(f"{result.student} · {result.lesson}") if result else ""
                progress.update(
                    task,
                    advance=1,
                    description=name,
                    speed=f"{count / (time.monotonic() - begin):.1f}/s",
                    failures=f"{failures} not graded" if failures else "",
                )

            yield done

    return bar


# A class -----------------------------------------------------------------------------------------

MOST_IN_FULL = 50
"""Of more submissions, a summary is printed, and what is said of each goes to the log."""

MOST_NAMED = 5
"""How many students are named behind a reason."""

MOST_REASONS = 8
"""How many reasons of a kind are told."""


def print_results(course: Path, results: list[Result], console: Console) -> None:
    """Print the results and where everything was written.

    Of a small class: the table, and the remarks on each submission. Of a large one: a screen of
    counts and of what needs the teacher; the rest is appended to ``grading.log``.
    """
    if len(results) <= MOST_IN_FULL:
        console.print(results_table(results))
        lines = remark_lines(results)
    else:
        console.print(summary_table(results))
        lines = summary_lines(results) + _logged(course, results)
    for block in (lines, waiting_lines(results), untimed_lines(course, results)):
        for number, line in enumerate(block):
            _say(console, line if number else f"\n{line}")
    console.print()
    for line in due_lines(course, sorted({result.lesson for result in results})):
        _say(console, f"{'due':<10} {line}")
    for what, where in (
        ("gradebook", gradebook_address(course)),
        ("grades", course / GRADES),
        ("feedback", course / "feedback"),
        ("log", course / LOG),
    ):
        _say(console, f"{what:<10} {where}")


def results_table(results: Iterable[Result]) -> Table:
    """The results as one table: a line for each student; of several lessons, one for each below.

    A student's name is never cut: it has to be typed in other commands.
    """
    of_student: dict[str, list[Result]] = {}
    for result in results:
        of_student.setdefault(result.student, []).append(result)
    lessons = {result.lesson for found in of_student.values() for result in found}
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    table.add_column("student", overflow="fold")
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    if len(lessons) == 1:
        table.title = Text(printable(*lessons), style="bold not italic")
    for student, found in of_student.items():
        if len(lessons) > 1:
            table.add_row(Text(printable(student)))
        for result in found:
            table.add_row(
                Text(f"  {result.lesson}" if len(lessons) > 1 else printable(student)),
                f"{result.points:g} / {result.max_points:g}" if result.items else "-",
                result.status,
                f"{result.seconds:.1f}",
            )
    return table


def summary_table(results: Iterable[Result]) -> Table:
    """A line for each lesson: how many of each status, and the mean of the points."""
    of_lesson: dict[str, list[Result]] = {}
    for result in results:
        of_lesson.setdefault(result.lesson, []).append(result)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("lesson", no_wrap=True)
    for status in STATUSES:
        table.add_column(status, justify="right")
    table.add_column("mean points", justify="right", no_wrap=True)
    for lesson, found in sorted(of_lesson.items()):
        counts = Counter(result.status for result in found)
        marked = [result for result in found if result.items]
        mean = "-"
        if marked:
            points = fmean(result.points for result in marked)
            mean = f"{points:.1f} / {marked[0].max_points:g}"
        table.add_row(Text(printable(lesson)), *(f"{counts[one]}" for one in STATUSES), mean)
    return table


def summary_lines(results: Sequence[Result]) -> list[str]:
    """What needs the teacher, grouped: what was not graded and why, late work, notices."""
    failed = [one for one in results if one.status == FAILED]
    late = [one for one in results if one.penalty]
    lines = _grouped("Not graded", [(one, why) for one in failed for why in one.remarks or [""]])
    if late:
        lines.append(f"{_count(len(late), 'submission')} came late and lost points.")
    lines += _grouped("For you alone", [(one, what) for one in results for what in one.notices])
    return [printable(line) for line in lines]


def waiting_lines(results: Iterable[Result]) -> list[str]:
    """A line for each question whose answers wait for a person, with the command to type."""
    waiting = Counter(
        (one.lesson, name) for one in results for name, item in one.items.items() if item.by_hand
    )
    return [
        printable(
            f"{_count(count, 'answer')} to `{name}` ({lesson}) {'waits' if count == 1 else 'wait'} "
            f"to be graded by hand: gancourse answers {lesson.partition('_')[0]} {name}"
        )
        for (lesson, name), count in waiting.items()
    ]


def untimed_lines(course: Path, results: Iterable[Result]) -> list[str]:
    """A line on work that is late as its platform says, which no rule knows: there is no time."""
    if read_dates(course) is None:
        return []
    late = []
    for one in results:
        folder = course / "submitted" / one.student / one.lesson
        delivery = read_delivery(folder)
        if delivery and delivery.late and not (folder / TIMESTAMP).exists():
            late.append(f"{one.student} · {one.lesson}")
    if not late:
        return []
    more = ", …" * (len(late) > MOST_NAMED)
    return [
        printable(
            f"{_count(len(late), 'submission')} came late, as the platform says without a time: "
            "nothing was taken off. With a time in "
            f"{TIMESTAMP} beside it, it counts as late: "
            f"{', '.join(late[:MOST_NAMED])}{more}"
        )
    ]


def _count(number: float, what: str) -> str:
    return f"{number:g} {what}" if number == 1 else f"{number:g} {what}s"


def _grouped(title: str, found: Sequence[tuple[Result, str]]) -> list[str]:
    """A line for each reason, the commonest first, with some of those whom it is about."""
    by_reason: dict[str, list[str]] = {}
    for result, reason in found:
        by_reason.setdefault(reason, []).append(f"{result.student} · {result.lesson}")
    if not by_reason:
        return []
    lines = [
        f"  {reason} {len(who)}: {', '.join(who[:MOST_NAMED])}{', …' * (len(who) > MOST_NAMED)}"
        for reason, who in sorted(by_reason.items(), key=lambda one: -len(one[1]))
    ]
    return [f"{title}:", *_cut(lines)]


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_REASONS
    return lines[:MOST_REASONS] + ([f"  And {more} more, in {LOG}."] if more > 0 else [])


def _logged(course: Path, results: Sequence[Result]) -> list[str]:
    """Append what is said of each submission to the log; say how much, or why not."""
    lines = [
        f"{one.student} · {one.lesson}: {one.status}, {one.points:g} of {one.max_points:g} points"
        for one in results
    ]
    remarks = remark_lines(results)
    try:
        with (course / LOG).open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.writelines(f"{line}\n" for line in [*map(printable, lines), *remarks])
    except OSError as error:
        return [f"{LOG} could not be written: {error.strerror or error}."]
    return [f"The results and remarks of each of the {len(results)} are at the end of {LOG}."]


def remark_lines(results: Iterable[Result]) -> list[str]:
    """What was repaired or stopped: a line each, under its submission."""
    lines = []
    for result in results:
        remarks = list(result.remarks)
        if result.seconds_late or result.penalty:
            remarks.append(_late(result))
        remarks += [f"For you alone: {notice}" for notice in result.notices]
        if remarks:
            lines.append(printable(f"{result.student} · {result.lesson}"))
            lines += [f"  {printable(remark)}" for remark in remarks]
    return lines


def _late(result: Result) -> str:
    """How late a submission was, and what that cost."""
    minutes = math.ceil(result.seconds_late / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    much, unit = (days, "day") if days else (hours, "hour") if hours else (minutes, "minute")
    cost = _count(round(result.penalty, 2), "point") if result.penalty else "nothing"
    return f"Handed in {_count(much, unit)} late: it cost {cost}."


def due_lines(course: Path, lessons: Iterable[str]) -> list[str]:
    """When lessons are due, if the course has a table of dates: a line each."""
    dates = read_dates(course)
    if dates is None:
        return []
    lines = []
    for lesson in lessons:
        due, extended = dates.lessons.get(lesson), [one for one, _ in dates.students]
        count = extended.count(lesson)
        more = f"; {_count(count, 'extension')}" if count else ""
        when = f"{due:%Y-%m-%d %H:%M %Z}{more}" if due else f"no date in {DATES}"
        lines.append(f"{lesson}: {when}")
    return lines


def warn(course: Path, results: Sequence[Result], console: Console) -> None:
    """Say aloud what a teacher has to know: points that were not released, names that look alike,
    submissions that were not sealed off."""
    for line in name_warnings(result.student for result in results):
        _say(console, line, style="yellow")
    for line in unreleased_points(course, sorted({result.lesson for result in results})):
        _say(console, line, style="yellow")
    weak = [result for result in results if result.isolation == WEAK]
    for line in dict.fromkeys(result.shortfall for result in weak):
        _say(
            console,
            f"Isolation: weak. {line} Nothing kept the submissions from this machine's files and "
            "network; install bubblewrap (Linux), or use a container (docs/grading.md), before you "
            "grade what you do not trust.",
            style="bold red",
        )
    strong = [result for result in results if result.isolation == STRONG]
    for line in filter(None, dict.fromkeys(result.shortfall for result in strong)):
        _say(console, f"Isolation: strong. {line}")


def _say(console: Console, line: str, style: str = "") -> None:
    """Print a line as it is: nothing in it is taken for rich's markup, a path or an emoji."""
    console.print(Text(line, style=style), soft_wrap=True, highlight=False)


# One notebook ------------------------------------------------------------------------------------


def print_checked(file: Path, checked: Result, console: Console) -> None:
    """Print a line for each graded cell, the messages of those that failed, and the remarks."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("item", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("verdict")
    for grade_id, item in checked.items.items():
        name = _short(grade_id)
        points = "-" if item.by_hand else f"{item.points:g}"
        subject, _, verdict = next(iter(item.message.splitlines()), "").partition(": ")
        if subject.casefold() != name:
            verdict = f"{subject}: {verdict}" if verdict else subject
        table.add_row(Text(name), f"{points} / {item.max_points:g}", Text(verdict))
    table.add_row("total", f"{checked.points:g} / {checked.max_points:g}", style="bold")
    _say(console, printable(f"{file}: {checked.lesson}"))
    console.print(table)
    messages = [item.message for item in checked.items.values() if item.failed]
    for text in [*messages, "\n".join(checked.remarks)]:
        if text:
            _say(console, f"\n{text}")


def _short(grade_id: str) -> str:
    """The name of the item that a cell is about."""
    return grade_id.removeprefix("check_")


# For other programs ------------------------------------------------------------------------------


def results_json(results: Iterable[Result]) -> str:
    """What ``gancourse grade --json`` prints: a list with a dict for each student and lesson."""

    def plain(result: Result) -> dict[str, Any]:
        items = {
            name: {"points": item.points, "max_points": item.max_points, "by_hand": item.by_hand}
            for name, item in result.items.items()
        }
        totals = {"points": result.points, "max_points": result.max_points}
        student = {"student": printable(result.student)}
        return vars(result) | student | {"items": items} | totals

    return _json([plain(result) for result in results])


def checked_json(file: Path, checked: Result) -> str:
    """What ``gancourse check --json`` prints: a dict; points that a person has to give are null."""
    items = [
        {
            "name": _short(grade_id),
            "points": None if item.by_hand else item.points,
            "max_points": item.max_points,
            "message": item.message,
            "aspects": item.aspects,
        }
        for grade_id, item in checked.items.items()
    ]
    plain: dict[str, Any] = {"file": printable(str(file)), "lesson": checked.lesson, "items": items}
    plain |= {"remarks": checked.remarks, "passed": checked.passed}
    plain |= {"points": checked.points, "max_points": checked.max_points}
    return _json(plain)


def _json(value: Any) -> str:
    """JSON that every terminal and every reader takes: plain ASCII, and no halves of characters."""
    whole = writable(json.dumps(value, ensure_ascii=False))
    return json.dumps(json.loads(whole), indent=2)
