"""Moodle's grading worksheet at collecting: an e-mail address is who somebody is over lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.classes.small_course import LESSON
from gancourse.course.roster import Student, read_roster, write_roster
from gancourse.errors import CourseError
from gancourse.platforms.archive import opened
from gancourse.platforms.detect import sort
from gancourse.platforms.participants import introduce
from gancourse.platforms.students import Class
from tests.gancourse.platforms import downloads
from tests.gancourse.platforms.downloads import HandIn, row, worksheet, zipped

FILE = f"{LESSON}.ipynb"


def hand_in(name: str, number: int) -> HandIn:
    return HandIn(name, number, {FILE: str(number)})


class Lessons:
    """A class over several lessons: who its students are, and who was refused and why."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.students: dict[str, Student] = {}

    def collect(self, lesson: str, handed_in: dict[int, str], *rows: str) -> dict[int, str]:
        """The ids, or the reasons for none, by the numbers of those who are in the download."""
        files = downloads.moodle(hand_in(name, number) for number, name in handed_in.items())
        source = zipped(self.folder / "download.zip", files)
        with opened(source) as contents:
            download = sort(contents, source, lesson, "", "")
        everybody = introduce(download, lesson, worksheet(self.folder, *rows)) if rows else []
        class_ = Class(self.folder, lesson, self.students)
        people = [one.person for one in download.hand_ins]
        ids, refused = class_.identify(dict.fromkeys([*everybody, *people]))
        self.students = class_.students
        return {int(one.number): (ids | refused)[one] for one in people}


@pytest.fixture
def lessons(tmp_path) -> Lessons:
    return Lessons(tmp_path)


def test_namesakes_are_told_apart_over_lessons(lessons):
    class_ = {11: "Wei Zhang", 12: "Wei Zhang"}
    first = [row(11, "Wei Zhang", "wei@x.org"), row(12, "Wei Zhang", "zhang@x.org")]
    ids = lessons.collect("01", class_, *first)
    assert ids == {11: "wei-zhang-11", 12: "wei-zhang-12"}
    second = [row(51, "Wei Zhang", "Zhang@x.org"), row(52, "Wei Zhang", "wei@x.org")]
    again = {51: "wei-zhang-12", 52: "wei-zhang-11"}
    assert lessons.collect("02", {51: "Wei Zhang", 52: "Wei Zhang"}, *second) == again


def test_who_takes_the_name_of_one_who_handed_in_nothing_stays_who_he_is(lessons):
    first = [row(11, "Ada", "ada@x.org"), row(12, "Mallory", "mallory@x.org")]
    lessons.collect("01", {11: "Ada", 12: "Mallory"}, *first)
    second = [row(51, "Ada", "mallory@x.org"), row(52, "Ada", "ada@x.org")]
    assert lessons.collect("02", {51: "Ada"}, *second) == {51: "mallory-12"}
    assert lessons.students["ada-11"].numbers == {"moodle 01": "11", "moodle 02": "52"}


def test_also_where_the_first_lesson_was_collected_without_a_worksheet(lessons):
    lessons.collect("01", {11: "Ada", 12: "Mallory"})
    second = [row(51, "Ada", "mallory@x.org"), row(52, "Ada", "ada@x.org")]
    assert (
        "who of those called Ada it is cannot be told"
        in (lessons.collect("02", {51: "Ada"}, *second)[51])
    )
    first = [row(11, "Ada", "ada@x.org"), row(12, "Mallory", "mallory@x.org")]
    lessons.collect("01", {11: "Ada", 12: "Mallory"}, *first)
    assert lessons.collect("02", {51: "Ada"}, *second) == {51: "mallory-12"}


def test_a_join_by_name_that_the_address_belies_is_refused(lessons):
    lessons.collect("01", {11: "Ada"}, row(11, "Ada", "ada@x.org"))
    assert lessons.collect("02", {51: "Ada"}) == {51: "ada-11"}  # by the name alone
    why = lessons.collect("02", {51: "Ada"}, row(51, "Ada", "mallory@x.org"))[51]
    assert why.startswith("ada-11 has another address in students.csv.")


