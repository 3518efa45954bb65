"""The class's table and what a platform said come back as they were written."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gancourse.course.delivery import DELIVERY, Delivery, read_delivery, write_delivery
from gancourse.course.roster import ROSTER, Student, read_roster, write_roster
from gancourse.course.spreadsheets import harmless, without_apostrophe
from gancourse.errors import CourseError

WRITABLE = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(st.sampled_from("=+-@;'\"\t\n, aé") | WRITABLE, max_size=8).map(str.strip)


@given(TEXTS)
def test_what_was_made_harmless_can_be_read_back(text):
    made = harmless(text)
    assert without_apostrophe(made) == text
    assert made[:1] not in ("=", "+", "-", "@")


STUDENTS = st.lists(
    st.builds(
        Student,
        TEXTS.filter(bool),
        TEXTS,
        TEXTS,
        st.dictionaries(st.sampled_from(["moodle 01", "canvas"]), TEXTS.filter(bool), max_size=2),
    ),
    max_size=4,
    unique_by=(
        lambda one: one.id,
        lambda one: one.numbers.get("canvas", one.id),
        lambda one: one.numbers.get("moodle 01", one.id),
    ),
)


@given(STUDENTS)
@settings(max_examples=30, deadline=None)
def test_a_table_comes_back_as_it_was_written(students):
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            write_roster(Path(folder), students)
            assert list(read_roster(Path(folder)).values()) == students
            students = list(read_roster(Path(folder)).values())


@given(st.builds(Delivery, *[TEXTS] * 6, st.booleans()))
@settings(max_examples=30, deadline=None)
def test_a_delivery_comes_back_as_it_was_written(delivery):
    with tempfile.TemporaryDirectory() as folder:
        write_delivery(Path(folder), delivery)
        assert read_delivery(Path(folder)) == delivery


@pytest.mark.parametrize("text", ["", "[]", "{", '{"late": "yes"}', '{"number": 3}', "[" * 10_000])
def test_a_delivery_that_was_damaged_is_unknown(tmp_path, text):
    (tmp_path / DELIVERY).write_text(text)
    assert read_delivery(tmp_path) is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["ada", "1"], ["ada", "2"]], "names ada twice"),
        ([["ada", "1"], ["hal", "1"]], "the number 1 of moodle to two students: ada and hal"),
        ([["", "1"]], "a line without a name"),
    ],
)
def test_a_table_that_names_somebody_twice_is_refused(tmp_path, rows, why):
    with (tmp_path / ROSTER).open("w", newline="") as file:
        csv.writer(file).writerows([["student", "moodle"], *rows])
    with pytest.raises(CourseError, match=why):
        read_roster(tmp_path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_save_it(tmp_path, separator):
    text = "student,name,email,canvas\r\nzoe,Zoë,,7,a stray cell\r\n,,,\r\n,,,,another\r\n".replace(
        ",", separator
    )
    (tmp_path / ROSTER).write_bytes(text.encode())
    assert read_roster(tmp_path) == {"zoe": Student("zoe", "Zoë", "", {"canvas": "7"})}
    (tmp_path / ROSTER).write_bytes(text.encode("cp1252"))
    with pytest.raises(CourseError, match=r"not in UTF-8.*CSV UTF-8"):
        read_roster(tmp_path)
