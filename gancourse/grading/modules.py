"""The modules of one's own that lie beside a notebook: in a kernel it can import them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from gancourse.grading.bounded import TooLong, bounded
from gancourse.grading.read import decode

MOST_MODULES = 20
LONGEST_MODULE = 100_000
"""How many bytes a module may have; a larger one is left behind."""

LARGE = 1_000_000
"""Characters of a text that another process looks through."""

LOOK_SECONDS = 5
"""How long that may take; 30 MB with pictures take less than one."""


def modules_beside(file: Path, text: str) -> dict[str, str]:
    """The modules beside a notebook that it uses, by file name, and those that they use.

    Links are not followed. A module with data beside it, or a folder of modules, is left behind.

    Args:
        file: The notebook.
        text: What is in it.

    Raises:
        OSError: The folder or a module cannot be read.
    """
    beside = {path.stem: path for path in file.parent.glob("*.py") if path.stem.isidentifier()}
    found: dict[str, str] = {}
    to_read = [text] if beside else []
    while to_read:
        for name in _used_in_time(to_read.pop(), frozenset(beside)):
            path = beside[name]
            if path.name in found or len(found) == MOST_MODULES:
                continue
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LONGEST_MODULE:
                found[path.name] = decode(path.read_bytes())
                to_read.append(found[path.name])
    return found


def _used_in_time(text: str, names: frozenset[str]) -> list[str]:
    """As `_used`, in order; of a large text in another process, none if that takes too long."""
    if len(text) < LARGE:
        return sorted(_used(text, names))
    try:
        return sorted(bounded(_used, text, names, seconds=LOOK_SECONDS))
    except TooLong:
        return []


def _used(text: str, names: frozenset[str]) -> set[str]:
    """The modules that a notebook's file or a module imports, or whose file it names.

    The text is read once, however many modules there are: a student decides on both.
    """
    imports = (line[0] for line in re.finditer(r'(?:import|from)\s[^\n"]*', text))
    words = (word[0] for line in imports for word in re.finditer(r"\w+", line))
    files = (file[1] for file in re.finditer(r"\b(\w+)\.py\b", text))
    return {word for word in itertools.chain(words, files) if word in names}
