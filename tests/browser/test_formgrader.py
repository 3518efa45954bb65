"""A teacher in a real browser, from `gancourse formgrader` on: an answer is marked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.classes.small_course import LESSON, answered, hand_in, make_course
from gancourse.course.roster import Student, write_roster
from gancourse.course.tidy import read
from gancourse.grading.grade import grade
from gancourse.grading.marks import read_marks
from gancourse.release.release import release
from tests.browser.jupyter import Server, serving

pytestmark = pytest.mark.slow

STUDENT = "ada-allright"


@pytest.fixture(scope="module")
def course(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of one, graded but for the answer that a person reads."""
    course = make_course(tmp_path_factory.mktemp("teacher") / "class")
    release(course)
    hand_in(course, STUDENT, answered(read(course / "notebooks" / LESSON / f"{LESSON}.ipynb")))
    write_roster(course, [Student(STUDENT, "Ada Allright")])
    grade(course, workers=1, feedback=False)
    return course


@pytest.fixture(scope="module")
def server(course: Path) -> Iterator[Server]:
    """The formgrader of a teacher whose own settings of Jupyter lead to another course."""
    settings = course.parent / ".jupyter"
    settings.mkdir()
    (settings / "nbgrader_config.py").write_text("c.CourseDirectory.root = '/nowhere'\n")
    (settings / "jupyter_server_config.json").write_text(
        '{"ServerApp": {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": false}}}'
    )
    before = {path: path.read_bytes() for path in settings.iterdir()}
    with serving("formgrader", home=course.parent, folder=course) as one:
        yield one
    assert {path: path.read_bytes() for path in before} == before


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20000)
    expect.set_options(timeout=20000)
    page.goto(server.address, wait_until="networkidle")
    assert "/formgrader/" in page.url
    yield page
    page.close()


def test_the_first_page_is_the_formgrader_with_the_lessons_and_without_a_warning(page, tmp_path):
    expect(page.get_by_role("heading", name="Manage Assignments")).to_be_visible()
    expect(page.get_by_role("link", name=LESSON)).to_be_visible()
    assert page.locator(".alert").count() == 0
    page.screenshot(path=tmp_path / "lessons.png")


def test_students_are_listed(page):
    page.get_by_role("link", name="Manage Students").click()
    for name in (STUDENT, "Allright, Ada"):
        expect(page.get_by_role("gridcell", name=name, exact=True)).to_be_visible()


def test_points_given_by_hand_arrive(page, course, tmp_path):
    page.get_by_role("link", name="Manual Grading").click()
    page.get_by_role("link", name=LESSON).click()
    page.get_by_role("link", name=LESSON).last.click()
    page.get_by_role("link", name="Submission #1").click()
    points = page.locator("input.score#why")
    expect(points).to_have_class("score tabbable needs_manual_grade")
    points.fill("1.5")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        points.press("Tab")
    page.screenshot(path=tmp_path / "marked.png", full_page=True)
    why = read_marks(course, [LESSON])[LESSON, STUDENT].items["why"]
    assert (why.points, why.by_hand) == (1.5, False)


def test_the_log_holds_no_error(page, server):
    assert [line for line in server.log.read_text().splitlines() if "Traceback" in line] == []
