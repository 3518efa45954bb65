"""Names of people as names of folders."""

from __future__ import annotations

import unicodedata

LONGEST_NAME, LONGEST_NUMBER = 80, 40
"""Bytes of them in a folder's name. Systems hold 255, and nbgrader's tables 128 characters."""


def folder_name(name: str, number: str) -> str:
    """The name of a student's folder, of slugs: ``ada-allright-101``; empty if both are."""
    if name == number:
        return _cut(name, LONGEST_NAME)
    parts = (_cut(name, LONGEST_NAME), _cut(number, LONGEST_NUMBER))
    return "-".join(filter(None, parts))


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").strip("-.")


def slug(name: str) -> str:
    """A name as it may stand in a folder's name: ``Ada Allright`` is ``ada-allright``."""
    # A Mac writes é as e and an accent: by another computer the student is the same.
    name = unicodedata.normalize("NFC", name.casefold())
    words = "".join(c if _in_names(c) else " " for c in name).split()
    return "-".join(words).strip("-.")


def _in_names(character: str) -> bool:
    accent = unicodedata.category(character).startswith("M")
    return accent or character.isalnum() or character in "-'._"
