"""Marks given by hand, which stay given while the answer is the same, whatever is graded again.

nbgrader lets every mark by hand wait for a person again once its submission has been graded again.
Here the gradebook has a table of its own with a hash of each answer, as it stood when it was last
graded: where the answer is the same, the mark counts as it is. The table goes where the gradebook
goes, and stays when ``autograded/`` is deleted.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Grade, Gradebook, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from sqlalchemy import Column, MetaData, String, Table, Text

from gancourse.grading.cells import bare
from gancourse.grading.jobs import hash_of

ANSWERS = Table(
    "marked_answers",
    MetaData(),
    Column("notebook_id", String(32), primary_key=True),
    Column("hashes", Text, nullable=False),
)
"""What was graded last: for each submitted notebook, hashes by the grade ids of graded cells."""

DIGITS = 16


class SaveGrades(SaveAutoGrades):
    """nbgrader's step that writes automatic points, but for the flag of marks given by hand."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id = names["student"]
        self.now = answer_hashes(nb)
        with Gradebook(names["db_url"]) as self.gradebook:
            ANSWERS.create(self.gradebook.engine, checkfirst=True)
            ours = self.gradebook.find_submission_notebook(
                self.notebook_id, self.assignment_id, self.student_id
            )
            self.before = _read(self.gradebook, ours)
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            _write(self.gradebook, ours, self.now)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        stays = is_given(grade) and self.before.get(name) == self.now[name]
        grade.auto_score, _ = utils.determine_grade(cell, self.log)
        by_person = grade.manual_score is not None or grade.auto_score is None
        grade.needs_manual_grade = by_person and not stays
        self.gradebook.db.commit()


def is_given(grade: Grade) -> bool:
    """Whether a person has marked an answer, and nothing has happened to it since then."""
    return grade.manual_score is not None and not grade.needs_manual_grade


def changed_since(notebook: SubmittedNotebook) -> list[str]:
    """A sentence for each answer that waits again, since it is not the one that was marked."""
    return [
        f"`{grade.name}` was marked {grade.manual_score:g}; the answer has changed since."
        for grade in notebook.grades
        if grade.needs_manual_grade and grade.manual_score is not None
    ]


def answer_cells(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The cell with the answer that each graded cell is about, by its grade id.

    That is the graded cell itself where a person marks it; for a check, the answer of its name, or
    the answer above it.
    """
    answers = {c.metadata.nbgrader.grade_id: c for c in nb.cells if utils.is_solution(c)}
    found = {}
    last: NotebookNode | None = None
    for cell in nb.cells:
        if utils.is_solution(cell):
            last = cell
        if utils.is_grade(cell):
            name = cell.metadata.nbgrader.grade_id
            found[name] = answers.get(name.removeprefix("check_"), last or cell)
    return found


def answer_hashes(nb: NotebookNode) -> dict[str, str]:
    """Hashes of the answers, by the grade ids of the cells that bring the points."""
    return {name: answer_hash(cell) for name, cell in answer_cells(nb).items()}


def answer_hash(cell: NotebookNode) -> str:
    """A hash of what a student has answered: of words and pictures, not of how blanks stand.

    What is made of ``<`` and ``&`` before a browser shows a text makes no difference.
    """
    if cell.cell_type == "code":
        return hash_of(bare(cell.source))[:DIGITS]
    words = " ".join(html.unescape(cell.source).split())
    pictures = json.dumps(cell.get("attachments") or {}, sort_keys=True)
    return hash_of(f"{words}\0{pictures}")[:DIGITS]


def _read(book: Gradebook, notebook: SubmittedNotebook) -> dict[str, str]:
    query = ANSWERS.select().where(ANSWERS.c.notebook_id == notebook.id)
    row = book.db.execute(query).first()
    return json.loads(row.hashes) if row else {}


def _write(book: Gradebook, notebook: SubmittedNotebook, hashes: Mapping[str, str]) -> None:
    text = json.dumps(hashes)
    known = ANSWERS.c.notebook_id == notebook.id
    if not book.db.execute(ANSWERS.update().where(known).values(hashes=text)).rowcount:
        book.db.execute(ANSWERS.insert().values(notebook_id=notebook.id, hashes=text))
    book.db.commit()
