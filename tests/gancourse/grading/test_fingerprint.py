"""A changed line runs again what depends on it, and nothing else."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import graders
from gancourse.course.places import course_root, find_graded_lessons, release_path
from gancourse.grading.fingerprint import code_hash, files_behind

ROOT = course_root()
LESSONS = find_graded_lessons(ROOT)


def released(lesson: str) -> str:
    return release_path(ROOT, lesson).read_text(encoding="utf-8")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A copy of the course's packages."""
    for name in ("ganlab", "graders", "gancourse"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def changed_by(packages: Path, file: str) -> list[str]:
    """The numbers of the lessons that run again after one more line in a file."""
    before = {lesson: code_hash(released(lesson), packages) for lesson in LESSONS}
    with (packages / file).open("a", encoding="utf-8") as out:
        out.write("\nMORE = 1\n")
    return [one[:2] for one in LESSONS if code_hash(released(one), packages) != before[one]]


@pytest.mark.parametrize(
    ("file", "lessons"),
    [
        ("graders/lesson_02/get_noise.py", ["02"]),
        ("graders/lesson_03/_values.py", ["03"]),
        ("graders/lesson_09/unknown.py", []),
        ("gancourse/grading/grade.py", []),
        ("gancourse/cli/report.py", []),
    ],
)
def test_one_lesson_or_none_runs_again(packages, file, lessons):
    (packages / file).parent.mkdir(exist_ok=True)
    assert changed_by(packages, file) == lessons


@pytest.mark.parametrize(
    "file",
    [
        "graders/core/check.py",
        "graders/instruments/parameters.py",
        "ganlab/networks.py",
        "gancourse/sandbox/shell.py",
        "gancourse/grading/mark.py",
        "gancourse/grading/read.py",
    ],
)
def test_what_all_marks_depend_on_runs_all_again(packages, file):
    assert (packages / file).exists()
    assert changed_by(packages, file) == [lesson[:2] for lesson in LESSONS]


def test_a_file_that_is_gone_or_renamed_counts(packages):
    before = code_hash(released(LESSONS[2]), packages)
    noise = packages / "graders" / "lesson_02" / "get_noise.py"
    noise.rename(noise.with_stem("get_more_noise"))
    assert code_hash(released(LESSONS[2]), packages) != before


LOADED = """
import json, sys
from importlib import import_module
import gancourse.sandbox.server, gancourse.sandbox.shell, gancourse.grading.mark
loaded = {}
for lesson, checks in json.loads(sys.argv[1]).items():
    for name in [one for one in sys.modules if one.startswith("graders")]:
        del sys.modules[name]
    for check in checks:
        getattr(import_module("graders"), check)
    files = [getattr(one, "__file__", None) for one in sys.modules.values()]
    loaded[lesson] = [file for file in files if file]
print(json.dumps(loaded))
"""


def test_all_that_marking_a_lesson_loads_is_looked_at():
    checks = {
        lesson: [name for name in graders.__all__ if f"graders.{name}(" in released(lesson)]
        for lesson in LESSONS
    }
    command = [sys.executable, "-c", LOADED, json.dumps(checks)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    packages = [ROOT / name for name in ("ganlab", "graders", "gancourse")]
    for lesson, files in json.loads(run.stdout).items():
        loaded = {path for path in map(Path, files) if any(map(path.is_relative_to, packages))}
        assert checks[lesson]
        unseen = loaded - set(files_behind(released(lesson)))
        assert not {path for path in unseen if has_code(path)}


def has_code(path: Path) -> bool:
    """Whether there is more in a file than its docstring."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return not all(isinstance(node, ast.Expr) for node in body)
