"""Words of strangers, made fit to be printed."""

from __future__ import annotations


def printable(text: str) -> str:
    """A student's words without what would move a terminal's cursor or turn its writing."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
