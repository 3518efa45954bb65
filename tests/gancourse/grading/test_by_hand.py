"""A mark given by hand stays given while the answer is the same, whatever is graded again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.preprocessors import NbGraderPreprocessor

from benchmarks.classes.small_course import LESSON, OTHER_DEFAULT, RIGHT, answered, cell, code, text
from gancourse.course.settings import load_config
from gancourse.grading.by_hand import SaveGrades, answer_hash
from gancourse.grading.preprocessors import MarkSubmission
from gancourse.grading.record import Importer
from gancourse.grading.result import BY_HAND, GRADED
from tests.gancourse.marked import gradebook, mark_by_hand, write_marks


@pytest.fixture
def course(marked_course, tmp_path) -> Path:
    """A course in which a person has marked the free answer of one student."""
    course = shutil.copytree(marked_course, tmp_path / "c")
    mark_by_hand(course, "ann", 1.5, comment="rather short")
    return course


def comment(course: Path) -> str | None:
    with gradebook(course) as book:
        return book.find_comment("why", LESSON, LESSON, "ann").comment


def test_the_same_answer_is_not_to_be_marked_again(course, released):
    other = answered(released, conv_out_size=OTHER_DEFAULT, why=RIGHT["why"].replace(" ", "  "))
    other.cells.insert(0, code("more", "print('a cell more')"))
    for _ in range(2):
        again = write_marks(course, {"ann": other})["ann"]
        assert (again.status, again.points) == (GRADED, 9.5)
        assert again.notices == ()
    assert comment(course) == "rather short"


def test_another_answer_waits_and_the_teacher_is_told_until_it_is_marked(course, released):
    notice = "`why` was marked 1.5; the answer has changed since."
    for _ in range(2):
        again = write_marks(course, {"ann": answered(released, why="I know better now.")})["ann"]
        assert (again.status, again.notices) == (BY_HAND, (notice,))
    mark_by_hand(course, "ann", 2)
    again = write_marks(course, {"ann": answered(released, why="I know better now.")})["ann"]
    assert (again.status, again.points, again.notices) == (GRADED, 10, ())


def test_neither_a_failed_grading_nor_a_lost_folder_makes_it_wait(course, released):
    with Importer(course) as importer:
        importer.forget("ann", LESSON)
    assert not (course / "autograded" / "ann" / LESSON).exists()
    again = write_marks(course, {"ann": answered(released)})["ann"]
    assert (again.status, again.points) == (GRADED, 9.5)


def test_an_answer_that_moved_to_another_cell_is_the_same(course, released):
    nb = answered(released, why="YOUR ANSWER HERE")
    nb.cells.append(text("new", RIGHT["why"]))
    assert write_marks(course, {"ann": nb})["ann"].status == GRADED


def test_points_that_overrule_a_check_stay_for_the_same_code(course, released):
    mark_by_hand(course, "ann", 0.5, "check_conv_out_size")
    again = write_marks(course, {"ann": answered(released)})["ann"]
    assert (again.status, again.items["check_conv_out_size"].points) == (GRADED, 0.5)
    again = write_marks(course, {"ann": answered(released, conv_out_size=OTHER_DEFAULT)})["ann"]
    assert again.items["check_conv_out_size"].by_hand
    assert not again.items["why"].by_hand


def test_what_sanitizing_makes_of_a_text_is_no_change():
    assert answer_hash(text("a", "$D < 0.5$ & so on")) == answer_hash(
        text("a", "$D &lt; 0.5$ &amp; so\non")
    )
    assert answer_hash(text("a", "D < 0.5")) != answer_hash(text("a", "D > 0.5"))
    assert answer_hash(code("a", "if x:\n    y")) != answer_hash(code("a", "if x:\ny"))


def test_nbgraders_own_autograde_keeps_it_too(course, released):
    steps = load_config(course).Autograde.autograde_preprocessors
    assert SaveGrades in steps
    assert steps.index(SaveGrades) > steps.index(MarkSubmission)
    names = {"assignment": LESSON, "notebook": LESSON, "student": "ann"}
    address = {"db_url": f"sqlite:///{course / 'gradebook.db'}"}
    step: NbGraderPreprocessor = SaveGrades()
    nb = answered(released)
    step.preprocess(nb, {"nbgrader": names | address})
    with gradebook(course) as book:
        assert not book.find_grade("why", LESSON, LESSON, "ann").needs_manual_grade
    cell(nb, "why").source = "Another one."
    step.preprocess(nb, {"nbgrader": names | address})
    with gradebook(course) as book:
        assert book.find_grade("why", LESSON, LESSON, "ann").needs_manual_grade
