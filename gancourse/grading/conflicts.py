"""Takes Git's conflict markers out of a file, and out of the text of a cell.

A merge that failed leaves both sides in the file, between lines of ``<<<<<<<``, ``=======`` and
``>>>>>>>``; with Git's style ``diff3`` the older text too, behind ``|||||||``. Conflicts may lie in
each other, and a student may have deleted some of the markers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

Side = list[str]
Pick = Callable[[Side, Side], Side]

SAID = (
    "Git's conflict markers stood in the file: a merge had failed. Of each conflict the side with "
    "an answer was taken, or the longer one."
)

_MARKER = re.compile(r"[ \t]*(<{7,}|\|{7,}|={7,}|>{7,})(?:[ \t].*)?\r?")
_EDGE = re.compile(r"^[ \t]*(?:<{7,}|>{7,})(?:[ \t]|\r?$)", re.MULTILINE)
_STUB = re.compile(r"YOUR (?:CODE|ANSWER) HERE|raise NotImplementedError")
_CELL_OF_MARKER = re.compile(r"[`*\s]*+(?:<span[^>\n]*>)?[`*\s]*+(?:<{7,}|={7,}|>{7,})[^\n]*")
"""A marker in a text cell of its own, as nbdime leaves it."""

DEEPEST = 10
"""How deep conflicts may lie in each other; the markers of deeper ones are left out."""

LONGEST_LINE = 1_000
"""Longer lines are outputs: they say nothing about how much a student has written."""


def has_markers(text: str) -> bool:
    """Whether lines of a text are the beginning or the end of a conflict."""
    return _EDGE.search(text) is not None


def better(ours: Side, theirs: Side) -> Side:
    """The side of a conflict with fewer stubs in it, or the longer one, or the first."""
    return max(ours, theirs, key=_worth)


def _worth(lines: Side) -> tuple[bool, int, int]:
    text = "\n".join(line for line in lines if len(line) < LONGEST_LINE)
    length = len("".join(text.split()))
    return length > 0, -len(_STUB.findall(text)), length


def resolve(text: str, pick: Pick = better) -> str:
    """A text without conflicts; ``pick`` gets the lines of both sides and returns one of them.

    A marker whose partners are missing is left out, and what stood around it stays.
    """
    whole: Side = []
    conflicts: list[dict[str, Any]] = []  # the open ones, the innermost last

    def now() -> Side:
        return conflicts[-1][conflicts[-1]["at"]] if conflicts else whole

    for line in text.split("\n"):
        marker = _MARKER.fullmatch(line)
        match marker[1][0] if marker else "":
            case "<" if len(conflicts) < DEEPEST:
                conflicts.append({"at": "ours", "ours": [], "base": [], "theirs": []})
            case "|" if conflicts and conflicts[-1]["at"] == "ours":
                conflicts[-1]["at"] = "base"
            case "=" if conflicts and conflicts[-1]["at"] != "theirs":
                conflicts[-1]["at"] = "theirs"
            case ">" if conflicts:
                closed = conflicts.pop()
                sides = closed["ours"], closed["theirs"]
                now().extend(pick(*sides) if closed["at"] == "theirs" else closed["ours"])
            case "":
                now().append(line)
    while conflicts:  # the end of it has been deleted
        left = conflicts.pop()
        now().extend(left["ours"] + left["theirs"])
    return "\n".join(whole)


def merged(text: str, parse: Callable[[str], Any]) -> Any:
    """What a file with conflicts holds, as ``parse`` reads it.

    An answer that stands in one of two sides only is in it.

    Raises:
        ValueError: No choice of sides makes a file that can be read.
    """
    versions = []
    for pick in (better, lambda ours, _: ours, lambda _, theirs: theirs):
        try:
            versions.append(parse(resolve(text, pick)))
        except json.JSONDecodeError:
            continue
    if not versions:
        raise ValueError("both sides are damaged")
    best, *others = versions
    here = {_grade_id(cell): cell for cell in _cells(best)}
    for cell in (cell for other in others for cell in _cells(other)):
        name, answer = _grade_id(cell), _lines(cell)
        if name and name not in here:
            best["cells"].append(cell)
            here[name] = cell
        elif name:
            here[name]["source"] = better(_lines(here[name]), answer)
    return best


def without_markers(cells: list[Any]) -> bool:
    """Take conflicts out of the texts of cells, in place; whether there were any."""
    found = False
    for cell in cells:
        source = "".join(_lines(cell))
        if _CELL_OF_MARKER.fullmatch(source.strip()):
            cell["source"] = ""
        elif has_markers(source):
            cell["source"] = resolve(source)
        else:
            continue
        found = True
    return found


def _cells(data: Any) -> list[dict[str, Any]]:
    cells = data.get("cells") if isinstance(data, dict) else None
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _lines(cell: Any) -> Side:
    source = cell.get("source") if isinstance(cell, dict) else None
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str)).splitlines(keepends=True)


def _grade_id(cell: dict[str, Any]) -> str:
    """The name by which both sides know an answer or a check; empty for other cells."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else ""
