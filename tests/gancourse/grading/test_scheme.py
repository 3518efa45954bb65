"""The marking scheme: in formgrader, and on no page that a student gets."""

from __future__ import annotations

import pytest
from nbconvert.exporters import HTMLExporter

from benchmarks.classes.small_course import LESSON, answered, source_notebook
from gancourse.course.settings import load_config
from gancourse.grading.scheme import Solution, solutions_of, split_solution

SCHEME = "One point for the word row"


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("the answer", ("the answer", "")),
        (
            "**Model answer.** So.\n\n**Marking scheme (2 points).**\n\n- 1: so",
            ("So.", "- 1: so"),
        ),
        (
            "### BEGIN SOLUTION\nSo.\n### BEGIN MARK SCHEME\n1: so\n### END MARK SCHEME\nOr so.\n"
            "### END SOLUTION\n",
            ("So.\nOr so.", "1: so"),
        ),
    ],
)
def test_a_solution_is_parted_into_model_answer_and_scheme(source, parts):
    assert split_solution(source) == Solution(*parts)


def test_code_has_a_model_answer_and_no_scheme():
    solution = solutions_of(source_notebook())["count_pixels"]
    assert solution.model.endswith("return number_of_pixels")
    assert solution.scheme == ""


def test_formgrader_alone_shows_the_scheme(released_course, released):
    shows = HTMLExporter(config=load_config(released_course))
    names = {"assignment_id": LESSON, "notebook_id": LESSON}
    page, _ = shows.from_notebook_node(answered(released), resources=dict(names))
    assert SCHEME not in page
    page, _ = shows.from_notebook_node(
        answered(released), resources=names | {"submission_id": "an id"}
    )
    assert page.count(SCHEME) == 1
    assert page.index(SCHEME) < page.index("So many rows")
