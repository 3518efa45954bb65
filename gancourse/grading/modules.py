"""The modules of one's own that lie beside a notebook: in a kernel it can import them."""

from __future__ import annotations

import re
from pathlib import Path

from gancourse.grading.read import decode

MOST_MODULES = 20
LONGEST_MODULE = 100_000
"""How many bytes a module may have; a larger one is left behind."""


def modules_beside(file: Path, text: str) -> dict[str, str]:
    """The modules beside a notebook that it uses, by file name, and those that they use.

    Links are not followed. A module with data beside it, or a folder of modules, is left behind.

    Args:
        file: The notebook.
        text: What is in it.

    Raises:
        OSError: The folder or a module cannot be read.
    """
    beside = sorted(path for path in file.parent.glob("*.py") if path.stem.isidentifier())
    found: dict[str, str] = {}
    to_read = [text]
    while to_read:
        user = to_read.pop()
        for path in beside:
            if path.name in found or len(found) == MOST_MODULES or not _uses(user, path.stem):
                continue
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LONGEST_MODULE:
                found[path.name] = decode(path.read_bytes())
                to_read.append(found[path.name])
    return found


def _uses(text: str, name: str) -> bool:
    """Whether a notebook's file or a module imports a module, or names its file."""
    pattern = rf'(?:import|from)\s[^\n"]{{0,200}}\b{name}\b|\b{name}\.py\b'
    return re.search(pattern, text) is not None
