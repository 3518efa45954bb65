"""The chance that a check refuses right work is stated by its aspects, as the code computes it."""

import inspect
import math
from collections import Counter
from dataclasses import replace

import pytest
import torch
from torch import nn

from benchmarks.catalogue import ITEMS, Answer, answers
from benchmarks.trust import chances
from graders.core.aspect import Aspect
from graders.instruments import draws, normal
from graders.instruments.networks.fresh import Fresh, mean_square_bound
from graders.instruments.networks.spec import Spec
from graders.lesson_02 import get_noise
from graders.lesson_05 import feed

RIGHT: dict[str, list[Answer]] = {name: [] for name in ITEMS}
for right in answers("right_"):
    RIGHT[right.item.name].append(right)


@pytest.mark.parametrize("name", ITEMS)
def test_no_check_refuses_right_work_by_chance(name):
    assert chances.chance_of(name) < chances.MOST


@pytest.mark.parametrize("name", ITEMS)
def test_a_chance_is_stated_only_where_draws_are_seen(name):
    stated = [aspect for aspect in ITEMS[name].aspects if aspect.chance]
    assert all(aspect in chances.random_aspects(name) for aspect in stated)


class Silent(Aspect):
    """Sees a draw of the answer, and says nothing of chance."""

    def observe(self, answer, given):
        return {"noise": answer(2, 2)}

    def judge(self, seen, given):
        return None


class Outspoken(Silent):
    chance = 0.0


class Overruled(Outspoken):
    """Has a judge of its own, of which the chance that it inherits says nothing."""

    def judge(self, seen, given):
        return super().judge(seen, given)


@pytest.mark.parametrize("kind", [Silent, Overruled])
def test_an_aspect_that_sees_draws_and_states_no_chance_is_an_error(kind, monkeypatch):
    item = ITEMS["get_noise"]
    monkeypatch.setitem(ITEMS, item.name, replace(item, aspects=(*item.aspects, kind())))
    with pytest.raises(ValueError, match=f"{kind.__name__} of get_noise sees what an answer draws"):
        chances.chance_of("get_noise")


def test_a_chance_that_is_stated_beside_the_judge_is_taken():
    assert chances.states_a_chance(Outspoken())


def test_what_sees_the_draws_of_an_answer_is_found():
    kinds = [type(aspect).__name__ for aspect in chances.random_aspects("get_noise")]
    assert kinds == ["NoiseShape", "NoiseIsNormal", "NoiseIsFresh"]


# The bound that is stated is the one that the judge applies ---------------------------------------

APPLIED = {
    "not_normal": lambda noise: normal.not_normal_chance(*noise.shape),
    "figures_off": lambda figures: normal.CHANCE + draws.chance_of(figures.count, figures.columns),
    "moments_off": lambda *moments: normal.CHANCE,
    "normal_distance": lambda values: normal.CHANCE,
    "not_from_normal": lambda *values: normal.NOT_FROM_NORMAL_CHANCE,
}
"""For each instrument, the chance that a call of it adds."""

MEASURED = (Fresh, feed.FeedChance, get_noise.NoiseIsFresh)
"""Aspects that bound something else; the tests below measure it."""

APPLYING = [
    pytest.param(item, number, id=f"{name}-{type(aspect).__name__}-{number}")
    for name, item in ITEMS.items()
    for number, aspect in enumerate(item.aspects)
    if aspect.chance and not isinstance(aspect, MEASURED)
]


def chance_applied(aspect: Aspect, item, number: int, monkeypatch) -> float:
    """The most that the instruments add up to which judge one of the right answers."""
    module = inspect.getmodule(type(aspect).judge)
    added = Counter()
    for name, chance in APPLIED.items():
        if instrument := getattr(module, name, None):

            def spy(*values, instrument=instrument, chance=chance):
                added[answer.name] += chance(*values)
                return instrument(*values)

            monkeypatch.setattr(module, name, spy)
    for answer in RIGHT[item.name]:
        given = item.given(1)
        seen = item.observe(answer.load(), given, seed=1)
        aspect.judge(seen[number], given[number])
    return max(added.values(), default=0.0)


@pytest.mark.parametrize(("item", "number"), APPLYING)
def test_the_chance_is_the_sum_of_what_the_judge_applies(item, number, monkeypatch):
    aspect = item.aspects[number]
    assert aspect.chance == pytest.approx(chance_applied(aspect, item, number, monkeypatch))


# Each derivation, seen at a chance that can be measured -------------------------------------------

