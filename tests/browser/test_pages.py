"""The pages that students get back, in a browser: readable anywhere, and nothing is fetched."""

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
from gancourse.grading.mark import shown
from gancourse.grading.page import Shown, render
from gancourse.release.release import release
from graders.core.errors import Raised

ITEMS = {"check_count_pixels": 3, "check_conv_out_size": 2, "check_batch_size_answer": 3}
PASSED = {name: (float(full), float(full), False) for name, full in ITEMS.items()}
WAITS = Shown(
    LESSON, "Ada", PASSED | {"why": (0, 2, True)}, penalty=1, remarks=("Its name was mended.",)
)
MARKED = replace(WAITS, items=PASSED | {"why": (1.5, 2, False)}, comments={"why": "Well said."})
NOTHING = {name: (0.0, full, False) for name, (_, full, _) in PASSED.items()}
BLANK = Shown(LESSON, "Bea", NOTHING | {"why": (0, 2, False)}, blank=("why",), remarks=())
REMARKS = Shown(LESSON, "Tom", remarks=("This is no notebook.",), status="not graded")
FORMULA = "If $D < 0.5$, then\n\n$$\\log \\frac{p}{q} \\ge 0$$\n\n- `x < y`\n\n> so"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of each kind, by name."""
    folder = tmp_path_factory.mktemp("pages")
    course = make_course(folder / "course")
    release(course)
    path = release_path(course, LESSON)
    blank = nbformat.read(path, as_version=4)
    right = answered(blank, why=FORMULA)
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
    made = {
        "waits": render(WAITS, right, path),
        "marked": render(MARKED, right, path),
        "failed": render(replace(BLANK, blank=()), wrong, path),
        "blank": render(BLANK, blank, path),
        "remarks": render(REMARKS, None, path),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_read_well_on_a_laptop_and_on_a_phone(browser: Browser, pages, scheme):
    for width in (1280, 390):
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        for name, path in pages.items():
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(path.as_uri())
            assert asked == [path.as_uri()]
            for folded in page.query_selector_all("summary"):
                folded.click()
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found] == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
