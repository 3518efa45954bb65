"""Lesson 02 ends in a training, whatever has been written of its exercises."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from gancourse.course.tidy import read
from ganlab.recipes import get_recipe

LESSON = Path(__file__).parents[1] / "notebooks" / "02_building_blocks" / "02_building_blocks.ipynb"
ANSWERS = [
    "get-generator-block",
    "generator",
    "get-noise",
    "get-discriminator-block",
    "discriminator",
]


def test_the_courses_networks_play_while_an_exercise_is_open_and_take_no_answers_name(capsys):
    cells = {cell.id: cell.source for cell in read(LESSON).cells}
    known = {"torch": torch, "nn": nn, "F": F, "math": math, "get_recipe": get_recipe}
    known |= {"device": "cpu", "flat": torch.rand(20, 784), "set_seed": torch.manual_seed}
    with torch.random.fork_rng(devices=[]):
        for cell in ANSWERS:
            exec(cells[cell], known)
        before = [known["Generator"], known["Discriminator"], known["get_noise"]]
        exec(cells["pipeline"], known)
    assert [known["Generator"], known["Discriminator"], known["get_noise"]] == before
    said = capsys.readouterr().out
    assert "An exercise above is still open" in said
    assert "gradient in the generator's first layer: True" in said
    assert known["fakes"].shape == (16, 784)
    assert known["fixed_noise"].shape == (16, known["z_dim"])
