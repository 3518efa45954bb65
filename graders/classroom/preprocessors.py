"""What nbgrader calls while it releases and grades, beside its own preprocessors.

``nbgrader_config.py`` puts these into nbgrader's lists, so stock ``nbgrader autograde`` repairs,
runs and judges like ``gancourse grade``. Each step stands alone:

    SubmissionExporter   reads the file, whatever it is
    RepairSubmission     the doctor: a submission in the released form
    ExecuteSubmission    runs it; survives endless loops and dead kernels
    JudgeChecks          decides which checks earn their points
    ShowRemarks          tells the student what was repaired or stopped
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Callable, Integer, Unicode

from graders.classroom import CourseError
from graders.classroom.doctor import read_submission, rebuild
from graders.classroom.tidy import read, tidy_released
from graders.message import MIME

REMARKS = "classroom"
"""The key of the notebook's metadata under which remarks on a submission are kept."""


def remarks_of(nb: NotebookNode) -> list[str]:
    """What was noted about a submission while it was repaired and run: plain sentences."""
    return list(nb.metadata.get(REMARKS, {}).get("remarks", []))


def _remark(nb: NotebookNode, sentences: list[str]) -> None:
    if sentences:
        nb.metadata[REMARKS] = {"remarks": remarks_of(nb) + sentences}


class TidyRelease(NbGraderPreprocessor):
    """The last step of a release: leave in the student notebook what a student needs."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        tidy_released(nb)
        return nb, resources


class SubmissionExporter(NotebookExporter):
    """Reads a handed-in file; one that is no notebook becomes an empty one with a remark."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Convert the file ``filename``, as nbconvert's exporters do, but never fail to read it."""
        path = Path(filename)
        nb, remarks = read_submission(path.read_text(encoding="utf-8", errors="replace"))
        resources = ResourcesDict() if resources is None else resources
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        resources["remarks"] = remarks
        return self.from_notebook_node(nb, resources=resources, **kw)


