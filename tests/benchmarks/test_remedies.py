"""What lesson 04 and docs/training.md say about settings."""

from __future__ import annotations

import math

import pytest
import torch

from benchmarks import remedies
from benchmarks.pages import DOCS, rows


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("remedies", remedies.REMEDIES),
        ("penalties", remedies.PENALTIES),
        ("islands", remedies.ISLANDS),
    ],
)
def test_each_setting_has_its_row_in_the_docs(name, settings):
    assert list(rows(DOCS / "training.md", name)) == [setting.name for setting in settings]


def test_an_island_is_covered_by_one_fake_in_a_hundred_within_three_spreads():
    centres = remedies.ring_centres()
    points = centres[0].repeat(100, 1)
    points[0] = centres[1] + torch.tensor([0.44, 0.0])
    points[1] = centres[2] + torch.tensor([0.46, 0.0])
    covered, share = remedies.islands_covered(points, centres)
    assert covered == 2
    assert share == pytest.approx(0.99)


def test_all_fakes_on_one_island_cost_the_best_discriminator_020_and_the_generator_220():
    best = (1 / 8) / (1 / 8 + 1)  # p / (p + q) there; elsewhere q is 0 and it says 1
    on_fakes, on_reals = -math.log(1 - best), -math.log(best) / 8
    assert best == pytest.approx(1 / 9)
    assert (on_fakes + on_reals) / 2 == pytest.approx(0.20, abs=0.005)
    assert -math.log(best) == pytest.approx(2.20, abs=0.005)


@pytest.mark.parametrize("setting", remedies.PENALTIES, ids=lambda setting: setting.name)
def test_a_step_updates_both_networks(setting):
    torch.manual_seed(0)
    nets = torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)
    before = [net.weight.clone() for net in nets]
    remedies.make_step(setting, nets, remedies.optimizers(setting, *nets), torch.randn(4, 3), 2)
    assert all((net.weight != old).all() for net, old in zip(nets, before, strict=True))
