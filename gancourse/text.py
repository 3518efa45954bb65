"""Words of strangers, made fit to be printed and to be kept."""

from __future__ import annotations

import re


def printable(text: str) -> str:
    """A student's words without what would move a terminal's cursor or turn its writing.

    A byte of a file's name that is no UTF-8 is shown as ``\\xfc``, so that the file can be found.
    """
    return "".join(one if one.isprintable() else _shown(one) for one in text)


def _shown(character: str) -> str:
    """What stands in the place of a character that cannot be printed."""
    byte = ord(character) - 0xDC00  # how Python keeps a byte that is no UTF-8
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else "?"


def is_base64(text: str) -> bool:
    """Whether a text can be a picture's bytes."""
    return re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) is not None


def writable(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
