"""Marks one submission: repairs it, runs it in the sandbox, judges what was seen.

All that is needed comes in a `Job` and all that results goes out in a `Marked`, both plain data.
So the work can be done in another process, or on another machine.
"""

from __future__ import annotations

import ast
import platform
import threading
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

import graders
from gancourse.course.tidy import SKIP_TAG
from gancourse.grading.jobs import Job, Marked, is_check
from gancourse.grading.read import read_submission
from gancourse.grading.repair import rebuild
from gancourse.grading.sanitize import clean_output, sanitize
from gancourse.sandbox.executor import Execution, Executor, Request
from graders.core import message
from graders.core.check import Item
from graders.core.errors import Raised
from graders.core.verdict import Verdict


def versions() -> dict[str, str]:
    """What decides over a mark beside the submission: names and versions."""
    names = ("torch", "torchvision", "numpy", "ipython", "nbgrader")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


_kept = threading.local()


def kept_executor(limits: Mapping[str, int], course: Path) -> Executor:
    """The sandbox that this process keeps, or a new one if that is for another course or limits."""
    if getattr(_kept, "wanted", None) != (limits, course):
        if hasattr(_kept, "executor"):
            _kept.executor.close()
        _kept.executor, _kept.wanted = Executor(limits, course=course), (limits, course)
    return _kept.executor


def mark(job: Job, executor: Executor) -> Marked:
    """Repair, run and judge one submission.

    Raises:
        SandboxError: The sandbox broke; nothing is said about the submission.
    """
    submitted, unreadable = read_submission(job.submitted)
    released = nbformat.reads(job.released, as_version=4)
    nb, remarks = repair(released, submitted, unreadable)
    return mark_repaired(nb, job.seeds, executor, [*job.remarks, *remarks])


def repair(
    released: NotebookNode, submitted: NotebookNode, unreadable: Sequence[str]
) -> tuple[NotebookNode, list[str]]:
    """The released notebook with a student's answers in it, and all remarks on what was handed in.

    Args:
        released: The notebook as students got it.
        submitted: The notebook as it came back.
        unreadable: Remarks on what of it could not be read. If that is all of it, no more is said.
    """
    nb, repairs = rebuild(released, submitted)
    return nb, [*unreadable, *(repairs if submitted.cells or not unreadable else ())]


def mark_repaired(
    nb: NotebookNode, seeds_by_name: Mapping[str, int], executor: Executor, remarks: Iterable[str]
) -> Marked:
    """Run and judge a submission that has been repaired.

    Raises:
        SandboxError: The sandbox broke; nothing is said about the submission.
    """
    remarks = list(remarks)
    checks = {number: _parse(cell) for number, cell in enumerate(nb.cells) if is_check(cell)}
    names = {number: nb.cells[number].metadata.nbgrader.grade_id for number in checks}
    seeds = {number: seeds_by_name[name] for number, name in names.items()}
    execution = executor.run(_requests(nb, checks, seeds))
    _show(nb, execution)
    verdicts: dict[str, dict[str, Any]] = {}
    for number, check in checks.items():
        cell, name = nb.cells[number], names[number]
        if check is None:
            _add_error(cell, "NoCheck", "This is no check of the course, so it earns nothing.")
            remarks.append(f"`{name}` is no check of the course; grade it by hand.")
        elif number in execution.seen:
            verdict = _judge(check[0], execution.seen[number], seeds[number])
            verdicts[name] = verdict.data()
            show_verdict(cell, verdict)
        else:
            _not_run(cell, nb, number, execution)
    remarks += _stops(nb, execution)
    sanitize(nb)
    return Marked(
        nbformat.writes(nb, version=4),
        verdicts,
        tuple(remarks),
        execution.isolation,
        execution.seconds,
        versions(),
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
            item_name = f"check_{item.name.lower()}"
            requests.append(Request(number, item=item_name, name=name, given=inputs, seed=seed))
    return requests


def _judge(item: Item, seen: Any, seed: int) -> Verdict:
    """Judge what came back. What has not the form of observations is an error of the answer."""
    if len(seen) != len(item.aspects):
        strange = Raised("something that is no observation", "", in_answer=False)
        seen = [strange] * len(item.aspects)
    return item.judge(seen, item.given(seed))


# Showing -----------------------------------------------------------------------------------------


def show_verdict(cell: NotebookNode, verdict: Verdict) -> None:
    """Put a verdict into its cell, in the form that nbgrader counts.

    nbgrader gives full points to a cell without an error, none to one with an error, and takes a
    number for partial points.
    """
    full = float(cell.metadata.nbgrader.points)
    if verdict.passed:
        text = message.text(verdict) + "\n"
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        return
    shown = {"text/plain": message.text(verdict), "text/html": message.as_html(verdict)}
    cell.outputs = [nbformat.v4.new_output("display_data", shown)]
    points = round(verdict.earned * full, 2)
    if points:
        number = {"text/plain": str(points), "text/html": f"{points:g} of {full:g} points"}
        cell.outputs.append(nbformat.v4.new_output("execute_result", number))
    else:
        _add_error(cell, "CheckFailed", message.title(verdict))


def _show(nb: NotebookNode, execution: Execution) -> None:
    for count, (number, outputs) in enumerate(execution.outputs.items(), 1):
        cell = nb.cells[number]
        cell.execution_count = count
        cell.outputs = list(filter(None, map(clean_output, outputs)))
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
        if number in execution.interrupted:
            _add_error(cell, "Stopped", "This cell ran too long and was stopped.")


def _add_error(cell: NotebookNode, name: str, text: str) -> None:
    error = nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[text])
    cell.outputs = [*cell.outputs, error]


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
