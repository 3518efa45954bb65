"""Tables that spreadsheets open without harm."""

from __future__ import annotations

import re

ENCODING = "utf-8-sig"
"""UTF-8 with a mark: without it, Excel takes é, Ж and 名 for something else."""

_FIRST = r"(?=[\s'\"]*[=+\-@\t\r\n＝＋－＠])"
_LATER = r"(?=[\s'\"]*[=+\-@＝＋－＠])"
_FORMULA = re.compile(rf"^{_FIRST}|(?<=[;\t\r\n]){_LATER}")
_HARMLESS = re.compile(rf"^'{_FIRST}|(?<=[;\t\r\n])'{_LATER}")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what would be.

    A spreadsheet may split a line at semicolons or tabs, so there too.
    """
    return _FORMULA.sub("'", text)


def without_apostrophe(text: str) -> str:
    """What `harmless` was given, of what it returned; other texts stay as they are."""
    return _HARMLESS.sub("", text)