def test_a_new_address_takes_nothing_and_is_asked_for(lessons):
    lessons.collect("01", {11: "Ada"}, row(11, "Ada", "ada@x.org"))
    why = lessons.collect("02", {51: "Ada"}, row(51, "Ada", "new@x.org"))[51]
    assert "write new@x.org there; if not, write 51 into the column `moodle 02`" in why


def test_an_address_of_two_decides_nothing(lessons):
    rows = [row(11, "Ada", "a@x.org"), row(12, "Bo", "A@x.org")]
    assert lessons.collect("01", {11: "Ada", 12: "Bo"}, *rows) == {11: "ada-11", 12: "bo-12"}
    assert [one.email for one in lessons.students.values()] == ["", ""]
    lessons.students["ada-11"] = Student("ada-11", "Ada", "a@x.org")
    lessons.students["bo-12"] = Student("bo-12", "Bo", "a@x.org")
    why = lessons.collect("02", {51: "Ada"}, row(51, "Ada", "a@x.org"))[51]
    assert "several students (ada-11, bo-12)" in why


def test_all_in_the_worksheet_are_students_and_who_is_not_in_it_is_named(
    course, collected, submitted, tmp_path
):
    write_roster(course, [Student("noor", "N.", "noor@x.org")])
    rows = [row(11, "Ada Allright", "ada@x.org"), row(12, "Noor", "noor@x.org")]
    rows.append(row(13, "Cy", "cy@x.org"))
    class_ = [hand_in("Ada Allright", 11), hand_in("Stranger", 77)]
    done = collected(downloads.moodle(class_), worksheet=worksheet(tmp_path, *rows))
    assert done.complete
    assert "Not in the worksheet (1): Stranger (77)." in done.lines
    assert submitted() == {f"ada-allright-11/{FILE}": "11", f"stranger-77/{FILE}": "77"}
    assert {one.id: one.email for one in read_roster(course).values()} == {
        **{"noor": "noor@x.org", "ada-allright-11": "ada@x.org", "cy-13": "cy@x.org"},
        "stranger-77": "",
    }


def test_a_worksheet_without_names_is_said_and_nothing_else_changes(collected, submitted, tmp_path):
    # A student's text stands behind the grades, and may look like an address.
    blind = tmp_path / "blind.csv"
    blind.write_text(
        "Identifier,Status,Grade,Maximum grade,Online text\nParticipant 11,,,10.00,ada@x.org\n"
    )
    done = collected(downloads.moodle([hand_in("Ada", 11)], blind=True), worksheet=blind)
    assert f"{blind} has no e-mail addresses before its grades: names are hidden" in done.lines[1]
    assert submitted() == {f"participant-11/{FILE}": "11"}


@pytest.mark.parametrize(
    ("build", "text", "why"),
    [
        (downloads.moodle, row(99, "Ada", "ada@x.org"), "lacks 1 of the 1 numbers"),
        (downloads.canvas, row(11, "Ada", "ada@x.org"), "one of canvas: leave it out"),
        (downloads.moodle, "Ada,11,ada,ada,1,", "no grading worksheet of Moodle"),
    ],
)
def test_a_wrong_worksheet_is_refused_and_nothing_is_written(
    course, collected, tmp_path, build, text, why
):
    before = sorted(course.iterdir())
    path = tmp_path / "Grades.csv"
    path.write_text("Student,ID,SIS User ID,SIS Login ID,Section,02 (7)\n" + text + "\n")
    if text.startswith("Participant"):
        path = worksheet(tmp_path, text)
    with pytest.raises(CourseError, match=why):
        collected(build([hand_in("Ada", 11)]), worksheet=path)
    assert sorted(course.iterdir()) == before
