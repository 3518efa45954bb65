"""Marks given by hand, which stay given while the answer is the same, whatever is graded again.

nbgrader lets every mark by hand wait for a person again once its submission has been graded again.
Here the gradebook has a table of its own with a hash of each answer, as it stood when it was last
graded: where the answer is the same, the mark counts as it is. The table goes where the gradebook
goes, and stays when ``autograded/`` is deleted.
"""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor
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


class SaveGrades(NbGraderPreprocessor):
    """nbgrader's step that writes automatic points, but for the flag of marks given by hand."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as book:
            ANSWERS.create(book.engine, checkfirst=True)
            ours = (names["notebook"], names["assignment"], names["student"])
            save_grades(book, book.find_submission_notebook(*ours), nb)
            book.db.commit()
        return nb, resources


def save_grades(book: Gradebook, notebook: SubmittedNotebook, nb: NotebookNode) -> None:
    """Write the automatic points and comments of a marked notebook; the caller commits.

    It writes what nbgrader's ``SaveAutoGrades`` does, but for the flag of marks given by hand, with
    three questions to the database in the place of several for each cell.

    Raises:
        MissingEntry: The gradebook knows no such cell.
    """
    grades, comments = _by_cell(book, Grade, notebook), _by_cell(book, Comment, notebook)
    now, before = answer_hashes(nb), _read(book, notebook)
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if utils.is_grade(cell):
            grade = grades[name]
            stays = is_given(grade) and before.get(name) == now[name]
            grade.auto_score, _ = utils.determine_grade(cell, logging.getLogger("traitlets"))
            by_person = grade.manual_score is not None or grade.auto_score is None
            grade.needs_manual_grade = by_person and not stays
        if utils.is_solution(cell) or utils.is_task(cell):
            untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            untouched = untouched and not utils.is_task(cell)
            comments[name].auto_comment = "No response." if untouched else None
    _write(book, notebook, now)


class _ByCell(dict[str, Any]):
    """Grades or comments of a submitted notebook by the grade id of their cell."""

    def __missing__(self, name: str) -> Any:
        raise MissingEntry(f"No such cell: {name}")


def _by_cell(book: Gradebook, kind: Any, notebook: SubmittedNotebook) -> _ByCell:
    query = book.db.query(BaseCell.name, kind).join(BaseCell, BaseCell.id == kind.cell_id)
    return _ByCell(iter(query.filter(kind.notebook_id == notebook.id)))


def is_given(grade: Grade) -> bool:
    """Whether a person has marked an answer, and nothing has happened to it since then."""
    return grade.manual_score is not None and not grade.needs_manual_grade


def changed_since(grades: Iterable[Any]) -> list[str]:
    """A sentence for each answer that waits again, since it is not the one that was marked.

    Args:
        grades: Of one submission: `Grade`, or rows with its fields and the name of its cell.
    """
    return [
        f"`{grade.name}` was marked {grade.manual_score:g}; the answer has changed since."
        for grade in grades
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
