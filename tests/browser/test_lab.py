"""A student with lesson 02 in a real browser, from `gancourse lab` on: one story, in order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.jupyter import ROOT, SECONDS, Server, serving
from tests.browser.lab import Lesson

pytestmark = pytest.mark.slow

PATIENCE = 1000 * SECONDS
"""Milliseconds; a step takes seconds on an idle machine."""

WRONG = """
def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.ReLU())
"""
RIGHT = """
def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True)
    )
"""

SESSION = "window.jupyterapp.shell.currentWidget.sessionContext"
ALL_HAVE_RUN = (
    "cells.every(one => one.model.type !== 'code'"
    " || (one.model.executionCount && one.model.executionState === 'idle'))"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab as `make lab` starts it, on a copy of the lessons."""
    home = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    exposed = "--LabApp.expose_app_in_browser=True"  # to ask for cells by their ids
    with serving("lab", "02", exposed, home=home, folder=home) as one:
        yield one


@pytest.fixture(scope="module")
def lesson(
    browser: Browser, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lesson]:
    """Lesson 02 in a fresh browser."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(server.address)
    one = Lesson(page, tmp_path_factory.mktemp("pictures"))
    one.wait_until(f"cells.length && {SESSION}.session")
    yield one
    page.close()


def test_the_lesson_is_open_and_the_teachers_tools_are_not_there(lesson):
    page = lesson.page
    expect(page.get_by_role("heading", name="02 · Building blocks")).to_be_visible()
    expect(page.get_by_role("button", name="Validate")).to_be_visible()
    expect(page.get_by_role("tab", name=re.compile("Table of Contents"))).to_be_visible()
    for tool in ("Create Assignment", "Nbgrader", "Formgrader"):
        assert page.get_by_text(tool).count() == 0, tool
    assert page.get_by_role("dialog").count() == 0
    lesson.picture("1-opened")


def test_a_wrong_answer_fails_and_the_right_one_passes(lesson):
    lesson.run("setup")
    assert "not attempted yet" in lesson.run("get-generator-block", "check-get-generator-block")
    lesson.write("get-generator-block", WRONG)
    message = lesson.run("get-generator-block", "check-get-generator-block")
    assert re.search(r"get_generator_block: check \d of \d failed", message)
    expect(lesson.go_to("check-get-generator-block")).to_contain_text("get_generator_block: check")
    lesson.picture("2-failed")
    lesson.write("get-generator-block", RIGHT)
    message = lesson.run("get-generator-block", "check-get-generator-block")
    assert re.search(r"get_generator_block: all \d checks passed", message)
    lesson.go_to("check-get-generator-block")
    lesson.picture("3-passed")


def test_run_all_goes_through_open_exercises_and_a_stopped_training(lesson):
    page = lesson.page
    page.get_by_role("tab", name=re.compile("Table of Contents")).click()
    lesson.menu("Run", "Run All Cells")
    lesson.wait_until(
        "JSON.stringify(cells.find(one => one.model.id === 'train').model.outputs.toJSON())"
        ".includes('of 1,500 steps')"
    )
    lesson.go_to("train")
    lesson.picture("4-training")
    page.get_by_role("button", name="Interrupt the kernel").click()
    lesson.wait_until(ALL_HAVE_RUN)
    assert re.search(r"Stopped at step \d+ of 1,500", lesson.shown("train"))
    lesson.go_to("train")
    lesson.picture("5-stopped")
    # The cell below the training works with what is there.
    kinds = (
        "cells.find(one => one.model.id === value).model.outputs.toJSON().map(o => o.output_type)"
    )
    assert lesson.ask(kinds, "train") == ["display_data", "stream"]
    assert lesson.ask(kinds, "progression") == ["display_data", "display_data"]
    marked = page.locator(".jp-tocItem-content[data-running='-0.5']")
    names = [one.get_attribute("title") or "" for one in marked.all()]
    opened = [name for name in names if name.startswith("Exercise")]
    assert [name.split()[1] for name in opened] == ["2.2", "2.3", "2.4", "2.5"]
    marked.first.scroll_into_view_if_needed()
    lesson.picture("6-contents")


def test_validate_lists_what_is_open(lesson):
    page = lesson.page
    page.get_by_role("button", name="Validate").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("get_noise: not attempted yet")
    said = dialog.inner_text()
    lesson.picture("7-validated")
    assert "Generator: not attempted yet" in said
    assert "get_generator_block" not in said
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)


def test_verdicts_are_there_in_the_dark(lesson):
    lesson.ask(
        "window.jupyterapp.commands.execute('apputils:change-theme', { theme: value })",
        "JupyterLab Dark",
    )
    expect(lesson.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    expect(lesson.go_to("check-get-generator-block")).to_contain_text("checks passed")
    lesson.picture("8-dark-passed")
    expect(lesson.go_to("check-get-noise")).to_contain_text("not attempted yet")
    lesson.picture("9-dark-open")


def test_a_narrow_window_shows_answer_and_message(lesson):
    page = lesson.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name=re.compile("Table of Contents")).click()  # it folds
    outputs = lesson.go_to("check-get-noise").locator(".jp-OutputArea").first
    expect(outputs).to_contain_text("not attempted yet")
    lesson.picture("10-narrow")
    assert outputs.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_lesson_leads_to_the_next_one(lesson):
    lesson.page.set_viewport_size({"width": 1280, "height": 900})
    lesson.go_to("next-lesson").get_by_role("link", name="03 · The two losses").click()
    expect(lesson.page.get_by_role("tab", name="03_losses.ipynb", selected=True)).to_be_visible()
    lesson.wait_until(f"cells.length && {SESSION}?.session?.kernel?.status === 'idle'")
    lesson.picture("11-next-lesson")


def test_the_log_holds_no_error(lesson, server):
    assert [line for line in server.log.read_text().splitlines() if "Traceback" in line] == []
