"""Names of people as names of folders."""

from __future__ import annotations

import unicodedata

LONGEST = 80
"""Characters of a name in a folder's name; nbgrader's tables hold 128 with what is added."""


def slug(name: str) -> str:
    """A name as the name of a student's folder: ``Ada Allright`` is ``ada-allright``."""
    # A Mac writes é as e and an accent: by another computer the student is the same.
    name = unicodedata.normalize("NFC", name.casefold())
    words = "".join(c if _in_names(c) else " " for c in name).split()
    return "-".join(words)[:LONGEST].strip("-.")


def _in_names(character: str) -> bool:
    accent = unicodedata.category(character).startswith("M")
    return accent or character.isalnum() or character in "-'._"
