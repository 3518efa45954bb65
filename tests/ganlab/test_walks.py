"""Walks to play with: what the sliders show, without a front end."""

from __future__ import annotations

import builtins
import math
from types import SimpleNamespace

import ipywidgets
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

from ganlab import walks
from ganlab.small_generator import load_small_generator

NOISE = torch.randn(3, 64, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    """A notebook's kernel that someone watches; what cells display comes into the list."""
    displayed: list[dict] = []
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr("IPython.display.display", lambda data, raw: displayed.append(data))
    return displayed


def widget(shown: list[dict]):
    """The sliders, the picture and the words that a walk has shown."""
    model = shown[0]["application/vnd.jupyter.widget-view+json"]["model_id"]
    box = ipywidgets.widgets.widget._instances[model]
    *sliders, picture, words = box.children
    return {slider.description: slider for slider in sliders}, picture, words


def test_a_walk_through_noise_draws_anew_when_a_slider_moves(shown):
    walks.walk_noise(load_small_generator(), NOISE)
    sliders, picture, words = widget(shown)
    assert list(sliders) == ["from noise vector", "to noise vector", "share of the way"]
    assert sliders["to noise vector"].max == 2
    before = picture.value
    assert 'src="data:image/png;base64,' in before
    assert "alt=" in before
    sliders["share of the way"].value = 1.0
    assert picture.value != before
    assert words.value.startswith("The digit classifier reads a ")
    at_the_end = picture.value
    sliders["from noise vector"].value = 2
    assert picture.value == at_the_end


def test_a_walk_over_classes_mixes_them_and_turns_the_noise(shown):
    asked = []

    def draw(noise: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        asked.append((noise, classes))
        return load_small_generator()(noise).flatten(start_dim=1)

    walks.walk_classes(draw, NOISE)
    sliders, _, _ = widget(shown)
    sliders["share of the way"].value = 0.25 + 0.01
    sliders["noise, first to second"].value = 1.0
    noise, classes = asked[-1]
    torch.testing.assert_close(noise, NOISE[1:2])
    assert classes[0, [3, 8]].tolist() == pytest.approx([0.74, 0.26])
    assert classes.sum().item() == pytest.approx(1)


def test_the_game_on_the_line_says_what_the_detective_is_paid(shown):
    walks.walk_game(lambda p, q: p / (p + q))
    sliders, picture, words = widget(shown)
    sliders["where the fakes lie"].value = 0
    sliders["how wide they spread"].value = 1.6
    assert "is paid -1.129: more than the coin&#x27;s -1.386 by 0.257" in words.value
    assert picture.value.count("<polyline") == 3


def test_an_open_exercise_gets_one_line(shown):
    def open_exercise(p, q):
        raise NotImplementedError("exercise 1.1")

    walks.walk_game(open_exercise)
    _, picture, words = widget(shown)
    assert picture.value == ""
    assert words.value == "There is no picture here: NotImplementedError: exercise 1.1"


def test_front_ends_without_widgets_show_a_sentence(shown):
    walks.walk_noise(load_small_generator(), NOISE)
    assert shown[0]["text/plain"].startswith("[sliders: from noise vector, ")


def test_without_ipywidgets_one_line_is_printed(shown, monkeypatch, capsys):
    there = builtins.__import__

    def gone(name, *args, **kwargs):
        if name == "ipywidgets":
            raise ImportError(name)
        return there(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", gone)
    walks.walk_noise(load_small_generator(), NOISE)
    assert shown == []
    assert capsys.readouterr().out == (
        "The sliders need ipywidgets: pip install ipywidgets, then restart the kernel.\n"
    )


def test_nothing_is_shown_where_nobody_watches(shown, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    walks.walk_noise(load_small_generator(), NOISE)
    monkeypatch.delenv("TQDM_DISABLE")
    monkeypatch.setattr("IPython.get_ipython", lambda: InteractiveShell.__new__(InteractiveShell))
    walks.walk_noise(load_small_generator(), NOISE)
    assert shown == []


# What they compute


def test_between_two_vectors_the_noise_keeps_its_length():
    a, b = torch.randn(2, 1, 64, 1, 1, generator=torch.Generator().manual_seed(1))
    half = walks.between(a, b, 0.5)
    assert half.shape == a.shape
    assert half.norm() > 0.95 * min(a.norm(), b.norm())
    torch.testing.assert_close(walks.between(a, b, 0), a)
    torch.testing.assert_close(walks.between(a, b, 1), b)
    torch.testing.assert_close(walks.between(a, a, 0.3), a)


@pytest.mark.parametrize(("mean", "deviation"), [(-4, 0.2), (0, 1.6), (0.5, 1), (4, 0.4)])
def test_the_value_of_the_game_is_minus_2_ln_2_and_twice_the_divergence(mean, deviation):
    game = walks.line_game(mean, deviation)
    assert game.value == pytest.approx(-2 * math.log(2) + 2 * game.divergence, abs=1e-6)
    assert 0 < game.divergence < math.log(2)


def test_the_best_single_hump_lies_in_the_middle_with_a_deviation_of_1_6():
    """The answer that lesson 01 gives."""
    values = {
        (mean / 10, deviation / 10): walks.line_game(mean / 10, deviation / 10).value
        for mean in range(-10, 11)
        for deviation in range(12, 21)
    }
    best = min(values, key=lambda place: values[place])
    assert best == (0.0, 1.6)
    assert values[best] == pytest.approx(-1.129, abs=5e-4)
