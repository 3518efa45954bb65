from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.classes.small_course import LESSON, answered
from gancourse.course.tidy import text_of
from gancourse.platforms.collect import Collected, collect
from tests.gancourse.platforms.downloads import zipped


@pytest.fixture(scope="session")
def work(released) -> str:
    """The small lesson with answers."""
    return text_of(answered(released))


@pytest.fixture
def course(tmp_path, released_course) -> Path:
    return shutil.copytree(released_course, tmp_path / "course")


@pytest.fixture
def collected(course, tmp_path) -> Callable[..., Collected]:
    """Collect what is in a zip file with these files."""

    def run(files: Mapping[str, bytes | str], **options) -> Collected:
        return collect(course, LESSON, zipped(tmp_path / "download.zip", files), **options)

    return run


@pytest.fixture
def submitted(course) -> Callable[[], dict[str, str]]:
    """The notebooks and modules in ``submitted/``: texts by student and name."""

    def read() -> dict[str, str]:
        root = course / "submitted"
        return {
            f"{path.parts[-3]}/{path.name}": path.read_text()
            for path in sorted(root.glob(f"*/{LESSON}/*"))
            if path.suffix in (".ipynb", ".py")
        }

    return read
