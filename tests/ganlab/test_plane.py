"""Pictures of a GAN in the plane."""

from __future__ import annotations

import io

import torch
from PIL import Image

from ganlab import pictures, plane
from ganlab.plane import Look


def looks(count: int) -> list[Look]:
    return [
        Look(f"{step} steps", torch.randn(5, 2), 4 * plane.grid()[:, :1] * step)
        for step in range(count)
    ]


def shown(monkeypatch, count: int, stills: tuple[int, ...]):
    kept = {}
    monkeypatch.setattr(pictures, "show", lambda figure, **rest: kept.update(rest, figure=figure))
    plane.show_looks(
        looks(count), torch.eye(2), title="a title", alt="four maps of a plane", stills=stills
    )
    return kept


def test_the_stills_are_the_looks_asked_for_and_the_film_shows_all(monkeypatch):
    kept = shown(monkeypatch, 5, (0, 2, 4))
    titles = [axes.get_title() for axes in kept["figure"].axes]
    assert [title for title in titles if title] == ["0 steps", "2 steps", "4 steps"]
    assert Image.open(io.BytesIO(kept["film"])).n_frames == 5


def test_of_a_stopped_training_the_last_look_stands_for_those_not_reached(monkeypatch):
    for count, reached in ((1, ["0 steps"]), (3, ["0 steps", "2 steps"])):
        figure = shown(monkeypatch, count, (0, 2, 8, 40))["figure"]
        titles = [axes.get_title() for axes in figure.axes]
        assert [title for title in titles if title] == reached


def test_looks_that_are_all_shown_need_no_film(monkeypatch):
    assert shown(monkeypatch, 2, (0, 1))["film"] is None


def test_blue_is_real_and_lies_where_the_logit_is_large(monkeypatch):
    field = shown(monkeypatch, 2, (0, 1))["figure"].axes[1].images[0]
    shares = field.get_array()  # row: x2 upwards, column: x1 to the right
    assert shares[:, 0].max() < 0.01 < 0.99 < shares[:, -1].min()
    red, _, blue, _ = field.cmap(1.0)
    assert blue > red
