"""All answers to one question: what a person reads, side by side, and marks."""

from __future__ import annotations

import hmac
import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, is_grade, is_solution

from gancourse.course.key import course_key
from gancourse.course.places import find_graded_lessons, release_path, source_path
from gancourse.course.settings import load_config, quiet_nbgrader
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.by_hand import answer_cells, answer_hash
from gancourse.grading.gradebook import steadily
from gancourse.grading.marks import entries
from gancourse.grading.scheme import Solution, solutions_of

LETTERS = "bcdfghjkmnpqrstvwxz"
"""Codes are made of these: no spreadsheet takes such a word for a number or a date."""

CODE_LETTERS, CHECK_LETTERS = 6, 8


@dataclass(frozen=True)
class Question:
    """What was asked.

    Attributes:
        lesson: The lesson's name.
        name: The grade id of the cell that brings the points.
        answer: The grade id of the cell with the answer.
        prompt: The text of the exercise: Markdown.
        solution: The model answer and the marking scheme.
        is_code: Whether the answer is code.
        max_points: What it can earn.
    """

    lesson: str
    name: str
    answer: str
    prompt: str
    solution: Solution
    is_code: bool
    max_points: float

    @property
    def item(self) -> str:
        """The name that a teacher types."""
        return self.name.removeprefix("check_")


@dataclass(frozen=True)
class Answer:
    """What one student has answered.

    Attributes:
        student: The name of the student's folder.
        code: What stands for the student on the sheet.
        check: What stands for the answer's text on the sheet: another text has another one.
        cell: The cell with the answer, as it was graded.
        points: What it has; None if it waits for a person.
        comment: What a person has said of it; may be empty.
        note: What the marker should know of it; may be empty.
    """

    student: str
    code: str
    check: str
    cell: NotebookNode
    points: float | None
    comment: str
    note: str

    @property
    def text(self) -> str:
        """The answer as it was typed."""
        source = self.cell.source
        return source if self.cell.cell_type == "code" else html.unescape(source)


@dataclass(frozen=True)
class Answers:
    """All answers to one question.

    Attributes:
        question: The question.
        given: The answers; equal ones stand together, and else they are in no order of names.
        untouched: How many have handed in without an answer: they have no points already.
    """

    question: Question
    given: list[Answer]
    untouched: int


def find_question(course: Path, lesson: str, item: str) -> Question:
    """The question of a lesson by its grade id, or by the name of the item.

    Raises:
        CourseError: There is no such lesson or item, or the lesson has not been released.
    """
    (lesson,) = find_graded_lessons(course, [lesson])
    path = release_path(course, lesson)
    if not path.exists():
        raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    released = read(path)
    cells = answer_cells(released)
    name = next((one for one in (item, f"check_{item}") if one in cells), None)
    if name is None:
        names = ", ".join(_in_order(released))
        raise CourseError(f"{lesson} has no item {item!r} with points; choose from {names}.")
    cell = cells[name]
    answer = cell.metadata.nbgrader.grade_id
    above = released.cells[: released.cells.index(cell)]
    prompt = next((one.source for one in reversed(above) if one.cell_type == "markdown"), "")
    points = next(c for c in released.cells if _grade_id(c) == name).metadata.nbgrader.points
    solution = solutions_of(read(source_path(course, lesson))).get(answer, Solution("", ""))
    is_code = cell.cell_type == "code"
    return Question(lesson, name, answer, prompt, solution, is_code, float(points))


def _in_order(released: NotebookNode) -> list[str]:
    """The items of a lesson, those that a person marks first."""
    graded = [cell for cell in released.cells if is_grade(cell)]
    graded.sort(key=lambda cell: not is_solution(cell))
    return [_grade_id(cell).removeprefix("check_") for cell in graded]


def _grade_id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def read_answers(course: Path, question: Question) -> Answers:
    """All answers that have been graded, with their marks so far.

    Raises:
        GradebookGone: The gradebook cannot be read.
    """
    marks = _read_marks(course, question)
    key = course_key(course)
    codes = _codes(key, question, marks)
    given, untouched = [], 0
    for student, mark in marks.items():
        cell = _answer_cell(course, student, question)
        if cell is None:  # it was not graded, or has been taken back
            continue
        if mark.manual is None and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell):
            untouched += 1
            continue
        code = codes[student]
        check = _letters(key, code, answer_hash(cell))[:CHECK_LETTERS]
        given.append(Answer(student, code, check, cell, mark.points, mark.comment, mark.note))
    return Answers(question, list(_equal_ones_together(given)), untouched)


@dataclass(frozen=True)
class _Mark:
    """What the gradebook has of one answer."""

    manual: float | None
    auto: float | None
    waits: bool
    comment: str

    @property
    def points(self) -> float | None:
        if self.waits:
            return None
        return self.auto if self.manual is None else self.manual

    @property
    def note(self) -> str:
        if self.waits and self.manual is not None:
            return f"was marked {self.manual:g}; the answer has changed since"
        return "points of the check" if self.manual is None and not self.waits else ""


def _read_marks(course: Path, question: Question) -> dict[str, _Mark]:
    """The marks of one question by student, in two queries."""
    directory = CourseDirectory(config=load_config(course))

    def marks() -> dict[str, _Mark]:
        with Gradebook(directory.db_url, directory.course_id) as book:
            of_lesson = Assignment.name == question.lesson
            comments = entries(book, Comment, BaseCell, Comment.manual_comment)
            comments = comments.filter(of_lesson, BaseCell.name == question.answer)
            said = {student: comment or "" for _, student, _, comment in comments}
            columns = (Grade.manual_score, Grade.auto_score, Grade.needs_manual_grade)
            grades = entries(book, Grade, BaseCell, *columns)
            return {
                student: _Mark(manual, auto, bool(waits), said.get(student, ""))
                for _, student, _, manual, auto, waits in grades.filter(
                    of_lesson, BaseCell.name == question.name
                )
            }

    with quiet_nbgrader():
        return steadily(marks)


def _answer_cell(course: Path, student: str, question: Question) -> NotebookNode | None:
    """The cell with a student's answer in the notebook that was graded."""
    folder = course / "autograded" / student / question.lesson
    try:
        nb = json.loads((folder / f"{question.lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == question.answer:
            if isinstance(cell["source"], list):
                cell["source"] = "".join(cell["source"])
            return nbformat.from_dict(cell)
    return None


def _codes(key: bytes, question: Question, students: Iterable[str]) -> dict[str, str]:
    """A code for each student, the same each time, which tells nothing to who lacks the key."""
    long = {one: _letters(key, question.lesson, question.name, one) for one in students}
    for length in range(CODE_LETTERS, 20):
        codes = {student: code[:length] for student, code in long.items()}
        if len(set(codes.values())) == len(codes):
            break
    return codes


def _letters(key: bytes, *words: str) -> str:
    """Letters that only this course's key makes of these words."""
    text = "\0".join(("answers", *words))
    number = int.from_bytes(hmac.digest(key, text.encode(), "sha256"))
    letters = []
    for _ in range(20):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def _equal_ones_together(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Answers in the order of their codes; those with the same text behind the first of them."""
    groups: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda one: one.code):
        groups.setdefault(answer_hash(answer.cell), []).append(answer)
    for group in groups.values():
        yield from group
