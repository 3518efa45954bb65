"""Says which lesson a notebook comes from, and whether anything has been answered in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from gancourse.course.graded import is_grade, is_solution
from gancourse.course.places import find_lessons, release_path
from gancourse.course.tidy import read
from gancourse.grading.cells import MOST_CELLS, bare, clean, name_asked, names_defined

Names = tuple[frozenset[str], ...]
"""By what the graded cells of a lesson are known: a set for each."""


class WrongLesson(ValueError):
    """A notebook belongs to another lesson than the one it was handed in for."""


def names_of(released: NotebookNode) -> Names:
    """By what the graded cells of a release are known: their names and ids."""
    return tuple(
        frozenset((cell.id, cell.metadata.nbgrader.grade_id))
        for cell in released.cells
        if is_grade(cell) or is_solution(cell)
    )


def lesson_names(course: Path) -> dict[str, Names]:
    """By what the graded and answer cells of each lesson of a course are known."""
    lessons = [name for name in find_lessons(course) if release_path(course, name).exists()]
    return {lesson: names_of(read(release_path(course, lesson))) for lesson in lessons}


def recognise(lessons: Mapping[str, Names], nb: NotebookNode) -> str | None:
    """The lesson that a notebook comes from: the one with which it shares most graded cells."""
    return lesson_with(lessons, {name for cell in _cells(nb) for name in _names(cell)})


def lesson_with(lessons: Mapping[str, Names], names: Collection[str]) -> str | None:
    """The lesson with which a notebook whose cells have these names shares most graded cells."""
    best = max(lessons, key=lambda lesson: _count(lessons[lesson], names), default=None)
    return best if best is not None and _count(lessons[best], names) else None


def refuse_other_lesson(
    lesson: str, released: NotebookNode, lessons: Mapping[str, Names], nb: NotebookNode
) -> None:
    """Refuse a notebook in which nothing is of this lesson; an empty one is not refused.

    Args:
        lesson: The lesson's name.
        released: Its notebook as students got it.
        lessons: What `lesson_names` says of the course.
        nb: What was handed in.

    Raises:
        WrongLesson: It is that of another lesson, or of none. The text says which.
    """
    cells = _cells(nb)
    if not any(cell.source.strip() for cell in cells) or _shared(names_of(released), cells):
        return
    here = _alike(released, cells)
    other = recognise(lessons, nb)
    if other and _shared(lessons[other], cells) > here:
        raise WrongLesson(f"This is the notebook of {other}, not of {lesson}.")
    if not here:
        raise WrongLesson(f"This is another notebook: nothing in it belongs to {lesson}.")


def has_answers(released: NotebookNode, nb: NotebookNode) -> bool:
    """Whether an answer of a notebook differs from the stub in the release."""
    answers = [cell for cell in released.cells if is_solution(cell)]
    stubs = {bare(cell.source) for cell in answers}
    names = {name for one in names_of(NotebookNode(cells=answers)) for name in one}
    asked = {name_asked(cell) for cell in answers}
    return any(
        cell.source.strip()
        and bare(cell.source) not in stubs
        and (names & _names(cell) or asked.intersection(names_defined(cell.source)))
        for cell in _cells(nb)
    )


def _cells(nb: NotebookNode) -> list[NotebookNode]:
    return [clean(cell) for cell in nb.cells[:MOST_CELLS] if isinstance(cell, dict)]


def _names(cell: NotebookNode) -> set[Any]:
    grade_id = cell.nbgrader.get("grade_id")
    return {cell.id, grade_id if isinstance(grade_id, str) else ""} - {""}


def _shared(lesson: Names, cells: Iterable[NotebookNode]) -> int:
    """How many graded cells of a lesson are in a notebook under their names."""
    return _count(lesson, {name for cell in cells for name in _names(cell)})


def _count(lesson: Names, names: Collection[str]) -> int:
    return sum(not one.isdisjoint(names) for one in lesson)


def _alike(released: NotebookNode, cells: list[NotebookNode]) -> int:
    """How many graded cells of a lesson are in a notebook without their names.

    A cell is known by what it defines, or by its text or that of its prompt.
    """
    texts = {"".join(cell.source.split()) for cell in cells}
    defined = {name for cell in cells for name in names_defined(cell.source)}
    count = 0
    for number, cell in enumerate(released.cells):
        if is_grade(cell) or is_solution(cell):
            around = released.cells[max(0, number - 1) : number + 1]
            known = any("".join(one.source.split()) in texts for one in around)
            count += known or name_asked(cell) in defined
    return count
