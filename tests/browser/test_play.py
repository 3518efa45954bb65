"""The pages of docs/play/ in a browser: the same numbers as Python's, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from torch import Tensor
from torch.nn import functional as F

from benchmarks.play.class_generator import load_class_generator
from benchmarks.play.pages import PAGES
from ganlab.small_generator import load_small_generator
from ganlab.walks import line_game

NAMES = ("classes", "noise_walk", "one_d_game")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    yield opened
    opened.close()


def show(page: Page, name: str) -> list[str]:
    """Open a page; what it asks for and what goes wrong is collected in the list."""
    noticed: list[str] = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    address = (PAGES / f"{name}.html").as_uri()
    page.goto(address)
    noticed.remove(address)
    return noticed


def drawn(page: Page, noise: Tensor) -> Tensor:
    """What the page's generator makes of noise (n, length): (n, 784)."""
    digits = page.evaluate("rows => rows.map(row => Array.from(generate(row)))", noise.tolist())
    return torch.tensor(digits)


def close(digits: Tensor, expected: Tensor) -> bool:
    """Whether they differ by no more than weights of 8 bits explain."""
    difference = (digits - expected.flatten(start_dim=1)).abs()
    return difference.mean().item() < 0.005 and difference.max().item() < 0.2


def test_the_walk_draws_what_the_small_generator_draws(page):
    show(page, "noise_walk")
    noise = torch.randn(8, 64, generator=torch.Generator().manual_seed(0))
    expected = load_small_generator()(noise)
    assert close(drawn(page, noise), expected)
    assert not close(drawn(page, noise.roll(1, dims=0)), expected)


def test_a_digit_on_demand_is_what_the_class_generator_draws(page):
    show(page, "classes")
    noise = torch.randn(10, 32, generator=torch.Generator().manual_seed(0))
    classes = F.one_hot(torch.arange(10), 10) * 0.5
    expected = load_class_generator()(noise, classes)
    assert close(drawn(page, torch.cat([noise, classes], dim=1)), expected)


@pytest.mark.parametrize(("mean", "deviation"), [(0.5, 1.0), (-4.0, 0.4), (0.0, 1.6), (4.0, 3.0)])
def test_the_game_has_the_numbers_of_ganlab(page, mean, deviation):
    show(page, "one_d_game")
    game = page.evaluate("([mean, deviation]) => lineGame(mean, deviation)", [mean, deviation])
    expected = line_game(mean, deviation)
    assert game["value"] == pytest.approx(expected.value, abs=1e-9)
    assert game["divergence"] == pytest.approx(expected.divergence, abs=1e-9)
    for name in ("x", "p", "q", "best"):
        torch.testing.assert_close(
            torch.tensor(game[name], dtype=torch.float64), getattr(expected, name)
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_played_by_keyboard_alone_and_fits_a_phone(page, name):
    noticed = show(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before = page.screenshot()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("input:focus").count() == 1
    page.evaluate("document.activeElement.blur()")  # the ring around it is no answer
    assert page.screenshot() != before
    assert noticed == []


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_on_a_page(page, name):
    show(page, name)
    assert Axe().run(page).response["violations"] == []


def test_the_plane_follows_a_finger_and_walks_only_when_told(page):
    show(page, "noise_walk")
    page.locator("#plane").click(position={"x": 10, "y": 100})
    assert float(page.locator("#x").input_value()) < 10
    page.get_by_text("Walk by itself").click()
    page.wait_for_function("Number(x.value) > 20")
    page.get_by_text("Stop").click()
    assert page.get_by_text("Walk by itself").count() == 1
