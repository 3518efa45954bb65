"""What an answer returns may be as large as it likes: judging it stays small work."""

import pytest
import torch

import graders
from benchmarks.catalogue import ITEMS, Answer, answers
from graders.core.errors import Raised
from graders.core.values import MOST_NUMBERS, MOST_VALUES, is_small
from graders.instruments.networks.layers import explain_layers
from graders.instruments.training.replay import Position, few

RIGHT = [next(one for one in answers("right_") if one.item is item) for item in ITEMS.values()]
CALLS = 300


@pytest.fixture
def slopes(monkeypatch) -> list[str]:
    """Which loss's gradient is worked out, each time that one is."""
    seen: list[str] = []
    original = Position.slope

    def slope(self, name, formula, noise):
        seen.append(name)
        return original(self, name, formula, noise)

    monkeypatch.setattr(Position, "slope", slope)
    return seen


@pytest.mark.parametrize("answer", RIGHT, ids=lambda answer: answer.name)
def test_what_a_right_answer_shows_is_far_below_the_largest_that_is_judged(answer: Answer):
    seen = answer.item.observe(answer.load(), answer.item.given(0), 0)
    assert is_small(seen)
    assert all(is_small([part] * 10) for part in seen if not isinstance(part, Raised))


@pytest.mark.parametrize(
    "large",
    [
        [None] * (MOST_VALUES + 1),
        torch.empty(3, device="meta"),
        dict.fromkeys(range(MOST_VALUES), 0),
        [[[0] * 100] * 100] * 100,
        "x" * (MOST_NUMBERS + 1),
        ["x" * 1000] * 1001,
        torch.zeros(MOST_NUMBERS + 1),
        {"x" * (MOST_NUMBERS + 1): 0},
    ],
    ids=["list", "meta", "dict", "lists in lists", "text", "texts", "tensor", "key"],
)
def test_what_is_too_large_is_not_judged_and_earns_nothing(large):
    item = graders.check_denorm
    given = item.given(0)
    seen = [{"result": large, "results": large, "inputs": large, "names": large, "any": False}]
    verdict = item.judge(seen * len(given), given)
    assert verdict.earned == 0
    assert "too much to look through" in verdict.first_failure[1].finding.got


def test_lists_nested_deeply_are_measured_without_recursion():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert not is_small(deep)


def noisy_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    """Calls the generator again and again, and steps on something of its own."""
    with torch.no_grad():
        for _ in range(CALLS):
            gen(torch.randn(len(real), z_dim, device=device))
    for optimizer, loss in ((disc_opt, disc(real.flatten(1))), (gen_opt, None)):
        optimizer.zero_grad()
        loss = gen(torch.randn(len(real), z_dim, device=device)) if loss is None else loss
        (loss.sum() * 0.37).backward()
        optimizer.step()
    return 0.0, 0.0


def test_explaining_a_step_does_not_grow_with_the_calls_of_the_generator(slopes):
    graders.check_train_step.verdict(noisy_step)
    assert 0 < len(slopes) < 5 * CALLS


def test_of_many_noises_the_first_and_the_last_are_tried():
    assert few(list(range(3))) == [0, 1, 2]
    assert few(list(range(6))) == [0, 1, 2, 3, 4, 5]
    assert few(list(range(100))) == [0, 1, 2, 3, 96, 97, 98, 99]


def test_a_loss_with_hundreds_of_calls_is_refused_before_they_are_compared():
    def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
        for _ in range(CALLS):
            loss = disc(gen(torch.randn(num_images, z_dim, device=device))).mean()
        return criterion(loss, loss)

    verdict = graders.check_get_disc_loss.verdict(get_disc_loss)
    gots = [outcome.finding.got for outcome in verdict.outcomes if outcome.finding]
    assert f"{2 * CALLS + 1} calls of gen, disc and criterion" in gots


def test_a_key_of_many_blanks_is_read_at_once():
    pairs = [[" " * 400_000 + "x", "e"]]
    item = graders.check_diagnoses
    verdict = item.judge([{"pairs": pairs}] * len(item.aspects), item.given(0))
    assert verdict.earned == 0


def test_settings_of_layers_are_read_at_once_however_often_they_are_repeated():
    conv = "Conv2d(6, 7, kernel_size=4"
    want = [f"{conv}, stride=2, padding=1, bias=False)"]
    assert explain_layers([conv + ", stride=2" * 40_000], want, set())
