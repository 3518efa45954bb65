"""The answers to one question as a table for spreadsheets, and the same table filled in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gancourse.course.files import replacing
from gancourse.course.spreadsheets import ENCODING, cells_of, harmless, records
from gancourse.errors import CourseError
from gancourse.teaching.answers import Answer, Answers

COLUMNS = ("code", "answer", "points", "comment", "note", "check")
NEEDED = ("code", "points", "comment", "check")

LONGEST_CELL = 30_000
"""Characters; Excel cuts a cell at 32,767."""

CUT = "\n(The rest stands on the page and in the notebook.)"
_NUMBER = re.compile(r"[0-9]+([.,][0-9]*)?|[.,][0-9]+")


@dataclass(frozen=True)
class Row:
    """One answer of a table that was filled in.

    Attributes:
        number: The row's number in the spreadsheet, from 1.
        code: What stands for the student.
        check: What stands for the answer's text.
        points: What was typed; may be empty.
        comment: What was typed; may be empty.
    """

    number: int
    code: str
    check: str
    points: str
    comment: str

    def given(self, most: float) -> float | None:
        """The points that were typed; None if there are none.

        Raises:
            ValueError: They are no number, or none from 0 to ``most``; a sentence.
        """
        if not self.points:
            return None
        if not _NUMBER.fullmatch(self.points):
            raise ValueError(
                f"“{self.points}” is no number of points, as 1.5 or 1,5 is. (Spreadsheets make "
                "dates of such numbers: format the column as text.)"
            )
        points = float(self.points.replace(",", "."))
        if not 0 <= points <= most:
            raise ValueError(f"{self.points} points are not between 0 and {most:g}.")
        return points


def write_table(path: Path, answers: Answers) -> None:
    """Write a row for each answer, to be filled in.

    Raises:
        OSError: It cannot be written; the old one stays.
    """
    with replacing(path, ENCODING) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(_row(one) for one in answers.given)


def _row(one: Answer) -> tuple[str, ...]:
    text = harmless(one.text)
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL] + CUT
    points = "" if one.points is None else f"{one.points:g}"
    return (one.code, text, points, harmless(one.comment), one.note, one.check)


def read_table(path: Path) -> list[Row]:
    """The rows of a table as spreadsheets save it: with commas, semicolons or tabs, in UTF-8 or in
    Windows' own encoding.

    Raises:
        CourseError: It is no such table.
        OSError: It cannot be read.
    """
    text = re.sub(r"\Asep=.\r?\n", "", _decoded(path.read_bytes()))  # for Excel
    try:
        rows = cells_of(text)
    except csv.Error as error:
        raise CourseError(f"{path} is no table: {error}.") from error
    headers = [name.strip().casefold() for name in rows[0]] if rows else []
    if missing := [name for name in NEEDED if name not in headers]:
        raise CourseError(
            f"{path} has no column {' and no column '.join(missing)}: it is no sheet of `gancourse "
            "answers`, or was not saved as CSV."
        )
    return list(_rows([headers, *rows[1:]]))


def _rows(rows: list[list[str]]) -> Iterator[Row]:
    for number, row in records(rows):
        code, points, comment, check = (row.get(name, "") for name in NEEDED)
        comment = comment.replace("\r\n", "\n").replace("\r", "\n")
        yield Row(number, code.lower(), check.lower(), points.lstrip("'"), comment)


def _decoded(raw: bytes) -> str:
    """The text of a file as Excel and LibreOffice write it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode(ENCODING)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
