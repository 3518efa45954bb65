"""Tables that lead to the pages: one for each student, and one of the class for the teacher."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from gancourse.course.places import release_path
from gancourse.grading.feedback import name_of, roster
from gancourse.grading.marks import Marks, read_marks
from gancourse.grading.page import lesson_cells, points, templates
from gancourse.grading.page_files import page, write_page
from gancourse.grading.result import FAILED

INDEX = "index.html"


def make_indexes(course: Path, lessons: Iterable[str]) -> list[str]:
    """Write ``feedback/index.html``, and ``feedback/STUDENT/index.html`` where it has changed.

    Args:
        course: The course's folder.
        lessons: The names of all graded lessons of the course.

    Returns:
        Which could not be written, and why: sentences.

    Raises:
        GradebookGone: The gradebook cannot be read.
    """
    feedback = course / "feedback"
    if not feedback.is_dir():
        return []
    names = roster(course)
    lessons = list(lessons)
    marks, full = {}, {}
    for lesson in lessons:  # one by one: classes are large
        for key, mark in read_marks(course, [lesson]).items():
            marks[key] = _brief(mark)
            full[lesson] = f"{mark.max_score:g}"
    students = sorted(path.name for path in feedback.iterdir() if path.is_dir())
    one, rows = templates().get_template("student.html.j2"), []
    for student in students:
        name = name_of(names, student)
        entries = [_entry(course, student, lesson, marks) for lesson in lessons]
        text = one.render(name=name, rows=list(filter(None, entries)))
        try:
            _write_changed(feedback / student / INDEX, text)
        except OSError as error:
            return [f"The index of the pages could not be written: {error.strerror}."]
        shown = {entry["lesson"]: entry for entry in entries if entry}
        cells = [_cell(student, shown.get(lesson)) for lesson in full]
        rows.append((student, quote(student), name, cells))
    rows.sort(key=lambda row: row[2].casefold())
    table = templates().get_template("class.html.j2")
    try:
        _write_changed(feedback / INDEX, table.render(lessons=full, students=rows))
    except OSError as error:
        return [f"The index of the pages could not be written: {error.strerror}."]
    return []


def _brief(mark: Marks) -> tuple[str, float]:
    """Points to be shown, and how many wait for a person."""
    waiting = sum(item.max_points for item in mark.items.values() if item.by_hand)
    return f"{round(mark.score, 2):g} / {mark.max_score:g}", waiting


def _entry(
    course: Path, student: str, lesson: str, marks: dict[tuple[str, str], tuple[str, float]]
) -> dict[str, str] | None:
    """One lesson of one student: where its page is, and the points."""
    has_page = page(course, student, lesson).exists()
    mark = marks.get((lesson, student))
    if not has_page and not mark:
        return None
    shown, state = "", FAILED
    if mark and (course / "autograded" / student / lesson).is_dir():
        shown, waiting = mark
        state = f"{points(waiting)} wait{'s' * (waiting == 1)} for your teacher" if waiting else ""
        state = state or "graded"
    return {
        "lesson": lesson,
        "title": lesson_cells(release_path(course, lesson))[0],
        "link": quote(f"{lesson}/{lesson}.html") if has_page else "",
        "points": shown,
        "state": state,
    }


def _cell(student: str, entry: dict[str, str] | None) -> tuple[str, str]:
    """A link and what it reads, for the table of the class."""
    if entry is None:
        return "", ""
    link = f"{quote(student)}/{entry['link']}" if entry["link"] else ""
    text = entry["points"].split(" /")[0] or entry["state"]
    return link, text + "*" * ("wait" in entry["state"])


def _write_changed(path: Path, text: str) -> None:
    """Write a file unless it says that already."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except (OSError, ValueError):
        pass
    write_page(path, text)
