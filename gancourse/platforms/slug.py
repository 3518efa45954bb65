"""Names of people as names of folders."""

from __future__ import annotations

import unicodedata

LONGEST, MOST_BYTES = 60, 120
"""Characters and bytes of a name in a folder's name. With a number of the same length and what is
added, nbgrader's tables hold 128 characters, and file systems 255 bytes."""


def slug(name: str) -> str:
    """A name as the name of a student's folder: ``Ada Allright`` is ``ada-allright``."""
    # A Mac writes é as e and an accent: by another computer the student is the same.
    name = unicodedata.normalize("NFC", name.casefold())
    words = "".join(c if _in_names(c) else " " for c in name).split()
    short = "-".join(words)[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore")
    return short.strip("-.")


def _in_names(character: str) -> bool:
    accent = unicodedata.category(character).startswith("M")
    return accent or character.isalnum() or character in "-'._"
