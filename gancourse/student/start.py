"""Copies lessons into a student's folder, and takes a newer release into one that was begun.

Nothing that a student has written is overwritten. A notebook of an older release gets the new one
with the student's answers, changes and cells in it; the old file is kept.

To tell what a student has changed from what the course has, each lesson is also kept as it was
given out, in the folder's ``.gancourse``. Where that is missing, the answers and the student's own
cells move, and of the rest the new release counts.
"""

from __future__ import annotations

import datetime
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from gancourse.course.places import is_course
from gancourse.course.tidy import FOLDED, STUDENT_METADATA, read, text_of, write
from gancourse.errors import CourseError
from gancourse.grading.cells import as_released, bare, clean, kind_of, safe, same
from gancourse.grading.repair import rebuild
from gancourse.student.exercises import State, standings
from gancourse.student.lessons import fresh, released_lessons
from gancourse.student.notebooks import RECORD, Unreadable, read_notebook

KEPT = "before"
"""The folder beside a notebook in which it is kept as it was before a new release was taken in."""


def start(folder: Path, lessons: Sequence[str]) -> Iterator[str]:
    """Bring lessons into a student's folder.

    Args:
        folder: It is made if it is missing.
        lessons: Their names.

    Yields:
        What was done, a line for each lesson.

    Raises:
        CourseError: The folder is the course's own, or no folder.
        OSError: Something cannot be written; what stood there is as it was.
    """
    folder = folder.expanduser().resolve()
    own = {path.parents[1].resolve() for path in released_lessons().values()}
    if folder in own or is_course(folder.parent):
        raise CourseError(
            f"{folder} belongs to the course itself: `git pull` brings new lessons there. "
            "For a copy to work in, name another folder: --folder NAME"
        )
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file, not a folder. Name another one: --folder NAME")
    for lesson in lessons:
        yield f"{lesson}: {_bring(folder, lesson)}"


def _bring(folder: Path, lesson: str) -> str:
    """Bring one lesson into the folder; say what was done."""
    target, record = folder / lesson / f"{lesson}.ipynb", folder / RECORD / f"{lesson}.ipynb"
    new = fresh(lesson)
    if target.is_symlink():
        return "it is a link, and was left as it is."
    if not target.exists():
        write(new, target)
        write(new, record)
        return "copied."
    try:
        old, damage = read_notebook(target)
    except Unreadable as error:
        return f"{error} It was left as it is; for a fresh one, give it another name."
    if damage:
        return f"{damage[0]} It was left as it is."
    base = read(record) if record.exists() else None
    if base and text_of(base) == text_of(new):
        return "up to date."
    merged, notes = merge(base, old, new)
    if not base and _substance(merged) == _substance(old):
        write(new, record)
        return "up to date."
    kept = "" if base and _substance(base) == _substance(old) else _keep(target)
    write(merged, target)
    write(new, record)
    if not kept:
        return "replaced by the new release; you had written nothing into it."
    done = [_say_taken_in(new, merged), *notes, f"The old file is {kept}, beside the new one."]
    return " ".join(done)


def merge(
    base: NotebookNode | None, old: NotebookNode, new: NotebookNode
) -> tuple[NotebookNode, list[str]]:
    """A new release with what the student has written into the old one.

    Args:
        base: The old release as it was given out, if that is known.
        old: The student's notebook.
        new: The new release.

    Returns:
        The notebook, with the outputs of the cells that have not changed, and what the student
        has to know: plain sentences.
    """
    before = {cell.id: cell.source for cell in base.cells} if base else {}
    now = {cell.id: cell for cell in new.cells}
    theirs = [cell for cell in old.cells if isinstance(cell, dict)]
    kept = [cell for cell in theirs if cell.get("id") in now or not _is_courses(cell, before)]
    merged, _ = rebuild(new, NotebookNode(cells=kept))
    overruled = 0
    for cell in merged.cells:
        released = now.get(cell.id)
        if released is None or kind_of(released) not in ("code", "text"):
            continue
        given = before.get(cell.id)
        if same(cell.source, released.source) or (given and same(given, released.source)):
            continue  # what the student alone has changed stays
        overruled += given is None or not same(cell.source, given)
        cell.source = released.source
        cell.pop("attachments", None)
    _keep_outputs(theirs, merged)
    return merged, [*_say_lost(kept, new), *_say_overruled(overruled)]


def _is_courses(cell: dict[str, Any], before: dict[str, str]) -> bool:
    """Whether nothing in a cell is a student's: it is as some release had it."""
    named = clean(cell)
    return as_released(named) or (named.id in before and same(named.source, before[named.id]))


def _substance(nb: NotebookNode) -> list[tuple[str, str, dict[str, Any]]]:
    """What a release decides in each cell, and a student may change: no outputs, no folding."""
    keys = STUDENT_METADATA - {FOLDED}
    found = []
    for cell in (cell for cell in nb.cells if isinstance(cell, dict)):
        metadata = cell.get("metadata") or {}
        decided = {key: metadata[key] for key in sorted(keys & set(metadata))}
        found.append((str(cell.get("cell_type")), bare(clean(cell).source), decided))
    return found


def _keep_outputs(theirs: list[dict[str, Any]], merged: NotebookNode) -> None:
    """Give code cells whose text is as before what they showed, in place."""
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for cell in theirs:
        outputs = cell.get("outputs")
        if isinstance(outputs, list) and all("output_type" in output for output in outputs):
            shown[bare(clean(cell).source)].append(cell)
    for cell in merged.cells:
        if cell.cell_type == "code" and (same_text := shown[bare(cell.source)]):
            cell.outputs = same_text[0]["outputs"]
            cell.execution_count = same_text.pop(0).get("execution_count")


def _keep(target: Path) -> str:
    """Copy a notebook beside itself; return the copy's name."""
    now = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    copy = target.parent / KEPT / f"{target.stem}_{now}.ipynb"
    copy.parent.mkdir(exist_ok=True)
    try:
        shutil.copy2(target, copy)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return f"{KEPT}/{copy.name}"


def _say_taken_in(new: NotebookNode, merged: NotebookNode) -> str:
    count = sum(one.state is not State.OPEN for one in standings(new, merged))
    answers = f"your {count} answers" if count > 1 else "your answer" if count else "your changes"
    return f"the new release was taken in, and {answers} with it."


def _say_lost(kept: list[dict[str, Any]], new: NotebookNode) -> list[str]:
    """Which answers belong to no exercise any more."""
    names = {cell.metadata.nbgrader.grade_id for cell in new.cells if "nbgrader" in cell.metadata}
    ids = {cell.id for cell in new.cells}
    lost = [
        safe(named.nbgrader.get("grade_id"))
        for named in map(clean, kept)
        if named.nbgrader.get("solution")
        and named.nbgrader.get("grade_id") not in names
        and named.id not in ids
        and named.source.strip()
    ]
    return [
        f"There is no exercise {name} any more: your answer is an ordinary cell now."
        for name in lost
    ]


def _say_overruled(count: int) -> list[str]:
    if not count:
        return []
    cells = "one cell that differs" if count == 1 else f"{count} cells that differ"
    return [
        f"Of {cells} beside the answers, the new text stands there now; yours is in the old file."
    ]
