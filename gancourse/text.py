"""Words of strangers, made fit to be printed."""

from __future__ import annotations


def printable(text: str) -> str:
    """A student's words without what would move a terminal's cursor or turn its writing."""
    return "".join(character if character.isprintable() else "?" for character in text)
