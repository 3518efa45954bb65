"""Finds the text of free answers that stands in other cells than their own.

A free answer that nobody has touched earns 0 at once. So a text that the student has written
beside its cell must reach the person who marks: in a new cell, in the prompt, or as a comment.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable
from typing import NamedTuple

from nbformat import NotebookNode

from gancourse.course.graded import is_grade
from gancourse.grading.cells import LONGEST_ANSWER, answers_of, is_python, kind_of, name_of

FEW_WORDS = 4
"""In code, a comment or text with fewer words is no answer; beside the answer's cell it is."""

_SHOWS_TEXT = re.compile(r"\s*%%(?:html|markdown|latex)\b[^\n]*\n?", re.IGNORECASE)
"""What turns a cell for code into one for text."""

MOST_LOOKED = 200
"""How many cells with code are looked at for words."""

MOST_LINES = 100_000
"""How many lines are compared with those of the release; further ones count as the student's."""


class Place(NamedTuple):
    """Where a submitted cell stands: which released cell it is, or between which it stands."""

    slot: int | None
    before: int
    after: int


class Piece(NamedTuple):
    """A text of the student's own: in which submitted cell, and where that stands."""

    number: int
    text: str
    place: Place


def gather(
    released: NotebookNode, cells: list[NotebookNode], owner: list[int | None]
) -> tuple[dict[int, NotebookNode], list[str]]:
    """Bring the texts of free answers into the cells that are marked.

    What stands beside an answer in cells of its own is joined with it, in place. Where the
    answer's cell has no answer, all other new text counts, that near it first.

    Returns:
        What goes into the cells without an answer, by slot, and a remark on each.
    """
    marked = [slot for slot, cell in enumerate(released.cells) if _is_free(cell)]
    if not marked:
        return {}, []
    found, remarks = {}, []
    places = _places(owner, len(released.cells))
    words = _Words(released, cells)
    open_slots = []
    for slot in marked:
        copies = [number for number, place in enumerate(places) if place.slot == slot]
        for number in copies:
            if cells[number].cell_type == "code":  # its words alone: as text, # makes a heading
                source = cells[number].source
                cells[number].source = _words_of_code(source, near=True) or source
            if cells[number].source.strip() and not words.new(
                cells[number].source
            ):  # merged with its prompt, for example
                cells[number].source = released.cells[slot].source
        if answers_of(released.cells[slot], [cells[number] for number in copies]):
            remarks += _join(released.cells[slot], slot, cells, owner, places)
        else:
            open_slots.append(slot)
    near = {slot: list(_near(slot, places, words)) for slot in open_slots}
    taken = {piece.number for pieces in near.values() for piece in pieces}
    elsewhere = list(_elsewhere(places, words, taken)) if open_slots else []
    for slot in open_slots:
        if pieces := near[slot] or elsewhere:
            found[slot] = _joined([_cell_of(piece, cells) for piece in pieces])
            where = ", ".join(dict.fromkeys(_where(piece.place, released) for piece in pieces[:3]))
            remarks.append(
                f"The answer {name_of(released.cells[slot])} stood {where}; "
                "it was put into its own cell, to be marked by hand."
            )
    for piece in (piece for pieces in near.values() for piece in pieces):
        if owner[piece.number] is None and cells[piece.number].cell_type != "code":
            cells[piece.number].source = ""  # it was moved
    return found, remarks


def _is_free(cell: NotebookNode) -> bool:
    text = cell.cell_type == "markdown"
    return text and kind_of(cell) == "answer" and is_grade(cell)


def _places(owner: list[int | None], end: int) -> list[Place]:
    before, after = [], []
    last = -1
    for slot in owner:
        last = slot if slot is not None else last
        before.append(last)
    last = end
    for slot in reversed(owner):
        last = slot if slot is not None else last
        after.append(last)
    return [Place(*three) for three in zip(owner, before, reversed(after), strict=True)]


def _where(place: Place, released: NotebookNode) -> str:
    if place.slot is not None:
        return f"in the cell {name_of(released.cells[place.slot])}"
    if place.before < 0:
        return "in a new cell at the beginning"
    return f"in a new cell after {name_of(released.cells[place.before])}"


# Texts beside an answer ---------------------------------------------------------------------------


def _join(
    original: NotebookNode,
    slot: int,
    cells: list[NotebookNode],
    owner: list[int | None],
    places: list[Place],
) -> list[str]:
    """Join an answer with the texts in the cells around it, up to the next released ones."""
    beside = [
        number
        for number, place in enumerate(places)
        if place.slot in (None, slot)
        and slot in (place.before, place.after)
        and cells[number].cell_type != "code"
        and cells[number].source.strip()
    ]
    own = [number for number in beside if owner[number] == slot]
    if not own or own[-1] - own[0] >= len(beside):  # copies with other cells between them
        return []
    parts = [n for n in beside if n not in own or answers_of(original, [cells[n]])]
    contents = [(cells[number].source.strip(), cells[number].attachments) for number in parts]
    if all(content == contents[0] for content in contents):
        return []
    whole = _joined([cells[number] for number in parts])
    for number in beside:
        if number in parts or number in own:
            cells[number].source, owner[number] = "", None
    last = own[-1]
    cells[last].source, cells[last].attachments = whole.source, whole.attachments
    owner[last] = slot
    return [f"The answer {name_of(original)} stood in {len(parts)} cells; they were joined."]


