from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import make_course
from gancourse.course.tidy import read
from gancourse.release.release import release


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
