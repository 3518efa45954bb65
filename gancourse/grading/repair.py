"""Repairs a handed-in notebook: the released skeleton with the student's answers in it.

Nothing is run here. Students copy, delete, move and rename cells, and editors lose metadata. The
repair brings the notebook back into the form that nbgrader needs, and a remark says what was done.

What counts, for each cell of the release:

- **answer**: the student's text. Of several copies the last one that differs from the stub counts;
  the other copies that differ run before it, as ordinary cells, as they did for the student.
- **check, or anything else that is locked**: the released text and points, always.
- **ordinary code**: the student's text, since a helper or an import may have been added there.
- **ordinary text**: the student's text.

What was deleted is put back. The cells that a student added stay where they were: after the
cell that they stood behind.
"""

from __future__ import annotations

import copy
import re
from collections import Counter, defaultdict

import nbformat
from nbformat import NotebookNode

from gancourse.grading.cells import (
    MOST_CELLS,
    answers_of,
    as_released,
    bare,
    clean,
    has_released_points,
    is_python,
    kind_of,
    name_asked,
    name_of,
    names_defined,
    ordinary,
    safe,
    same,
)
from gancourse.grading.elsewhere import find_code, join_split
from gancourse.grading.free_answers import gather
from gancourse.grading.pictures import keep_pictures
from gancourse.release.cloud import BADGES, INSTALL
from gancourse.release.links import NEXT_LESSON

MOST_REMARKS = 30

AROUND = {BADGES, INSTALL, NEXT_LESSON}
"""Cells that a release puts around a lesson. Nobody is blamed for having none: who has an older
release never had them."""


def rebuild(
    released: NotebookNode, submitted: NotebookNode, whole: bool = True
) -> tuple[NotebookNode, list[str]]:
    """Put the student's answers into the released notebook.

    Args:
        released: The notebook as students got it.
        submitted: The notebook as it came back; it may lack anything that a notebook should have.
        whole: Whether all of its file could be read; else no deletion is blamed.

    Returns:
        A new notebook without outputs, and what was repaired: one plain sentence each.
    """
    handed_in = [cell for cell in submitted.get("cells", []) if isinstance(cell, dict)]
    cells = [clean(cell) for cell in handed_in[:MOST_CELLS]]
    slots = [kind_of(cell) for cell in released.cells]
    remarks = _keep_pictures(released, cells)
    owner, more_remarks = _assign(released, cells)
    remarks += more_remarks
    remarks += join_split(owner, cells, released)
    found: dict[int, NotebookNode] = {}
    for find in (find_code, gather):
        in_other_cells, more_remarks = find(released, cells, owner)
        found |= in_other_cells
        remarks += more_remarks
    by_slot = defaultdict(list)
    for number, slot in enumerate(owner):
        if slot is not None:
            by_slot[slot].append(number)

    output: list[NotebookNode] = []
    put_back: dict[str, list[str]] = defaultdict(list)
    extras = _extras_by_slot(owner, cells)
    output += extras[None]
    for slot, (kind, original) in enumerate(zip(slots, released.cells, strict=True)):
        copies = [cells[number] for number in by_slot[slot]]
        if slot in found:
            copies = [found[slot]]
        elif not copies and original.id not in AROUND:
            put_back[kind].append(name_of(original))
        repair = {"answer": _repair_answer, "locked": _repair_locked}.get(kind, _repair_ordinary)
        before, cell, more_remarks = repair(original, copies)
        remarks += more_remarks
        output += [*before, cell, *extras[slot]]

    remarks += _say_put_back(put_back, whole)
    first_seen = [numbers[0] for _, numbers in sorted(by_slot.items()) if numbers]
    if first_seen != sorted(first_seen):
        remarks.append("Some cells stood in another order; they are in the released order again.")
    if len(handed_in) > MOST_CELLS:
        remarks.insert(0, f"There were {len(handed_in)} cells; the first {MOST_CELLS} count.")
    if len(remarks) > MOST_REMARKS:
        remarks[MOST_REMARKS:] = [f"And so on: {len(remarks)} lines like these."]
    return _notebook(released, output), remarks