class RepairSubmission(NbGraderPreprocessor):
    """The first step of grading: the released notebook with the student's answers in it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folder = coursedir.format_path(coursedir.release_directory, ".", names["assignment"])
        path = Path(folder) / f"{names['notebook']}.ipynb"
        if not path.exists():
            raise CourseError(f"{path} is missing; run `gancourse release`, then grade again.")
        unreadable = resources.get("remarks", [])
        nb, repairs = rebuild(read(path), nb)
        _remark(nb, unreadable or repairs)
        return nb, resources


class ExecuteSubmission(Execute):
    """Runs a submission cell by cell, and goes on where nbgrader would give up.

    An endless loop is interrupted and costs its own cell; other cells that call it are stopped
    ten times sooner. When the kernel dies, or cannot be interrupted, what was earned before stays;
    the rest says that it was not run.
    """

    setup_timeout = Integer(
        120, help="Seconds for a cell before the first answer: importing PyTorch takes its time."
    ).tag(config=True)

    notebook_timeout = Integer(
        300, help="Seconds for a whole notebook; when they are over, each cell gets one second."
    ).tag(config=True)

    kernel_context = Callable(
        contextlib.nullcontext,
        help="Makes a context manager that is entered while the kernel runs.",
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: Any = None
    ) -> tuple[NotebookNode, Any]:
        """Run all cells in place; see the class for what happens to those that go wrong."""
        self._stopped: list[str] = []
        self._current = 0
        self._deadline = monotonic() + self.notebook_timeout
        self._first_item = next(
            (number for number, cell in enumerate(nb.cells) if "nbgrader" in cell.metadata), 0
        )
        self.timeout_func = self.seconds_for
        with self.kernel_context():
            try:
                nb, resources = super().preprocess(nb, resources, km)
            except DeadKernelError:
                self._give_up("The kernel died while this cell ran")
            except CellTimeoutError:
                self._give_up("This cell ran on and on, and could not be interrupted")
        if self._stopped:
            _remark(nb, [f"Stopped, since it ran too long: {', '.join(self._stopped)}."])
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        self._current = index
        return super().preprocess_cell(cell, resources, index)

    def seconds_for(self, cell: NotebookNode) -> int:
        """How long a cell may run."""
        left = int(self._deadline - monotonic())
        most = self.setup_timeout if self._current < self._first_item else self.timeout or left
        if self._stopped and not is_check(cell):
            most //= 10
        return max(1, min(most, left))

    def on_cell_executed(self, **kwargs: Any) -> None:
        """Name the cells that were stopped, and say in them what happened."""
        content = kwargs["execute_reply"]["content"]
        if content["status"] == "error" and content["ename"] == "CellTimeoutError":
            self._stopped.append(f"`{_name(kwargs['cell'])}`")
            content["evalue"] = "This cell ran too long and was stopped; is there an endless loop?"
            content["traceback"] = [content["evalue"]]
        super().on_cell_executed(**kwargs)

    def _give_up(self, why: str) -> None:
        last = self.nb.cells[self._current]
        _add_error(last, "NotFinished", f"{why}; the cells after it were not run.")
        for cell in self.nb.cells[self._current + 1 :]:
            if is_check(cell):
                _add_error(cell, "NotRun", f"Not run, because of the cell {_name(last)} above.")
        _remark(self.nb, [f"{why} (`{_name(last)}`); the checks after it were not run."])


class JudgeChecks(NbGraderPreprocessor):
    """Says how many points each check earns, in the form that nbgrader counts.

    nbgrader gives full points to a cell without output and none to one with an error or a
    warning, and it takes a number for partial points. Here a check earns its points if it printed
    its line and raised nothing. A failed check that says which share of the points its answer
    earns has its error replaced by that many points; the message stays.

    The verdict comes from the kernel that ran the student's code. A judge outside that kernel
    takes the place of ``share`` and leaves the rest as it is.
    """

    passed = Unicode(
        r"^\S+: (?:all \d+ checks|the check) passed\.$",
        help="A line of this form is what a check prints when all is right.",
    ).tag(config=True)

    def share(self, cell: NotebookNode) -> float:
        """The share of its points that a check cell earns, run or not: from 0 to 1."""
        if any(output.output_type == "error" for output in cell.outputs):
            verdict = verdict_of(cell) or {}
            share = verdict.get("earned")
            return share if isinstance(share, float) and 0 <= share < 1 else 0.0
        printed = "".join(
            output.text
            for output in cell.outputs
            if output.output_type == "stream" and output.name == "stdout"
        )
        return float(re.search(self.passed, printed, flags=re.MULTILINE) is not None)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        """Leave in a check cell only what nbgrader counts as this verdict."""
        if not is_check(cell):
            return cell, resources
        share = self.share(cell)
        cell.outputs = [out for out in cell.outputs if out.output_type != "execute_result"]
        if share:
            cell.outputs = [
                out
                for out in cell.outputs
                if out.output_type != "error" and out.get("name") != "stderr"
            ]
        elif not any(out.output_type == "error" for out in cell.outputs):
            _add_error(cell, "NoVerdict", "The check came to no verdict, so it earns nothing.")
        if 0 < share < 1:
            full = float(cell.metadata.nbgrader.points)
            points = round(share * full, 2)
            shown = {"text/plain": str(points), "text/html": f"{points:g} of {full:g} points"}
            cell.outputs.append(nbformat.v4.new_output("execute_result", shown))
        return cell, resources


def verdict_of(cell: NotebookNode) -> dict[str, Any] | None:
    """The verdict that a failed check has left in its cell as data, or None."""
    verdicts = [
        output.data[MIME]
        for output in cell.get("outputs", [])
        if output.output_type == "display_data" and MIME in output.data
    ]
    return verdicts[-1] if verdicts and isinstance(verdicts[-1], dict) else None


class ShowRemarks(NbGraderPreprocessor):
    """Puts what was repaired or stopped at the top of the notebook that the student gets back."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        remarks = remarks_of(nb)
        if remarks:
            text = "**About this submission**\n\n" + "\n".join(f"- {one}" for one in remarks)
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="remarks"))
        return nb, resources


def is_check(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id


def _add_error(cell: NotebookNode, name: str, text: str) -> None:
    cell.outputs = [
        *cell.outputs,
        nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[text]),
    ]
