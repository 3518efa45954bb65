"""Marks one submission: repairs it, runs it in the sandbox, judges what was seen.

All that is needed comes in a `Job` and all that results goes out in a `Marked`, both plain data.
So the work can be done in another process, or on another machine.
"""

from __future__ import annotations

import ast
import html
import platform
import re
import threading
from collections.abc import Container, Mapping
from importlib.metadata import version
from typing import Any

import nbformat
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

import graders
from gancourse.course.tidy import SKIP_TAG
from gancourse.grading.jobs import Job, Marked, is_check
from gancourse.grading.repair import is_base64, read_submission, rebuild, writable
from gancourse.sandbox.executor import Execution, Executor, Step
from graders.core import message
from graders.core.check import Item, Verdict
from graders.core.errors import Raised


def versions() -> dict[str, str]:
    """What decides over a mark beside the submission: names and versions."""
    names = ("torch", "torchvision", "numpy", "ipython", "nbgrader")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


_kept = threading.local()


def mark_job(job: Job) -> Marked:
    """Mark one submission with the sandbox that this process keeps, or with a new one."""
    if getattr(_kept, "limits", None) != job.limits:
        if hasattr(_kept, "executor"):
            _kept.executor.close()
        _kept.executor, _kept.limits = Executor(job.limits), job.limits
    return mark(job, _kept.executor)


def mark(job: Job, executor: Executor) -> Marked:
    """Mark one submission.

    Raises:
        SandboxError: The sandbox broke; nothing is said about the submission.
    """
    handed_in, unreadable = read_submission(job.submitted)
    released = nbformat.reads(job.released, as_version=4)
    nb, repairs = rebuild(released, handed_in)
    remarks = [*job.remarks, *unreadable, *(repairs if handed_in.cells or not unreadable else ())]
    checks = {number: _parse(cell) for number, cell in enumerate(nb.cells) if is_check(cell)}
    names = {number: nb.cells[number].metadata.nbgrader.grade_id for number in checks}
    seeds = {number: job.seeds[name] for number, name in names.items()}
    execution = executor.run(_steps(nb, checks, seeds))
    _show(nb, execution)
    points: dict[str, float] = {}
    verdicts: dict[str, dict[str, Any]] = {}
    for number, check in checks.items():
        cell, name = nb.cells[number], names[number]
        if check is None:
            points[name] = 0.0
            _add_error(cell, "NoCheck", "This is no check of the course, so it earns nothing.")
            remarks.append(f"`{name}` is no check of the course; grade it by hand.")
        elif number in execution.seen:
            verdict = _judge(check[0], execution.seen[number], seeds[number])
            verdicts[name] = verdict.data()
            points[name] = show_verdict(cell, verdict)
        else:
            points[name] = 0.0
            _not_run(cell, nb, number, execution)
    remarks += _stops(nb, execution)
    _sanitize(nb)
    return Marked(
        nbformat.writes(nb, version=4),
        points,
        verdicts,
        tuple(remarks),
        execution.isolation,
        execution.seconds,
        versions(),
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
        ] if check in graders.__all__:
            item = getattr(graders, check)
            return (item, name) if isinstance(item, Item) else None
    return None


def _steps(
    nb: NotebookNode, checks: Mapping[int, Check | None], seeds: Mapping[int, int]
) -> list[Step]:
    steps = []
    for number, cell in enumerate(nb.cells):
        if cell.cell_type != "code" or SKIP_TAG in cell.metadata.get("tags", ()):
            continue
        if number not in checks:
            steps.append(Step(number, source=cell.source))
        elif checks[number] is not None:
            item, name = checks[number]
            inputs = item.given(seeds[number])
            check = f"check_{item.name.lower()}"
            steps.append(
                Step(number, item=check, name=name, given=inputs, seed=seeds[number] % 2**31)
            )
    return steps


def _judge(item: Item, seen: Any, seed: int) -> Verdict:
    """Judge what came back. What has not the form of observations is an error of the answer."""
    if len(seen) != len(item.aspects):
        strange = Raised("something that is no observation", "", in_answer=False)
        seen = [strange] * len(item.aspects)
    return item.judge(seen, item.given(seed))


# Showing -----------------------------------------------------------------------------------------


def show_verdict(cell: NotebookNode, verdict: Verdict) -> float:
    """Put a verdict into its cell, in the form that nbgrader counts; return the points.

    nbgrader gives full points to a cell without an error, none to one with an error, and takes a
    number for partial points.
    """
    full = float(cell.metadata.nbgrader.points)
    if verdict.passed:
        text = message.text(verdict) + "\n"
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        return full
    shown = {"text/plain": message.text(verdict), "text/html": message.as_html(verdict)}
    cell.outputs = [nbformat.v4.new_output("display_data", shown)]
    points = round(verdict.earned * full, 2)
    if points:
        number = {"text/plain": str(points), "text/html": f"{points:g} of {full:g} points"}
        cell.outputs.append(nbformat.v4.new_output("execute_result", number))
    else:
        _add_error(cell, "CheckFailed", message.title(verdict))
    return points


def _show(nb: NotebookNode, execution: Execution) -> None:
    for count, (number, outputs) in enumerate(execution.outputs.items(), 1):
        cell = nb.cells[number]
        cell.execution_count = count
        cell.outputs = [one for one in map(_output, map(_writable, outputs)) if one is not None]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
        if number in execution.interrupted:
            _add_error(cell, "Stopped", "This cell ran too long and was stopped.")


