"""What an answer earns: nothing for nothing, all for a right one, and shares in between."""

import pytest
import torch

from benchmarks.catalogue import ITEMS, answers


def nothing(*args, **named):
    return None


def zero(*args, **named):
    return 0


def zero_as_a_float(*args, **named):
    return 0.0


def zero_as_a_tensor(*args, **named):
    return torch.zeros(())


def first_argument(*args, **named):
    return next(iter([*args, *named.values()]), None)


def error(*args, **named):
    raise RuntimeError("no answer")


LAZY = [nothing, zero, zero_as_a_float, zero_as_a_tensor, first_argument, error]


@pytest.mark.parametrize("lazy", LAZY, ids=lambda function: function.__name__)
@pytest.mark.parametrize("name", sorted(ITEMS))
def test_an_answer_that_does_nothing_earns_nothing(name, lazy):
    assert ITEMS[name].verdict(lazy).earned == 0


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_every_item_has_an_aspect_that_earns(name):
    assert not all(aspect.rule for aspect in ITEMS[name].aspects)


def earned(name: str) -> float:
    (answer,) = [answer for answer in answers() if answer.name == name]
    return answer.item.verdict(answer.load()).earned


@pytest.mark.parametrize(
    ("name", "share"),
    [
        # one of three rules is broken, which costs one part in eight: five aspects earn
        ("get_disc_loss/wrong_eval_mode", 7 / 8),
        ("get_gen_loss/wrong_target_on_cpu", 7 / 8),
        # one aspect of those that earn fails
        ("get_disc_loss/wrong_no_detach", 4 / 5),
        ("get_noise/wrong_uniform", 3 / 4),
        ("optimal_discriminator/wrong_loop_over_first", 2 / 3),
        # the output is wrong in training and in evaluation mode
        ("get_discriminator_block/wrong_relu", 4 / 6),
        # an error before anything is seen
        ("get_disc_loss/wrong_cuda", 0),
    ],
)
def test_a_mistake_costs_its_shares(name, share):
    assert earned(name) == pytest.approx(share)
