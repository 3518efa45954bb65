"""The program depends on no word of a lesson: here is one in German."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from nbformat import NotebookNode

import graders
from benchmarks.classes.small_course import LESSON, cell, make_course, source_notebook
from gancourse.course.tidy import read
from gancourse.demo import PUPILS, Key, right_answers
from gancourse.grading.recognise import names_of, recognise
from gancourse.grading.repair import rebuild
from gancourse.release.release import release

GERMAN = {
    "# 01 · Small\n\nPoints: 10": "# 01 · Klein\n\nPunkte: 10",
    "### Exercise": "### Aufgabe",
    "Write it.": "Schreib es.",
    "Choose.": "Wähle.",
    "Say why.": "Sag, warum.",
}
STUBS = """
c.ClearSolutions.code_stub = {
    "python": "# HIER STEHT DEIN CODE\\nraise NotImplementedError('Ersetze diese Zeile.')"
}
c.ClearSolutions.text_stub = "HIER STEHT DEINE ANTWORT"
"""


@pytest.fixture(scope="module")
def source() -> NotebookNode:
    notebook = source_notebook()
    for one in notebook.cells:
        for english, german in GERMAN.items():
            one.source = one.source.replace(english, german)
    assert cell(notebook, "prompt-why").source == "### Aufgabe 1.4 · why\n\nSag, warum."
    return notebook


@pytest.fixture(scope="module")
def course(source: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = make_course(tmp_path_factory.mktemp("german"), source)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(STUBS)
    release(course)
    return course


@pytest.fixture(scope="module")
def released(course: Path) -> NotebookNode:
    return read(course / "notebooks" / LESSON / f"{LESSON}.ipynb")


@pytest.fixture(scope="module")
def key(source: NotebookNode) -> Key:
    return Key(right_answers(source), {}, "count_pixels")


def test_it_is_released_with_its_own_stubs(released):
    assert "HIER STEHT DEIN CODE" in cell(released, "count_pixels").source
    assert cell(released, "why").source.strip() == "HIER STEHT DEINE ANTWORT"


@pytest.mark.parametrize("pupil", PUPILS)
def test_the_doctor_puts_every_pupils_answers_in_their_places(released, key, pupil):
    """The same pupils as in the demo; one of them has deleted a prompt and a check."""
    _, fill_in = PUPILS[pupil]
    handed_in = fill_in(copy.deepcopy(released), key)
    assert recognise({LESSON: names_of(released)}, handed_in) == LESSON
    rebuilt, remarks = rebuild(released, handed_in)
    put_back = [one for one in remarks if "put back" in one]
    if pupil == "cora-copies":
        assert "“Aufgabe 1.1 · count_pixels”" in " ".join(put_back)
    else:
        assert not remarks
    if pupil not in ("bea-blank", "hal-half", "lou-loop"):
        assert {one: cell(rebuilt, one).source for one in key.right} == key.right


def test_a_check_knows_the_stub_from_an_answer(released, key):
    scope: dict = {}
    exec(cell(released, "count_pixels").source, scope)
    with pytest.raises(graders.NotAttempted):
        graders.check_count_pixels(scope["count_pixels"])
    exec(key.right["count_pixels"], scope)
    graders.check_count_pixels(scope["count_pixels"])
