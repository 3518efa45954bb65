"""The table of dates: what it says, and what is wrong with it, by line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from gancourse.course.dates import DATES, read_dates
from gancourse.errors import CourseError

NOON = datetime.datetime(2030, 1, 31, 12, tzinfo=datetime.UTC)
HEAD = "lesson,student,due\n"


@pytest.fixture
def course(tmp_path) -> Path:
    """A course of two lessons, in which ada and Özil have handed in, and nobody else."""
    for lesson in ("01_small", "02_large"):
        path = tmp_path / "solutions" / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        path.touch()
    for student in ("ada", "Özil"):
        (tmp_path / "submitted" / student).mkdir(parents=True)
    (tmp_path / "students.csv").write_text("student,name\nbo-7,Bo Derek\n")
    return tmp_path


def dates_of(course: Path, text: str):
    (course / DATES).write_text(text, encoding="utf-8-sig")
    return read_dates(course)


def test_without_a_table_there_are_no_dates(course):
    assert read_dates(course) is None


def test_a_line_without_a_student_is_the_lessons_date_and_one_with_a_student_an_extension(course):
    dates = dates_of(
        course,
        HEAD + "1,,2030-01-31T12:00Z\n01,ada,2030-02-02 14:30+01:00\n\n02,,2030-01-31T12:00Z",
    )
    assert dates is not None
    assert dates.lessons == {"01_small": NOON, "02_large": NOON}
    assert dates.extension("01_small", "ada") == datetime.timedelta(days=2, hours=1.5)
    assert dates.extension("01_small", "bo-7") is None
    assert dates.extension("02_large", "ada") is None


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_columns_may_be_parted_and_ordered_as_a_spreadsheet_does(course, delimiter):
    lines = ["due,why,student,lesson", "2030-01-31 12:00Z,,,01", "2030-02-01 12:00Z,ill,Özil,01"]
    dates = dates_of(course, "\r\n".join(lines).replace(",", delimiter))
    assert dates is not None
    assert dates.lessons == {"01_small": NOON}
    assert dates.extension("01_small", "Özil") == datetime.timedelta(days=1)


def test_a_time_without_a_zone_is_one_of_the_machines_zone(course):
    dates = dates_of(course, HEAD + "01,,2030-01-31T12:00")
    assert dates is not None
    assert dates.lessons["01_small"] == datetime.datetime(2030, 1, 31, 12).astimezone()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lesson,studnet,due\n01,,2030-01-31T12:00", r"first line of .* has to be: lesson,student"),
        ("", "first line"),
        (HEAD + "01,,1/31/2030 12:00", r"line 2: '1/31/2030 12:00' is no time; write it so: 2026"),
        (HEAD + "01,,31.01.2030 12:00", r"line 2: .* is no time; write it so"),
        (HEAD + "01,,46335.5", "is no time"),
        (HEAD + "01,,", "'' is no time"),
        (HEAD + "01", "'' is no time"),
        (HEAD + "01,,0001-01-01T00:00", "is no time"),
        (HEAD + "01,,\x1b[2J", r"'\?\[2J' is no time"),
        (HEAD + "01,,2030-01-31", "2030-01-31 has no time of the day; write it so"),
        (HEAD + "\n01,,2030-01-31T12:00\n03,,2030-01-31T12:00", "line 4: '03' is the name of no"),
        (HEAD + ",ada,2030-01-31T12:00", "line 2: there is no lesson in it"),
        (HEAD + "01,adda,2030-01-31T12:00", r"line 2: Nobody is called adda: .* Is ada meant\?"),
        (HEAD + "01,bo derek,2030-01-31T12:00", r"Is bo-7 meant\?"),
        (HEAD + "01,xyz,2030-01-31T12:00", r"Nobody is called xyz: .*students.csv\.$"),
        (HEAD + "01,,2030-01-31T12:00\n1,,2030-01-31T13:00", "line 3: 01_small has two dates."),
        (HEAD + "1,ada,2030-01-31T12:00\n1,ada,2030-01-31T12:00", "two dates for ada"),
        (HEAD + "01,ada,2030-01-31T12:00", "a date for ada in 01_small, but none for the others"),
        (HEAD + "01,ada,2030-01-31T12:00\n01,,2030-02-01T12:00", "earlier date for ada"),
        (HEAD + "01,,2030-01-31T12:00\0" + "x" * 200_000, "larger than field limit"),
    ],
)
def test_a_line_that_is_not_right_is_refused_with_what_is_wrong(course, text, message):
    with pytest.raises(CourseError, match=message):
        dates_of(course, text)


def test_a_table_in_another_encoding_or_that_is_no_file_is_refused(course):
    (course / DATES).write_bytes((HEAD + "01,Özil,2030-01-31T12:00").encode("latin-1"))
    with pytest.raises(CourseError, match="not in UTF-8"):
        read_dates(course)
    (course / DATES).unlink()
    (course / DATES).mkdir()
    with pytest.raises(CourseError, match="cannot be read"):
        read_dates(course)
