"""Moodle's grading worksheet: who is who in an assignment, and the way back of marks.

The rules are those of ``mod/assign/feedback/offline`` (``importgradeslib.php``, ``locallib.php``)
and ``mod/assign/feedback/file/importziplib.php`` in Moodle's sources:

- A row is found by its identifier alone, "Participant 123". The number belongs to one student in
  one assignment: in another assignment the same student has another.
- Headers and identifier are in the language of whoever downloads the worksheet.
- An empty grade changes nothing; one above the maximum is left out. A decimal point is read in
  every language. A column of feedback is taken as it stands, so an empty cell erases.
- Where Moodle's grade is newer than the time in the worksheet, the row is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gancourse.course.spreadsheets import harmless
from gancourse.errors import CourseError
from gancourse.platforms.form import Form, Place
from gancourse.platforms.sheet import Sheet, number_in, read_sheet, same_number

if TYPE_CHECKING:  # it loads nbgrader, which collecting needs nothing of
    from gancourse.platforms.standing import Standing

MOODLE = "moodle"
HEADERS = [
    *("Identifier", "Full name", "Email address", "Grade", "Maximum grade"),
    *("Last modified (grade)", "Feedback comments"),
]
NEVER = "-"
"""What Moodle writes for the time of a grade that was never given."""


def made_worksheet(
    standings: Iterable[Standing], maximum: float, *, comments: bool = False
) -> Form:
    """A worksheet for a Moodle in English, with all students whose numbers are known.

    It knows no time of a grade, so Moodle keeps every grade that it has already unless the teacher
    lets it overwrite. It has a column of feedback only if ``comments`` are to be written: an empty
    cell erases what stands there.
    """
    headers = HEADERS if comments else HEADERS[:-1]
    places = []
    for one in standings:
        number = one.number(MOODLE)
        if number.isdecimal():
            name, email = harmless(one.student.name), harmless(one.student.email)
            row = [f"Participant {number}", name, email, "", f"{maximum:.2f}", NEVER, ""]
            places.append(Place(row[: len(headers)], number, one.student.email, one.student.name))
    return Form(
        Sheet(headers, [place.row for place in places]),
        places,
        HEADERS.index("Grade"),
        maximum,
        takes_more=False,
        comments=len(HEADERS) - 1 if comments else None,
        empty_erases=comments,
    )


def read_participants(path: Path) -> tuple[Sheet, list[Place]]:
    """A grading worksheet and whose its rows are, in whatever language.

    Names and e-mail addresses stand before the grades: what students write comes behind them. Where
    Moodle hides who is who, there are no addresses.

    Raises:
        CourseError: It cannot be read, or is none.
    """
    sheet = read_sheet(path)
    numbers = [re.fullmatch(r"\D*(\d+)", cell.strip()) for cell in sheet.column(0)]
    if not numbers or None in numbers:
        raise CourseError(
            f"{path} is no grading worksheet of Moodle: its first column is not the identifier "
            "(“Participant 123”). In the assignment choose “Download grading worksheet”."
        )
    grades = min(_fitting_columns(sheet), default=0)
    nothing = [""] * len(sheet.rows)
    names = sheet.column(1) if grades > 1 else nothing
    emails = next(filter(_are_emails, map(sheet.column, range(2, grades))), nothing)
    places = [
        Place(row, number[1], email.strip(), name)
        for row, number, email, name in zip(sheet.rows, numbers, emails, names, strict=True)
        if number
    ]
    return sheet, places


def read_worksheet(path: Path, column: str = "") -> Form:
    """A worksheet that a teacher has downloaded, in whatever language.

    Args:
        path: The file.
        column: The header of the column of grades; by default it is found by what stands in it.

    Raises:
        CourseError: It cannot be read, is none, or grades by a scale.
    """
    sheet, places = read_participants(path)
    grades = _grade_column(path, sheet, column)
    for row in sheet.rows:
        row[:grades] = map(harmless, row[:grades])
    maximum = same_number(sheet.column(grades + 1))
    comments = _comments_column(sheet, grades)
    return Form(sheet, places, grades, maximum, takes_more=False, comments=comments)


def _comments_column(sheet: Sheet, grades: int) -> int | None:
    """The column behind the times of grades: of all times, they stand last."""
    times = [
        number
        for number in range(grades + 1, len(sheet.headers))
        if all(cell == NEVER or re.search(r"\d:\d\d", cell) for cell in sheet.column(number))
    ]
    behind = times[-1] + 1 if times else len(sheet.headers)
    return behind if behind < len(sheet.headers) else None


def _are_emails(cells: list[str]) -> bool:
    """Whether a column has e-mail addresses: one cell with something else makes none of it."""
    return any(cells) and all(re.fullmatch(r"\s*[^@\s]+@[^@\s]+\s*", one) for one in cells if one)


def _fitting_columns(sheet: Sheet) -> list[int]:
    """What may be grades: numbers or nothing, and the same maximum beside it in every row."""
    return [
        number
        for number in range(1, len(sheet.headers) - 1)
        if same_number(sheet.column(number + 1))
        and all(not cell or number_in(cell) is not None for cell in sheet.column(number))
    ]


def _grade_column(path: Path, sheet: Sheet, wanted: str) -> int:
    """The column of grades."""
    fitting = _fitting_columns(sheet)
    named = [one for one in fitting if sheet.headers[one] == (wanted or "Grade")]
    if wanted or len(fitting) != 1:
        fitting = named
    if len(fitting) != 1:
        raise CourseError(
            f"{path} has no column of grades with a column of the maximum beside it"
            f"{f', of the name {wanted!r}' if wanted else ''}. If the assignment grades with a "
            "scale or a rubric, Moodle takes no points for it; if it grades with points, name "
            f"the column with --column: {', '.join(sheet.headers)}."
        )
    return fitting[0]
