"""Right answers are run under many seeds, and the chance of refusing one is known."""

import math
import random

import numpy as np
import pytest
import torch

from benchmarks.catalogue import ITEMS, Answer
from benchmarks.trust import soundness
from benchmarks.trust.chances import DERIVED, EXACT, MOST, chances
from graders.instruments import normal as noise


def planted(tmp_path, source: str) -> Answer:
    path = tmp_path / "count_pixels" / "right_planted.py"
    path.parent.mkdir()
    path.write_text(source)
    return Answer(path)


def test_right_answers_pass_under_other_seeds():
    assert soundness.failures_of("count_pixels", threads=1, first=0, end=9) == []


def test_a_check_that_refuses_a_right_answer_now_and_then_is_reported(monkeypatch, tmp_path):
    answer = planted(
        tmp_path,
        "calls = []\n"
        "def count_pixels(height, width):\n"
        "    calls.append(1)\n"
        "    return height * width + (len(calls) == 20)\n",
    )
    monkeypatch.setattr(soundness, "right_answers", lambda name: [answer])
    threads = torch.get_num_threads()
    try:
        (failure,) = soundness.failures_of("count_pixels", threads=2, first=0, end=30)
    finally:
        torch.set_num_threads(threads)
    assert failure.answer == "count_pixels/right_planted"
    assert f"seed {failure.seed}, 2 threads" in str(failure)


def test_the_answers_take_turns(monkeypatch, tmp_path):
    names = [answer.name for answer in soundness.right_answers("get_noise")]
    assert len(names) == len(set(names)) > 8
    assert all(name.startswith("get_noise/right_") for name in names)


def test_the_state_before_a_run_is_arbitrary_but_recorded():
    states = []
    kept = random.getstate(), np.random.get_state()  # noqa: NPY002
    with torch.random.fork_rng(devices=[]):
        for seed in ("a", "b", "a"):
            soundness.stir(seed)
            states.append((random.random(), np.random.rand(), torch.rand(()).item()))  # noqa: NPY002
    random.setstate(kept[0])
    np.random.set_state(kept[1])  # noqa: NPY002
    assert states[0] == states[2]
    assert not set(states[0]) & set(states[1])


def test_the_command_prints_a_row_for_each_item(capsys):
    assert soundness.main(["--seeds", "3", "count_pixels", "denorm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["item", "count_pixels", "denorm", "all"]
    assert lines[-1].split()[2:5] == ["6", "6", "0"]


@pytest.mark.parametrize("name", ITEMS)
def test_no_check_refuses_right_work_by_chance(name):
    bounds = chances(name)
    assert sum(one.value for one in bounds) < MOST, bounds


def test_every_bound_belongs_to_an_aspect():
    aspects = {type(aspect).__name__ for item in ITEMS.values() for aspect in item.aspects}
    assert {*DERIVED, *EXACT} <= aspects
    assert not EXACT & set(DERIVED)


# Each derivation, seen at a chance that can be measured ---------------------------------------

DRAWS = 2000
LEVEL = 0.1


def share(events: list[bool]) -> float:
    return sum(events) / len(events)


@pytest.fixture
def rng():
    return torch.Generator().manual_seed(0)


def test_kolmogorovs_distance_keeps_its_bound(rng, monkeypatch):
    monkeypatch.setattr(noise, "CHANCE", LEVEL)
    seen = [noise.normal_distance(torch.randn(200, generator=rng)) for _ in range(DRAWS)]
    # Massart's constant is sharp: the bound is nearly reached, but not passed by chance alone.
    assert 0.03 < share([distance > bound for distance, bound in seen]) < LEVEL + 0.02


def test_the_mean_and_the_mean_square_keep_their_bound(rng, monkeypatch):
    monkeypatch.setattr(noise, "CHANCE", LEVEL)
    draws = torch.randn(DRAWS, 200, generator=rng)
    off = [noise.moments_off(200, row.mean().item(), row.square().mean().item()) for row in draws]
    assert 0 < share(off) < LEVEL


def test_the_mean_product_keeps_its_bound(rng):
    count = 200
    edge = 2.2 / math.sqrt(count)
    bound = 2 * math.exp(-count * (edge**2 + math.log1p(-(edge**2)) / 2))
    assert bound < 0.2
    pairs = torch.randn(2, DRAWS, count, generator=rng)
    means = (pairs[0] * pairs[1]).mean(dim=1).abs()
    assert 0 < share((means > edge).tolist()) < bound


def test_hoeffdings_bound_holds_for_squares_of_even_draws(rng):
    count = 200
    edge = math.sqrt(math.log(2 / LEVEL) / (2 * count))
    means = (2 * torch.rand(DRAWS, count, generator=rng) - 1).square().mean(dim=1)
    assert share(((means - 1 / 3).abs() > edge).tolist()) < LEVEL
