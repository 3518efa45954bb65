"""Tables that spreadsheets open without harm, and tables that spreadsheets have written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from gancourse.errors import CourseError

ENCODING = "utf-8-sig"
"""UTF-8 with a mark: without it, Excel takes é, Ж and 名 for something else."""

SEPARATORS = ",;\t"
"""What spreadsheets put between cells: what is usual in their country."""

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


def read_cells(path: Path) -> list[list[str]]:
    """The rows of a table in UTF-8.

    Raises:
        CourseError: It cannot be read, or is no table.
    """
    try:
        return cells_of(read_text(path))
    except csv.Error as error:
        raise CourseError(f"{path} cannot be read: it is no table: {error}.") from error


def read_text(path: Path) -> str:
    """A table's text, in UTF-8, with the line breaks that it has.

    Raises:
        CourseError: It cannot be read.
    """
    try:
        return path.read_bytes().decode(ENCODING)
    except UnicodeDecodeError:
        raise CourseError(
            f"{path} is not in UTF-8. Take the file as it was given, or save it as “CSV UTF-8” in "
            "your spreadsheet."
        ) from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error


def separator_of(text: str) -> str:
    """What stands between the cells of a table, as its first line shows."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)


def cells_of(text: str) -> list[list[str]]:
    """The rows of a table.

    Raises:
        csv.Error: It is no table.
    """
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)))


def records(rows: list[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the headers that are not empty: their numbers, from 2, and cells by header.

    Cells are without what `harmless` has put in. Those that a row lacks are left out, and so are
    those in columns without a header.
    """
    headers = [header.strip() for header in rows[0]] if rows else []
    for number, cells in enumerate(rows[1:], start=2):
        texts = (without_apostrophe(cell.strip()) for cell in cells)
        row = {header: text for header, text in zip(headers, texts, strict=False) if header}
        if any(row.values()):
            yield number, row
