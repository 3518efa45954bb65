"""Pages on their way back, under names that the platforms' importers understand."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON
from gancourse.cli.commands import app
from gancourse.course.delivery import Delivery
from gancourse.errors import CourseError
from gancourse.grading.feedback import outdated
from gancourse.platforms.pages import write_pages
from tests.gancourse.platforms.conftest import HALF, RIGHT, deliver, enter, page_of
from tests.gancourse.platforms.importers import canvas_files, moodle_files

STUDENTS = ("ada-1", "bob-2", "zoe-3")


@pytest.fixture
def with_pages(a_class) -> Path:
    for student in STUDENTS:
        page_of(a_class, student)
    return a_class


def contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_moodle_knows_whose_page_each_is(with_pages):
    sent = write_pages(with_pages, "01", "moodle")
    pages = contents(sent.path)
    taken = moodle_files(list(pages), {101, 102, 103})
    assert {number: pages[name] for name, (number, _) in taken.items()} == {
        101: "<p>ada-1</p>",
        102: "<p>bob-2</p>",
        103: "<p>zoe-3</p>",
    }
    assert {name for _, name in taken.values()} == {f"{LESSON}.html"}
    other = with_pages / "students.csv"
    assert sent.path.stat().st_mode == other.stat().st_mode  # who shares the folder can read it
    assert "Ada Allright_101_assignsubmission_file_/01_small.html" in pages
    assert sent.lines == ["3 pages.", "Handed in nothing (1): Noor Nothing (noor-4)."]
    assert sent.missing == ["Has no page; `gancourse grade` makes it (1): Sam (sam-5)."]


def test_canvas_knows_whose_page_each_is(with_pages):
    for number, student in enumerate(STUDENTS, start=11):
        deliver(with_pages, student, Delivery("canvas", str(number), "4 2", "", str(number + 900)))
    sent = write_pages(with_pages, "01", "canvas")
    pages = contents(sent.path)
    taken = canvas_files(list(pages), {911: 11, 912: 12, 913: 13})
    assert {number: pages[name] for name, number in taken.items()} == {
        11: "<p>ada-1</p>",
        12: "<p>bob-2</p>",
        13: "<p>zoe-3</p>",
    }
    assert "AdaAllright_11_911_01_small.html" in pages


def test_anonymous_students_keep_their_number(with_pages):
    deliver(with_pages, "ada-1", Delivery("canvas", "aB3xZ", "", "", "911"))
    sent = write_pages(with_pages, "01", "canvas")
    assert list(contents(sent.path)) == ["anon_aB3xZ_911_01_small.html"]
    assert "Was not collected from a download of Canvas; left out (2):" in sent.missing[1]


@pytest.mark.parametrize(
    "name",
    ["12", "7_8_9", "_1_", "anon", "../../x", "a/b", "Eve_102_assignsubmission_file_", "", "12_34"],
)
def test_no_name_changes_whose_page_it_is(with_pages, name):
    roster = with_pages / "students.csv"
    roster.unlink()
    deliver(with_pages, "ada-1", Delivery("moodle", "101", name))
    (member,) = [
        one for one in contents(write_pages(with_pages, "01", "moodle").path) if "_101_" in one
    ]
    assert moodle_files([member], {101, 102})[member] == (101, f"{LESSON}.html")
    assert member.count("/") == 1
    deliver(with_pages, "ada-1", Delivery("canvas", "11", name, "", "911"))
    (member,) = contents(write_pages(with_pages, "01", "canvas").path)
    assert canvas_files([member], {911: 11, 34: 12, 8: 7}) == {member: 11}


def test_of_two_with_one_number_none_gets_the_others_page(with_pages):
    deliver(with_pages, "bob-2", Delivery("moodle", "101", "Mallory"))
    sent = write_pages(with_pages, "01", "moodle")
    assert set(contents(sent.path).values()) == {"<p>zoe-3</p>"}
    assert "Shares a number with another student; left out (2): Ada" in sent.missing[1]


def test_a_page_that_does_not_show_the_marks_of_now_is_left_out_and_named(with_pages):
    for _, student, _, made in outdated(with_pages, [(one, LESSON) for one in STUDENTS]):
        stamp = f'<meta name="made-from" content="{made}">'
        page_of(with_pages, student).write_text(stamp)
    assert "3 pages." in write_pages(with_pages, "01", "moodle").lines
    enter(with_pages, zoe_3=RIGHT)
    sent = write_pages(with_pages, "01", "moodle")
    assert "2 pages." in sent.lines
    assert sent.missing[1:] == [
        "Has a page older than the marks, left out; `gancourse grade 01` makes it anew (1): "
        "Zoë Gómez (zoe-3)."
    ]
    enter(with_pages, ada_1=HALF, bob_2=RIGHT)
    with pytest.raises(CourseError, match="older than the marks: run `gancourse grade 01`"):
        write_pages(with_pages, "01", "moodle")


def test_pages_of_a_class_from_elsewhere_are_refused(with_pages):
    with pytest.raises(CourseError, match="collected from a download of Canvas"):
        write_pages(with_pages, "01", "canvas")
    assert not list(with_pages.glob("*.zip*")) + list(with_pages.glob(".*zip*"))


def test_the_command_names_who_has_no_page(with_pages, monkeypatch):
    monkeypatch.chdir(with_pages)
    done = CliRunner().invoke(app, ["pages", "01", "--for", "moodle"])
    assert done.exit_code == 1
    assert "Has no page; `gancourse grade` makes it (1): Sam (sam-5)." in done.stderr
    page_of(with_pages, "sam-5")
    deliver(with_pages, "sam-5", Delivery("moodle", "105", "Sam"))
    assert CliRunner().invoke(app, ["pages", "01", "--for", "moodle"]).exit_code == 0
