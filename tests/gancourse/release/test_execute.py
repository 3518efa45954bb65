"""Running the solutions stores what a reader should see, and nothing when anything is wrong."""

from __future__ import annotations

import pytest

from benchmarks.classes.small_course import LESSON, cell, code, make_course, source_notebook
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.release.execute import execute


@pytest.fixture
def course(tmp_path):
    notebook = source_notebook()
    cell(notebook, "training").source = "import os\nprint(os.environ['PYTHONHASHSEED'])"
    notebook.cells.append(code("where", "print(os.path.isabs(os.getcwd()), os.path.basename('x'))"))
    return make_course(tmp_path, notebook)


def path_of(course):
    return course / "solutions" / LESSON / f"{LESSON}.ipynb"


def test_outputs_are_stored_and_a_second_run_changes_no_byte(course):
    assert execute(course) == [path_of(course)]
    nb = read(path_of(course))
    counts = [one.execution_count for one in nb.cells if one.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    passed = cell(nb, "check-count_pixels").outputs[0].data
    assert passed["text/plain"] == "count_pixels: the check passed."
    assert cell(nb, "look-count_pixels").outputs[0].execution_count == 4
    assert cell(nb, "training").outputs[0].text == "0\n"
    assert nb.metadata.language_info == {"name": "python"}
    assert not any("execution" in one.metadata for one in nb.cells)
    first = path_of(course).read_bytes()
    execute(course, ["01"])
    assert path_of(course).read_bytes() == first


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "01_small: cell broken failed: ZeroDivisionError: division by zero"),
        ("import warnings; warnings.warn('old')", "cell broken wrote to stderr"),
        ("import os; os._exit(3)", "cell broken failed: the kernel died"),
    ],
)
def test_a_notebook_that_goes_wrong_is_not_written(tmp_path, source, said):
    notebook = source_notebook()
    del notebook.cells[[one.id for one in notebook.cells].index("training")]
    notebook.cells.append(code("broken", source))
    course = make_course(tmp_path, notebook)
    before = path_of(course).read_bytes()
    with pytest.raises(CourseError, match=said):
        execute(course)
    assert path_of(course).read_bytes() == before
