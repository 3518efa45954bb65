"""The lessons on the site show the pictures of the solutions and none of their answers."""

from __future__ import annotations

import re

import pytest
from nbgrader import utils

from benchmarks.classes.small_course import ROOT
from gancourse.course.places import find_lessons, release_path, source_path
from gancourse.course.tidy import read
from gancourse.release.leaks import find_leaks
from gancourse.release.shown import shown

LESSONS = find_lessons(ROOT)
SOURCES = {lesson: read(source_path(ROOT, lesson)) for lesson in LESSONS}
SHOWN = {lesson: shown(SOURCES[lesson], read(release_path(ROOT, lesson))) for lesson in LESSONS}


def without_signs_of_differences(nb):
    """Lines such as ``+ rows = …``, as lesson 05 prints them, without the sign."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if "text" in output:
                output.text = re.sub(r"(?m)^[+-] ", "", output.text)
    return nb


def test_no_lesson_on_the_site_tells_an_answer():
    unsigned = {name: without_signs_of_differences(nb) for name, nb in SHOWN.items()}
    assert find_leaks(SOURCES, unsigned) == []


def test_what_a_solution_prints_would_tell_an_answer():
    """The guard sees what is left out: lesson 05 prints the lines of the repaired patients."""
    lesson = "05_measuring_and_debugging"
    nb = read(release_path(ROOT, lesson))
    told = {cell.id: cell.outputs for cell in SOURCES[lesson].cells if cell.cell_type == "code"}
    for cell in nb.cells:
        if cell.id in told and cell.id.startswith("look-"):
            cell.outputs = told[cell.id]
    assert find_leaks(SOURCES, {lesson: without_signs_of_differences(nb)})


@pytest.mark.parametrize("lesson", LESSONS)
def test_answers_and_checks_show_nothing_and_pictures_stay(lesson):
    for cell in SHOWN[lesson].cells:
        if cell.cell_type == "code" and (
            utils.is_solution(cell) or "graders.check_" in cell.source
        ):
            assert cell.outputs == [] or cell.id.startswith("demo-")
    assert pictures_in(SHOWN[lesson]) == pictures_in(SOURCES[lesson]) > 3


def pictures_in(nb):
    outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
    return sum("<img " in output.get("data", {}).get("text/html", "") for output in outputs)