def _keep_pictures(released: NotebookNode, cells: list[NotebookNode]) -> list[str]:
    """Leave in the student's own texts the pictures that can be shown, in place."""
    courses_own = {cell.source for cell in released.cells}
    lost = False
    for cell in cells:
        text, pictures, some = cell.source, NotebookNode(), False
        if cell.cell_type != "code" and (cell.attachments or text not in courses_own):
            text, pictures, some = keep_pictures(text, cell.attachments)
        cell.source, cell.attachments = text, pictures
        lost = lost or some
    if not lost:
        return []
    return [
        "A picture in a text cannot be shown: its data is missing, or is no PNG, JPEG, GIF or "
        "WebP. Whoever marks it should look into the file that was handed in."
    ]


def _take_over(cell: NotebookNode, submitted: NotebookNode) -> None:
    """Put a student's text into a released cell, and the pictures that belong to it."""
    cell.source = submitted.source
    if cell.cell_type == "markdown" and submitted.attachments:
        cell.attachments = submitted.attachments


def _assign(
    released: NotebookNode, cells: list[NotebookNode]
) -> tuple[list[int | None], list[str]]:
    """Say for each submitted cell which released cell it is: by grade id, cell id, text, name."""
    remarks = []
    by_grade_id = {
        cell.metadata.nbgrader.grade_id: slot
        for slot, cell in enumerate(released.cells)
        if "nbgrader" in cell.metadata
    }
    by_id = {cell.id: slot for slot, cell in enumerate(released.cells)}
    owner: list[int | None] = []
    for cell in cells:
        grade_id = cell.nbgrader.get("grade_id")
        slot = by_grade_id.get(grade_id) if isinstance(grade_id, str) else None
        if slot is None:
            slot = by_id.get(cell.id)
            if slot is not None and "nbgrader" in released.cells[slot].metadata:
                remarks.append(
                    f"The cell {name_of(released.cells[slot])} had lost its name; "
                    "it was recognised and counts."
                )
            elif slot is None and cell.nbgrader.get("grade"):
                remarks.append(
                    f"A graded cell called {safe(grade_id)} is no part of this lesson; "
                    "it is an ordinary cell now."
                )
        ordinary = slot is not None and kind_of(released.cells[slot]) in ("code", "text")
        if ordinary and (slot in owner or cell.cell_type != released.cells[slot].cell_type):
            slot = None
        owner.append(slot)

    free = {slot for slot in range(len(released.cells)) if slot not in owner}
    texts = [bare(cell.source) for cell in released.cells]
    answers = {slot for slot, cell in enumerate(released.cells) if kind_of(cell) == "answer"}
    for number, cell in enumerate(cells):
        if owner[number] is not None or not cell.source.strip():
            continue
        text = bare(cell.source)
        alike = {slot for slot, other in enumerate(texts) if other == text}
        slot = next(
            (n for n in sorted(alike & free) if released.cells[n].cell_type == cell.cell_type), None
        )
        if slot is None and alike & answers:
            cell.source = ""  # a stub again: it would take the answer's name away
        elif slot is None:
            slot = _answered_by(cell, [(n, released.cells[n]) for n in sorted(answers & free)])
        if slot is not None:
            owner[number] = slot
            free.remove(slot)
            if slot in answers:
                remarks.append(
                    f"The answer cell {name_of(released.cells[slot])} had lost its name; "
                    "it was recognised by what it defines."
                )
    return owner, remarks


def _answered_by(cell: NotebookNode, answers: list[tuple[int, NotebookNode]]) -> int | None:
    """The first of some answers' slots whose name a cell with code defines."""
    defined = set(names_defined(cell.source))
    for slot, original in answers:
        if name_asked(original) in defined:
            is_code = cell.cell_type == "code" or is_python(cell.source.strip().strip("`"))
            return slot if is_code else None
    return None


Repair = tuple[list[NotebookNode], NotebookNode, list[str]]


