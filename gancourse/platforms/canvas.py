"""Canvas's way back: the gradebook as CSV, and the names of reuploaded files.

The rules are those of ``lib/gradebook_importer.rb`` and ``lib/gradebook_exporter.rb``, and of
``infer_comment_context_from_filename`` in ``app/models/abstract_assignment.rb`` of Canvas's
sources:

- The first columns are Student, ID, SIS User ID, SIS Login ID and Section, in English; a student is
  found by the ID. A row whose first cell says "Points Possible" belongs to no student.
- A column is an assignment if its header ends in the assignment's number: "Lesson 2 (4711)". Canvas
  asks where an assignment that it does not know belongs.
- An empty cell erases the grade that Canvas has. A column that is not in the file stays as it is;
  so the file has the one column that is filled in, and nothing that others graded meanwhile goes
  back to what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gancourse.course.spreadsheets import harmless
from gancourse.errors import CourseError
from gancourse.platforms.form import Form, Place
from gancourse.platforms.sheet import Sheet, number_in, read_sheet

if TYPE_CHECKING:  # it loads nbgrader, which collecting needs nothing of
    from gancourse.platforms.standing import Standing

CANVAS = "canvas"
HEADERS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS_POSSIBLE = "    Points Possible"


def made_gradebook(standings: Iterable[Standing], assignment: str, maximum: float) -> Form:
    """A gradebook with one assignment, and a row for each student whose ID is known."""
    places = []
    for one in standings:
        number = one.number(CANVAS)
        if number.isdecimal():
            row = [harmless(one.student.name), number, "", harmless(one.student.email), "", ""]
            places.append(Place(row, number, one.student.email, one.student.name))
    possible = [POINTS_POSSIBLE, "", "", "", "", f"{maximum:.2f}"]
    sheet = Sheet([*HEADERS, assignment], [possible, *(place.row for place in places)])
    return Form(sheet, places, len(HEADERS), maximum, empty_erases=True)


def read_gradebook(path: Path, lesson: str, column: str = "") -> Form:
    """A gradebook that a teacher has exported, cut down to the column of one assignment.

    Args:
        path: The file.
        lesson: The lesson's name: an assignment that has all of its words in the title is taken.
        column: A part of the column's header, or the assignment's number, if that is not clear.

    Raises:
        CourseError: It cannot be read, is none, or it is not clear which column takes the marks.
    """
    sheet = read_sheet(path)
    id_ = sheet.headers.index("ID") if "ID" in sheet.headers[1:3] else 0
    if not id_ or "Section" not in sheet.headers:
        raise CourseError(
            f"{path} is no gradebook of Canvas: it lacks the columns Student, ID and Section. In "
            "the gradebook choose Export, “Export Entire Gradebook”."
        )
    section = sheet.headers.index("Section")
    marks = _assignment_column(path, sheet.headers, section + 1, lesson, column)
    kept = [*range(section + 1), marks]
    headers, *rows = [[row[one] for one in kept] for row in [sheet.headers, *sheet.rows]]
    possible = [row for row in rows if "Points Possible" in row[0]]
    if any("read only" in row[-1] for row in possible):
        raise CourseError(f"Canvas lets nobody change the column {headers[-1]!r} of {path}.")
    students = [row for row in rows if row[id_].isdecimal() and row not in possible]
    login = headers.index("SIS Login ID") if "SIS Login ID" in headers else id_
    places = []
    for row in students:
        name = " ".join(reversed(row[:id_]))
        row[:id_] = map(harmless, row[:id_])
        places.append(Place(row, row[id_], row[login] if "@" in row[login] else "", name))
    maximum = number_in(possible[0][-1]) if possible else None
    form = Sheet(headers, [*possible, *students], sheet.separator)
    return Form(form, places, len(headers) - 1, maximum or None)


def _assignment_column(path: Path, headers: list[str], first: int, lesson: str, wanted: str) -> int:
    """The column of the assignment that is meant."""
    titles = {
        number: found
        for number, header in enumerate(headers)
        if number >= first and (found := re.fullmatch(r"(.*)\s\((\d+)\)", header, re.DOTALL))
    }
    words = [word for word in lesson.casefold().split("_") if not word.isdecimal()]
    if wanted:
        words = [wanted.casefold()]
    exact = [number for number, found in titles.items() if wanted in (found[2], found[0])]
    fitting = exact or [
        number
        for number, found in titles.items()
        if all(word in found[0].casefold() for word in words)
    ]
    if len(fitting) != 1:
        known = ", ".join(found[0] for found in titles.values()) or "it has none"
        raise CourseError(
            f"It is not clear which assignment of {path} is {wanted or lesson}: name its number "
            f"with --column. The assignments: {known}."
        )
    return fitting[0]
