"""Reads the catalogue of right and wrong answers in ``tests/answers``."""

from __future__ import annotations

import linecache
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import graders
from graders.core.check import Item

FOLDER = Path(__file__).parents[1] / "tests" / "answers"
ITEMS: dict[str, Item] = {
    item.name: item
    for item in sorted(
        (getattr(graders, name) for name in graders.MODULES),
        key=lambda item: item.exercise,
    )
}


@dataclass(frozen=True)
class Answer:
    """One file of the catalogue."""

    path: Path

    @property
    def item(self) -> Item:
        return ITEMS[self.path.parent.name]

    @property
    def is_right(self) -> bool:
        return self.path.name.startswith("right_")

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def says(self) -> str:
        """What the message on a wrong answer must contain."""
        line = self.source.splitlines()[1]
        assert line.startswith("# says: "), f"{self.name}: the second line must be '# says: …'"
        return line.removeprefix("# says: ")

    def load(self) -> Any:
        """The answer: the object with the item's name."""
        return self.run()[self.path.parent.name]

    def run(self, namespace: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the file as a notebook runs a cell, in ``namespace`` or a new one; return that."""
        namespace = {"__name__": "__main__"} if namespace is None else namespace
        filename = f"<answer {self.name}>"
        # The way IPython makes the source of a cell known, so that messages can quote a line.
        linecache.cache[filename] = (
            len(self.source),
            None,
            self.source.splitlines(keepends=True),
            filename,
        )
        exec(compile(self.source, filename, "exec"), namespace)
        return namespace


def answers(kind: str = "") -> list[Answer]:
    """All answers, or only those whose file name starts with ``kind``."""
    return [Answer(path) for path in sorted(FOLDER.glob("*/*.py")) if path.name.startswith(kind)]
