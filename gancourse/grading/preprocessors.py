"""What nbgrader calls while it releases and grades, beside its own preprocessors.

``nbgrader_config.py`` puts these into nbgrader's lists, so stock ``nbgrader autograde`` repairs,
runs and judges like ``gancourse grade``. Each step stands alone:

    SubmissionExporter   reads the file, whatever it is
    RepairSubmission     puts the student's answers into the released notebook
    MarkSubmission       runs it in the sandbox; the checks are judged outside
    ShowRemarks          tells the student what was repaired or stopped
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from gancourse.course.key import course_key
from gancourse.course.settings import Points
from gancourse.course.tidy import read, tidy_released
from gancourse.errors import CourseError
from gancourse.grading.bounded import TooLong, bounded
from gancourse.grading.jobs import seeds_of, submission_hash
from gancourse.grading.modules import modules_beside
from gancourse.grading.read import TooLarge, read_in_time, read_submission
from gancourse.grading.recognise import lesson_names, refuse_other_lesson
from gancourse.release.cloud import PACKAGE, add_install, add_places, link_pages
from gancourse.release.links import link_neighbours
from gancourse.sandbox.kept import kept_executor
from gancourse.sandbox.limits import Limits

REMARKS = "classroom"
"""The key of the notebook's metadata under which remarks on a submission are kept."""


SUBMISSION = "classroom_submission"
"""The key under which the hash of what was handed in is kept until it is marked."""


def remarks_of(nb: NotebookNode) -> list[str]:
    """What was noted about a submission while it was repaired and run: plain sentences."""
    return list(nb.metadata.get(REMARKS, {}).get("remarks", []))


def put_remarks(nb: NotebookNode, remarks: Iterable[str]) -> None:
    """Keep remarks on a submission in the notebook's metadata."""
    if listed := list(remarks):
        nb.metadata[REMARKS] = {"remarks": listed}


class TidyRelease(NbGraderPreprocessor):
    """The last step of a release: leave in the student notebook what a student needs."""

    repository = Unicode(
        "", help="Where the course is published, as OWNER/NAME on GitHub; links are made from it."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        course = Path(self.parent.parent.coursedir.root)
        tidy_released(nb)
        link_neighbours(nb, course, resources["nbgrader"]["assignment"])
        if self.repository:
            version = importlib.metadata.version(PACKAGE)
            link_pages(nb, self.repository, version)
            add_places(nb, self.repository, version, resources["nbgrader"]["assignment"])
            add_install(nb, version)
        return nb, resources


class SubmissionExporter(NotebookExporter):
    """Reads a handed-in file; one that is no notebook becomes an empty one with a remark."""

    def from_filename(  # type: ignore[override]  # nbconvert: whatever makes text does this
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert the file ``filename``, as nbconvert's exporters do, but never fail to read it."""
        path = Path(filename)
        try:
            text, remarks = read_in_time(path)
            nb, unreadable = bounded(read_submission, text)
        except (TooLarge, TooLong) as error:
            text, nb = "", nbformat.v4.new_notebook()
            remarks, unreadable = (), [str(error)]
        resources = ResourcesDict() if resources is None else resources
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        resources["remarks"], resources["unreadable"] = remarks, unreadable
        resources["files"] = modules_beside(path, text)
        resources["submission"] = submission_hash(text, resources["files"])
        return self.from_notebook_node(nb, resources=resources, **kw)


class RepairSubmission(NbGraderPreprocessor):
    """The first step of grading: the released notebook with the student's answers in it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        from gancourse.grading.mark import repair  # it imports PyTorch

        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        released = released_notebook(coursedir, names["assignment"], names["notebook"])
        lessons = lesson_names(Path(coursedir.root))
        refuse_other_lesson(names["assignment"], released, lessons, nb)
        nb, remarks = repair(released, nb, resources.get("unreadable", ()))
        put_remarks(nb, [*resources.get("remarks", ()), *remarks])
        # nbgrader writes the notebook, and reads it again before it is marked.
        nb.metadata[SUBMISSION] = resources.get("submission", "")
        return nb, resources


def released_notebook(coursedir: CourseDirectory, lesson: str, notebook: str) -> NotebookNode:
    """The notebook as students got it.

    Raises:
        CourseError: It has not been released.
    """
    folder = coursedir.format_path(coursedir.release_directory, ".", lesson)
    path = Path(folder) / f"{notebook}.ipynb"
    if not path.exists():
        raise CourseError(f"{path} is missing; run `gancourse release`, then grade again.")
    return read(path)


class MarkSubmission(NbGraderPreprocessor):
    """Runs a repaired submission in the sandbox and puts the verdicts where nbgrader counts them.

    It takes the place of nbgrader's own Execute. So ``nbgrader autograde`` marks as ``gancourse
    grade`` does.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        from gancourse.grading.mark import mark_repaired  # it imports PyTorch

        # `SubmissionExporter` reads texts as they stand in a file: as lists of lines.
        nb = nbformat.reads(json.dumps(nb), as_version=4)
        names = resources["nbgrader"]
        course = Path(self.parent.parent.coursedir.root)
        key = course_key(course)
        submission = nb.metadata.pop(SUBMISSION, "")
        seeds = seeds_of(key, names["student"], names["assignment"], nb, submission)
        executor = kept_executor(Limits(config=self.config).table(), course)
        files = resources.get("files", {})
        all_or_nothing = Points(config=self.config).all_or_nothing
        marked = mark_repaired(nb, seeds, executor, remarks_of(nb), files, all_or_nothing)
        nb = nbformat.reads(marked.notebook, as_version=4)
        put_remarks(nb, marked.remarks)
        return nb, resources


class ShowRemarks(NbGraderPreprocessor):
    """Puts what was repaired or stopped at the top of the notebook that the student gets back."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        remarks = remarks_of(nb)
        if remarks:
            text = "**About this submission**\n\n" + "\n".join(f"- {remark}" for remark in remarks)
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="remarks"))
        return nb, resources
