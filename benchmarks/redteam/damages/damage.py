"""Damaged submissions: what editors, browsers and students do to a notebook, one function each.

Each function gets the folder of one student's lesson and a notebook with right answers, and hands
in something else. Beside it stand the points that can be saved, and a few words of the line that
says what was wrong; no words where nothing is lost and nothing needs to be said.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from benchmarks.redteam.target import LESSON

NAME = f"{LESSON}.ipynb"


@dataclass(frozen=True)
class Damage:
    """One damaged submission.

    Attributes:
        name: What happened to it.
        make: Hands it in: given its folder and a notebook with right answers.
        deserves: The points that can be saved.
        says: Words of the line in the report that tells of it.
    """

    name: str
    make: Callable[[Path, NotebookNode], None]
    deserves: float
    says: str

    @property
    def student(self) -> str:
        """The name of the student's folder."""
        return f"damaged-{self.name.replace('_', '-')}"


DAMAGES: list[Damage] = []


def damaged_file(deserves: float, says: str) -> Callable:
    """Register a function that writes into the folder itself."""

    def keep(make: Callable[[Path, NotebookNode], None]) -> Callable:
        DAMAGES.append(Damage(make.__name__, make, deserves, says))
        return make

    return keep


def damaged_data(deserves: float, says: str) -> Callable:
    """Register a function that changes the notebook as plain data, or returns other data."""

    def keep(change: Callable[[Any], Any]) -> Callable:
        def make(folder: Path, nb: NotebookNode) -> None:
            data = json.loads(json.dumps(nb))
            changed = change(data)
            (folder / NAME).write_text(json.dumps(data if changed is None else changed))

        DAMAGES.append(Damage(change.__name__, make, deserves, says))
        return change

    return keep


def damaged_cells(deserves: float, says: str) -> Callable:
    """Register a function that changes the notebook's cells."""

    def keep(change: Callable[[NotebookNode], None]) -> Callable:
        def make(folder: Path, nb: NotebookNode) -> None:
            change(nb)
            # Not nbformat's own: it would refuse, or repair.
            (folder / NAME).write_text(json.dumps(nb))

        DAMAGES.append(Damage(change.__name__, make, deserves, says))
        return change

    return keep
