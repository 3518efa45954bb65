from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import RIGHT, answered, make_course
from gancourse.course.tidy import read
from gancourse.release.release import release
from tests.gancourse.marked import write_marks

EVIL = "=1+1 rows, <script>alert(1)</script> $a < b$\n\n- <b onclick='x()'>ö</b>"


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with its release; do not change it."""
    course = make_course(tmp_path_factory.mktemp("released"))
    release(course)
    return course


@pytest.fixture(scope="session")
def released(released_course: Path) -> NotebookNode:
    """The student notebook of the small lesson; do not change it."""
    return read(released_course / "notebooks" / "01_small" / "01_small.ipynb")


@pytest.fixture(scope="session")
def marked_course(
    released_course: Path, released: NotebookNode, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The small course with the marks of four, whose free answers wait; do not change it."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("marked") / "c")
    (course / "grading.key").write_text("0" * 64)
    why = RIGHT["why"]
    texts = {"ann": why, "bob": why.replace(" ", "  "), "cy": EVIL, "dan": "YOUR ANSWER HERE"}
    write_marks(course, {name: answered(released, why=text) for name, text in texts.items()})
    return course
