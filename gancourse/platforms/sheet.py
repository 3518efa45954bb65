"""Tables as learning platforms hand them out and take them back: CSV, with any separator."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gancourse.course.files import replacing
from gancourse.course.spreadsheets import ENCODING, cells_of, read_text, separator_of
from gancourse.errors import CourseError

_BACKSLASH = re.compile(r'\\(?="|\Z)')


@dataclass(frozen=True)
class Sheet:
    """A table with a line of headers.

    Attributes:
        headers: What stands over the columns.
        rows: A cell for each header.
        separator: What stands between cells.
    """

    headers: list[str]
    rows: list[list[str]]
    separator: str = ","

    def column(self, number: int) -> list[str]:
        """The cells of one column."""
        return [row[number] for row in self.rows]


def read_sheet(path: Path) -> Sheet:
    """The table in a file that a platform or a spreadsheet has written.

    Raises:
        CourseError: It cannot be read, or is no table.
    """
    text = read_text(path)
    try:
        headers, *rows = filter(any, cells_of(text))
        if _odd(headers, rows):  # PHP doubles no quotation mark that stands behind a backslash
            again = list(filter(any, cells_of(text.replace('\\"', '\\""'))))
            if not _odd(again[0], again[1:]):
                headers, *rows = again
    except (csv.Error, ValueError):
        raise CourseError(
            f"{path} cannot be read: it is no table of comma-separated values."
        ) from None
    if odd := _odd(headers, rows):
        raise CourseError(
            f"{path} cannot be read: its row {odd} has {len(rows[odd - 2])} cells and the row of "
            f"headers has {len(headers)}."
        )
    return Sheet(headers, rows, separator_of(text))


def _odd(headers: list[str], rows: list[list[str]]) -> int:
    """The number of the first row, from 2, with more or fewer cells than headers; 0 if none has."""
    lengths = (len(row) for row in rows)
    return next((at for at, one in enumerate(lengths, start=2) if one != len(headers)), 0)


def write_sheet(path: Path, sheet: Sheet) -> None:
    """Write a table as UTF-8 with a mark, which spreadsheets and the platforms' importers know.

    A space follows a backslash that would stand before a quotation mark: to PHP's ``fgetcsv``,
    which Moodle reads with, the mark would not end the cell.

    Raises:
        OSError: It cannot be written; an old one stays.
    """
    with replacing(path, ENCODING) as file:
        table = csv.writer(file, delimiter=sheet.separator)
        for row in [sheet.headers, *sheet.rows]:
            table.writerow([_BACKSLASH.sub(r"\\ ", cell) for cell in row])


def number_in(cell: str) -> float | None:
    """The number in a cell, with a decimal point or a decimal comma; None if there is no other."""
    text = cell.strip()
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", text) else None


def same_number(cells: Iterable[str]) -> float | None:
    """The one number that all of some cells hold; None if there is none."""
    numbers = {number_in(cell) for cell in cells}
    return numbers.pop() if len(numbers) == 1 else None
