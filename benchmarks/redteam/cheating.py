"""Reads the cheats: ``cheats/*.py``, each a student's notebook as text.

    # cheat: what it tries, in a sentence
    # deserves: conv_out_size 3            what its code honestly computes; nothing if left out
    # fails: NameError                     errors of its own code that belong to the cheat
    # notices: ganlab.dcgan                what the teacher alone is told of it
    # %% conv_out_size                     the text of this cell of the lesson
    # %% check_denorm points=9 tags=x      the same, with other metadata in the file
    # %% new                               a cell of the student's own, behind the last one named
    # %% new markdown
    # %% file torch.py                     a file beside the notebook

Answers that a cheat does not give are wrong ones, which deserve nothing. ``{{COURSE}}`` and the
like stand for what it could not find out by itself, or for what is too long to be written down.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from benchmarks.redteam import target

FOLDER = Path(__file__).parent / "cheats"


@dataclass
class Cheat:
    """One cheating submission.

    Attributes:
        name: The file's name.
        about: What it tries.
        deserves: The points of each check that its code honestly computes.
        fails: The errors of its own code that belong to the cheat.
        notices: Words that a notice for the teacher must hold.
        parts: What each mark in the file says, and the text below it.
    """

    name: str
    about: str
    deserves: dict[str, float] = field(default_factory=dict)
    fails: set[str] = field(default_factory=set)
    notices: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def student(self) -> str:
        """The name of the student's folder."""
        return f"cheat-{self.name.replace('_', '-')}"

    def notebook(self, released: NotebookNode, known: dict[str, str]) -> NotebookNode:
        """The notebook that is handed in."""
        nb = target.filled_in(copy.deepcopy(released), target.WRONG)
        place = 1  # behind the title
        for mark, source in self.parts:
            source = _fill(source, known)
            words = mark.split()
            if words[0] == "file":
                continue
            if words[0] == "new":
                place += 1
                nb.cells.insert(place, _new_cell(words[1:], source))
                continue
            cell = target.cell(nb, words[0])
            cell.source = source or cell.source
            place = nb.cells.index(cell)
            for word in words[1:]:
                name, _, value = word.partition("=")
                if name == "points":
                    cell.metadata.nbgrader.points = int(value)
                else:
                    cell.metadata[name] = [value]
        return nb

    def files(self, known: dict[str, str]) -> dict[str, str]:
        """What lies beside the notebook: names and texts."""
        marks = ((mark.split(), source) for mark, source in self.parts)
        return {words[1]: _fill(source, known) for words, source in marks if words[0] == "file"}


def read_cheats() -> list[Cheat]:
    """All cheats, in order."""
    return [_read(path) for path in sorted(FOLDER.glob("*.py"))]


def _read(path: Path) -> Cheat:
    head, *parts = re.split(r"^# %% (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    cheat = Cheat(path.stem, re.search(r"# cheat: (.+)", head)[1])
    if deserves := re.search(r"# deserves: (.+)", head):
        for one in deserves[1].split(","):
            name, points = one.split()
            cheat.deserves[name] = float(points)
    if fails := re.search(r"# fails: (.+)", head):
        cheat.fails = set(fails[1].split())
    if notices := re.search(r"# notices: (.+)", head):
        cheat.notices = notices[1]
    cheat.parts = list(zip(parts[::2], parts[1::2], strict=True))
    return cheat


def _fill(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace("{{" + name + "}}", value)
    if unknown := re.search(r"\{\{[A-Z]+\}\}", text):
        raise ValueError(f"a cheat asks for {unknown[0]}, which nobody knows")
    return text


def _new_cell(words: list[str], source: str) -> NotebookNode:
    if words[:1] == ["markdown"]:
        return nbformat.v4.new_markdown_cell(source)
    cell = nbformat.v4.new_code_cell(source)
    if words[:1] == ["graded"]:
        cell.metadata.nbgrader = NotebookNode(
            grade=True, grade_id=words[1], locked=True, schema_version=3, solution=False, task=False
        )
        cell.metadata.nbgrader.points = int(words[2].partition("=")[2])
    return cell
