"""The site is built without a warning, holds together, and reads well on a screen and a phone."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from gancourse.course.places import find_lessons

ROOT = Path(__file__).resolve().parents[2]
LESSON = "lessons/01_police_and_counterfeiter.html"
OF_EACH_KIND = (  # axe looks at every word: the shortest of each kind
    "index.html",
    "lessons/00_start_here.html",
    "checks.html",
    "reference/exercises.html",
)
WIDTHS = {"phone": 390, "laptop": 1280}
SCROLLS_SIDEWAYS = """
[...document.querySelectorAll("html, .bd-article-container")]
    .some((one) => one.scrollWidth > one.clientWidth)
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site") / "html"
    command = re.search(r"\t\$\(BIN\)/sphinx-build (.*) docs docs/_build/html", read("Makefile"))
    words = [sys.executable, "-m", "sphinx", *command[1].split(), "docs", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """The address of the site, served from this machine."""
    handler = functools.partial(Quiet, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


def pages_of(built: Path) -> dict[str, Path]:
    """The pages by their address; the theme keeps a template among its static files."""
    paths = {path.relative_to(built).as_posix(): path for path in sorted(built.rglob("*.html"))}
    return {name: path for name, path in paths.items() if not name.startswith("_static/")}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": WIDTHS["laptop"], "height": 900})
    page.goto(address)
    return page


class Links(HTMLParser):
    """What a page names: addresses, and places that an address may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places = {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.places.add(found.get("id") or "")
        for name in ("href", "src", "srcset"):
            if name in found:
                self.addresses.append(found[name] or "")


def test_every_link_and_picture_of_a_page_is_there(built: Path):
    found = {
        name: Links(path.read_text(encoding="utf-8")) for name, path in pages_of(built).items()
    }
    broken, checked = [], 0
    for page, links in found.items():
        for address in links.addresses:
            if re.match(r"https?:|mailto:|data:|javascript:", address):
                continue
            path, _, place = unquote(urljoin(page, address)).partition("#")
            path = path.partition("?")[0] or "index.html"
            checked += 1
            if not (built / path).is_file():
                broken.append(f"{page}: {address}")
            elif path in found and place not in found[path].places:
                broken.append(f"{page}: {address} (no such place)")
    assert broken == []
    assert checked > 2000


def test_every_lesson_has_a_page_with_its_formulas_and_pictures(built: Path):
    for lesson in find_lessons(ROOT):
        text = (built / "lessons" / f"{lesson}.html").read_text(encoding="utf-8")
        assert "NotImplementedError" in text
        assert text.count('<img loading="lazy"') >= 4
    assert text.count("<math") > 20


def test_a_page_asks_no_other_host_and_fits_a_phone(built: Path, site: str, browser: Browser):
    asked, errors, wide = [], [], []
    page = browser.new_page(viewport={"width": WIDTHS["phone"], "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: answer.status < 400 or errors.append(answer.url))
    names = pages_of(built)
    for name in names:
        page.goto(site + name)
        if page.evaluate(SCROLLS_SIDEWAYS):
            wide.append(name)
    page.close()
    assert len(names) > 25
    assert wide == []
    assert errors == []
    assert [one for one in asked if not one.startswith((site, "data:"))] == []


@pytest.mark.parametrize("name", OF_EACH_KIND)
def test_a_page_is_accessible(name: str, site: str, browser: Browser):
    """No serious violation in light; in dark, no colours that are hard to tell apart."""
    page = open_page(browser, site + name)
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert grave_violations(page, {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme == 'dark'")
    page.wait_for_function("document.getAnimations().length == 0")  # colours that fade over
    assert grave_violations(page, {"runOnly": ["color-contrast"]}) == []
    page.close()


def test_a_wide_formula_can_be_scrolled_with_the_keyboard(site: str, browser: Browser):
    page = open_page(browser, site + LESSON)
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    page.reload()
    assert page.locator(":is(.formula, p)[tabindex]").count() > 0
    assert grave_violations(page, {"runOnly": ["scrollable-region-focusable"]}) == []
    page.close()


def grave_violations(page: Page, options: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in Axe().run(page, options=options).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_search_finds_a_word_of_a_lesson(site: str, browser: Browser):
    page = open_page(browser, site + "search.html?q=counterfeiter")
    page.wait_for_selector("#search-results li a")
    found = page.locator("#search-results li a").evaluate_all("all => all.map(one => one.href)")
    page.close()
    assert any(LESSON in address for address in found)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_digits_move_only_for_those_who_like_it(motion: str, site: str, browser: Browser):
    page = browser.new_page(reduced_motion=motion)
    page.goto(site)
    shown = page.locator(".digits img").evaluate("image => image.currentSrc")
    button = page.locator("button.pause")
    if motion == "reduce":
        assert shown.endswith("walk.png")
        assert button.count() == 0
    else:
        assert shown.endswith("walk.webp")
        button.click()
        page.wait_for_function("document.querySelector('.digits img').currentSrc.endsWith('png')")
    page.close()


def test_a_film_of_a_lesson_unfolds(site: str, browser: Browser):
    page = open_page(browser, site + LESSON)
    film = page.locator("details:has-text('Play it as a film')").first
    assert not film.locator("img").is_visible()
    film.locator("summary").click()
    film.locator("img").scroll_into_view_if_needed()
    page.wait_for_function(
        "[...document.querySelectorAll('details[open] img')].some(one => one.naturalWidth > 0)"
    )
    page.close()
