"""Words of strangers, made fit to be printed and to be kept."""

from __future__ import annotations

import re


def printable(text: str) -> str:
    """A student's words without what would move a terminal's cursor or turn its writing."""
    return "".join(character if character.isprintable() else "?" for character in text)


def is_base64(text: str) -> bool:
    """Whether a text can be a picture's bytes."""
    return re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) is not None


def writable(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
