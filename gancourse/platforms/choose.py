"""Chooses what of a student's files counts for a lesson: notebooks by their cells, and modules.

A notebook is known by its graded cells, whatever it is called.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gancourse.grading.find import MOST_FILES, looks_like, may_be_notebook
from gancourse.grading.modules import LONGEST_MODULE, MOST_MODULES
from gancourse.grading.read import MOST_PARTS, WHOLE_MEGABYTES, decode
from gancourse.grading.recognise import Names, lesson_with
from gancourse.platforms.archive import Member, Unpacker, safe_name
from gancourse.sandbox.limits import MEGABYTE

NOTEBOOK, MODULE = ".ipynb", ".py"

LOOKED_INTO = 100
"""How many files of one student that may be notebooks are looked into."""


@dataclass(frozen=True)
class Chosen:
    """What counts of a student's files.

    Attributes:
        notebooks: Those of the lesson: where each is in the download, and a copy of it.
        modules: The modules beside them, by name: copies.
        other_lessons: Notebooks of other lessons: the name of each and its lesson.
        files: The names of all files.
    """

    notebooks: list[tuple[Member, Path]] = field(default_factory=list)
    modules: dict[str, Path] = field(default_factory=dict)
    other_lessons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def choose(
    lesson: str, lessons: Mapping[str, Names], members: list[Member], unpacker: Unpacker
) -> Chosen:
    """Look through the files of one try of one student.

    Args:
        lesson: The lesson's name.
        lessons: What `lesson_names` says of the course.
        members: The student's files; archives among them are opened.
        unpacker: Makes the copies.
    """
    members = list(unpacker.inside(members))
    chosen = Chosen(files=[one.name for one in members])
    maybe = [one for one in members if may_be_notebook(one.name)]
    maybe.sort(key=lambda one: not looks_like(one.name, lesson))
    unknown = []
    for one in maybe[:LOOKED_INTO]:
        if path := unpacker.copy(one):
            belongs = lesson_of(path, lessons)
            if belongs == lesson:
                chosen.notebooks.append((one, path))
            elif belongs:
                chosen.other_lessons.append((one.name, belongs))
            elif NOTEBOOK in one.name.lower():
                unknown.append((one, path))
    # Metadata and ids may have been lost; grading knows cells by their texts too.
    chosen.notebooks.extend(unknown if not chosen.notebooks else [])
    del chosen.notebooks[MOST_FILES:]
    if chosen.notebooks:
        chosen.modules.update(_modules(chosen.notebooks[0][0].parts[:-1], members, unpacker))
    return chosen


def _modules(folder: tuple[str, ...], members: list[Member], unpacker: Unpacker) -> dict[str, Path]:
    """Copies of modules by name; of two of one name, that beside the notebook."""
    modules: dict[str, Path] = {}
    found = [one for one in members if one.name.lower().endswith(MODULE)]
    found.sort(key=lambda one: one.parts[:-1] != folder)
    for one in found[:LOOKED_INTO]:
        name = safe_name(one.name)
        if name not in modules and len(modules) < MOST_MODULES:
            path = unpacker.copy(one)
            if path and path.stat().st_size <= LONGEST_MODULE:
                modules[name] = path
    return modules


def lesson_of(path: Path, lessons: Mapping[str, Names]) -> str | None:
    """The lesson of a notebook by its cells' names; None if they are damaged, or tell nothing."""
    if path.stat().st_size > WHOLE_MEGABYTES * MEGABYTE:
        return None
    text = decode(path.read_bytes())
    if text.count("[") + text.count("{") > MOST_PARTS:
        return None
    try:
        return lesson_with(lessons, _names(json.loads(text, strict=False)))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _names(notebook: dict[str, Any]) -> set[str]:
    """What the cells of a notebook are called."""
    names = set()
    for cell in notebook["cells"]:
        metadata = cell.get("metadata") or {}
        for name in (
            cell.get("id"),
            metadata.get("id"),  # where Colab keeps it
            (metadata.get("nbgrader") or {}).get("grade_id"),
        ):
            if isinstance(name, str):
                names.add(name)
    return names


def put(chosen: Chosen, lesson: str, folder: Path) -> None:
    """Move what was chosen into a new folder; one notebook gets the lesson's name.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True)
    taken = {name.casefold() for name in chosen.modules}
    for member, path in chosen.notebooks:
        stem = lesson
        if len(chosen.notebooks) > 1:
            stem = safe_name(member.name)
            stem = stem[: stem.lower().index(NOTEBOOK)] if NOTEBOOK in stem.lower() else stem
        name, at = f"{stem}{NOTEBOOK}", 2
        while name.casefold() in taken:
            name, at = f"{stem}-{at}{NOTEBOOK}", at + 1
        taken.add(name.casefold())
        shutil.move(path, folder / name)
    for name, path in chosen.modules.items():
        shutil.move(path, folder / name)
