"""A release is made of the solutions, always the same, and gives nothing away."""

from __future__ import annotations

import copy
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader import utils

from benchmarks.classes.small_course import (
    COUNT,
    LESSON,
    LETTER,
    ROOT,
    WHY,
    cell,
    code,
    make_course,
    optional_notebook,
    position,
    put,
    source_notebook,
    text,
)
from gancourse.course.places import find_graded_lessons, find_lessons
from gancourse.course.tidy import read, text_of
from gancourse.errors import CourseError
from gancourse.release.leaks import find_leaks
from gancourse.release.release import release

VERSION = importlib.metadata.version("gans-in-notebooks")


def student_path(course):
    return course / "notebooks" / LESSON / f"{LESSON}.ipynb"


def leaky(tmp_path, change):
    """Release a course whose solution notebook was changed; return what is refused."""
    notebook = source_notebook()
    change(notebook)
    course = make_course(tmp_path, notebook)
    with pytest.raises(CourseError) as refused:
        release(course)
    assert not student_path(course).exists()
    return str(refused.value)


def test_the_same_solutions_give_the_same_bytes(tmp_path):
    course = make_course(tmp_path)
    release(course)
    first = student_path(course).read_bytes()
    release(course)
    assert student_path(course).read_bytes() == first
    assert first.endswith(b"}\n")
    assert b"\r" not in first


def test_outputs_of_the_solutions_do_not_change_the_release(tmp_path, released):
    notebook = source_notebook()
    for number, one in enumerate(notebook.cells):
        if one.cell_type == "code":
            one.execution_count = number
            one.outputs = [nbformat.v4.new_output("stream", text="42")]
            one.metadata["execution"] = {"iopub.status.idle": "2030-01-01"}
    course = make_course(tmp_path, notebook)
    release(course)
    assert student_path(course).read_text() == text_of(released)


def test_stock_nbgrader_makes_the_same_bytes(tmp_path, released):
    course = make_course(tmp_path)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", LESSON]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert student_path(course).read_text() == text_of(released)


def test_nothing_but_the_student_notebooks_is_left_behind(tmp_path):
    course = make_course(tmp_path)
    before = set(course.rglob("*"))
    release(course)
    new = {path.relative_to(course).as_posix() for path in set(course.rglob("*")) - before}
    assert new == {"notebooks", f"notebooks/{LESSON}", f"notebooks/{LESSON}/{LESSON}.ipynb"}


def test_a_student_sees_the_stub_and_no_solution(released):
    stub = cell(released, "count_pixels").source
    assert stub.startswith('def count_pixels(height, width):\n    """Return how many')
    assert "\n    # YOUR CODE HERE\n    raise NotImplementedError(" in stub
    assert cell(released, "why").source.strip() == "YOUR ANSWER HERE"
    assert "SOLUTION" not in text_of(released)
    assert "MARK SCHEME" not in text_of(released)


def test_a_student_gets_the_tags_that_grading_needs_and_no_others(released):
    assert cell(released, "training").metadata.tags == ["raises-exception", "skip-grading"]
    assert cell(released, "look-count_pixels").metadata.tags == ["raises-exception"]
    assert released.metadata.language_info == {"name": "python"}
    assert "an editor's" not in released.metadata


def test_below_the_title_stands_where_the_lesson_can_be_opened(released):
    at = f"gans-in-notebooks/blob/v{VERSION}/notebooks/{LESSON}/{LESSON}.ipynb"
    assert [one.id for one in released.cells[:4]] == ["title", "badges", "install", "setup"]
    for link in (
        f"(https://colab.research.google.com/github/gans-in-notebooks/{at})",
        f"(https://kaggle.com/kernels/welcome?src=https://github.com/gans-in-notebooks/{at})",
        f"/v{VERSION}?labpath=notebooks/{LESSON}/{LESSON}.ipynb)",
    ):
        assert link in released.cells[1].source


def test_links_to_the_course_pages_are_whole(tmp_path):
    notebook = source_notebook()
    cell(notebook, "title").source += "\n\n[Sources](../../docs/sources.md)"
    course = make_course(tmp_path, notebook)
    release(course)
    assert f"/blob/v{VERSION}/docs/sources.md)" in cell(read(student_path(course)), "title").source


def test_a_course_that_is_not_published_says_nothing_of_the_web(tmp_path):
    course = make_course(tmp_path)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('c.TidyRelease.repository = ""\n')
    release(course)
    ids = [one.id for one in read(student_path(course)).cells]
    assert ids == [one.id for one in source_notebook().cells]


def test_run_all_goes_on_behind_every_cell_but_the_first_two(released):
    stops = [
        one.id for one in released.cells if "raises-exception" not in one.metadata.get("tags", ())
    ]
    texts = [one.id for one in released.cells if one.cell_type == "markdown"]
    assert set(stops) == {"install", "setup", *texts}