DRAWS = 2000
LEVEL = 0.1


def share(events: list[bool]) -> float:
    return sum(events) / len(events)


@pytest.fixture
def rng():
    return torch.Generator().manual_seed(0)


def test_kolmogorovs_distance_keeps_its_bound(rng, monkeypatch):
    monkeypatch.setattr(normal, "CHANCE", LEVEL)
    seen = [normal.normal_distance(torch.randn(200, generator=rng)) for _ in range(DRAWS)]
    # Massart's constant is sharp: the bound is nearly reached, but not passed by chance alone.
    assert 0.03 < share([distance > bound for distance, bound in seen]) < LEVEL + 0.02


def test_the_mean_and_the_mean_square_keep_their_bound(rng, monkeypatch):
    monkeypatch.setattr(normal, "CHANCE", LEVEL)
    draws = torch.randn(DRAWS, 200, generator=rng)
    off = [normal.moments_off(200, row.mean().item(), row.square().mean().item()) for row in draws]
    assert 0 < share(off) < LEVEL


def test_first_weights_are_refused_by_no_more_than_their_two_bounds(rng, monkeypatch):
    monkeypatch.setattr(normal, "CHANCE", LEVEL / 2)
    draws = 1 + 0.02 * torch.randn(DRAWS, 200, generator=rng)
    assert 0 < share([normal.not_from_normal(row, 1.0, 0.02) for row in draws]) < LEVEL


def test_the_mean_product_keeps_its_bound(rng, monkeypatch):
    monkeypatch.setattr(normal, "EDGE", 2.2)
    count = 200
    bound = normal._mean_product_chance(count)
    assert bound < 0.2
    pairs = torch.randn(2, DRAWS, count, generator=rng)
    means = (pairs[0] * pairs[1]).mean(dim=1).abs()
    assert 0 < share((means > 2.2 / math.sqrt(count)).tolist()) < bound


def test_dependent_columns_are_refused_by_no_more_than_their_bound(rng, monkeypatch):
    monkeypatch.setattr(normal, "EDGE", 3.6)
    added = normal.not_normal_chance(1000, 4)
    assert 0.01 < added < 0.1
    seen = [normal.not_normal(torch.randn(1000, 4, generator=rng)) for _ in range(DRAWS // 4)]
    assert share([finding is not None for finding in seen]) < added


def test_hoeffdings_bound_holds_for_squares_of_even_draws(rng, monkeypatch):
    monkeypatch.setattr("graders.instruments.networks.fresh.CHANCE", LEVEL)
    count = 200
    means = (2 * torch.rand(DRAWS, count, generator=rng) - 1).square().mean(dim=1)
    assert share(((means - 1 / 3).abs() > mean_square_bound(count)).tolist()) < LEVEL


def test_a_layer_of_few_weights_lies_in_the_inner_half_as_often_as_stated():
    def linear(inputs, outputs):
        return nn.Linear(inputs, outputs)

    aspect = Fresh(Spec("linear", "a Linear", linear, sizes=((2, 2), (2, 2))))
    given = {"batch": torch.zeros(2, 2)}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        seen = [aspect.observe(linear, given) for _ in range(DRAWS)]
    found = [aspect.judge(one, given) for one in seen]
    assert share([f is not None for f in found]) == pytest.approx(aspect.chance, rel=0.3)


def test_a_digit_is_missed_as_often_as_stated(rng, monkeypatch):
    monkeypatch.setattr(feed, "DIGITS", 4)
    monkeypatch.setattr(feed, "CALLS", 2)
    aspect = feed.FeedChance()

    def with_replacement(digits, n, z_dim):
        rows = torch.randint(len(digits), (n,), generator=rng)
        return digits[rows].flatten(1) * 2 - 1, None

    given = aspect.given(rng)
    missed = [aspect.judge(aspect.observe(with_replacement, given), given) for _ in range(DRAWS)]
    assert share([f is not None for f in missed]) == pytest.approx(aspect.chance, rel=0.2)


def test_few_draws_look_standardised_as_often_as_stated(rng, monkeypatch):
    monkeypatch.setattr(get_noise, "NEAR", 0.05)
    draws = torch.randn(DRAWS, 4, 6, generator=rng)
    stated = get_noise._standardised_chance(24)
    assert stated / 2 < share([get_noise._is_standardised(noise) for noise in draws]) < stated
    assert get_noise.NoiseIsFresh().chance == pytest.approx(stated**3)
