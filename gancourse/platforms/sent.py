"""What went back to a platform, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gancourse.platforms.canvas import CANVAS
from gancourse.platforms.moodle import MOODLE

TITLES = {MOODLE: "Moodle", CANVAS: "Canvas"}

MOST_NAMED = 20
"""How many students a sentence names."""


@dataclass
class Sent:
    """What went back.

    Attributes:
        path: The file that was written.
        lines: What a teacher has to know of it: sentences.
        missing: Of whom something could not go back: sentences. None should be left alone.
    """

    path: Path
    lines: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def told(what: str, names: list[str]) -> list[str]:
    """A sentence on some students, with their number; none if there are none."""
    if not names:
        return []
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return [f"{what} ({len(names)}): {', '.join([*names[:MOST_NAMED], *more])}."]


def count(number: int, what: str) -> str:
    """``1 mark``, ``2 marks``."""
    return f"{number} {what}{'' if number == 1 else 's'}"
