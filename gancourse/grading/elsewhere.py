"""Finds code answers that stand in a cell of another name: a check's, a prompt's, a new one.

An answer is recognised by what it defines. Cells get merged, split and retyped, and where locked
cells can be edited, answers land in them too.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode

from gancourse.course.tidy import SKIP_TAG
from gancourse.grading.cells import (
    LONGEST_ANSWER,
    answers_of,
    clean,
    first_error,
    is_python,
    kind_of,
    name_asked,
    name_of,
)

MOST_PARTS = 4
"""Into how many cells an answer may be split."""

MOST_LOOKED = 50
"""How many cells of answers are looked at, to see whether they were split."""

MOST_TRIES = 5
"""How often the end of a text is cut off, to see how far its code goes."""

MOST_CANDIDATES = 20
"""How many cells that define a name are looked at."""

EARLIER = "# {} is defined in an earlier cell."

_CODE_BEGINS = re.compile(r"^(?:def |class |async def |import |from \w|@\w)", re.MULTILINE)
_FENCE = re.compile(r"^```[\w ]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MAGIC = re.compile(r"\s*%%(?!(?:time|timeit|capture)\b)")


def join_split(
    owner: list[int | None], cells: list[NotebookNode], released: NotebookNode
) -> list[str]:
    """Join answers that were split in the middle of a definition, in place."""
    remarks = []
    answers = [slot for slot, cell in enumerate(released.cells) if kind_of(cell) == "answer"]
    places = [number for number, slot in enumerate(owner) if slot in answers][:MOST_LOOKED]
    for begin in sorted({max(0, place - back) for place in places for back in range(MOST_PARTS)}):
        parts = _parts(begin, owner, cells, answers)
        if len(parts) < 2:
            continue
        slot = next(owner[number] for number in parts if owner[number] is not None)
        whole = "\n".join(cells[number].source for number in parts)
        for number in parts:
            cells[number].source, owner[number] = "", None
        cells[begin].source, owner[begin] = whole, slot
        name = name_of(released.cells[slot])
        remarks.append(f"The answer {name} stood there in {len(parts)} parts; they were joined.")
    return remarks


def _parts(
    begin: int, owner: list[int | None], cells: list[NotebookNode], answers: list[int]
) -> list[int]:
    """The cells from one on that are Python only together, and belong to one answer."""
    slots: set[int] = set()
    whole, all_python = "", True
    parts: list[int] = []
    for end in range(begin, min(begin + MOST_PARTS, len(cells))):
        cell, slot = cells[end], owner[end]
        if cell.cell_type != "code" or not (slot is None or slot in answers):
            break
        if slot is not None:
            slots.add(slot)
        if len(slots) > 1 or not cell.source.strip():
            break
        whole += f"{cell.source}\n"
        is_whole = is_python(cell.source)
        all_python = all_python and is_whole
        if slots and not all_python and not (parts and is_whole) and is_python(whole):
            parts = list(range(begin, end + 1))
    return parts


def find_code(
    released: NotebookNode, cells: list[NotebookNode], owner: list[int | None]
) -> tuple[dict[int, NotebookNode], list[str]]:
    """Answers that define what their exercise asks for, in other cells than their own.

    Returns:
        What goes into the answers' cells, by slot, and a remark on each.
    """
    found: dict[int, NotebookNode] = {}
    remarks = _cut_out(released, cells, owner)
    for slot, original in enumerate(released.cells):
        asked = name_asked(original)
        if kind_of(original) != "answer" or asked is None:
            continue
        own = answers_of(original, [c for c, o in zip(cells, owner, strict=True) if o == slot])
        # Where its own cell defines it too, only what stands in a check is added: it is not run
        # there, and the student's check came after it.
        is_there = any(_binds(cell.source, asked) for cell in own)
        if any(_MAGIC.match(cell.source) for cell in own):  # %%writefile: imported further down
            continue
        source, where = _search(released, cells, owner, slot, in_checks=is_there)
        if source and not (own and source == EARLIER.format(asked)):
            before = f"{own[-1].source}\n\n\n" if own and is_python(own[-1].source) else ""
            found[slot] = clean({"cell_type": "code", "source": before + source})
            remarks.append(f"The answer {name_of(original)} stands in {where}; it counts there.")
    return found, remarks


def _cut_out(
    released: NotebookNode, cells: list[NotebookNode], owner: list[int | None]
) -> list[str]:
    """Cut the released text of its neighbours out of answers that were merged with them."""
    remarks = []
    for cell, slot in zip(cells, owner, strict=True):
        if slot is None or name_asked(released.cells[slot]) is None or is_python(cell.source):
            continue
        neighbours = [released.cells[slot - 1], *released.cells[slot + 1 : slot + 2]]
        texts = [one.source.strip() for one in neighbours if kind_of(one) != "answer"]
        source = cell.source
        for text in texts:
            source = source.replace(text, "", 1) if text else source
        if source != cell.source and is_python(source.strip()):
            cell.source, cell.cell_type = source.strip(), "code"
            name = name_of(released.cells[slot])
            remarks.append(f"The answer {name} was merged with the cell beside it; it counts.")
    return remarks


def without(source: str, released: str) -> str:
    """A cell's text without what the release has in its place."""
    if released.strip() and released.strip() in source:
        return source.replace(released.strip(), "", 1).strip()
    lines = {line.strip() for line in released.splitlines()} - {""}
    return "\n".join(line for line in source.splitlines() if line.strip() not in lines).strip()