def test_a_lesson_ends_with_links_to_its_neighbours(tmp_path):
    course = make_course(tmp_path)
    for name, title in (("00_first", "00 · First"), ("02_last", "02 · Last")):
        lesson = optional_notebook()
        lesson.cells[0].source = f"# {title}"
        put(lesson, course / "solutions" / name / f"{name}.ipynb")
    ends = [read(path).cells[-1] for path in release(course)]
    assert [end.id for end in ends] == ["next-lesson"] * 3
    first = f"Next lesson: [01 · Small](../{LESSON}/{LESSON}.ipynb)"
    before = "Previous lesson: [00 · First](../00_first/00_first.ipynb)"
    after = "Next lesson: [02 · Last](../02_last/02_last.ipynb)"
    assert [end.source for end in ends[:2]] == [first, f"{before}  \n{after}"]
    assert ends[2].source.startswith("Previous lesson: [01 · Small]")


def test_a_check_cannot_be_edited_or_deleted_in_the_editor(released):
    metadata = cell(released, "check-count_pixels").metadata
    assert (metadata.editable, metadata.deletable) == (False, False)
    assert cell(released, "count_pixels").metadata.deletable is False


def test_check_accepts_what_release_made(tmp_path):
    course = make_course(tmp_path)
    release(course)
    release(course, check=True)


@pytest.mark.parametrize("change", ["edited", "deleted", "solution changed"])
def test_check_refuses_a_difference_and_names_the_file(tmp_path, change):
    course = make_course(tmp_path)
    release(course)
    path = student_path(course)
    if change == "edited":
        path.write_text(path.read_text().replace("goodbye", "good bye"))
    elif change == "deleted":
        path.unlink()
    else:
        notebook = source_notebook()
        cell(notebook, "goodbye").source += "  # and thanks"
        put(notebook, course / "solutions" / LESSON / f"{LESSON}.ipynb")
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(CourseError, match=f"notebooks/{LESSON}/{LESSON}.ipynb is not what"):
        release(course, check=True)
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_student_notebook_without_solution_is_refused_and_removed(tmp_path):
    course = make_course(tmp_path)
    release(course)
    old = course / "notebooks" / "09_old" / "09_old.ipynb"
    put(source_notebook(), old)
    with pytest.raises(CourseError, match=r"notebooks/09_old/09_old\.ipynb has no solution"):
        release(course, check=True)
    release(course)
    assert not old.exists()
    assert student_path(course).exists()


def test_a_solution_line_in_an_ordinary_cell_is_a_leak(tmp_path):
    def change(notebook):
        notebook.cells.append(code("oops", "number = 1\nnumber_of_pixels = height * width"))

    said = leaky(tmp_path, change)
    assert "cell oops shows a line of the solution of count_pixels" in said
    assert "'number_of_pixels = height * width'" in said


def test_a_solution_line_in_a_hint_is_a_leak(tmp_path):
    def change(notebook):
        notebook.cells.append(
            text("hint", "Try:\n\n    return (size + 2 * padding - kernel_size) // stride + 1\n")
        )
        solution = cell(notebook, "conv_out_size")
        solution.source = solution.source.replace("1 * 1", "1")

    assert "cell hint shows a line of the solution of conv_out_size" in leaky(tmp_path, change)


def test_a_short_solution_line_outside_its_region_is_a_leak_in_its_own_cell(released):
    source = source_notebook()
    assert find_leaks({LESSON: source}, {LESSON: released}) == []
    told = copy.deepcopy(released)
    cell(told, "batch_size_answer").source = LETTER.replace("###", "#")
    leaks = find_leaks({LESSON: source}, {LESSON: told})
    assert any('return "c"' in one for one in leaks)


def test_a_solution_line_in_an_output_is_a_leak(released):
    told = copy.deepcopy(released)
    shown = nbformat.v4.new_output("stream", text="number_of_pixels = height * width\n")
    cell(told, "goodbye").outputs = [shown]
    (leak,) = find_leaks({LESSON: source_notebook()}, {LESSON: told})
    assert "cell goodbye shows a line of the solution of count_pixels" in leak


def test_a_marking_scheme_that_stays_is_a_leak(released):
    told = copy.deepcopy(released)
    cell(told, "why").source = WHY
    leaks = find_leaks({LESSON: source_notebook()}, {LESSON: told})
    assert any("One point for the word row" in one for one in leaks)
    assert any("marker 'MARK SCHEME'" in one for one in leaks)


def test_a_hidden_test_that_stays_is_a_leak(tmp_path):
    hidden = "### BEGIN HIDDEN TESTS\nassert count_pixels(1, 1234) == 1234\n### END HIDDEN TESTS"
    notebook = source_notebook()
    cell(notebook, "check-count_pixels").source += f"\n{hidden}"
    course = make_course(tmp_path, notebook)
    release(course)
    student = read(student_path(course))
    assert "1234" not in text_of(student)
    cell(student, "check-count_pixels").source += "\nassert count_pixels(1, 1234) == 1234"
    leaks = find_leaks({LESSON: notebook}, {LESSON: student})
    assert len(leaks) == 1
    assert "check_count_pixels" in leaks[0]


