"""Marks one submission: repairs it, runs it in the sandbox, judges what was seen.

All that is needed comes in a `Job` and all that results goes out in a `Marked`, both plain data.
So the work can be done in another process, or on another machine. What takes as long as a student
decides, beside running, is done by `bounded`: what is not done in time is lost, and no more.
"""

from __future__ import annotations

import ast
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import nbformat
from nbformat import NotebookNode

import graders
from gancourse.course.tidy import SKIP_TAG
from gancourse.grading.bounded import SECONDS, TooLong, bounded
from gancourse.grading.jobs import Job, Marked, is_check
from gancourse.grading.notices import items_of, notices_on, origin_notices
from gancourse.grading.read import read_submission
from gancourse.grading.recognise import refuse_other_lesson
from gancourse.grading.repair import rebuild
from gancourse.grading.sanitize import (
    clean_output,
    sanitized,
    shorten,
    without_what_students_show,
)
from gancourse.grading.syntax import newer_python
from gancourse.sandbox import wire
from gancourse.sandbox.executor import Execution, Executor, Request
from graders.core import message
from graders.core.check import Item
from graders.core.errors import Raised
from graders.core.verdict import Verdict

JUDGING_SECONDS = 120
"""How long all checks of one submission may be judged, together."""

TOO_SLOW = "The file took too long to be read; it counts as nothing handed in."

MOST_OUTPUTS = 1000
"""How many outputs are kept of one submission; each takes a part of a millisecond, many times."""


def versions() -> dict[str, str]:
    """What decides over a mark beside the submission: names and versions."""
    names = ("torch", "torchvision", "numpy", "ipython", "nbgrader")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def mark(job: Job, executor: Executor) -> Marked:
    """Repair, run and judge one submission.

    Raises:
        SandboxError: The sandbox broke; nothing is said about the submission.
        WrongLesson: It belongs to another lesson.
    """
    executor.start()  # it takes longest
    if job.repaired:
        nb = nbformat.reads(job.submitted, as_version=4)
        return mark_repaired(nb, job.seeds, executor, (), job.files, job.all_or_nothing)
    released = nbformat.reads(job.released, as_version=4)
    try:
        nb, repairs, notices = bounded(_read_and_repair, job, released)
    except TooLong:
        (nb, repairs), notices = _nothing_of(released), []
    remarks = [*job.remarks, *repairs]
    marked = mark_repaired(nb, job.seeds, executor, remarks, job.files, job.all_or_nothing)
    return replace(marked, notices=(*notices, *marked.notices))


def _read_and_repair(job: Job, released: NotebookNode) -> tuple[NotebookNode, list[str], list[str]]:
    submitted, unreadable = read_submission(job.submitted)
    refuse_other_lesson(job.lesson, released, job.lessons, submitted)
    nb, remarks = _repair(released, submitted, unreadable)
    return nb, remarks, notices_on(nb, released)


def repair(
    released: NotebookNode, submitted: NotebookNode, unreadable: Sequence[str]
) -> tuple[NotebookNode, list[str]]:
    """The released notebook with a student's answers in it, and all remarks on what was handed in.

    Args:
        released: The notebook as students got it.
        submitted: The notebook as it came back.
        unreadable: Remarks on what of it could not be read. If that is all of it, no more is said.
    """
    try:
        return bounded(_repair, released, submitted, unreadable)
    except TooLong:
        return _nothing_of(released)


def _repair(
    released: NotebookNode, submitted: NotebookNode, unreadable: Sequence[str]
) -> tuple[NotebookNode, list[str]]:
    nb, repairs = rebuild(released, submitted, whole=not unreadable)
    repairs += newer_python(nb, submitted)
    return nb, [*unreadable, *(repairs if submitted.cells or not unreadable else ())]


