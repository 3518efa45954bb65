"""The notebook of a lesson is found under many names; what is not found is said."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import LESSON, answered, cell, code, put, text
from gancourse.grading.find import Found, find
from gancourse.grading.result import FAILED, NOTHING, Result

NAME = f"{LESSON}.ipynb"
OTHER = "02_other"


def other_lesson(released: NotebookNode) -> NotebookNode:
    """A lesson with the same setup and other graded cells."""
    nb = copy.deepcopy(released)
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.id += "-2"
            one.metadata.nbgrader.grade_id += "_2"
            one.source = one.source.replace("def ", "def other_").replace("(", "_2(", 1)
        elif one.cell_type == "markdown":
            one.source = one.source.replace("Exercise", "Problem")
    return nb


@pytest.fixture
def course(tmp_path, released_course, released) -> Path:
    course = shutil.copytree(released_course, tmp_path / "c")
    for folder in ("solutions", "notebooks"):
        put(other_lesson(released), course / folder / OTHER / f"{OTHER}.ipynb")
    return course


def hand_in(course: Path, name: str, what: NotebookNode | str) -> Path:
    path = course / "submitted" / "ann" / LESSON / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(what if isinstance(what, str) else nbformat.writes(what))
    return path


def taken(course: Path) -> tuple[str, tuple[str, ...]]:
    """The id of the file that was taken, and the remarks."""
    found = find(course, "ann", LESSON)
    assert isinstance(found, Found), found
    return json.loads(found.text)["metadata"].get("is", ""), found.remarks


def marked(nb: NotebookNode, name: str) -> NotebookNode:
    nb = copy.deepcopy(nb)
    nb.metadata["is"] = name
    return nb


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "home&work.ipynb",
        "Untitled3.ipynb",
        f"{LESSON} (1).ipynb",
        f"{LESSON}.ipynb.txt",
        f"{LESSON}.ipynb (2).json",
        "lesson.json",
        "01 small FINAL.IPYNB",
    ],
)
def test_a_notebook_with_the_lessons_cells_is_taken_under_any_name(course, released, name):
    hand_in(course, name, marked(answered(released), "it"))
    which, remarks = taken(course)
    assert which == "it"
    assert (name in " ".join(remarks)) == (name != NAME)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("start_here.ipynb", "{}"),
        ("Untitled3.ipynb", nbformat.v4.new_notebook(cells=[code("a", "x = 1")])),
        ("notes.ipynb.txt", "my notes"),
        (f"sub/{NAME}", "{}"),
        (f".ipynb_checkpoints/{NAME}", "{}"),
        ("homework.py", "x = 1"),
        (f"{LESSON}.zip", "PK"),
    ],
)
def test_a_folder_without_the_lessons_notebook_is_not_graded_and_lists_what_is_there(
    course, name, what
):
    hand_in(course, Path(name).parts[0], "") if "/" not in name else (
        course / "submitted" / "ann" / LESSON / Path(name).parent
    ).mkdir(parents=True)
    hand_in(course, name, what)
    result = find(course, "ann", LESSON)
    assert isinstance(result, Result)
    assert result.status == FAILED
    assert Path(name).parts[0] in result.remarks[0]


@pytest.mark.parametrize("names", [[], ["timestamp.txt"], [".DS_Store", "timestamp.txt"]])
def test_an_empty_folder_is_nothing_handed_in(course, names):
    hand_in(course, "x", "").unlink()
    for name in names:
        hand_in(course, name, "x")
    assert find(course, "ann", LESSON) == Result("ann", LESSON, NOTHING)


@pytest.mark.parametrize("name", [f"{LESSON}-Copy1.ipynb", f"{LESSON} (1).ipynb", "Untitled.ipynb"])
def test_of_two_the_one_with_answers_is_taken(course, released, name):
    hand_in(course, NAME, marked(released, "empty"))
    hand_in(course, name, marked(answered(released), "mine"))
    which, remarks = taken(course)
    assert which == "mine"
    said = f"Of 2 notebooks the one with answers was taken: {name}, not {NAME}."
    assert said in remarks


def test_an_untouched_copy_beside_the_right_file_is_not_spoken_of(course, released):
    hand_in(course, NAME, marked(answered(released), "mine"))
    hand_in(course, f"{LESSON}-Copy1.ipynb", released)
    hand_in(course, "Untitled.ipynb", "{}")
    hand_in(course, f"{OTHER}.ipynb", other_lesson(released))
    assert taken(course) == ("mine", ())


def test_of_two_with_answers_that_with_the_lessons_name_is_taken_and_it_is_said(course, released):
    for name in ("Untitled.ipynb", f"{LESSON} (1).ipynb", NAME):
        hand_in(course, name, marked(answered(released), name))
    which, remarks = taken(course)
    assert which == NAME
    assert f"Untitled.ipynb, {LESSON} (1).ipynb" in remarks[0]


def test_answers_without_names_are_answers(course, released):
    bare = marked(answered(released), "mine")
    for one in bare.cells:
        one.metadata = NotebookNode()
        one.pop("id")
    bare.nbformat_minor = 4
    hand_in(course, NAME, released)
    hand_in(course, f"{LESSON} (1).ipynb", bare)
    assert taken(course)[0] == "mine"


def test_another_lessons_notebook_alone_is_named(course, released):
    hand_in(course, f"{OTHER}.ipynb", other_lesson(released))
    result = find(course, "ann", LESSON)
    assert isinstance(result, Result)
    assert f"{OTHER}.ipynb is the notebook of {OTHER}" in result.remarks[0]


@pytest.mark.parametrize("place", ["homework.ipynb", "01/homework.ipynb", f"{LESSON}.ipynb"])
def test_a_notebook_beside_its_lessons_folder_is_not_graded_and_named(course, released, place):
    put(answered(released), course / "submitted" / "ann" / place)
    result = find(course, "ann", LESSON)
    assert isinstance(result, Result)
    assert result.status == FAILED
    assert result.remarks[0].startswith(f"{place} is the notebook of {LESSON}, but lies in the wr")


def test_a_notebook_in_another_lessons_folder_is_that_lessons_business(course, released):
    put(answered(released), course / "submitted" / "ann" / OTHER / f"{OTHER}.ipynb")
    put(other_lesson(released), course / "submitted" / "ann" / "x.ipynb")
    (course / "submitted" / "ann" / "link").symlink_to(course / "notebooks" / LESSON)
    assert find(course, "ann", LESSON) == Result("ann", LESSON, NOTHING)


def test_links_and_damaged_files_beside_the_notebook_do_no_harm(course, released):
    hand_in(course, NAME, marked(answered(released), "mine"))
    hand_in(course, "broken.ipynb", '{"cells": [')
    hand_in(course, "x.json", "{}")
    (course / "submitted" / "ann" / LESSON / "link.ipynb").symlink_to("/etc/passwd")
    (course / "submitted" / "ann" / LESSON / "folder.ipynb").mkdir()
    assert taken(course) == ("mine", ())


# Modules ------------------------------------------------------------------------------------------


def test_the_modules_that_a_notebook_uses_are_taken_along(course, released):
    submitted = answered(released)
    cell(submitted, "setup").source += "\nfrom mine import f\n%run script.py"
    hand_in(course, NAME, submitted)
    modules = {"mine.py": "import helper, more", "helper.py": "h = 1", "script.py": "s = 1"}
    modules |= {"more.py": "é = 2"}
    for name, source in modules.items():
        hand_in(course, name, source)
    hand_in(course, "unused.py", "u = 1")
    hand_in(course, "large.py", "import large" + " " * 200_000)
    found = find(course, "ann", LESSON)
    assert isinstance(found, Found)
    assert found.files == modules


def test_links_and_folders_are_no_modules(course, released):
    submitted = answered(released)
    submitted.cells.append(code("m", "# more\nimport a, b\nimport c.py"))
    hand_in(course, NAME, submitted)
    folder = course / "submitted" / "ann" / LESSON
    (folder / "a.py").symlink_to(Path(__file__))
    (folder / "b.py").mkdir()
    assert find(course, "ann", LESSON).files == {}


def test_a_notebook_is_looked_through_once_however_many_modules_lie_beside_it(course, released):
    submitted = answered(released)
    submitted.cells.append(text("m", "import a, b, c from " * 150_000))
    hand_in(course, NAME, submitted)
    for number in range(5_000):  # hours, if each is looked for
        hand_in(course, f"m{number}.py", "")
    hand_in(course, "b.py", "b = 1")
    assert find(course, "ann", LESSON).files == {"b.py": "b = 1"}


# Other lessons ------------------------------------------------------------------------------------


def test_another_lesson_under_the_right_name_is_refused(course, released):
    from gancourse.course.tidy import read
    from gancourse.grading.recognise import WrongLesson, lesson_names, refuse_other_lesson

    lessons = lesson_names(course)

    def refuse(nb: NotebookNode) -> None:
        refuse_other_lesson(LESSON, released, lessons, nb)

    with pytest.raises(WrongLesson, match=f"notebook of {OTHER}, not of {LESSON}"):
        refuse(read(course / "notebooks" / OTHER / f"{OTHER}.ipynb"))
    own = nbformat.v4.new_notebook(cells=[code("a", "x = 1"), text("b", "# Mine")])
    with pytest.raises(WrongLesson, match=f"nothing in it belongs to {LESSON}"):
        refuse(own)
    bare = answered(released)
    for one in bare.cells:
        one.metadata, one.id = NotebookNode(), "x"
    both = copy.deepcopy(released)
    both.cells += other_lesson(released).cells
    some = nbformat.v4.new_notebook(cells=[code("a", "def count_pixels(h, w):\n    return h * w")])
    for fine in (released, answered(released), bare, both, some, nbformat.v4.new_notebook()):
        refuse(fine)


def test_an_optional_lesson_under_the_right_name_is_named(course, released):
    from gancourse.grading.recognise import WrongLesson, lesson_names, refuse_other_lesson

    optional = other_lesson(released)
    for one in optional.cells:
        one.metadata.get("nbgrader", {})["grade"] = False
    for folder in ("solutions", "notebooks"):
        put(optional, course / folder / OTHER / f"{OTHER}.ipynb")
    with pytest.raises(WrongLesson, match=f"notebook of {OTHER}, not of {LESSON}"):
        refuse_other_lesson(LESSON, released, lesson_names(course), optional)