_LONG_SEQUENCE = re.compile(r"(\x1b\[[^@-~\n]{40})[^@-~\n]+")
"""A terminal's sequence that takes hours to read: the time grows by the square of its length."""

_MIMES = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg"}
_STREAMS = {"stdout", "stderr"}


def _writable(value: Any) -> Any:
    """The same plain value, with texts that a file can hold."""
    if isinstance(value, str):
        return _LONG_SEQUENCE.sub(r"\1", writable(value))
    if isinstance(value, list):
        return [_writable(part) for part in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(part) for key, part in value.items()}
    return value


def _output(raw: Any) -> NotebookNode | None:
    """One output of a cell in the form of a notebook; None for what no cell shows."""
    match raw:
        case {"output_type": "stream", "name": str(name), "text": str(text)} if name in _STREAMS:
            return nbformat.v4.new_output("stream", name=name, text=text)
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue)}:
            lines = raw.get("traceback")
            lines = [str(line) for line in lines] if isinstance(lines, list) else []
            return nbformat.v4.new_output("error", ename=ename, evalue=evalue, traceback=lines)
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
            data = {m: text for m, text in data.items() if m in _MIMES and isinstance(text, str)}
            data = {m: text for m, text in data.items() if "image" not in m or is_base64(text)}
            return nbformat.v4.new_output(kind, data) if data else None
    return None


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


_TAGS = [
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img"),
    *("li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "th", "thead", "tr", "u", "ul"),
]
_ATTRIBUTES = {"title", "alt", "scope", "colspan", "rowspan", "width", "height", "style", "id"}


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":  # pictures in the file itself; no address is called
        return value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
    if tag == "a" and name == "href":
        return value.startswith(("#", "https://", "http://"))
    if name == "style" and re.search(r"url|\\", value, re.IGNORECASE):
        return False
    return name in _ATTRIBUTES


MOST_MARKS = 5_000
"""How many < or [ one text may hold: reading HTML and Markdown takes time by the square of them."""

MOST_MARKS_IN_ALL = 20_000

MARKS_OF_FORMULA = 20
"""As how many of them a formula counts that has not ended yet: reading it takes longer."""

_WITH_MARKS = ("text/html", "text/markdown", "text/latex")


def _bound(nb: NotebookNode) -> None:
    """Show as plain text what would take minutes to read as HTML or Markdown."""
    room = MOST_MARKS_IN_ALL

    def fits(text: str) -> bool:
        nonlocal room
        marks = text.count("<") + text.count("[") + text.count("&") // 20
        marks += MARKS_OF_FORMULA * text.count("\\begin")
        if marks > min(MOST_MARKS, room):
            return False
        room -= marks
        return True

    for cell in nb.cells:
        if cell.cell_type != "code" and not fits(cell.source):
            cell.source = _as_it_stands(html.escape(cell.source))
        for output in cell.get("outputs", ()):
            for kind in _WITH_MARKS:
                if not fits(output.get("data", {}).get(kind, "")):
                    _leave_out(output, kind)


def _as_it_stands(text: str) -> str:
    """Markdown that shows a text as it is."""
    return "\n".join(f"    {line}" for line in text.splitlines())


def _leave_out(output: NotebookNode, kind: str) -> None:
    del output.data[kind]
    output.data.setdefault("text/plain", "(This cannot be shown here.)")


_SCRIPT = re.compile(r"(java|vb)script:|data:(text|application/x|image/svg)|href\{", re.IGNORECASE)
"""What a link begins with that runs a script; a formula may put its parts together."""

_PICTURE = re.compile(
    r"!\[(?:[^][\\`<>]*\]"
    r"\((?:attachment:([A-Za-z0-9_.-]+)|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]*)\))?"
)
"""The beginning of a picture in Markdown; all of it if the picture lies in the notebook."""


def _runs_script(text: str) -> bool:
    """Whether a link in HTML or Markdown may run a script, however its letters are written."""
    for _ in range(3):
        text = html.unescape(text)
    return _SCRIPT.search(re.sub(r"[\s\x00-\x1f\\]", "", text)) is not None


def _without_calls(text: str, attachments: Container[str] = ()) -> str:
    """Markdown whose pictures lie in the notebook; those that lie elsewhere become links.

    An address would be called when the page is opened, and for a picture that is missing in the
    notebook no page can be made.
    """

    def keep(found: re.Match) -> str:
        here = found[0] != "![" and (found[1] is None or found[1] in attachments)
        return found[0] if here else found[0][1:]

    return _PICTURE.sub(keep, text)


def _disarm(nb: NotebookNode) -> None:
    """Take away what Markdown and formulas would make of a text that is harmless as HTML."""
    for cell in nb.cells:
        if cell.cell_type != "code":
            if _runs_script(cell.source):
                cell.source = _as_it_stands(cell.source)
            if cell.cell_type == "markdown":
                cell.source = _without_calls(cell.source, cell.get("attachments", ()))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            for kind in _WITH_MARKS:
                if _runs_script(data.get(kind, "")):
                    _leave_out(output, kind)
            if "text/markdown" in data:
                data["text/markdown"] = _without_calls(data["text/markdown"])


def _sanitize(nb: NotebookNode) -> None:
    """Take scripts, frames, forms and the like out of what an instructor's browser will show."""
    _bound(nb)
    css = ["border-left", "caption-side", "margin-left", "padding-right", *SanitizeHTML().styles]
    SanitizeHTML(enabled=True, tags=_TAGS, attributes=_allowed, styles=css, strip=True).preprocess(
        nb, {}
    )
    _disarm(nb)  # last: what is taken out may have kept the letters of a link apart
