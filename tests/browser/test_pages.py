"""The pages that students and teachers get, in a browser: readable anywhere, nothing is fetched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import graders
from benchmarks.classes.small_course import LESSON, answered, cell, make_course
from gancourse.course.places import release_path
from gancourse.course.roster import Student, write_roster
from gancourse.grading.index import make_indexes
from gancourse.grading.mark import shown
from gancourse.grading.page import Shown, render
from gancourse.grading.page_files import write_page
from gancourse.release.release import release
from gancourse.teaching.answer_page import answer_page
from gancourse.teaching.answers import find_question, read_answers
from gancourse.teaching.findings import Alike, Cause, ItemReport, LessonReport
from gancourse.teaching.report_page import as_html
from graders.core.errors import Raised
from tests.gancourse.marked import mark_by_hand, write_marks

ITEMS = {"check_count_pixels": 3, "check_conv_out_size": 2, "check_batch_size_answer": 3}
PASSED = {name: (float(full), float(full), False) for name, full in ITEMS.items()}
WAITS = Shown(
    LESSON, "Ada", PASSED | {"why": (0, 2, True)}, penalty=1, remarks=("Its name was mended.",)
)
MARKED = replace(WAITS, items=PASSED | {"why": (1.5, 2, False)}, comments={"why": "Well said."})
NOTHING = {name: (0.0, full, False) for name, (_, full, _) in PASSED.items()}
FAILED = Shown(LESSON, "Bea", NOTHING | {"why": (0, 2, False)}, remarks=())
BLANK = replace(FAILED, blank=("count_pixels", "conv_out_size", "batch_size_answer", "why"))
REMARKS = Shown(LESSON, "Tom", remarks=("This is no notebook.",), status="not graded")
FORMULA = "If $D < 0.5$, then\n\n$$\\log \\frac{p}{q} \\ge 0$$\n\n- `x < y`\n\n> so"

LONG_NAME = "Anne-Marie van der Wijngaarden-Papadopoulos"
LONG_ID = "anne-marie-van-der-wijngaarden-papadopoulos-4433"
OF_STUDENTS = ("waits", "marked", "failed", "blank", "remarks")
OF_TEACHERS = ("report", "answers", "class", "student")
"""What `gancourse report`, `answers` and `grade` write; the last is a student's own table."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = make_course(tmp_path_factory.mktemp("pages") / "course")
    release(course)
    return course


@pytest.fixture(scope="module")
def pages(course: Path) -> dict[str, Path]:
    """A page of each kind, by name."""
    made = _of_students(course) | _of_teachers(course)
    paths = {name: course / f"{name}.html" for name in made}
    for name, text in made.items():
        write_page(paths[name], text)
    return paths


def _of_students(course: Path) -> dict[str, str]:
    path = release_path(course, LESSON)
    blank = nbformat.read(path, as_version=4)
    right = answered(blank, why=FORMULA)
    right.cells.append(nbformat.v4.new_code_cell("my_own = 1"))
    wrong = answered(blank, why=FORMULA)
    for name, full in ITEMS.items():
        item = getattr(graders, name)
        broken = [Raised("NameError", "x", in_answer=True)] * len(item.aspects)
        verdict = item.judge(broken, item.given(1))
        cell(wrong, name.replace("check_", "check-")).outputs = shown(verdict, full)
        good = replace(
            verdict, outcomes=tuple(replace(one, finding=None) for one in verdict.outcomes)
        )
        cell(right, name.replace("check_", "check-")).outputs = shown(good, full)
    return {
        "waits": render(WAITS, right, path),
        "marked": render(MARKED, right, path),
        "failed": render(FAILED, wrong, path),
        "blank": render(BLANK, blank, path),
        "remarks": render(REMARKS, None, path),
    }


def _of_teachers(course: Path) -> dict[str, str]:
    """A class of three: one is marked, one waits, and of one the file could not be graded."""
    blank = nbformat.read(release_path(course, LESSON), as_version=4)
    write_marks(course, {name: answered(blank, why=FORMULA + name) for name in (LONG_ID, "ben")})
    mark_by_hand(course, LONG_ID, 1.5, comment="Well said.\nBut why?")
    write_roster(course, [Student(LONG_ID, LONG_NAME), Student("ben", "Ben")])
    for name in (LONG_ID, "ben", "cem"):
        write_page(course / "feedback" / name / LESSON / f"{LESSON}.html", "")
    assert make_indexes(course, [LESSON]) == []
    question = find_question(course, LESSON, "why")
    return {
        "report": as_html(_report()),
        "answers": answer_page(read_answers(course, question)),
        "class": (course / "feedback" / "index.html").read_text("utf-8"),
        "student": (course / "feedback" / LONG_ID / "index.html").read_text("utf-8"),
    }


def _report() -> LessonReport:
    """A report with all of its parts."""
    cause = Cause()
    for answer in ("def count_pixels(h, w):\n    return h + w", "x = '" + "long" * 40 + "'"):
        cause.add("the sides are added", "exercise 1.1, hint 1", answer)
    names = [LONG_NAME, "Ben"]
    return LessonReport(
        *(LESSON, "01 · Small", 12),
        points=[0, 3.5, 7.2, 11, 12],
        items=[
            ItemReport("check_count_pixels", "count_pixels", "1.1", 3, [0, 3], causes={"": cause}),
            ItemReport("check_get_discriminator_block", "x", "1.2 · get_discriminator_block", 3),
            ItemReport("why", "why", "1.4 · why", 2, [1.5], untouched=1, by_hand=1),
        ],
        alike=[Alike("count_pixels", names, right=True, source="return " + "height * width" * 20)],
        notices=[("Ben", "The cell `x` names `ganlab.networks`.")],
        late=[(LONG_NAME, "2030-01-31 12:00 UTC, penalty 0.5")],
        missing=names,
        ungraded=names,
        roster=True,
    )


@pytest.mark.parametrize("name", OF_STUDENTS + OF_TEACHERS)
def test_a_page_reads_well_on_a_laptop_and_on_a_phone(browser: Browser, pages, name):
    page = browser.new_page(bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[name].as_uri())
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found] == [], (scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [pages[name].as_uri()]
    page.close()


CUT_OFF = """[...document.querySelectorAll("body *")].filter(one => one.clientWidth > 1
    && one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX != "visible"
    ).map(one => one.outerHTML)"""
"""What does not show all of itself; what is 1 pixel wide is for screen readers alone."""

PAPER = 680
"""Pixels between the margins of a sheet of A4."""


@pytest.mark.parametrize("name", OF_STUDENTS + OF_TEACHERS)
def test_nothing_is_cut_off_on_paper(browser: Browser, pages, name):
    page = browser.new_page(viewport={"width": PAPER, "height": 960}, color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(pages[name].as_uri())
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.close()


FOLDED = """one => [getComputedStyle(one).display,
    getComputedStyle(one, "::details-content").contentVisibility]"""


def test_what_was_added_is_unfolded_on_paper_and_what_was_asked_left_out(browser: Browser, pages):
    page = browser.new_page()
    page.goto(pages["waits"].as_uri())
    added, asked = "details:not(.asked)", "details.asked"
    assert page.eval_on_selector(added, FOLDED) == ["block", "hidden"]
    page.emulate_media(media="print")
    assert page.eval_on_selector(added, FOLDED) == ["block", "visible"]
    assert page.eval_on_selector(asked, FOLDED)[0] == "none"
    page.close()