def _repair_answer(original: NotebookNode, copies: list[NotebookNode]) -> Repair:
    name = name_of(original)
    cell = copy.deepcopy(original)
    remarks = []
    answers = answers_of(original, copies)
    if answers:
        _take_over(cell, answers[-1])
        if fenced := re.fullmatch(r"\s*```\w*\n(.*?)\n?```\s*", cell.source, flags=re.DOTALL):
            cell.source = fenced[1]
            remarks.append(f"The answer {name} stood between ```; they were taken away.")
        if answers[-1].cell_type != original.cell_type:
            remarks.append(f"The answer cell {name} had become a {answers[-1].cell_type} cell.")
    elif copies and not any(c.source.strip() for c in copies):
        remarks.append(f"The answer cell {name} was empty; it counts as not answered.")
    if len(copies) > 1:
        remarks.append(
            f"The answer cell {name} stood there {len(copies)} times; "
            + ("the last one with an answer counts." if answers else "none has an answer.")
        )
    remarks += _changed_points(original, copies)
    before = [
        ordinary(answer, original.cell_type)
        for answer in answers[:-1]
        if not same(answer.source, cell.source)
    ]
    return before, cell, remarks


def _repair_locked(original: NotebookNode, copies: list[NotebookNode]) -> Repair:
    name = name_of(original)
    remarks = []
    edited = (
        c
        for c in copies
        if c.cell_type != original.cell_type or not same(c.source, original.source)
    )
    if not all(map(as_released, edited)):
        remarks.append(f"The cell {name} had been edited; the released one was put back.")
    if len(copies) > 1:
        remarks.append(f"The cell {name} stood there {len(copies)} times; it counts once.")
    remarks += _changed_points(original, copies)
    return [], copy.deepcopy(original), remarks


def _repair_ordinary(original: NotebookNode, copies: list[NotebookNode]) -> Repair:
    cell = copy.deepcopy(original)
    remarks = []
    if copies and copies[0].source.strip():
        _take_over(cell, copies[0])
    elif copies and cell.cell_type == "code":
        remarks.append(f"The code cell {name_of(original)} was empty; the released one runs.")
    return [], cell, remarks


def _changed_points(original: NotebookNode, copies: list[NotebookNode]) -> list[str]:
    right = original.metadata.nbgrader.get("points")
    edited = [c for c in copies if not has_released_points(c, original)]
    wrong = [c.nbgrader["points"] for c in edited if c.nbgrader.get("points", right) != right]
    if right is None or not wrong:
        return []
    return [
        f"The points of {name_of(original)} had been changed to {safe(wrong[0])}; "
        f"the released {right:g} count."
    ]


def _extras_by_slot(owner: list[int | None], cells: list[NotebookNode]) -> dict:
    """The cells that the student added, by the released cell that they stood behind."""
    extras: dict[int | None, list[NotebookNode]] = defaultdict(list)
    last = None
    for slot, cell in zip(owner, cells, strict=True):
        if slot is not None:
            last = slot
        elif cell.source.strip():
            extras[last].append(ordinary(cell, cell.cell_type))
    return extras


def _say_put_back(put_back: dict[str, list[str]], whole: bool) -> list[str]:
    words = {"answer": "answer cell", "locked": "check", "code": "code cell", "text": "text cell"}
    why = "been deleted" if whole else "been lost with a part of the file"
    remarks = []
    for kind, names in put_back.items():
        if len(names) == 1:
            remarks.append(f"The {words[kind]} {names[0]} had {why}; it was put back.")
        else:
            listed = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            count = f"{len(names)} {words[kind]}s"
            remarks.append(f"{count} had {why}; they were put back: {listed}.")
    return remarks


def _notebook(released: NotebookNode, cells: list[NotebookNode]) -> NotebookNode:
    taken = Counter(cell.id for cell in released.cells)
    number = 0
    for cell in cells:
        if not cell.id:
            number += 1
            while f"added-{number}" in taken:
                number += 1
            cell.id = f"added-{number}"
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    nb = nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(released.metadata))
    nb.nbformat_minor = max(5, released.get("nbformat_minor", 5))
    return nb
