"""One notebook, checked from the shell; and points for parts of an answer."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import nbformat
import pytest
import torch
from nbgrader.utils import determine_grade
from typer.testing import CliRunner

import graders
from benchmarks.classes.small_course import LESSON, ROOT, answered, cell, put
from benchmarks.classes.small_course import check as check_cell
from gancourse.cli.commands import app
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.check import check
from gancourse.grading.mark import shown as outputs_of
from gancourse.grading.result import Item, Result

BLOCKS = "02_building_blocks"
WITHOUT_RELU = """\
def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim))
"""
UNIFORM = """\
def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device)
"""


@pytest.fixture(scope="module")
def half_done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lesson 02 with two wrong answers and three stubs."""
    nb = read(ROOT / "notebooks" / BLOCKS / f"{BLOCKS}.ipynb")
    answers = {"get_generator_block": WITHOUT_RELU, "get_noise": UNIFORM}
    for one in nb.cells:
        name = one.metadata.get("nbgrader", {}).get("grade_id")
        one.source = answers.get(name, one.source)
    file = tmp_path_factory.mktemp("half") / "my lesson (1).ipynb"
    put(nb, file)
    return file


@pytest.fixture(scope="module")
def checked(half_done: Path) -> Result:
    return check(ROOT, half_done)


def item(checked: Result, name: str) -> Item:
    return checked.items[f"check_{name}"]


def test_a_lesson_is_recognised_whatever_the_file_is_called(checked):
    assert checked.lesson == BLOCKS
    assert not checked.passed


def test_parts_that_are_right_earn_points_and_the_message_says_the_rest(checked):
    noise = item(checked, "get_noise")
    assert 0 < noise.points < noise.max_points
    assert "torch.rand draws uniform numbers" in noise.message
    assert [a["title"] for a in noise.aspects if not a["passed"]] == ["values are standard normal"]


def test_an_untouched_stub_earns_nothing(checked):
    assert item(checked, "discriminator").points == 0
    assert "not attempted yet" in item(checked, "discriminator").message


def test_the_file_stays_as_it_was(half_done, checked):
    assert all(not one.get("outputs") for one in read(half_done).cells)
    assert [path.name for path in half_done.parent.iterdir()] == [half_done.name]


def test_a_marked_answer_waits_for_a_person(released_course, released, tmp_path):
    put(answered(released), tmp_path / "x.ipynb")
    checked = check(released_course, tmp_path / "x.ipynb")
    assert checked.lesson == LESSON
    assert checked.items["why"].by_hand
    assert checked.passed
    assert (checked.points, checked.max_points) == (8, 10)


def test_repairs_are_told(released_course, released, tmp_path):
    nb = answered(released)
    nb.cells.remove(cell(nb, "check-count_pixels"))
    put(nb, tmp_path / "x.ipynb")
    checked = check(released_course, tmp_path / "x.ipynb")
    assert any("had been deleted; it was put back" in remark for remark in checked.remarks)


def test_a_notebook_without_anything_to_grade_is_refused(tmp_path):
    put(nbformat.v4.new_notebook(), tmp_path / "x.ipynb")
    optional = ROOT / "notebooks" / "08_wasserstein" / "08_wasserstein.ipynb"
    for file in (tmp_path / "x.ipynb", optional):
        with pytest.raises(CourseError, match="no graded cell of any lesson"):
            check(ROOT, file)


def test_the_command_prints_points_and_ends_with_1_when_a_check_failed(monkeypatch, half_done):
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["check", str(half_done), "--json"])
    shown = json.loads(result.stdout)
    assert result.exit_code == 1
    assert shown["lesson"] == BLOCKS
    assert shown["points"] == sum(one["points"] for one in shown["items"])


def test_the_command_ends_with_2_when_there_is_nothing_to_check(tmp_path):
    (tmp_path / "x.ipynb").write_text("{", encoding="utf-8")
    for name in ("x.ipynb", "missing.ipynb"):
        result = CliRunner().invoke(app, ["check", str(tmp_path / name)])
        assert result.exit_code == 2
        assert name in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_has_no_end_is_no_notebook(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name in (tmp_path / "pipe.ipynb", "/dev/zero"):
        with pytest.raises(CourseError, match="is not a file"):
            check(ROOT, Path(name))


# What nbgrader counts ----------------------------------------------------------------------------


def uniform(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device)


def normal(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device)


def nothing(n_samples, z_dim, device="cpu"):
    return None


@pytest.mark.parametrize("answer", [normal, uniform, nothing])
def test_nbgrader_counts_the_points_that_the_verdict_gives(answer):
    cell = check_cell("get_noise", 4)
    verdict = graders.check_get_noise.verdict(answer)
    cell.outputs = outputs_of(verdict, 4.0)
    points = round(4 * verdict.earned, 2)
    assert determine_grade(cell) == (points, 4)
    assert {normal: points == 4, uniform: 0 < points < 4, nothing: points == 0}[answer]
    shown = cell.outputs[0]
    assert "get_noise" in shown.data["text/plain"]
