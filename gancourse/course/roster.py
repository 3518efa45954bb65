"""The class as a table, ``students.csv``: who is who, here and on the learning platforms.

A teacher may open it in a spreadsheet, correct names, add e-mail addresses and students. What is
not a column of ours is a platform, and what stands in it is the student's number there:

    student,name,email,canvas,moodle 02_building_blocks
    ada-allright-101,Ada Allright,ada@example.org,101,
    hal-half-5202,Hal Half,,,5202

Moodle, and Canvas where names are hidden, number students anew in each assignment: then the lesson
stands behind the platform's name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gancourse.course.files import replacing
from gancourse.course.spreadsheets import ENCODING, harmless, read_cells, records
from gancourse.errors import CourseError

ROSTER = "students.csv"
OWN = ("student", "name", "email")
"""Columns that are no platform's."""


@dataclass(frozen=True)
class Student:
    """One student.

    Attributes:
        id: The name of the student's folder in ``submitted/``, and in the gradebook; for good.
        name: The name to be read, as the platform shows it.
        email: The address; empty if unknown.
        numbers: The student's number or id on each platform, by the name of the column.
    """

    id: str
    name: str = ""
    email: str = ""
    numbers: dict[str, str] = field(default_factory=dict)


def read_roster(course: Path) -> dict[str, Student]:
    """The students of a course by their ids, in the order of the table; none if there is no table.

    Raises:
        CourseError: The table cannot be read, or names somebody twice.
    """
    path = course / ROSTER
    if not path.exists():
        return {}
    students: dict[str, Student] = {}
    owners: dict[tuple[str, str], str] = {}
    for _, row in records(read_cells(path)):
        id_, name, email = (row.get(column, "") for column in OWN)
        numbers = {column: text for column, text in row.items() if text and column not in OWN}
        one = Student(id_, name, email, numbers)
        if not one.id:
            raise CourseError(f"{path} has a line without a name in the column `student`.")
        if one.id in students:
            raise CourseError(f"{path} names {one.id} twice.")
        for number in one.numbers.items():
            if number in owners:
                raise CourseError(
                    f"{path} gives the number {number[1]} of {number[0]} to two students: "
                    f"{owners[number]} and {one.id}."
                )
            owners[number] = one.id
        students[one.id] = one
    return students


def write_roster(course: Path, students: Iterable[Student]) -> None:
    """Write the table, with a column for each platform that somebody has a number on.

    Raises:
        OSError: It cannot be written; the old one stays.
    """
    students = list(students)
    platforms = dict.fromkeys(name for one in students for name in one.numbers)
    with replacing(course / ROSTER, ENCODING) as file:
        table = csv.writer(file)
        table.writerow([*OWN, *platforms])
        for one in students:
            numbers = (one.numbers.get(name, "") for name in platforms)
            table.writerow(map(harmless, (one.id, one.name, one.email, *numbers)))
