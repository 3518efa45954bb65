"""Checks a notebook before it is handed in, and packs what a learning platform should get.

Nothing is refused that is the lesson's notebook: unfinished work is packed with a warning.
"""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from gancourse.course.tidy import text_of
from gancourse.errors import CourseError
from gancourse.grading.modules import modules_beside
from gancourse.grading.read import decode
from gancourse.grading.recognise import WrongLesson, has_answers, names_of, refuse_other_lesson
from gancourse.grading.repair import rebuild
from gancourse.sandbox.limits import MEGABYTE
from gancourse.student.exercises import Standing, State, standings
from gancourse.student.lessons import find_lessons, released
from gancourse.student.notebooks import Unreadable, notebooks, read_notebook

LARGE = 10 * MEGABYTE
"""Bytes; a larger notebook is packed without its outputs. Platforms have limits of their own."""

PACKED = "hand_in"
"""The folder, in a student's folder, for what is packed."""


@dataclass(frozen=True)
class Packed:
    """What was packed.

    Attributes:
        file: What the platform should get.
        notebook: The student's notebook that is in it.
        standings: How far each exercise has come.
        warnings: What the student should know before it is handed in: plain sentences.
        repairs: What grading will put right, in the words in which the teacher will read it.
    """

    file: Path
    notebook: Path
    standings: tuple[Standing, ...]
    warnings: tuple[str, ...]
    repairs: tuple[str, ...]


def submit(notebook: Path, lesson: str, to: Path) -> Packed:
    """Check a student's notebook, and pack it under its right name.

    Args:
        notebook: The student's file.
        lesson: The lesson's name.
        to: The folder for the packed file; it is made if it is missing.

    Raises:
        CourseError: The file is no notebook, or that of another lesson.
        OSError: It cannot be read, or the packed file cannot be written.
    """
    original = released(lesson)
    nb, damage = read_notebook(notebook)
    try:
        refuse_other_lesson(lesson, original, _known(), nb)
    except WrongLesson as error:
        raise CourseError(f"{notebook.name}: {error}") from None
    found = tuple(standings(original, nb))
    raw = notebook.read_bytes()
    modules = modules_beside(notebook, decode(raw))
    warnings = [*damage, *map(_warning, filter(_needs_warning, found))]
    if len(raw) > LARGE:
        warnings.append(
            f"The notebook has {len(raw) / MEGABYTE:.0f} MB, so it was packed without its outputs: "
            "it is run anew when it is graded."
        )
        raw = _without_outputs(nb)
    file = _write(to, lesson, raw, modules)
    return Packed(file, notebook, found, tuple(warnings), tuple(rebuild(original, nb)[1]))


def find_notebook(folder: Path | None, lesson: str) -> tuple[Path, list[str]]:
    """The notebook of a lesson that is to be handed in, and what to say of others beside it.

    Of several the one under the lesson's own name counts, if there is an answer in it.

    Raises:
        CourseError: There is none, or it cannot be told which one is meant.
    """
    found = notebooks(folder, lesson) if folder else []
    if not found:
        where = folder or Path.cwd()
        raise CourseError(
            f"There is no {lesson}.ipynb in {where}. If it lies elsewhere, name the file: "
            "gancourse submit FILE.ipynb"
        )
    if len(found) == 1:
        return found[0], []
    original = released(lesson)
    answered = [path for path in found if _has_answers(original, path)]
    names = ", ".join(path.name for path in found)
    if not answered or answered == found[-1:]:
        return found[-1], []
    if len(answered) == 1:
        return answered[0], [f"Of {names}, only {answered[0].name} has answers: it was taken."]
    raise CourseError(
        f"There are several notebooks with answers: {', '.join(path.name for path in answered)}. "
        f"Name the one that you want to hand in: gancourse submit FILE.ipynb"
    )


def recognise_lesson(notebook: Path) -> str:
    """The lesson that a file is a notebook of.

    Raises:
        CourseError: It is a notebook of no lesson, or none at all.
        OSError: It cannot be read.
    """
    from gancourse.grading.recognise import recognise

    nb, _ = read_notebook(notebook)
    lesson = recognise(_known(), nb)
    if lesson is None:
        raise CourseError(f"{notebook.name} is the notebook of no lesson.")
    return lesson


def _known() -> dict:
    return {lesson: names_of(released(lesson)) for lesson in find_lessons()}


def _has_answers(original: NotebookNode, path: Path) -> bool:
    try:
        return has_answers(original, read_notebook(path)[0])
    except (Unreadable, OSError):
        return False


def _needs_warning(one: Standing) -> bool:
    return one.state not in (State.PASSED, State.BY_HAND)


def _warning(one: Standing) -> str:
    which = f"exercise {one.exercise.number} ({one.exercise.name})"
    return {
        State.OPEN: f"You have not answered {which}.",
        State.UNCHECKED: f"You have answered {which}, but not run its check.",
        State.CHANGED: f"You have changed {which} since its check ran: run both once more.",
        State.FAILED: f"The check of {which} does not pass yet; it earns {one.share:.0%}.",
    }[one.state]


def _without_outputs(nb: NotebookNode) -> bytes:
    for cell in nb.cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return text_of(nb).encode()


def _write(to: Path, lesson: str, raw: bytes, modules: dict[str, str]) -> Path:
    """Write the notebook, or a zip of it and the modules that it uses; return the file."""
    to.mkdir(parents=True, exist_ok=True)
    file = to / f"{lesson}.{'zip' if modules else 'ipynb'}"
    new = file.with_name(f".{file.name}.new")
    try:
        if modules:
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{lesson}.ipynb", raw)
                for name, text in modules.items():
                    archive.writestr(name, text)
        else:
            new.write_bytes(raw)
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return file


def saved(notebook: Path, now: datetime.datetime) -> str:
    """When a file was last saved, in words."""
    then = datetime.datetime.fromtimestamp(notebook.stat().st_mtime)
    day = "today" if then.date() == now.date() else f"on {then:%Y-%m-%d}"
    return f"{day} at {then:%H:%M}"