def test_a_whole_solution_in_another_lesson_is_a_leak_and_one_line_of_it_is_not(released):
    sources = {LESSON: source_notebook(), "02_other": source_notebook()}
    sources["02_other"].cells = sources["02_other"].cells[:2]
    other = copy.deepcopy(sources["02_other"])
    other.cells.append(code("again", "number_of_pixels = height * width"))
    assert find_leaks(sources, {LESSON: released, "02_other": other}) == []
    other.cells[-1].source = COUNT
    leaks = find_leaks(sources, {LESSON: released, "02_other": other})
    assert any(one.startswith("02_other: cell again") for one in leaks)


def test_a_stub_inside_brackets_is_refused(tmp_path):
    def change(notebook):
        cell(
            notebook, "count_pixels"
        ).source = (
            "count_pixels = max(\n    ### BEGIN SOLUTION\n    print,\n    ### END SOLUTION\n)"
        )

    assert "Cell count_pixels of the student notebook is no Python" in leaky(tmp_path, change)


def test_magics_are_python_enough(tmp_path):
    notebook = source_notebook()
    notebook.cells.insert(0, code("magic", "%matplotlib inline\n!echo hello"))
    release(make_course(tmp_path, notebook))


def test_an_answer_cell_without_region_is_refused(tmp_path):
    def change(notebook):
        cell(
            notebook, "count_pixels"
        ).source = "def count_pixels(height, width):\n    return height * width\n"

    assert "The answer cell count_pixels has no lines ### BEGIN SOLUTION" in leaky(tmp_path, change)


def test_a_region_without_end_is_refused_with_the_reason(tmp_path):
    def change(notebook):
        solution = cell(notebook, "count_pixels")
        solution.source = solution.source.replace("### END SOLUTION", "")

    assert "no end solution statement found" in leaky(tmp_path, change)


def test_two_graded_cells_with_one_id_are_refused_with_the_reason(tmp_path):
    def change(notebook):
        again = code("again", cell(notebook, "check-count_pixels").source)
        again.metadata = cell(notebook, "check-count_pixels").metadata
        notebook.cells.insert(position(notebook, "check-count_pixels"), again)

    assert f"nbgrader could not release {LESSON}" in leaky(tmp_path, change)


def test_lessons_are_found_by_the_beginning_of_their_names(tmp_path):
    course = make_course(tmp_path)
    for lesson in ("02_other", "02_third"):
        put(source_notebook(), course / "solutions" / lesson / f"{lesson}.ipynb")
    assert find_lessons(course) == [LESSON, "02_other", "02_third"]
    assert find_lessons(course, ["02_o", "01"]) == [LESSON, "02_other"]
    for name, said in (("02", "more than one lesson"), ("7", "no lesson")):
        with pytest.raises(CourseError, match=said):
            find_lessons(course, [name])


def test_an_optional_lesson_is_released_and_is_no_graded_lesson(tmp_path):
    course = make_course(tmp_path)
    put(optional_notebook(), course / "solutions" / "02_optional" / "02_optional.ipynb")
    release(course)
    student = read(course / "notebooks" / "02_optional" / "02_optional.ipynb")
    ids = [one.id for one in optional_notebook().cells]
    assert [one.id for one in student.cells if one.id in ids] == ids
    assert find_lessons(course) == [LESSON, "02_optional"]
    assert find_graded_lessons(course) == find_graded_lessons(course, ["01"]) == [LESSON]
    for named in (["02"], ["01", "02"]):
        with pytest.raises(CourseError, match="02_optional is an optional lesson"):
            find_graded_lessons(course, named)


def test_an_exercise_without_points_gets_a_stub_and_leaves_its_lesson_optional(tmp_path):
    course, notebook = make_course(tmp_path), source_notebook()
    notebook.cells = [one for one in notebook.cells if not utils.is_grade(one)]
    put(notebook, course / "solutions" / "02_optional" / "02_optional.ipynb")
    release(course)
    student = read(course / "notebooks" / "02_optional" / "02_optional.ipynb")
    answers = [one.source for one in student.cells if utils.is_solution(one)]
    assert len(answers) == 3
    assert all("raise NotImplementedError" in source for source in answers)
    assert find_graded_lessons(course) == [LESSON]
    with pytest.raises(CourseError, match="02_optional is an optional lesson"):
        find_graded_lessons(course, ["02"])


def test_a_course_of_optional_lessons_has_nothing_to_grade(tmp_path):
    course = make_course(tmp_path, optional_notebook())
    with pytest.raises(CourseError, match="optional lessons only"):
        find_graded_lessons(course)


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(CourseError, match="has no lessons"):
        release(tmp_path)