def _joined(cells: list[NotebookNode]) -> NotebookNode:
    """One text cell made of several, with all their pictures."""
    texts, pictures = [], NotebookNode()
    for cell in cells:
        text = cell.source.strip("\n")
        for name, picture in (cell.attachments or {}).items():
            new = name
            while pictures.get(new, picture) != picture:
                new = f"more-{new}"
            text = text.replace(f"attachment:{name})", f"attachment:{new})")
            pictures[new] = picture
        if text not in texts:
            texts.append(text)
    made = NotebookNode(cell_type="markdown", id="", nbgrader=NotebookNode(), tags=[])
    made.source, made.attachments = "\n\n".join(texts), pictures
    return made


def _cell_of(piece: Piece, cells: list[NotebookNode]) -> NotebookNode:
    cell = copy.copy(cells[piece.number])
    cell.source = piece.text
    if cell.cell_type == "code":
        cell.attachments = NotebookNode()
    return cell


# Texts elsewhere ----------------------------------------------------------------------------------


def _near(slot: int, places: list[Place], words: _Words) -> Iterable[Piece]:
    """New text between the released cells around an answer, and in these cells themselves."""
    around = (slot - 2, slot - 1, slot + 1)
    for number, place in enumerate(places):
        new = place.slot is None and {place.before, place.after} & {slot - 1, slot}
        if new or place.slot in around:
            text = words.of(number, place.slot, near=True)
            if text:
                yield Piece(number, text, place)


def _elsewhere(places: list[Place], words: _Words, taken: set[int]) -> Iterable[Piece]:
    """New text anywhere: a student may have answered at the end, or at the beginning."""
    for number, place in enumerate(places):
        text = words.of(number, place.slot, near=False) if number not in taken else ""
        if text:
            yield Piece(number, text, place)


class _Words:
    """What a student has written into cells, beside code and beside what the release says."""

    def __init__(self, released: NotebookNode, cells: list[NotebookNode]) -> None:
        self.released, self.cells = released, cells
        lines = (line for cell in released.cells for line in cell.source.splitlines())
        self.known = {_normal(line) for line in lines} - {""}
        self.looked, self.room = 0, MOST_LINES

    def of(self, number: int, slot: int | None, near: bool) -> str:
        """The words of one cell; empty where there are none that can be an answer."""
        cell = self.cells[number]
        if slot is not None and kind_of(self.released.cells[slot]) == "answer":
            return ""
        if slot is not None and cell.source == self.released.cells[slot].source:
            return ""
        if cell.cell_type != "code":
            return self.new(cell.source)
        self.looked += 1
        if len(cell.source) > LONGEST_ANSWER or self.looked > MOST_LOOKED:
            return ""
        is_check = slot is not None and kind_of(self.released.cells[slot]) == "locked"
        text = self.new(cell.source) if slot is None or near or is_check else ""
        return _words_of_code(text, near) if text else ""

    def new(self, source: str) -> str:
        """The lines of a text that are not the release's; empty if there is no word in them."""
        lines = source.splitlines()
        compared, rest = lines[: self.room], lines[self.room :]
        self.room -= len(compared)
        new = [line for line in compared if _normal(line) not in self.known]
        text = "\n".join([*new, *rest]).strip()
        return text if re.search(r"[^\s`#*_>~=-]", text) else ""


def _normal(line: str) -> str:
    """A line without what editors change: blanks, and marks such as those of a heading."""
    return re.sub(r"[\W_]+", "", line).casefold()


def _words_of_code(source: str, near: bool) -> str:
    """The text in a cell for code: a comment, a text between quotes, or words without any."""
    if magic := _SHOWS_TEXT.match(source):
        return source[magic.end() :].strip()
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    if all(line.startswith("#") for line in lines):
        text = "\n".join(line.lstrip("# ") for line in lines)
        return text if near or not is_python(text) else ""
    if not is_python(source):
        prose = not re.search(r"[=(){}[\]%!@]", source)
        return source if prose and (near or len(source.split()) >= FEW_WORDS) else ""
    body = ast.parse(source).body
    texts = [text for node in ast.walk(ast.Module(body, [])) if (text := _text(node))]
    if all(isinstance(node, ast.Expr) and _text(node.value) for node in body):
        return "\n\n".join(texts)
    comments = [line.lstrip("# ") for line in lines if line.startswith("#")]
    long = [text for text in [*comments, *texts] if len(text.split()) >= FEW_WORDS]
    return "\n\n".join(long) if near else ""


def _text(node: ast.AST) -> str:
    """What stands between the quotes of a text in code; empty for other parts of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""