def _nothing_of(released: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """What is marked of a file that could not be read in time."""
    return _repair(released, nbformat.v4.new_notebook(), [TOO_SLOW])


def mark_repaired(
    nb: NotebookNode,
    seeds_by_name: Mapping[str, int],
    executor: Executor,
    remarks: Iterable[str],
    files: Mapping[str, str],
    all_or_nothing: bool = False,
) -> Marked:
    """Run and judge a submission that has been repaired. For the arguments see `Job`.

    Raises:
        SandboxError: The sandbox broke; nothing is said about the submission.
    """
    remarks = list(remarks)
    checks = {number: _parse(cell) for number, cell in enumerate(nb.cells) if is_check(cell)}
    names = {number: nb.cells[number].metadata.nbgrader.grade_id for number in checks}
    seeds = {number: seeds_by_name[name] for number, name in names.items()}
    execution = executor.run(_requests(nb, checks, seeds), files)
    _show(nb, execution)
    deadline = time.monotonic() + JUDGING_SECONDS
    verdicts: dict[str, dict[str, Any]] = {}
    for number, check in checks.items():
        cell, name = nb.cells[number], names[number]
        if check is None:
            _add_error(cell, "NoCheck", "This is no check of the course, so it earns nothing.")
            remarks.append(f"`{name}` is no check of the course; grade it by hand.")
        elif number in execution.seen:
            seen, seed, left = execution.seen[number], seeds[number], deadline - time.monotonic()
            points = float(cell.metadata.nbgrader.points)
            try:
                cell.outputs, verdicts[name] = bounded(
                    *(_judged, _check_name(check[0]), wire.encode(seen), seed),
                    *(points, all_or_nothing),
                    seconds=min(left, SECONDS),
                )
            except (TooLong, wire.WireError):
                _add_error(cell, "NoVerdict", "What the answer gives took too long to compare.")
                remarks.append(f"What `{name}` checks took too long to compare; it earns nothing.")
        else:
            _not_run(cell, nb, number, execution)
    remarks += _stops(nb, execution)
    items = items_of(nb)
    notices = [
        notice
        for number, check in checks.items()
        if check and number in execution.origins
        for notice in origin_notices(check[1], execution.origins[number], items)
    ]
    shorten(nb)
    try:
        nb = bounded(sanitized, nb)
    except TooLong:
        without_what_students_show(nb)
        remarks.append("What its cells show took too long to be made safe; it was left out.")
    return Marked(
        nbformat.writes(nb, version=4),
        verdicts,
        tuple(remarks),
        execution.isolation,
        execution.seconds,
        versions(),
        tuple(notices),
        execution.shortfall,
        execution.starved,
    )


# Running -----------------------------------------------------------------------------------------

Check = tuple[Item, str]
"""What a check cell checks: the item, and the name of the student's object."""


def _parse(cell: NotebookNode) -> Check | None:
    """Read ``graders.check_get_noise(get_noise)``; None if the cell is anything else."""
    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return None
    match body:
        case [
            ast.Expr(
                ast.Call(
                    func=ast.Attribute(value=ast.Name("graders"), attr=check),
                    args=[ast.Name(name)],
                    keywords=[],
                )
            )
        ] if check in graders.MODULES:
            return getattr(graders, check), name
    return None


def _check_name(item: Item) -> str:
    """Its name in `graders`, by which another process finds it."""
    return f"check_{item.name.lower()}"


def _requests(
    nb: NotebookNode, checks: Mapping[int, Check | None], seeds: Mapping[int, int]
) -> list[Request]:
    requests = []
    for number, cell in enumerate(nb.cells):
        if cell.cell_type != "code" or SKIP_TAG in cell.metadata.get("tags", ()):
            continue
        if number not in checks:
            requests.append(Request(number, source=cell.source))
        elif check := checks[number]:
            item, name = check
            inputs, seed = item.given(seeds[number]), seeds[number] % 2**31
            requests.append(
                Request(number, item=_check_name(item), name=name, given=inputs, seed=seed)
            )
    return requests


def _judged(
    check: str, seen: bytes, seed: int, points: float, all_or_nothing: bool
) -> tuple[list[NotebookNode], dict[str, Any]]:
    """Judge what came back; return what the check's cell shows, and the verdict as data.

    What has not the form of observations is an error of the answer.
    """
    item: Item = getattr(graders, check)
    observations = wire.decode(seen)
    if len(observations) != len(item.aspects):
        strange = Raised("something that is no observation", "", in_answer=False)
        observations = [strange] * len(item.aspects)
    verdict = item.judge(observations, item.given(seed))
    verdict = replace(verdict, all_or_nothing=all_or_nothing)
    return shown(verdict, points), verdict.data()


# Showing -----------------------------------------------------------------------------------------


def shown(verdict: Verdict, full: float) -> list[NotebookNode]:
    """A verdict as the outputs of its cell, in the form that nbgrader counts.

    nbgrader gives full points to a cell without an error, none to one with an error, and takes a
    number for partial points.
    """
    words = {"text/plain": message.text(verdict), "text/html": message.as_html(verdict)}
    shown = nbformat.v4.new_output("display_data", words)
    if verdict.passed:
        return [shown]
    points = round(verdict.earned * full, 2)
    if points:
        number = {"text/plain": str(points), "text/html": f"{points:g} of {full:g} points"}
        counted = nbformat.v4.new_output("execute_result", number)
    else:
        counted = _error("CheckFailed", message.title(verdict))
    return [shown, counted]


def _show(nb: NotebookNode, execution: Execution) -> None:
    room = MOST_OUTPUTS
    for count, (number, outputs) in enumerate(execution.outputs.items(), 1):
        cell = nb.cells[number]
        cell.execution_count = count
        cell.outputs = list(filter(None, map(clean_output, outputs[:room])))
        room -= len(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
        if number in execution.interrupted:
            _add_error(cell, "Stopped", "This cell ran too long and was stopped.")


def _add_error(cell: NotebookNode, name: str, text: str) -> None:
    cell.outputs = [*cell.outputs, _error(name, text)]


def _error(name: str, text: str) -> NotebookNode:
    return nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[text])


def _not_run(cell: NotebookNode, nb: NotebookNode, number: int, execution: Execution) -> None:
    if number in execution.interrupted:
        _add_error(cell, "Stopped", "The check ran too long and was stopped: an endless loop?")
    elif number in execution.unreadable:
        _add_error(cell, "NoVerdict", "What the answer gives cannot be read, so it earns nothing.")
    elif execution.last is not None:
        where = _name(nb.cells[execution.last])
        text = f"Not run. {execution.why} in the cell {where}."
        _add_error(cell, "NotRun", text)
    else:
        _add_error(cell, "NoVerdict", "The check came to no verdict, so it earns nothing.")


def _stops(nb: NotebookNode, execution: Execution) -> list[str]:
    remarks = []
    if execution.interrupted:
        names = ", ".join(f"`{_name(nb.cells[number])}`" for number in execution.interrupted)
        remarks.append(f"Stopped, since it ran too long: {names}.")
    if execution.last is not None:
        name = _name(nb.cells[execution.last])
        remarks.append(f"{execution.why} (`{name}`); the checks after it were not run.")
    return remarks


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id