def code_in(text: str, asked: str) -> str:
    """The code in a text of words and code that defines a name; empty if there is none."""
    fenced = "\n\n".join(_FENCE.findall(text[:LONGEST_ANSWER]))
    if _binds(fenced, asked) and is_python(fenced):
        return fenced
    begin = _CODE_BEGINS.search(text)
    lines = text[begin.start() :][:LONGEST_ANSWER].splitlines() if begin else []
    for _ in range(MOST_TRIES):
        code = "\n".join(lines)
        if not _binds(code, asked):
            break
        end = first_error(code)
        if end is None:
            return code
        lines = lines[: min(end, len(lines)) - 1]
    return ""


def _search(
    released: NotebookNode,
    cells: list[NotebookNode],
    owner: list[int | None],
    slot: int,
    in_checks: bool,
) -> tuple[str, str]:
    """What is to stand in an answer's cell, and in which cell it stands; empty if in none."""
    asked = name_asked(released.cells[slot])
    assert asked
    last: list[int] = []  # the released cell behind which each one stands
    for there in owner:
        last.append(there if there is not None else last[-1] if last else -1)
    binding = [
        number
        for number, cell in enumerate(cells)
        if owner[number] != slot and _binds(cell.source, asked)
    ]
    if in_checks:
        locked = {n for n, original in enumerate(released.cells) if kind_of(original) == "locked"}
        binding = [number for number in binding if owner[number] in locked]
    for number in reversed(binding[-MOST_CANDIDATES:]):
        cell, there = cells[number], owner[number]
        original = released.cells[there] if there is not None else None
        source = cell.source
        if original and kind_of(original) != "answer":
            source = without(source, original.source)
        runs = _runs(cell, original)
        if cell.cell_type != "code" or not is_python(source):
            source = code_in(source, asked)
        if not _binds(source, asked):
            continue
        where = f"the cell {name_of(original)}" if original else "another cell"
        if runs and last[number] < slot:
            return EARLIER.format(asked), where
        if original is None and source == cell.source:
            cell.source = ""  # it is moved
        return source, where
    return "", ""


def _runs(cell: NotebookNode, original: NotebookNode | None) -> bool:
    """Whether the student's text in a cell is run where it stands."""
    if cell.cell_type != "code" or (original and kind_of(original) == "locked"):
        return False
    return SKIP_TAG not in (original.metadata.get("tags", ()) if original else cell.tags)


def _binds(source: str, name: str) -> bool:
    """Whether code at the left margin gives a name a meaning."""
    if _MAGIC.match(source):
        return False
    word = re.escape(name)
    pattern = (
        rf"^(?:(?:async +)?(?:def|class) +{word}\b|{word} *(?::[^=\n]*)?=(?!=)"
        rf"|from +[\w.]+ +import +(?:.*\b{word}\b|\*))"
    )
    return re.search(pattern, source, re.MULTILINE) is not None
